"""A client of shunt's NDJSON protocol for asyncio; needs nothing but Python's standard library (3.9 or newer).

    import asyncio, shunt_client

    async def main():
        async with await shunt_client.connect() as client:
            async with client.chat("Write a commit message for: …", mode="background") as chat:
                async for delta in chat:
                    print(delta.text, end="", flush=True)
                result = await chat.result()
            print(result["model"], result["cost"]["usd"])

    asyncio.run(main())

Many calls may be under way on one connection. A connection that ends fails the calls on it with ConnectionLost, and stays
ended: connecting anew, and asking again, are the caller's decisions.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from typing import Any, AsyncIterator, Callable, Optional

__all__ = [
    "Cancelled", "Chat", "Client", "ConnectionLost", "ContentFilter", "ContextOverflow", "Delta", "Denied", "InvalidRequest", "KeyRefused",
    "NoCandidate", "Overloaded", "RateLimited", "ShuntError", "ShuttingDown", "StreamCut", "TimedOut", "UnknownModel", "UpstreamFailed",
    "connect", "default_socket",
]

#: The longest line that is read: a whole answer and room for its escapes.
LINE_BYTES = 256 << 20


class ShuntError(Exception):
    """Why a call has no answer, or no whole one. There is a subclass for each ``type`` that the daemon knows."""

    #: The daemon's word for this kind of error; None of the base class, which stands for words of later versions.
    kind: Optional[str] = None

    def __init__(self, message: str, data: Optional[dict] = None, rpc_code: Optional[int] = None):
        super().__init__(message)
        data = data or {}
        #: What went wrong, in one word: ``rate_limited``.
        self.type: str = data.get("type") or self.kind or "unknown"
        #: Whether the same call may succeed later.
        self.retryable: bool = bool(data.get("retryable", False))
        #: How long to wait before that, in milliseconds; None where nobody knows.
        self.retry_after_ms: Optional[int] = data.get("retry_after_ms")
        #: The parameter at fault.
        self.parameter: Optional[str] = data.get("parameter")
        #: The provider's own code.
        self.code: Optional[str] = data.get("code")
        #: The upstream calls that were made, with what became of each.
        self.attempts: list = data.get("attempts", [])
        #: The number of the JSON-RPC error.
        self.rpc_code: Optional[int] = rpc_code

    @staticmethod
    def of(error: dict) -> "ShuntError":
        data = error.get("data") or {}
        return _KINDS.get(data.get("type"), ShuntError)(error.get("message", "no reason was given"), data, error.get("code"))


class InvalidRequest(ShuntError):
    kind = "invalid_request"


class UnknownModel(ShuntError):
    kind = "unknown_model"


class Denied(ShuntError):
    """The daemon's configuration does not let this caller do it."""

    kind = "denied"


class NoCandidate(ShuntError):
    """The table has candidates, and each of them fell before it was called."""

    kind = "no_candidate"


class ContextOverflow(ShuntError):
    kind = "context_overflow"


class ContentFilter(ShuntError):
    kind = "content_filter"


class KeyRefused(ShuntError):
    """A provider refuses the key, or there is none."""

    kind = "key"


class RateLimited(ShuntError):
    kind = "rate_limited"


class OverBudget(ShuntError):
    """A budget does not cover the request."""

    kind = "budget"


class UpstreamFailed(ShuntError):
    """Every candidate that was called failed."""

    kind = "upstream"


class TimedOut(ShuntError):
    kind = "timeout"


class StreamCut(ShuntError):
    """The answer broke off after its first part was given out: what came is not whole."""

    kind = "stream_cut"


class Cancelled(ShuntError):
    """The call was cancelled, by this client."""

    kind = "cancelled"


class Overloaded(ShuntError):
    kind = "overloaded"


class ShuttingDown(ShuntError):
    kind = "shutting_down"


class ConnectionLost(ShuntError):
    """The connection ended before the answer did. Whether the call was made is not known."""

    kind = "connection_lost"

    def __init__(self, message: str):
        super().__init__(message, {"type": self.kind, "retryable": True})


