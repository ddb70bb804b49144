"""The Python client against a daemon with a simulated provider."""

import asyncio
import decimal
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent / "contrib" / "clients" / "python"))
import shunt_client  # noqa: E402
from fixture import Daemon  # noqa: E402


def setUpModule():
    global daemon
    daemon = unittest.enterModuleContext(Daemon())


class Chats(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = await shunt_client.connect(daemon.socket)
        self.addAsyncCleanup(self.client.close)

    async def test_a_stream_comes_in_deltas_and_ends_with_a_result(self):
        chat = self.client.chat("Say four words.", mode="planning", system="Be brief.", session="s1", tags={"team": "a"})
        texts = [delta.text async for delta in chat]
        result = await chat.result()
        self.assertGreater(len(texts), 1)
        self.assertEqual("".join(texts), "four words of text")
        self.assertEqual(result["text"], "four words of text")
        self.assertEqual((chat.route["mode"], chat.route["tier"], chat.route["model"]), ("planning", "frontier", "steady"))
        self.assertEqual(result["finish"], "stop")
        self.assertGreater(result["usage"]["output"], 0)
        self.assertGreater(result["cost"]["usd"], 0)

    async def test_a_result_can_be_had_without_reading_the_deltas(self):
        self.assertEqual((await self.client.chat("Hello", model="steady"))["text"], "four words of text")

    async def test_ask_gives_the_whole_answer(self):
        result = await self.client.ask("Hello", mode="background")
        self.assertEqual((result["text"], result["route"]["tier"]), ("four words of text", "internal"))

    async def test_thoughts_are_told_apart_from_text(self):
        deltas = [delta async for delta in self.client.chat("Hello", model="thinking")]
        self.assertTrue(any(delta.reasoning for delta in deltas) and any(delta.text for delta in deltas))
        self.assertTrue(all(not (delta.reasoning and delta.text) for delta in deltas))

    async def test_a_body_is_answered_in_its_own_words(self):
        body = {"messages": [{"role": "user", "content": "Hello"}], "stream": True}
        chat = self.client.chat(body=body, mode="planning")
        chunks = [delta.data async for delta in chat]
        self.assertTrue(all(chunk["object"] == "chat.completion.chunk" for chunk in chunks))
        result = await chat.result()
        self.assertEqual(result["body"]["choices"][0]["message"]["content"], "four words of text")

    async def test_many_calls_share_a_connection_and_mix_nothing(self):
        slow = self.client.chat("Hello", model="slow")
        results = await asyncio.gather(*(self.client.ask(f"Question {number}", model="steady") for number in range(50)))
        self.assertEqual({result["text"] for result in results}, {"four words of text"})
        self.assertEqual(len({result["route"]["request"] for result in results}), 50)
        slow.cancel()
        with self.assertRaises(shunt_client.Cancelled):
            await slow.result()

    async def test_cancelling_ends_the_iteration_with_its_exception(self):
        chat = self.client.chat("Hello", model="slow")
        with self.assertRaises(shunt_client.Cancelled) as caught:
            async for _ in chat:
                chat.cancel()
        self.assertFalse(caught.exception.retryable)

    async def test_leaving_the_block_early_cancels(self):
        async with self.client.chat("Hello", model="slow") as chat:
            async for _ in chat:
                break
        with self.assertRaises(shunt_client.Cancelled):
            await chat.result()

    async def test_cancelling_the_task_cancels_the_call(self):
        task = asyncio.create_task(self.client.ask("Hello", model="slow", stream=True))
        await asyncio.wait_for(self.until(lambda in_flight: in_flight > 0), 30)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(self.until(lambda in_flight: in_flight == 0), 30)

    async def until(self, holds):
        while not holds((await self.client.status())["requests"]["in_flight"]):
            pass

    async def test_costs_can_be_exact(self):
        async with await shunt_client.connect(daemon.socket, parse_float=decimal.Decimal) as client:
            result = await client.ask("Hello", model="steady")
        usage, usd = result["usage"], result["cost"]["usd"]
        self.assertEqual(usd, (usage["input"] * 1 + usage["output"] * decimal.Decimal("2.5")) / 1_000_000)


class Questions(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = await shunt_client.connect(daemon.socket)
        self.addAsyncCleanup(self.client.close)

    async def test_explain_decides_and_calls_nobody(self):
        before = (await self.client.status())["requests"]["total"]
        record = await self.client.explain("Hello", mode="planning")
        self.assertEqual((record["tier"], record["model"]), ("frontier", "steady"))
        self.assertEqual((await self.client.status())["requests"]["total"], before)

    async def test_the_table_can_be_asked_for(self):
        self.assertIn("shunt/auto", (await self.client.models())["profiles"])
        modes = {entry["mode"]: entry["tier"] for entry in (await self.client.modes())["modes"]}
        self.assertEqual(modes["planning"], "frontier")
        await self.client.ping()
        self.assertIsInstance((await self.client.usage(since=0, by=["mode", "day"]))["rows"], list)
        self.assertTrue((await self.client.reload())["revision"].startswith("clients@"))


class Errors(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = await shunt_client.connect(daemon.socket)
        self.addAsyncCleanup(self.client.close)

    async def error(self, kind, **params):
        with self.assertRaises(kind) as caught:
            await self.client.ask("Hello", **params)
        self.assertEqual(caught.exception.type, kind.kind)
        return caught.exception

    async def test_an_unknown_model(self):
        error = await self.error(shunt_client.UnknownModel, model="staedy")
        self.assertIn('did you mean "steady"?', str(error))
        self.assertEqual((error.retryable, error.parameter), (False, "model"))

    async def test_a_wrong_parameter(self):
        error = await self.error(shunt_client.InvalidRequest, mdoe="planning")
        self.assertEqual((error.parameter, error.rpc_code), ("mdoe", -32602))

    async def test_a_rate_limit_says_when_to_come_back(self):
        error = await self.error(shunt_client.RateLimited, model="limited")
        self.assertTrue(error.retryable)
        self.assertTrue(0 < error.retry_after_ms <= 7000)

    async def test_a_refused_request(self):
        self.assertFalse((await self.error(shunt_client.InvalidRequest, model="refusing")).retryable)

    async def test_a_provider_that_fails_is_told_with_its_attempts(self):
        error = await self.error(shunt_client.UpstreamFailed, model="broken")
        self.assertEqual((error.attempts[0]["model"], error.attempts[0]["status"]), ("broken", 500))

    async def test_a_stream_that_is_cut_is_no_answer(self):
        chat, texts = self.client.chat("Hello", model="cut"), []
        with self.assertRaises(shunt_client.StreamCut):
            async for delta in chat:
                texts.append(delta.text)
        self.assertTrue(texts)

    async def test_a_method_that_there_is_not(self):
        with self.assertRaises(shunt_client.InvalidRequest) as caught:
            await self.client.call("chta")
        self.assertEqual(caught.exception.rpc_code, -32601)

    async def test_every_documented_type_has_its_class(self):
        readme = (pathlib.Path(shunt_client.__file__).parent.parent / "README.md").read_text()
        rows = [line.split("`")[1:4:2] for line in readme.splitlines() if line.startswith("| `") and line.count("`") == 4]
        classes = {kind: name for kind, name in rows if hasattr(shunt_client, name)}
        own = {cls.kind: cls.__name__ for cls in shunt_client.ShuntError.__subclasses__() if cls is not shunt_client.ConnectionLost}
        self.assertEqual({kind: classes.get(kind) for kind in own}, own)
        unknown = shunt_client.ShuntError.of({"message": "m", "data": {"type": "of_a_later_version"}})
        self.assertEqual((type(unknown), unknown.type), (shunt_client.ShuntError, "of_a_later_version"))


class Connections(unittest.IsolatedAsyncioTestCase):
    async def test_closing_fails_what_is_under_way(self):
        client = await shunt_client.connect(daemon.socket)
        chat = client.chat("Hello", model="slow")
        await client.ping()
        await client.close()
        with self.assertRaises(shunt_client.ConnectionLost):
            await chat.result()
        with self.assertRaises(shunt_client.ConnectionLost):
            async for _ in client.chat("Hello"):
                pass
        with self.assertRaises(shunt_client.ConnectionLost):
            await client.ping()

    async def test_a_daemon_that_goes_fails_what_is_under_way(self):
        with Daemon() as other:
            client = await shunt_client.connect(other.socket)
            chat = client.chat("Hello", model="slow")
            await client.ping()
            other.processes[1].kill()
            with self.assertRaises(shunt_client.ConnectionLost) as caught:
                async for _ in chat:
                    pass
            self.assertTrue(caught.exception.retryable)
            await client.close()

    async def test_nobody_listening_is_an_error_of_the_system(self):
        with self.assertRaises(OSError):
            await shunt_client.connect(daemon.socket + ".nobody")


if __name__ == "__main__":
    unittest.main()
