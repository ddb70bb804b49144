"""A daemon whose models answer, wait and fail as the clients' tests want it.

As a program it runs a command with SHUNT_SOCKET set to such a daemon's socket.
"""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "SDK"))
import daemon  # noqa: E402

# What each model does is its wire name, in the simulator's own words.
MODELS = {
    "steady": "sim?text=four%20words%20of%20text",
    "slow": "sim?tokens=20000&delay=5ms",
    "thinking": "sim?reasoning=3&tokens=4",
    "limited": "sim?status=429&retry_after=7",
    "refusing": "sim?status=400",
    "broken": "sim?status=500",
    "cut": "sim?tokens=20&cut=5",
}

TABLE = """
schema = 1
revision = "clients"

[modes]
planning = "frontier"
background = "internal"

[tiers]
frontier = { models = ["steady"] }
balanced = { models = ["steady"] }
internal = { models = ["steady"] }
""" + "".join(
    f'[models.{name}]\nprovider = "openai"\nname = "{script}"\nprice = {{ input = 1, output = 2.5 }}\n' for name, script in MODELS.items()
)


class Daemon(daemon.Daemon):
    def __init__(self):
        super().__init__()
        (self.folder / "table.toml").write_text(TABLE)
        (self.folder / "scenario.json").write_text('{"keys": ["sk-simulated"], "rules": []}')
        (self.folder / "state").mkdir()

    def start(self, program, *arguments):
        state = ("--state", str(self.folder / "state")) if program == "shuntd" else ()
        super().start(program, *arguments, *state)


if __name__ == "__main__":
    with Daemon() as running:
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "SHUNT_SOCKET": running.socket}))