_KINDS = {cls.kind: cls for cls in ShuntError.__subclasses__()}


class Delta:
    """A piece of an answer: one of the fields is set."""

    __slots__ = ("text", "reasoning", "refusal", "data")

    def __init__(self, params: dict):
        self.text: str = params.get("text", "")
        self.reasoning: str = params.get("reasoning", "")
        self.refusal: str = params.get("refusal", "")
        #: Of a call with ``body``: one chunk in the dialect of the body.
        self.data: Optional[dict] = params.get("data")

    def __repr__(self) -> str:
        set_fields = ((name, getattr(self, name)) for name in self.__slots__)
        return "Delta({})".format(", ".join(f"{name}={value!r}" for name, value in set_fields if value))


class Chat:
    """One call that is under way: iterate it for the deltas, await ``result()`` for the end.

    As a context manager it cancels the call where the block is left before the end.
    """

    def __init__(self, client: "Client", request: int):
        self._client = client
        self._id = request
        self._parts: asyncio.Queue = asyncio.Queue()
        self._outcome: asyncio.Future = client._loop.create_future()
        # An outcome that nobody asks for is no mistake.
        self._outcome.add_done_callback(lambda future: future.cancelled() or future.exception())
        #: Where the call went and why; None until the answer begins.
        self.route: Optional[dict] = None

    async def result(self) -> dict:
        """The whole answer; raises the error that it ended with. Deltas need not be read before."""
        return await asyncio.shield(self._outcome)

    def cancel(self) -> None:
        """Ends the call. ``result()`` and the iteration raise Cancelled, unless the answer was faster."""
        if not self._outcome.done():
            self._client._send({"method": "cancel", "params": {"id": self._id}})

    def __await__(self):
        return self.result().__await__()

    def __aiter__(self) -> AsyncIterator[Delta]:
        return self

    async def __anext__(self) -> Delta:
        if not (self._parts.empty() and self._outcome.done()):
            part = await self._parts.get()
            if part is not None:
                return part
        await self.result()
        raise StopAsyncIteration

    async def __aenter__(self) -> "Chat":
        return self

    async def __aexit__(self, *_) -> None:
        self.cancel()

    def _take(self, method: str, params: dict) -> None:
        if method == "chat.route":
            self.route = params
        elif method == "chat.delta":
            self._parts.put_nowait(Delta(params))

    def _end(self) -> None:
        self._parts.put_nowait(None)


