"""contrib/schema as the validators of editors and of CI read it: the examples fit, and what shunt check refuses for its form does not."""

import copy
import json
import pathlib
import tomllib
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).parents[2]


def schema(kind):
    return json.loads((ROOT / f"contrib/schema/{kind}.schema.json").read_text())


def example(name):
    return tomllib.loads((ROOT / f"contrib/examples/{name}").read_text())


class SchemaTests(unittest.TestCase):
    def setUp(self):
        self.table = jsonschema.Draft7Validator(schema("table"))
        self.configuration = jsonschema.Draft7Validator(schema("configuration"))

    def test_schemas_are_sound_themselves(self):
        for kind in ("table", "configuration"):
            jsonschema.Draft7Validator.check_schema(schema(kind))

    def test_examples_fit(self):
        self.table.validate(example("table.toml"))
        self.configuration.validate(example("shunt.toml"))

    def test_rules_for_agents_fit(self):
        for path in sorted((ROOT / "contrib/agents").glob("*.toml")):
            with self.subTest(path.name):
                self.table.validate({"schema": 1} | tomllib.loads(path.read_text()))

    def test_everything_that_a_table_may_hold_fits(self):
        self.table.validate(tomllib.loads("""
            schema = 1
            revision = "x"
            unknown_mode = "reject"
            modes = { Planning = "frontier" }
            [delivery]
            planning = "whole"
            [tiers.frontier]
            models = ["deep", "@cf/meta/llama", "~x:y#z"]
            order = "weighted"
            effort = "high"
            weights = { deep = 3 }
            clocks = { connect = "1.5s", total = "1h" }
            [models.deep]
            provider = "near"
            name = "any name at all"
            abilities = ["structured-output"]
            [models.deep.price]
            input = 0.5
            output = "2.500_1e-1"
            periods = [{ from = "2026-09-01", daily = "00:30-16:30", input = 1, output = 2 }]
            steps = [{ above = 1000, input = 2 }]
            """))

    def test_mistakes_in_tables_do_not_fit(self):
        mistakes = {
            "no schema": lambda table: table.pop("schema"),
            "another schema": lambda table: table.update(schema=2),
            "an unknown key": lambda table: table.update(modles={}),
            "a provider": lambda table: table.update(providers={}),
            "an address": lambda table: table["models"]["gpt"].update(url="https://x"),
            "a name in other letters": lambda table: table["modes"].update({"pl\u0430nning": "frontier"}),
            "a tier without models": lambda table: table["tiers"]["frontier"].pop("models"),
            "an effort that is none": lambda table: table["tiers"]["frontier"].update(effort="hihg"),
            "a weight of nothing": lambda table: table["tiers"]["balanced"].update(weights={"sonnet": 0}),
            "a negative price": lambda table: table["models"]["gpt"]["price"].update(input=-1),
            "a price that is none": lambda table: table["models"]["gpt"]["price"].update(input="cheap"),
            "half a price": lambda table: table["models"]["gpt"]["price"].pop("output"),
            "a context in words": lambda table: table["models"]["gpt"].update(context="large"),
            "a duration without unit": lambda table: table["tiers"]["free"].update(clocks={"total": "30"}),
            "a marker that JSON escapes": lambda table: table["agents"][0].update(marker='say "x"'),
            "a marker that is too short": lambda table: table["agents"][0].update(marker="ab"),
            "an agent without name": lambda table: table["agents"][0].pop("name"),
        }
        sound = example("table.toml")
        sound["models"]["gpt"] = {"provider": "openai", "name": "gpt-5.5", "price": {"input": 5, "output": 30}}
        self.table.validate(sound)
        self.refuse(self.table, sound, mistakes)

    def test_mistakes_in_configurations_do_not_fit(self):
        mistakes = {
            "no table": lambda settings: settings.pop("table"),
            "modes": lambda settings: settings.update(modes={}),
            "an api that is none": lambda settings: settings["providers"]["openai"].update(api="openai"),
            "a key in the open": lambda settings: settings["providers"]["openai"].update(key="sk-1"),
            "a relative socket": lambda settings: settings["listen"].update(socket="shunt.sock"),
            "permissions that are none": lambda settings: settings["listen"].update(mode="0888"),
            "a size that is none": lambda settings: settings["limits"].update(request_bytes="32 MB"),
            "too many attempts": lambda settings: settings["limits"].update(attempts=65),
            "a user that is none": lambda settings: settings["callers"][0].update(user=7),
        }
        self.refuse(self.configuration, example("shunt.toml"), mistakes)

    def refuse(self, validator, sound, mistakes):
        for name, plant in mistakes.items():
            with self.subTest(name):
                settings = copy.deepcopy(sound)
                plant(settings)
                self.assertFalse(validator.is_valid(settings))
