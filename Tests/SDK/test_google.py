"""Google's client, unchanged but for its transport, finds a daemon that behaves as the Gemini API that it knows."""

import unittest

import httpx2
import pydantic
from google import genai
from google.genai import errors, types

from clients import SCHEMA, google_client, with_each_provider
from daemon import Daemon

TOOL = types.Tool(function_declarations=[types.FunctionDeclaration(name="get_weather", parameters_json_schema=SCHEMA)])
PLAIN_CALLS = types.AutomaticFunctionCallingConfig(disable=True)


class Weather(pydantic.BaseModel):
    city: str
    degrees: int


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())


class GenerateContent(unittest.TestCase):
    def setUp(self):
        self.client = google_client(daemon.socket, self.addCleanup)

    def ask(self, model, contents="Say four words.", **config):
        return self.client.models.generate_content(model=model, contents=contents, config=types.GenerateContentConfig(**config))

    def stream(self, model, **config):
        config = types.GenerateContentConfig(**config)
        return self.client.models.generate_content_stream(model=model, contents="Say four words.", config=config)

    # Plain answers.

    @with_each_provider("plain")
    def test_an_answer_has_text_usage_and_the_model_that_ran(self, model):
        answer = self.ask(model, system_instruction="Be brief.")
        self.assertEqual(answer.text, "four words of text")
        self.assertEqual(answer.candidates[0].finish_reason, types.FinishReason.STOP)
        self.assertEqual(answer.model_version, "plain")
        self.assertGreater(answer.usage_metadata.prompt_token_count, 0)
        self.assertGreater(answer.usage_metadata.candidates_token_count, 0)

    @with_each_provider("cached")
    def test_what_was_cached_is_counted(self, model):
        self.assertEqual(self.ask(model).usage_metadata.cached_content_token_count, 2)

    @with_each_provider("plain")
    def test_tokens_are_counted(self, model):
        self.assertGreater(self.client.models.count_tokens(model=model, contents="Say four words.").total_tokens, 0)

    def test_a_profile_picks_the_model_by_the_mode(self):
        options = types.HttpOptions(headers={"x-shunt-mode": "planning"})
        answer = self.ask("shunt/auto", http_options=options)
        self.assertEqual(answer.sdk_http_response.headers["x-shunt-model"], "plain-anthropic")

    def test_the_models_are_listed(self):
        self.assertIn("models/shunt/auto", [model.name for model in self.client.models.list()])

    # Tools.

    @with_each_provider("tooling")
    def test_a_function_is_called_and_takes_a_result(self, model):
        answer = self.ask(model, tools=[TOOL], automatic_function_calling=PLAIN_CALLS)
        call = answer.function_calls[0]
        self.assertEqual((call.name, call.args), ("get_weather", {"city": "Paris"}))
        self.assertEqual(answer.candidates[0].finish_reason, types.FinishReason.STOP)
        turns = [
            types.UserContent("Say four words."),
            answer.candidates[0].content,
            types.Content(role="user", parts=[types.Part(function_response=types.FunctionResponse(id=call.id, name=call.name, response={"result": "sunny"}))]),
        ]
        then = self.ask(model.replace("tooling", "plain"), turns, tools=[TOOL], automatic_function_calling=PLAIN_CALLS)
        self.assertEqual(then.text, "four words of text")

    @with_each_provider("parallel")
    def test_streamed_functions_come_whole(self, model):
        chunks = list(self.stream(model, tools=[TOOL], automatic_function_calling=PLAIN_CALLS))
        calls = [call for chunk in chunks for call in chunk.function_calls or []]
        self.assertEqual([(call.name, call.args) for call in calls], [("get_weather", {"city": "Paris"})] * 2)

    # Thinking.

    @with_each_provider("thinking")
    def test_thoughts_come_before_the_text(self, model):
        answer = self.ask(model, thinking_config=types.ThinkingConfig(include_thoughts=True, thinking_budget=1024))
        parts = answer.candidates[0].content.parts
        self.assertTrue(parts[0].thought)
        self.assertEqual(answer.text, "thought through")

    # Streams.

    @with_each_provider("plain")
    def test_a_stream_adds_up_to_the_answer(self, model):
        chunks = list(self.stream(model))
        self.assertEqual("".join(chunk.text or "" for chunk in chunks), "four words of text")
        self.assertGreater(len([chunk for chunk in chunks if chunk.text]), 1)
        finishes = [chunk.candidates[0].finish_reason for chunk in chunks if chunk.candidates and chunk.candidates[0].finish_reason]
        self.assertEqual(finishes, [types.FinishReason.STOP])
        self.assertGreater(chunks[-1].usage_metadata.candidates_token_count, 0)

    @with_each_provider("cut", "breaking", "malformed", "damaged")
    def test_a_stream_that_is_cut_is_an_error_and_no_end(self, model):
        received = []
        with self.assertRaises((errors.APIError, httpx2.TransportError)):
            for chunk in self.stream(model):
                received += [candidate.finish_reason for candidate in chunk.candidates or []]
        self.assertEqual([reason for reason in received if reason], [])

    # Structured output.

    @with_each_provider("structured")
    def test_the_answer_is_parsed_into_the_type_that_was_asked_for(self, model):
        answer = self.ask(model, response_mime_type="application/json", response_schema=Weather)
        self.assertEqual(answer.parsed, Weather(city="Paris", degrees=21))

    # Errors arrive as the classes that programs catch.

    def test_a_bad_request_is_a_ClientError_that_names_the_field(self):
        with self.assertRaises(errors.ClientError) as caught:
            self.ask("plain-openai", http_options=types.HttpOptions(extra_body={"contents": 42}))
        self.assertEqual((caught.exception.code, caught.exception.status), (400, "INVALID_ARGUMENT"))
        self.assertIn("contents", str(caught.exception))

    def test_a_wrong_token_is_a_ClientError(self):
        options = types.HttpOptions(base_url=f"http://127.0.0.1:{daemon.port}")
        with genai.Client(api_key="wrong", vertexai=False, http_options=options) as client:
            with self.assertRaises(errors.ClientError) as caught:
                client.models.generate_content(model="shunt/auto", contents="Say four words.")
        self.assertEqual((caught.exception.code, caught.exception.status), (401, "UNAUTHENTICATED"))

    @with_each_provider("refusing")
    def test_what_the_provider_refuses_is_a_ClientError(self, model):
        with self.assertRaises(errors.ClientError) as caught:
            self.ask(model)
        self.assertEqual((caught.exception.code, caught.exception.status), (400, "INVALID_ARGUMENT"))
        self.assertIn("the model takes no such thing", str(caught.exception))

    def test_an_unknown_model_is_a_ClientError_that_says_what_there_is(self):
        with self.assertRaises(errors.ClientError) as caught:
            self.ask("shunt/autp")
        self.assertEqual((caught.exception.code, caught.exception.status), (404, "NOT_FOUND"))
        self.assertIn("shunt/auto", str(caught.exception))

    @with_each_provider("limited")
    def test_a_provider_that_limits_is_a_ClientError(self, model):
        with self.assertRaises(errors.ClientError) as caught:
            self.ask(model)
        self.assertEqual((caught.exception.code, caught.exception.status), (429, "RESOURCE_EXHAUSTED"))

    @with_each_provider("failing", "overloaded")
    def test_a_provider_that_fails_is_a_ServerError(self, model):
        with self.assertRaises(errors.ServerError):
            self.ask(model)


if __name__ == "__main__":
    unittest.main()
