"""Real agents, unchanged, do a task in a scratch repository; the scripted provider says what their models would, and the daemon's
log says in which modes they asked, by the rules of contrib/agents."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from daemon import Daemon, configuration

ROOT = pathlib.Path(__file__).resolve().parents[2]

TABLE = """
schema = 1
revision = "agents"

[modes]
planning = "frontier"
editing = "balanced"
background = "internal"

[tiers.frontier]
models = ["thinker"]

[tiers.balanced]
models = ["coder"]

[tiers.internal]
models = ["writer"]

[models.thinker]
provider = "gemini"
name = "thinker"

[models.coder]
provider = "anthropic"
name = "coder"

[models.writer]
provider = "openai"
name = "writer"
"""


def table(agent):
    return lambda: TABLE + (ROOT / "contrib" / "agents" / f"{agent}.toml").read_text()


def scenario(*answers):
    """Each model's answers in order; the last of a model is given again and again."""
    last = {model: place for place, (model, _) in enumerate(answers)}
    once = [
        {"model": model, "answer": answer if last[model] == place else answer | {"times": 1}}
        for place, (model, answer) in enumerate(answers)
    ]
    return lambda: {"keys": ["sk-simulated", "AKIDSIMULATED"], "rules": once}


class Agents(unittest.TestCase):
    def start(self, agent, *answers):
        self.daemon = self.enterContext(Daemon(configuration, table(agent), scenario(*answers)))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="shunt-agent-")))
        self.repository = self.folder / "repository"
        self.repository.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Tester")
        self.git("config", "user.email", "tester@localhost")
        (self.repository / "greeting.py").write_text('print("hello")\n')
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "Begin")

    def git(self, *words):
        return subprocess.run(["git", *words], cwd=self.repository, check=True, capture_output=True, text=True).stdout

    def run_agent(self, environment, program, *words, **variables):
        """Runs the agent in the repository, with a home of its own and no network but the daemon's port."""
        settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TERM": "dumb",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "OPENAI_API_BASE": f"http://127.0.0.1:{self.daemon.port}/v1",
            "OPENAI_API_KEY": self.daemon.token,
        }
        command = [str(ROOT / ".build" / "venvs" / environment / "bin" / program), *words]
        done = subprocess.run(
            command, cwd=self.repository, env=settings | variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
        )
        self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}\n{self.daemon.logs()}")
        return done.stdout

    def modes(self, agent):
        """The mode and the model of each call that the daemon's audit tells of, in order; all of them are the agent's and went well."""
        served = self.daemon.served()
        self.assertEqual({(entry["agent"], entry["status"]) for entry in served}, {(agent, "ok")})
        return [(entry["mode"], entry["model"]) for entry in served]

    def run_aider(self, *words):
        self.run_agent(
            "aider", "aider", "--model", "openai/shunt/auto", "--yes-always", "--no-check-update", "--no-show-model-warnings",
            "--no-show-release-notes", "--analytics-disable", "--no-gitignore", "--no-auto-lint", "--map-tokens", "0", *words, "greeting.py",
        )  # fmt: skip

    edit = 'Here it is.\n\ngreeting.py\n```python\nprint("good morning")\n```\n'

    def test_aider_edits_a_file_and_commits(self):
        self.start("aider", ("coder", {"text": self.edit}), ("writer", {"text": "feat: Greet by the time of day"}))
        self.run_aider("--edit-format", "whole", "--message", "Say good morning instead.")
        self.assertEqual((self.repository / "greeting.py").read_text(), 'print("good morning")\n')
        self.assertIn("feat: Greet by the time of day", self.git("log", "-1", "--format=%s"))
        self.assertEqual(self.modes("aider"), [("editing", "coder"), ("background", "writer")])

    def test_aider_plans_before_it_edits(self):
        plan = ("thinker", {"text": "Replace the text that greeting.py prints."})
        self.start("aider", plan, ("coder", {"text": self.edit}), ("writer", {"text": "feat: Greet by the time of day"}))
        self.run_aider("--architect", "--editor-edit-format", "editor-whole", "--message", "Say good morning instead.")
        self.assertEqual((self.repository / "greeting.py").read_text(), 'print("good morning")\n')
        self.assertEqual(self.modes("aider"), [("planning", "thinker"), ("editing", "coder"), ("background", "writer")])

    def test_mini_swe_agent_runs_commands_until_it_submits(self):
        commands = ["sed -i s/hello/hi/ greeting.py", "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT"]
        self.start("mini-swe-agent", *[("coder", {"tool": "bash", "arguments": f'{{"command":"{command}"}}'}) for command in commands])
        self.run_agent(
            "mini-swe-agent", "mini", "--model", "openai/shunt/auto", "--task", "Say hi instead.", "--yolo", "--exit-immediately",
            MSWEA_COST_TRACKING="ignore_errors", MSWEA_CONFIGURED="true", MSWEA_GLOBAL_CONFIG_DIR=str(self.folder / "mini"),
        )  # fmt: skip
        self.assertEqual((self.repository / "greeting.py").read_text(), 'print("hi")\n')
        self.assertEqual(self.modes("mini-swe-agent"), [("editing", "coder")] * 2)


if __name__ == "__main__":
    unittest.main()
