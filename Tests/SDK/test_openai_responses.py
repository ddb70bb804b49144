"""OpenAI's client, unchanged but for its transport, finds a daemon that behaves as the responses that it knows."""

import json
import unittest

import httpx2
import openai
import pydantic

from clients import SCHEMA, openai_client, with_each_provider
from daemon import Daemon

TOOL = {"type": "function", "name": "get_weather", "description": "The weather of a city", "parameters": SCHEMA, "strict": False}
ASKED = "Say four words."


class Weather(pydantic.BaseModel):
    city: str
    degrees: int


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())


class Responses(unittest.TestCase):
    def setUp(self):
        self.client = openai_client(daemon.socket)
        self.addCleanup(self.client.close)

    def ask(self, model, **options):
        return self.client.responses.create(model=model, input=options.pop("input", ASKED), store=False, **options)

    # Plain answers.

    @with_each_provider("plain")
    def test_a_response_has_text_usage_and_the_model_that_ran(self, model):
        response = self.ask(model, instructions="Be brief.")
        self.assertEqual(response.output_text, "four words of text")
        self.assertEqual(response.status, "completed")
        self.assertEqual(response.model, "plain")
        self.assertGreater(response.usage.input_tokens, 0)
        self.assertGreater(response.usage.output_tokens, 0)
        self.assertEqual(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens)

    def test_the_head_says_what_was_decided(self):
        raw = self.client.responses.with_raw_response.create(
            model="shunt/auto", input=ASKED, store=False, extra_headers={"x-shunt-mode": "planning"}
        )
        self.assertEqual(raw.headers["x-shunt-mode"], "planning")
        self.assertEqual(raw.headers["x-shunt-model"], "plain-anthropic")
        self.assertEqual(raw.parse().output_text, "four words of text")

    @with_each_provider("cached")
    def test_what_was_cached_is_counted(self, model):
        self.assertEqual(self.ask(model).usage.input_tokens_details.cached_tokens, 2)

    # Tools.

    @with_each_provider("tooling")
    def test_a_function_is_called_and_takes_a_result(self, model):
        response = self.ask(model, tools=[TOOL])
        call = response.output[-1]
        self.assertEqual((call.type, call.name, json.loads(call.arguments)), ("function_call", "get_weather", {"city": "Paris"}))
        result = {"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}
        turns = [{"role": "user", "content": ASKED}, *response.output, result]
        then = self.ask(model.replace("tooling", "plain"), tools=[TOOL], input=turns)
        self.assertEqual(then.output_text, "four words of text")

    @with_each_provider("parallel")
    def test_streamed_calls_add_up(self, model):
        with self.client.responses.stream(model=model, input=ASKED, tools=[TOOL], store=False) as stream:
            response = stream.until_done().get_final_response()
        calls = [item for item in response.output if item.type == "function_call"]
        self.assertEqual([json.loads(call.arguments) for call in calls], [{"city": "Paris"}] * 2)
        self.assertEqual(len({call.call_id for call in calls}), 2)

    # Reasoning.

    @with_each_provider("thinking")
    def test_reasoning_comes_before_the_text_and_is_taken_back(self, model):
        options = {"reasoning": {"effort": "low", "summary": "auto"}, "include": ["reasoning.encrypted_content"]}
        response = self.ask(model, **options)
        kinds = [item.type for item in response.output]
        # A signature that stands on a text comes as an item of its own.
        self.assertEqual(kinds[0], "reasoning")
        self.assertEqual(kinds.count("message"), 1)
        turns = [{"role": "user", "content": ASKED}, *response.output, {"role": "user", "content": ASKED}]
        self.assertEqual(self.ask(model, input=turns, **options).output_text, "thought through")

    # Structured output.

    @with_each_provider("structured")
    def test_parse_returns_the_object_that_the_schema_describes(self, model):
        response = self.client.responses.parse(model=model, input=ASKED, text_format=Weather, store=False)
        self.assertEqual(response.output_parsed, Weather(city="Paris", degrees=21))

    # Streams.

    @with_each_provider("plain")
    def test_a_stream_adds_up_to_the_answer(self, model):
        events = list(self.ask(model, stream=True))
        deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
        self.assertEqual("".join(deltas), "four words of text")
        self.assertGreater(len(deltas), 1)
        self.assertEqual([event.type for event in events[:2]], ["response.created", "response.in_progress"])
        self.assertEqual(events[-1].type, "response.completed")
        self.assertEqual(events[-1].response.output_text, "four words of text")
        self.assertGreater(events[-1].response.usage.output_tokens, 0)
        self.assertEqual([event.sequence_number for event in events], list(range(len(events))))

    @with_each_provider("cut", "breaking", "malformed", "damaged")
    def test_a_stream_that_is_cut_is_an_error_and_no_end(self, model):
        kinds = []
        try:
            for event in self.ask(model, stream=True):
                kinds.append(event.type)
        except (openai.APIError, httpx2.TransportError):
            kinds.append("error")
        self.assertNotIn("response.completed", kinds)
        self.assertTrue({"error", "response.failed"} & set(kinds), kinds)

    # Errors arrive as the classes that programs catch.

    def test_a_bad_request_is_a_BadRequestError_that_names_the_parameter(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask("plain-openai", input=42)
        self.assertIn("input", caught.exception.param)

    @with_each_provider("refusing")
    def test_what_the_provider_refuses_is_a_BadRequestError(self, model):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask(model)
        self.assertIn("the model takes no such thing", str(caught.exception))

    def test_an_unknown_model_is_a_NotFoundError_that_says_what_there_is(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.ask("shunt/autp")
        self.assertIn("shunt/auto", str(caught.exception))

    @with_each_provider("limited")
    def test_a_provider_that_limits_is_a_RateLimitError(self, model):
        with self.assertRaises(openai.RateLimitError):
            self.ask(model)

    @with_each_provider("failing", "overloaded")
    def test_a_provider_that_fails_is_an_InternalServerError(self, model):
        with self.assertRaises(openai.InternalServerError):
            self.ask(model)


if __name__ == "__main__":
    unittest.main()
