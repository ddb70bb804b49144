"""A simulator and a daemon of our own, in a temporary folder, for as long as a test module runs."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

# A provider of each wire API, by its name in the table; all of them are the simulator.
PROVIDERS = {
    "openai": 'api = "openai-chat"\nurl = "http://localhost/v1"',
    "responses": 'api = "openai-responses"\nurl = "http://localhost/v1"',
    "anthropic": 'api = "anthropic-messages"\nurl = "http://localhost/v1"',
    "gemini": 'api = "gemini"\nurl = "http://localhost/v1beta"',
    "bedrock": 'aws = { region = "eu-central-1" }\nurl = "http://localhost"',
}

# What the simulator answers, by the wire name of a model. Each provider has a model of each name: `tooling-anthropic`.
ANSWERS = {
    "plain": {"text": "four words of text"},
    "tooling": {"tool": "get_weather", "arguments": '{"city":"Paris"}'},
    "parallel": {"tool": "get_weather", "arguments": '{"city":"Paris"}', "calls": 2},
    "thinking": {"text": "thought through", "reasoning": 5},
    "looping": {},
    "filing": {"tool": "final_result", "arguments": '{"city":"Paris","degrees":21}'},
    "structured": {"text": '{"city":"Paris","degrees":21}'},
    "cached": {"text": "from the cache", "cached": 2},
    "limited": {"status": 429, "retry_after": "0"},
    "refusing": {"status": 400, "message": "the model takes no such thing"},
    "failing": {"status": 500},
    "overloaded": {"error": "overloaded"},
    "cut": {"tokens": 20, "cut": 5},
    "breaking": {"tokens": 20, "error_after": 5},
    "malformed": {"tokens": 20, "malformed": 5},
    # Only frames have checksums.
    "damaged": {"tokens": 20, "bad_checksum": 5, "cut": 9},
}

TABLE = """
schema = 1
revision = "sdk"

[modes]
planning = "frontier"
editing = "balanced"
background = "internal"

[tiers.frontier]
models = ["plain-anthropic"]

[tiers.balanced]
models = ["plain-openai"]

[tiers.internal]
models = ["plain-openai"]

[tiers.exhausted]
models = ["limited-openai", "limited-anthropic"]
"""


def configuration(folder, port):
    """What shuntd is told: the table, the providers, and a port besides the socket for those who know no other way."""
    text = f'[table]\nsource = "{folder}/table.toml"\n'
    text += f'[listen]\ntcp = {{ address = "127.0.0.1:{port}", token = {{ file = "{folder}/token" }} }}\n'
    for name, lines in PROVIDERS.items():
        key = "aws" if name == "bedrock" else "key"
        text += f'[providers.{name}]\n{lines}\nsocket = "{folder}/simulator.sock"\nkey = {{ file = "{folder}/{key}" }}\n'
    return text


def table():
    text = TABLE
    for provider in PROVIDERS:
        for name in ANSWERS:
            text += f'[models.{name}-{provider}]\nprovider = "{provider}"\nname = "{name}"\nprice = {{ input = 1, output = 2 }}\n'
    text += '[models.vectors]\nprovider = "openai"\nname = "vectors"\nabilities = ["embeddings"]\nprice = { input = 1, output = 0 }\n'
    return text


def scenario():
    rules = [{"model": name, "answer": answer} for name, answer in ANSWERS.items()]
    return {"keys": ["sk-simulated", "AKIDSIMULATED"], "rules": rules}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    def __init__(self, configuration=configuration, table=table, scenario=scenario):
        self.programs = pathlib.Path(os.environ["SHUNT_PROGRAMS"])
        self.temporary = tempfile.TemporaryDirectory(prefix="shunt-sdk-")
        self.folder = pathlib.Path(self.temporary.name)
        self.socket = str(self.folder / "shunt.sock")
        self.processes = []
        self.port = free_port()
        self.token = "sk-shunt-token"
        self.write("shunt.toml", configuration(self.folder, self.port))
        self.write("table.toml", table())
        self.write("scenario.json", json.dumps(scenario()))
        self.write("key", "sk-simulated")
        self.write("aws", "AKIDSIMULATED:simulated")
        self.write("token", self.token)

    def write(self, name, text):
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(0o600)

    def __enter__(self):
        try:
            self.start("shunt-simulator", "--listen", f"unix:{self.folder}/simulator.sock", "--scenario", str(self.folder / "scenario.json"))
            self.start("shuntd", "--config", str(self.folder / "shunt.toml"), "--socket", self.socket)
            self.wait_for(str(self.folder / "simulator.sock"))
            self.wait_for(self.socket)
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self, program, *arguments):
        log = open(self.folder / f"{program}.log", "wb")
        process = subprocess.Popen(
            [str(self.programs / program), *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        log.close()
        self.processes.append(process)

    def wait_for(self, path, seconds=20):
        deadline = time.monotonic() + seconds
        while True:
            with socket.socket(socket.AF_UNIX) as probe:
                try:
                    return probe.connect(path)
                except OSError:
                    ended = [process for process in self.processes if process.poll() is not None]
                    if ended or time.monotonic() > deadline:
                        raise RuntimeError(f"nothing listens at {path}\n{self.logs()}") from None
            time.sleep(0.02)

    def logs(self):
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')}" for log in self.folder.glob("*.log"))

    def served(self):
        """The fields of the audit's entry about each call, in order."""
        lines = (self.folder / "shuntd.log").read_text().splitlines()
        return [dict(re.findall(r'(\w+)=("[^"]*"|\S+)', line)) for line in lines if " request=" in line]

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.temporary.cleanup()