class Client:
    """One connection to the daemon. Make it with ``connect``."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, parse_float: Optional[Callable[[str], Any]]):
        self._loop = asyncio.get_running_loop()
        self._reader = reader
        self._writer = writer
        self._parse_float = parse_float
        self._ids = itertools.count(1)
        self._waiting: dict = {}
        self._chats: dict = {}
        self._ended: Optional[str] = None
        self._receiving = self._loop.create_task(self._receive())

    # Calls.

    def chat(self, prompt: Optional[str] = None, **params: Any) -> Chat:
        """Asks a model. ``params`` are those of the protocol: mode, model, session, system, stream, timeout_ms, key, tags, client, restart, strict,
        or body and dialect instead of prompt."""
        if prompt is not None:
            params["prompt"] = prompt
        request = next(self._ids)
        chat = Chat(self, request)
        self._waiting[request] = chat._outcome
        self._chats[request] = chat
        self._send({"id": request, "method": "chat", "params": params})
        return chat

    async def ask(self, prompt: Optional[str] = None, **params: Any) -> dict:
        """As ``chat``, for those who want the whole answer alone. Cancelling the task cancels the call."""
        if "body" not in params:
            params.setdefault("stream", False)
        async with self.chat(prompt, **params) as chat:
            return await chat.result()

    async def explain(self, prompt: Optional[str] = None, **params: Any) -> dict:
        """What would be decided; calls nobody."""
        if prompt is not None:
            params["prompt"] = prompt
        return await self.call("explain", params)

    async def models(self) -> dict:
        return await self.call("models")

    async def modes(self) -> dict:
        return await self.call("modes")

    async def status(self) -> dict:
        return await self.call("status")

    async def usage(self, **params: Any) -> dict:
        """What the ledger has: ``since`` and ``until`` in Unix seconds, and ``by``, a list of columns to tell apart."""
        return await self.call("usage", params)

    async def budgets(self) -> dict:
        """What is spent of budgets, and what is left."""
        return await self.call("budgets")

    async def whoami(self) -> dict:
        """Who this caller is to the daemon, and what it may do."""
        return await self.call("whoami")

    async def ping(self) -> None:
        await self.call("ping")

    async def reload(self) -> dict:
        """Takes the daemon's settings into use anew; only for root and the daemon's own user."""
        return await self.call("reload")

    async def call(self, method: str, params: Optional[dict] = None) -> dict:
        """Any method of the protocol."""
        request = next(self._ids)
        outcome = self._loop.create_future()
        self._waiting[request] = outcome
        message: dict = {"id": request, "method": method}
        if params is not None:
            message["params"] = params
        self._send(message)
        try:
            return await outcome
        finally:
            self._waiting.pop(request, None)

    # The connection.

    async def close(self) -> None:
        """Ends the connection, and with it every call that is under way."""
        self._finish("the client was closed")
        self._receiving.cancel()
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            pass

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(self, *_) -> None:
        await self.close()

    def _send(self, message: dict) -> None:
        if self._ended is not None:
            outcome = self._waiting.pop(message.get("id"), None)
            chat = self._chats.pop(message.get("id"), None)
            if outcome is not None:
                outcome.set_exception(ConnectionLost(self._ended))
            if chat is not None:
                chat._end()
            return
        line = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, separators=(",", ":"))
        self._writer.write(line.encode() + b"\n")

    async def _receive(self) -> None:
        reason = "the daemon ended the connection"
        try:
            while line := await self._reader.readline():
                self._take(json.loads(line, parse_float=self._parse_float))
        except (OSError, ValueError) as error:
            reason = f"the connection broke: {error}"
        finally:
            self._finish(reason)

    def _take(self, message: dict) -> None:
        if "method" in message:
            params = message.get("params") or {}
            chat = self._chats.get(params.get("id"))
            if chat is not None:
                chat._take(message["method"], params)
            return
        request = message.get("id")
        outcome = self._waiting.pop(request, None)
        chat = self._chats.pop(request, None)
        if outcome is not None and not outcome.done():
            if "error" in message:
                outcome.set_exception(ShuntError.of(message["error"]))
            else:
                outcome.set_result(message.get("result"))
        if chat is not None:
            chat._end()

    def _finish(self, reason: str) -> None:
        if self._ended is None:
            self._ended = reason
        waiting, chats = list(self._waiting.values()), list(self._chats.values())
        self._waiting.clear()
        self._chats.clear()
        for outcome in waiting:
            if not outcome.done():
                outcome.set_exception(ConnectionLost(self._ended))
        for chat in chats:
            chat._end()


def default_socket() -> str:
    """As the command line client has it: SHUNT_SOCKET, else the user's own daemon where it runs, else the system's."""
    named = os.environ.get("SHUNT_SOCKET")
    if named:
        return named
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    own = os.path.join(runtime, "shunt", "shunt.sock") if runtime else ""
    return own if own and os.path.exists(own) else "/run/shunt/shunt.sock"


async def connect(path: Optional[str] = None, *, parse_float: Optional[Callable[[str], Any]] = None) -> Client:
    """Connects to the daemon's socket; raises OSError where nobody listens.

    ``parse_float=decimal.Decimal`` keeps costs exact.
    """
    reader, writer = await asyncio.open_unix_connection(path or default_socket(), limit=LINE_BYTES)
    return Client(reader, writer, parse_float)
