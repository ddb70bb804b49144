"""A simulator and a daemon of our own, in a temporary folder, for as long as a test module runs."""

import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time

CONFIGURATION = """
[table]
source = "{folder}/table.toml"

[providers.openai]
api = "openai-chat"
url = "http://localhost/v1"
socket = "{folder}/simulator.sock"
key = {{ file = "{folder}/key" }}

[providers.anthropic]
api = "anthropic-messages"
url = "http://localhost/v1"
socket = "{folder}/simulator.sock"
key = {{ file = "{folder}/key" }}
"""

TABLE = """
schema = 1
revision = "sdk"

[modes]
planning = "frontier"
editing = "balanced"
background = "internal"

[tiers.frontier]
models = ["claude"]

[tiers.balanced]
models = ["gpt"]

[tiers.internal]
models = ["gpt"]

[tiers.exhausted]
models = ["limited"]

[tiers.broken]
models = ["cut"]

[models.gpt]
provider = "openai"
name = "gpt-sim"
price = { input = 1, output = 2 }

[models.claude]
provider = "anthropic"
name = "claude-sim"
price = { input = 3, output = 15 }

[models.limited]
provider = "openai"
name = "limited"

[models.tooling]
provider = "openai"
name = "tooling"

[models.claude-tooling]
provider = "anthropic"
name = "tooling"

[models.refusing]
provider = "openai"
name = "refusing"

[models.cut]
provider = "openai"
name = "cut"
"""

# What the simulator answers, by the wire name of a model.
SCENARIO = {
    "keys": ["sk-simulated"],
    "rules": [
        {"model": "*-sim", "answer": {"text": "four words of text"}},
        {"model": "tooling", "answer": {"tool": "get_weather", "arguments": '{"city":"Paris"}'}},
        {"model": "limited", "answer": {"status": 429, "retry_after": "0"}},
        {"model": "refusing", "answer": {"status": 400}},
        {"model": "cut", "answer": {"tokens": 20, "cut": 5}},
    ],
}


class Daemon:
    def __init__(self):
        self.programs = pathlib.Path(os.environ["SHUNT_PROGRAMS"])
        self.temporary = tempfile.TemporaryDirectory(prefix="shunt-sdk-")
        self.folder = pathlib.Path(self.temporary.name)
        self.socket = str(self.folder / "shunt.sock")
        self.processes = []
        (self.folder / "shunt.toml").write_text(CONFIGURATION.format(folder=self.folder))
        (self.folder / "table.toml").write_text(TABLE)
        (self.folder / "scenario.json").write_text(json.dumps(SCENARIO))
        (self.folder / "key").write_text("sk-simulated")

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
