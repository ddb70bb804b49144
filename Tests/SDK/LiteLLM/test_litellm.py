"""litellm, which many agents call through, over the daemon's Unix socket by the client that it lets be set."""

import json
import unittest

import httpx
import litellm

from daemon import PROVIDERS, Daemon

TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())
    litellm.client_session = httpx.Client(transport=httpx.HTTPTransport(uds=daemon.socket), timeout=30)
    litellm.suppress_debug_info = True
    unittest.addModuleCleanup(litellm.client_session.close)


class Completions(unittest.TestCase):
    def ask(self, model, **options):
        return litellm.completion(
            model=f"openai/{model}",
            messages=[{"role": "user", "content": "Say four words."}],
            api_base="http://shunt/v1",
            api_key="not-needed",
            max_retries=0,
            num_retries=0,
            **options,
        )

    def each(self, name):
        for provider in PROVIDERS:
            yield self.subTest(provider=provider), f"{name}-{provider}"

    def test_a_completion_has_text_and_usage(self):
        for case, model in self.each("plain"):
            with case:
                answer = self.ask(model)
                self.assertEqual(answer.choices[0].message.content, "four words of text")
                self.assertEqual(answer.choices[0].finish_reason, "stop")
                self.assertGreater(answer.usage.completion_tokens, 0)

    def test_a_stream_adds_up(self):
        for case, model in self.each("plain"):
            with case:
                chunks = list(self.ask(model, stream=True, stream_options={"include_usage": True}))
                whole = litellm.stream_chunk_builder(chunks)
                self.assertEqual(whole.choices[0].message.content, "four words of text")
                self.assertGreater(whole.usage.completion_tokens, 0)

    def test_a_tool_call_has_a_name_and_arguments(self):
        for case, model in self.each("tooling"):
            with case:
                call = self.ask(model, tools=[TOOL]).choices[0].message.tool_calls[0]
                self.assertEqual(call.function.name, "get_weather")
                self.assertEqual(json.loads(call.function.arguments), {"city": "Paris"})

    def test_reasoning_is_shown(self):
        for case, model in self.each("thinking"):
            with case:
                self.assertTrue(self.ask(model, allowed_openai_params=["reasoning_effort"], reasoning_effort="low").choices[0].message.reasoning_content)

    def test_errors_have_the_classes_that_programs_catch(self):
        classes = {"refusing": litellm.BadRequestError, "limited": litellm.RateLimitError, "failing": litellm.BadGatewayError}
        for name, error in classes.items():
            for case, model in self.each(name):
                with case, self.assertRaises(error):
                    self.ask(model)

    def test_an_unknown_model_is_a_NotFoundError(self):
        with self.assertRaises(litellm.NotFoundError):
            self.ask("shunt/autp")


if __name__ == "__main__":
    unittest.main()
