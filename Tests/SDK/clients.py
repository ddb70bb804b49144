"""Clients of each kind that talk over a Unix socket, and what the tests ask them for."""

import functools

import anthropic
import httpx2
import openai
from google import genai

from daemon import PROVIDERS

SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
OPENAI_TOOL = {
    "type": "function",
    "function": {"name": "get_weather", "description": "The weather of a city", "parameters": SCHEMA},
}
ANTHROPIC_TOOL = {"name": "get_weather", "description": "The weather of a city", "input_schema": SCHEMA}
# A picture of one dot.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HELLO = [{"role": "user", "content": "Say four words."}]


def openai_client(socket, **options):
    transport = httpx2.HTTPTransport(uds=socket)
    settings = {"api_key": "not-needed", "base_url": "http://shunt/v1", "max_retries": 0, "timeout": 30}
    return openai.OpenAI(http_client=openai.DefaultHttpxClient(transport=transport), **settings | options)


def anthropic_client(socket, **options):
    transport = httpx2.HTTPTransport(uds=socket)
    settings = {"api_key": "not-needed", "base_url": "http://shunt", "max_retries": 0, "timeout": 30}
    return anthropic.Anthropic(http_client=anthropic.DefaultHttpxClient(transport=transport), **settings | options)


def google_client(socket, cleanup):
    """A client of Google's; `cleanup` is told to close the transport, which the client leaves to its maker."""
    http = httpx2.Client(transport=httpx2.HTTPTransport(uds=socket), timeout=30)
    cleanup(http.close)
    options = genai.types.HttpOptions(base_url="http://shunt", httpx_client=http)
    return genai.Client(api_key="not-needed", vertexai=False, http_options=options)


def with_each_provider(*names):
    """Runs a test once for each of the models `names` of every provider, in a subtest of its own."""

    def decorate(method):
        @functools.wraps(method)
        def run(test):
            for name in names:
                for provider in PROVIDERS:
                    with test.subTest(model=f"{name}-{provider}"):
                        method(test, f"{name}-{provider}")

        return run

    return decorate
