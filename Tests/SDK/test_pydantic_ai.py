"""Pydantic AI's agents, with the clients that it brings, run their loop of tools to the end."""

import asyncio
import unittest

import httpx2
import pydantic
from pydantic_ai import Agent, ModelHTTPError
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider

from clients import with_each_provider
from daemon import Daemon


class Weather(pydantic.BaseModel):
    city: str
    degrees: int


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())


class Agents:
    """The tests; a class below it says by which API the agent calls."""

    def run_agent(self, model, prompt="Say four words.", **options):
        async def run():
            async with httpx2.AsyncClient(transport=httpx2.AsyncHTTPTransport(uds=daemon.socket), timeout=30) as client:
                agent = Agent(self.model(model, client), **options)
                return await agent.run(prompt)

        return asyncio.run(run())

    @with_each_provider("plain")
    def test_an_agent_answers(self, model):
        result = self.run_agent(model, system_prompt="Be brief.")
        self.assertEqual(result.output, "four words of text")
        self.assertGreater(result.usage.output_tokens, 0)

    @with_each_provider("looping")
    def test_an_agent_calls_its_tool_and_answers(self, model):
        cities = []

        def get_weather(city: str) -> str:
            cities.append(city)
            return "sunny"

        # The scripted model calls the tool where the user speaks last, and else answers.
        result = self.run_agent(model, "Please call the tool", tools=[get_weather])
        self.assertEqual(len(cities), 1)
        self.assertTrue(result.output)

    @with_each_provider("filing")
    def test_an_agent_returns_what_its_type_describes(self, model):
        self.assertEqual(self.run_agent(model, output_type=Weather).output, Weather(city="Paris", degrees=21))

    @with_each_provider("plain")
    def test_an_agent_streams(self, model):
        async def run():
            async with httpx2.AsyncClient(transport=httpx2.AsyncHTTPTransport(uds=daemon.socket), timeout=30) as client:
                async with Agent(self.model(model, client)).run_stream("Say four words.") as stream:
                    return [piece async for piece in stream.stream_text(delta=True, debounce_by=None)]

        pieces = asyncio.run(run())
        self.assertEqual("".join(pieces), "four words of text")
        self.assertGreater(len(pieces), 1)

    @with_each_provider("refusing", "limited")
    def test_a_refusal_is_a_ModelHTTPError(self, model):
        with self.assertRaises(ModelHTTPError) as caught:
            self.run_agent(model)
        self.assertEqual(caught.exception.status_code, 429 if model.startswith("limited") else 400)


class OpenAIAgents(Agents, unittest.TestCase):
    def model(self, name, client):
        return OpenAIChatModel(name, provider=OpenAIProvider(base_url="http://shunt/v1", api_key="not-needed", http_client=client))


class OpenAIResponsesAgents(Agents, unittest.TestCase):
    def model(self, name, client):
        return OpenAIResponsesModel(name, provider=OpenAIProvider(base_url="http://shunt/v1", api_key="not-needed", http_client=client))


class AnthropicAgents(Agents, unittest.TestCase):
    def model(self, name, client):
        return AnthropicModel(name, provider=AnthropicProvider(base_url="http://shunt", api_key="not-needed", http_client=client))


if __name__ == "__main__":
    unittest.main()
