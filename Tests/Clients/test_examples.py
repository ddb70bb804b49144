"""The one-liners of contrib/clients/examples do what their first lines say."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from fixture import Daemon

EXAMPLES = pathlib.Path(__file__).parent.parent.parent / "contrib" / "clients" / "examples"


def setUpModule():
    global daemon
    if not (shutil.which("socat") and shutil.which("jq")):
        raise unittest.SkipTest("socat and jq are not here")
    daemon = unittest.enterModuleContext(Daemon())


class Examples(unittest.TestCase):
    ran = set()

    def run_example(self, name, *arguments, text=None):
        self.ran.add(name)
        done = subprocess.run(
            [EXAMPLES / name, *arguments], input=text, capture_output=True, text=True, timeout=60, env={**os.environ, "SHUNT_SOCKET": daemon.socket}
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_ask(self):
        self.assertEqual(self.run_example("ask", "background", "Hello"), "four words of text\n")

    def test_stream(self):
        first, last = self.run_example("stream", "planning", "Hello").splitlines()
        self.assertEqual(first, "four words of text")
        self.assertRegex(last, r"^steady: \d+ tokens, [0-9.e-]+ USD$")

    def test_explain(self):
        self.assertEqual(self.run_example("explain", "planning"), "mode planning goes to tier frontier; steady is its only model\n")

    def test_body(self):
        request = '{"messages":[{"role":"user","content":"Hello"}]}'
        answer = json.loads(self.run_example("body", "openai-chat", "planning", text=request))
        self.assertEqual(answer["choices"][0]["message"]["content"], "four words of text")

    def test_many(self):
        lines = self.run_example("many", "background", text="one\ntwo\nthree\n").splitlines()
        self.assertEqual(sorted(lines), [f"{number}: four words of text" for number in (1, 2, 3)])

    def test_tiers(self):
        self.assertIn("frontier\tsteady\n", self.run_example("tiers"))

    @classmethod
    def tearDownClass(cls):
        left = {path.name for path in EXAMPLES.iterdir()} - cls.ran
        assert not left, f"no test runs {', '.join(left)}"


if __name__ == "__main__":
    unittest.main()
