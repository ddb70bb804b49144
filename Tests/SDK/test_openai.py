"""OpenAI's client, unchanged but for its transport, finds a daemon that behaves as the chat completions that it knows."""

import json
import unittest

import httpx2
import openai
import pydantic

from clients import HELLO, OPENAI_TOOL, PNG, openai_client, with_each_provider
from daemon import Daemon


class Weather(pydantic.BaseModel):
    city: str
    degrees: int


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())


class ChatCompletions(unittest.TestCase):
    def setUp(self):
        self.client = openai_client(daemon.socket)
        self.addCleanup(self.client.close)

    def ask(self, model="shunt/auto", mode=None, **options):
        headers = {"x-shunt-mode": mode} if mode else {}
        return self.client.chat.completions.create(
            model=model, messages=options.pop("messages", HELLO), extra_headers=headers, **options
        )

    # Embeddings.

    def test_embeddings_are_the_same_as_numbers_and_as_base64(self):
        for options in {}, {"encoding_format": "float"}:
            answer = self.client.embeddings.create(model="vectors", input=["one", "two"], dimensions=4, **options)
            self.assertEqual([len(entry.embedding) for entry in answer.data], [4, 4])
            self.assertGreater(answer.usage.prompt_tokens, 0)
            self.assertEqual(answer.model, "vectors")
        coded = self.client.embeddings.create(model="vectors", input="one", dimensions=4)
        plain = self.client.embeddings.create(model="vectors", input="one", dimensions=4, encoding_format="float")
        for left, right in zip(coded.data[0].embedding, plain.data[0].embedding, strict=True):
            self.assertAlmostEqual(left, right, places=6)

    def test_a_model_that_makes_no_embeddings_is_refused(self):
        with self.assertRaises(openai.BadRequestError):
            self.client.embeddings.create(model="plain-openai", input="one")

    # Plain answers.

    @with_each_provider("plain")
    def test_a_completion_has_text_usage_and_the_model_that_ran(self, model):
        answer = self.ask(model)
        self.assertEqual(answer.choices[0].message.content, "four words of text")
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(answer.model, "plain")
        self.assertGreater(answer.usage.prompt_tokens, 0)
        self.assertGreater(answer.usage.completion_tokens, 0)
        self.assertEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)

    def test_a_mode_picks_the_model(self):
        for mode, model in {"planning": "plain-anthropic", "editing": "plain-openai", "background": "plain-openai"}.items():
            with self.subTest(mode=mode):
                raw = self.client.chat.completions.with_raw_response.create(
                    model="shunt/auto", messages=HELLO, extra_headers={"x-shunt-mode": mode}
                )
                self.assertEqual(raw.headers["x-shunt-mode"], mode)
                self.assertEqual(raw.headers["x-shunt-model"], model)
                for name in "x-shunt-tier", "x-shunt-reason", "x-shunt-revision", "x-shunt-request-id":
                    self.assertTrue(raw.headers[name], name)
                self.assertEqual(raw.parse().choices[0].message.content, "four words of text")

    @with_each_provider("cached")
    def test_what_was_cached_is_counted(self, model):
        self.assertEqual(self.ask(model).usage.prompt_tokens_details.cached_tokens, 2)

    @with_each_provider("plain")
    def test_a_system_prompt_and_turns_before_are_taken(self, model):
        turns = [{"role": "system", "content": "Be brief."}, *HELLO, {"role": "assistant", "content": "One two."}, *HELLO]
        self.assertEqual(self.ask(model, messages=turns).choices[0].message.content, "four words of text")

    @staticmethod
    def picture(data):
        image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}
        return [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, image]}]

    @with_each_provider("plain")
    def test_a_picture_is_taken(self, model):
        self.assertEqual(self.ask(model, messages=self.picture(PNG)).choices[0].message.content, "four words of text")

    @with_each_provider("plain")
    def test_a_picture_that_is_no_base64_is_a_BadRequestError(self, model):
        # A provider of the caller's own API is handed what the caller wrote, and judges for itself.
        if model == "plain-openai":
            return
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask(model, messages=self.picture("@@@"))
        self.assertIn("messages", caught.exception.param)

    def test_the_models_are_listed(self):
        names = [model.id for model in self.client.models.list()]
        self.assertIn("shunt/auto", names)

    # Tools.

    @with_each_provider("tooling")
    def test_a_tool_call_has_a_name_and_arguments_and_takes_a_result(self, model):
        answer = self.ask(model, tools=[OPENAI_TOOL])
        call = answer.choices[0].message.tool_calls[0]
        self.assertEqual(answer.choices[0].finish_reason, "tool_calls")
        self.assertEqual(call.function.name, "get_weather")
        self.assertEqual(json.loads(call.function.arguments), {"city": "Paris"})
        result = {"role": "tool", "tool_call_id": call.id, "content": "sunny"}
        turns = [*HELLO, answer.choices[0].message, result]
        then = self.ask(model.replace("tooling", "plain"), tools=[OPENAI_TOOL], messages=turns)
        self.assertEqual(then.choices[0].message.content, "four words of text")

    @with_each_provider("parallel")
    def test_parallel_calls_have_ids_of_their_own(self, model):
        calls = self.ask(model, tools=[OPENAI_TOOL], tool_choice="required").choices[0].message.tool_calls
        self.assertEqual(len({call.id for call in calls}), 2)

    @with_each_provider("parallel")
    def test_a_streamed_tool_call_adds_up(self, model):
        calls, finishes = {}, []
        for chunk in self.ask(model, tools=[OPENAI_TOOL], stream=True):
            choice = chunk.choices[0]
            for delta in choice.delta.tool_calls or []:
                call = calls.setdefault(delta.index, {"name": "", "arguments": ""})
                call["name"] += delta.function.name or ""
                call["arguments"] += delta.function.arguments or ""
            if choice.finish_reason:
                finishes.append(choice.finish_reason)
        self.assertEqual([call["name"] for call in calls.values()], ["get_weather"] * 2)
        self.assertEqual([json.loads(call["arguments"]) for call in calls.values()], [{"city": "Paris"}] * 2)
        self.assertEqual(finishes, ["tool_calls"])

    @with_each_provider("tooling")
    def test_the_stream_helper_assembles_the_message(self, model):
        with self.client.chat.completions.stream(model=model, messages=HELLO, tools=[OPENAI_TOOL]) as stream:
            message = stream.get_final_completion().choices[0].message
        self.assertEqual(json.loads(message.tool_calls[0].function.arguments), {"city": "Paris"})

    # Structured output.

    @with_each_provider("structured")
    def test_parse_returns_the_object_that_the_schema_describes(self, model):
        answer = self.client.chat.completions.parse(model=model, messages=HELLO, response_format=Weather)
        self.assertEqual(answer.choices[0].message.parsed, Weather(city="Paris", degrees=21))

    # Streams.

    @with_each_provider("plain")
    def test_a_stream_adds_up_to_the_answer(self, model):
        chunks = list(self.ask(model, stream=True, stream_options={"include_usage": True}))
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        finishes = [c.choices[0].finish_reason for c in chunks if c.choices and c.choices[0].finish_reason]
        usages = [c.usage for c in chunks if c.usage]
        self.assertEqual(text, "four words of text")
        self.assertGreater(len([c for c in chunks if c.choices and c.choices[0].delta.content]), 1)
        self.assertEqual(finishes, ["stop"])
        self.assertEqual(len(usages), 1)
        self.assertGreater(usages[0].completion_tokens, 0)

    @with_each_provider("plain")
    def test_a_stream_without_the_option_has_no_usage(self, model):
        chunks = list(self.ask(model, stream=True))
        self.assertEqual([c.usage for c in chunks if c.usage], [])
        self.assertTrue(all(c.choices for c in chunks))

    @with_each_provider("cut", "breaking", "malformed", "damaged")
    def test_a_stream_that_is_cut_is_an_error_and_no_end(self, model):
        received = []
        with self.assertRaises((openai.APIError, httpx2.TransportError)):
            for chunk in self.ask(model, stream=True):
                received += [choice.finish_reason for choice in chunk.choices]
        self.assertEqual([reason for reason in received if reason], [])

    def test_a_client_may_leave_in_the_middle(self):
        stream = self.ask(mode="background", stream=True)
        next(iter(stream))
        stream.close()
        self.assertEqual(self.ask(mode="background").choices[0].finish_reason, "stop")

    # Errors arrive as the classes that programs catch.

    def test_a_bad_request_is_a_BadRequestError_that_names_the_parameter(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask(messages=[{"role": "user", "content": 42}])
        self.assertIn("messages", caught.exception.param)

    @with_each_provider("refusing")
    def test_what_the_provider_refuses_is_a_BadRequestError(self, model):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask(model)
        self.assertIn("the model takes no such thing", str(caught.exception))

    def test_an_unknown_model_is_a_NotFoundError_that_says_what_there_is(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.ask(model="shunt/autp")
        self.assertIn("shunt/auto", str(caught.exception))

    @with_each_provider("limited")
    def test_a_provider_that_limits_is_a_RateLimitError(self, model):
        with self.assertRaises(openai.RateLimitError):
            self.ask(model)

    def test_a_tier_whose_providers_are_all_limited_is_a_RateLimitError(self):
        with self.assertRaises(openai.RateLimitError):
            self.ask(model="tier/exhausted")

    @with_each_provider("failing", "overloaded")
    def test_a_provider_that_fails_is_an_InternalServerError(self, model):
        with self.assertRaises(openai.InternalServerError):
            self.ask(model)

    def test_a_wrong_token_is_an_AuthenticationError(self):
        with openai.OpenAI(api_key="wrong", base_url=f"http://127.0.0.1:{daemon.port}/v1", max_retries=0) as client:
            with self.assertRaises(openai.AuthenticationError):
                client.chat.completions.create(model="shunt/auto", messages=HELLO)


class AsyncChatCompletions(unittest.IsolatedAsyncioTestCase):
    async def test_an_asynchronous_stream_adds_up(self):
        transport = httpx2.AsyncHTTPTransport(uds=daemon.socket)
        async with openai.AsyncOpenAI(
            api_key="not-needed",
            base_url="http://shunt/v1",
            http_client=openai.DefaultAsyncHttpxClient(transport=transport),
        ) as client:
            stream = await client.chat.completions.create(
                model="shunt/auto", messages=HELLO, stream=True, extra_headers={"x-shunt-mode": "background"}
            )
            text = "".join([c.choices[0].delta.content or "" async for c in stream])
        self.assertEqual(text, "four words of text")


if __name__ == "__main__":
    unittest.main()
