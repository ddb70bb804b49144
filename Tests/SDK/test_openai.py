"""The official client, unchanged but for its transport, finds a daemon that behaves as the API that it knows."""

import json
import unittest

import openai

try:
    import httpx2 as httpx  # the client's HTTP library under its newer name
except ImportError:
    import httpx

from daemon import Daemon

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
HELLO = [{"role": "user", "content": "Say four words."}]


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())


class OpenAIClient(unittest.TestCase):
    def setUp(self):
        self.client = openai.OpenAI(
            api_key="not-needed",
            base_url="http://shunt/v1",
            max_retries=0,
            timeout=30,
            http_client=openai.DefaultHttpxClient(transport=httpx.HTTPTransport(uds=daemon.socket)),
        )
        self.addCleanup(self.client.close)

    def ask(self, model="shunt/auto", mode=None, **options):
        headers = {"x-shunt-mode": mode} if mode else {}
        return self.client.chat.completions.create(
            model=model, messages=options.pop("messages", HELLO), extra_headers=headers, **options
        )

    # Plain answers.

    def test_a_completion_has_text_usage_and_the_model_that_ran(self):
        for mode in "planning", "editing", "background":
            with self.subTest(mode=mode):
                answer = self.ask(mode=mode)
                self.assertEqual(answer.choices[0].message.content, "four words of text")
                self.assertEqual(answer.choices[0].finish_reason, "stop")
                self.assertGreater(answer.usage.prompt_tokens, 0)
                self.assertGreater(answer.usage.completion_tokens, 0)
                self.assertEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)

    def test_the_head_says_what_was_decided(self):
        raw = self.client.chat.completions.with_raw_response.create(
            model="shunt/auto", messages=HELLO, extra_headers={"x-shunt-mode": "planning"}
        )
        self.assertEqual(raw.headers["x-shunt-mode"], "planning")
        self.assertEqual(raw.headers["x-shunt-tier"], "frontier")
        self.assertEqual(raw.headers["x-shunt-model"], "claude")
        for name in "x-shunt-reason", "x-shunt-revision", "x-shunt-request-id":
            self.assertTrue(raw.headers[name], name)
        self.assertEqual(raw.parse().choices[0].message.content, "four words of text")

    def test_a_tool_call_has_a_name_and_arguments(self):
        for model in "tooling", "claude-tooling":
            with self.subTest(model=model):
                answer = self.ask(model=model, tools=[WEATHER])
                call = answer.choices[0].message.tool_calls[0]
                self.assertEqual(answer.choices[0].finish_reason, "tool_calls")
                self.assertEqual(call.function.name, "get_weather")
                self.assertEqual(json.loads(call.function.arguments), {"city": "Paris"})
                self.assertTrue(call.id)

    def test_the_models_are_listed(self):
        names = [model.id for model in self.client.models.list()]
        self.assertIn("shunt/auto", names)

    # Streams.

    def test_a_stream_adds_up_to_the_answer(self):
        for mode in "planning", "background":
            with self.subTest(mode=mode):
                chunks = list(self.ask(mode=mode, stream=True, stream_options={"include_usage": True}))
                text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
                finishes = [c.choices[0].finish_reason for c in chunks if c.choices and c.choices[0].finish_reason]
                usages = [c.usage for c in chunks if c.usage]
                self.assertEqual(text, "four words of text")
                self.assertGreater(len([c for c in chunks if c.choices and c.choices[0].delta.content]), 1)
                self.assertEqual(finishes, ["stop"])
                self.assertEqual(len(usages), 1)
                self.assertGreater(usages[0].completion_tokens, 0)

    def test_a_stream_without_the_option_has_no_usage(self):
        chunks = list(self.ask(mode="background", stream=True))
        self.assertEqual([c.usage for c in chunks if c.usage], [])
        self.assertTrue(all(c.choices for c in chunks))

    def test_a_streamed_tool_call_adds_up(self):
        for model in "tooling", "claude-tooling":
            with self.subTest(model=model):
                name, arguments, finishes = "", "", []
                for chunk in self.ask(model=model, tools=[WEATHER], stream=True):
                    choice = chunk.choices[0]
                    for call in choice.delta.tool_calls or []:
                        self.assertEqual(call.index, 0)
                        name += call.function.name or ""
                        arguments += call.function.arguments or ""
                    if choice.finish_reason:
                        finishes.append(choice.finish_reason)
                self.assertEqual(name, "get_weather")
                self.assertEqual(json.loads(arguments), {"city": "Paris"})
                self.assertEqual(finishes, ["tool_calls"])

    def test_the_stream_helper_assembles_the_message(self):
        with self.client.chat.completions.stream(model="tooling", messages=HELLO, tools=[WEATHER]) as stream:
            message = stream.get_final_completion().choices[0].message
        self.assertEqual(json.loads(message.tool_calls[0].function.arguments), {"city": "Paris"})

    def test_a_stream_that_is_cut_is_an_error_and_no_end(self):
        received = []
        with self.assertRaises((openai.APIError, httpx.TransportError)):
            for chunk in self.ask(model="cut", stream=True):
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
        self.assertIn("messages", caught.exception.param or str(caught.exception))

    def test_what_the_provider_refuses_is_a_BadRequestError(self):
        with self.assertRaises(openai.BadRequestError):
            self.ask(model="refusing")

    def test_an_unknown_model_is_a_NotFoundError_that_says_what_there_is(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.ask(model="shunt/autp")
        self.assertIn("shunt/auto", str(caught.exception))

    def test_a_tier_whose_providers_are_all_limited_is_a_RateLimitError(self):
        with self.assertRaises(openai.RateLimitError):
            self.ask(model="tier/exhausted")


class AsyncOpenAIClient(unittest.IsolatedAsyncioTestCase):
    async def test_an_asynchronous_stream_adds_up(self):
        transport = httpx.AsyncHTTPTransport(uds=daemon.socket)
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
