"""Anthropic's client, unchanged but for its transport, finds a daemon that behaves as the messages that it knows."""

import unittest

import anthropic
import httpx2
import pydantic

from clients import ANTHROPIC_TOOL, HELLO, PNG, anthropic_client, with_each_provider
from daemon import Daemon


class Weather(pydantic.BaseModel):
    city: str
    degrees: int


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())


class Messages(unittest.TestCase):
    def setUp(self):
        self.client = anthropic_client(daemon.socket)
        self.addCleanup(self.client.close)

    def ask(self, model, **options):
        return self.client.messages.create(
            model=model, max_tokens=options.pop("max_tokens", 1000), messages=options.pop("messages", HELLO), **options
        )

    def streamed(self, model, **options):
        return self.client.messages.stream(
            model=model, max_tokens=options.pop("max_tokens", 1000), messages=options.pop("messages", HELLO), **options
        )

    # Plain answers.

    @with_each_provider("plain")
    def test_a_message_has_text_usage_and_the_model_that_ran(self, model):
        message = self.ask(model, system="Be brief.")
        self.assertEqual([block.text for block in message.content], ["four words of text"])
        self.assertEqual(message.stop_reason, "end_turn")
        self.assertEqual(message.model, "plain")
        self.assertGreater(message.usage.input_tokens, 0)
        self.assertGreater(message.usage.output_tokens, 0)

    def test_the_head_says_what_was_decided(self):
        raw = self.client.messages.with_raw_response.create(
            model="shunt/auto", max_tokens=100, messages=HELLO, extra_headers={"x-shunt-mode": "planning"}
        )
        self.assertEqual(raw.headers["x-shunt-mode"], "planning")
        self.assertEqual(raw.headers["x-shunt-model"], "plain-anthropic")
        self.assertTrue(raw.parse()._request_id)

    @with_each_provider("cached")
    def test_what_was_cached_is_counted(self, model):
        self.assertEqual(self.ask(model).usage.cache_read_input_tokens, 2)

    def test_the_models_are_listed(self):
        self.assertIn("shunt/auto", [model.id for model in self.client.models.list()])

    # Tools.

    @with_each_provider("tooling")
    def test_a_tool_is_used_and_takes_a_result(self, model):
        message = self.ask(model, tools=[ANTHROPIC_TOOL])
        self.assertEqual(message.stop_reason, "tool_use")
        use = message.content[-1]
        self.assertEqual((use.type, use.name, use.input), ("tool_use", "get_weather", {"city": "Paris"}))
        turns = [
            *HELLO,
            {"role": "assistant", "content": message.content},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": use.id, "content": "sunny"}]},
        ]
        then = self.ask(model.replace("tooling", "plain"), tools=[ANTHROPIC_TOOL], messages=turns)
        self.assertEqual(then.content[0].text, "four words of text")

    @with_each_provider("plain")
    def test_a_tools_result_may_be_a_picture_or_an_error(self, model):
        image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}}
        uses = [{"type": "tool_use", "id": f"toolu_{n}", "name": "get_weather", "input": {"city": "Paris"}} for n in (1, 2)]
        results = [
            {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": "see"}, image]},
            {"type": "tool_result", "tool_use_id": "toolu_2", "content": "no such city", "is_error": True},
        ]
        turns = [*HELLO, {"role": "assistant", "content": uses}, {"role": "user", "content": results}]
        self.assertEqual(self.ask(model, tools=[ANTHROPIC_TOOL], messages=turns).content[0].text, "four words of text")

    @with_each_provider("parallel")
    def test_a_streamed_tool_adds_up(self, model):
        with self.streamed(model, tools=[ANTHROPIC_TOOL]) as stream:
            message = stream.get_final_message()
        self.assertEqual([block.input for block in message.content], [{"city": "Paris"}] * 2)
        self.assertEqual(len({block.id for block in message.content}), 2)
        self.assertEqual(message.stop_reason, "tool_use")

    # Thinking.

    @with_each_provider("thinking")
    def test_thinking_comes_before_the_text(self, model):
        thinking = {"type": "enabled", "budget_tokens": 1024}
        message = self.ask(model, max_tokens=4000, thinking=thinking)
        kinds = [block.type for block in message.content]
        # A signature that stands on a text comes as a block of its own.
        self.assertEqual((kinds[0], kinds.count("text"), set(kinds)), ("thinking", 1, {"thinking", "text"}))
        self.assertTrue(message.content[0].thinking)
        with self.streamed(model, max_tokens=4000, thinking=thinking) as stream:
            kinds = [event.type for event in stream]
        self.assertIn("thinking", kinds)
        self.assertLess(kinds.index("thinking"), kinds.index("text"))

    @with_each_provider("thinking")
    def test_thinking_is_taken_back_with_its_signature(self, model):
        thinking = {"type": "enabled", "budget_tokens": 1024}
        message = self.ask(model, max_tokens=4000, thinking=thinking)
        turns = [*HELLO, {"role": "assistant", "content": message.content}, *HELLO]
        self.assertEqual(self.ask(model, max_tokens=4000, thinking=thinking, messages=turns).stop_reason, "end_turn")

    # Streams.

    @with_each_provider("plain")
    def test_a_stream_adds_up_to_the_answer(self, model):
        with self.streamed(model) as stream:
            pieces = list(stream.text_stream)
            message = stream.get_final_message()
        self.assertEqual("".join(pieces), "four words of text")
        self.assertGreater(len(pieces), 1)
        self.assertEqual(message.stop_reason, "end_turn")
        self.assertGreater(message.usage.input_tokens, 0)
        self.assertGreater(message.usage.output_tokens, 0)

    @with_each_provider("cut", "breaking", "malformed", "damaged")
    def test_a_stream_that_is_cut_is_an_error_and_no_end(self, model):
        kinds = []
        with self.assertRaises((anthropic.APIError, httpx2.TransportError)):
            for event in self.ask(model, stream=True):
                kinds.append(event.type)
        self.assertNotIn("message_stop", kinds)

    # Structured output.

    @with_each_provider("structured")
    def test_parse_returns_the_object_that_the_schema_describes(self, model):
        message = self.client.messages.parse(model=model, max_tokens=1000, messages=HELLO, output_format=Weather)
        self.assertEqual(message.parsed_output, Weather(city="Paris", degrees=21))

    # Counting.

    @with_each_provider("plain")
    def test_tokens_are_counted(self, model):
        self.assertGreater(self.client.messages.count_tokens(model=model, messages=HELLO).input_tokens, 0)

    # Errors arrive as the classes that programs catch.

    def test_a_bad_request_is_a_BadRequestError_that_names_the_field(self):
        with self.assertRaises(anthropic.BadRequestError) as caught:
            self.ask("shunt/auto", messages=[{"role": "user", "content": 42}])
        self.assertIn("messages", str(caught.exception))

    @with_each_provider("refusing")
    def test_what_the_provider_refuses_is_a_BadRequestError(self, model):
        with self.assertRaises(anthropic.BadRequestError) as caught:
            self.ask(model)
        self.assertIn("the model takes no such thing", str(caught.exception))

    def test_an_unknown_model_is_a_NotFoundError_that_says_what_there_is(self):
        with self.assertRaises(anthropic.NotFoundError) as caught:
            self.ask("shunt/autp")
        self.assertIn("shunt/auto", str(caught.exception))

    @with_each_provider("limited")
    def test_a_provider_that_limits_is_a_RateLimitError(self, model):
        with self.assertRaises(anthropic.RateLimitError):
            self.ask(model)

    @with_each_provider("failing", "overloaded")
    def test_a_provider_that_fails_is_an_InternalServerError(self, model):
        with self.assertRaises(anthropic.InternalServerError):
            self.ask(model)

    def test_a_wrong_token_is_an_AuthenticationError(self):
        with anthropic.Anthropic(api_key="wrong", base_url=f"http://127.0.0.1:{daemon.port}", max_retries=0) as client:
            with self.assertRaises(anthropic.AuthenticationError):
                client.messages.create(model="shunt/auto", max_tokens=100, messages=HELLO)


if __name__ == "__main__":
    unittest.main()
