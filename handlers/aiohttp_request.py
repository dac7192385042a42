"""Calls of the Bot API over aiohttp, in place of the library's transport over httpx."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any, TypeVar

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from handlers.sessions import NeverLeft, failure_of, open_session
from handlers.turns import forbid_in_turn

PIECE = 2**16
"""How much of an upload is handed over at once."""

T = TypeVar("T")

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each step of a call may take, in seconds; `write` and `read` begin anew with each piece."""

    connect: float | None = 10
    read: float | None = 20
    write: float | None = 20
    pool: float | None = 60


class AiohttpRequest(BaseRequest):
    """A bounded number of connections. What cannot be read is reported without its content: it may be private."""

    __slots__ = ("_free", "_patience", "_proxy", "_session")

    def __init__(self, at_once: int, proxy: str | None = None, patience: Patience | None = None) -> None:
        """At most `at_once` calls are under way, others wait; `proxy` is http, https, socks5 or socks5h."""
        self._free = asyncio.Semaphore(at_once)
        self._proxy = proxy
        self._patience = patience or Patience()
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take unless a call says otherwise."""
        return self._patience.read

    async def initialize(self) -> None:
        """Makes it ready for calls."""
        if self._session is None:
            self._session = open_session(self._proxy)

    async def shutdown(self) -> None:
        """Closes all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. Raises NetworkError if it is none (a network's login page, for one)."""
        answer = _object(payload)
        if answer is None:
            raise NetworkError("Invalid server response")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer.

        Raises TimedOut or NetworkError, with NeverLeft or LineBroke as their cause, and Suspended for a
        handler's call.
        """
        forbid_in_turn()
        default = self._patience
        patience = Patience(
            _given(connect_timeout, default.connect),
            _given(read_timeout, default.read),
            _given(write_timeout, default.write),
            _given(pool_timeout, default.pool),
        )
        await self._turn(patience)
        try:
            return await self._exchange(method, url, request_data, patience)
        except Exception as error:  # noqa: BLE001 - whatever it is, its words may hold the address and so the token
            failure = failure_of(error)
        finally:
            self._free.release()
        raise failure

    async def stream(self, url: str, take: Callable[[bytes], None]) -> int:
        """Hands what is at `url` to `take` as it comes, and returns the status; of an error's page nothing is handed.

        Raises as `do_request`, and what `take` raises.
        """
        forbid_in_turn()
        if self._session is None:
            raise RuntimeError("not initialized")
        await self._turn(self._patience)
        timeout = aiohttp.ClientTimeout(connect=self._patience.connect, sock_read=self._patience.read)
        headers = {"User-Agent": BaseRequest.USER_AGENT}
        try:
            response = await _guarded(self._session.get(url, headers=headers, timeout=timeout, allow_redirects=False))
            async with response:
                while response.status == HTTPStatus.OK and (piece := await _guarded(response.content.read(PIECE))):
                    take(piece)
                return int(response.status)
        finally:
            self._free.release()

    async def _turn(self, patience: Patience) -> None:
        try:
            async with asyncio.timeout(patience.pool):
                await self._free.acquire()
        except TimeoutError:
            raise TimedOut("All connections are in use; nothing was sent") from NeverLeft("PoolTimeout")

    async def _exchange(
        self, method: str, url: str, given: RequestData | None, patience: Patience
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("not initialized")
        timeout = aiohttp.ClientTimeout(connect=patience.connect, sock_read=patience.read)
        # aiohttp has no time limit for writing.
        async with asyncio.timeout(_sum(patience.connect, patience.write, patience.read)) as limit:
            body, headers = await _body(given, limit, patience)
            call = self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            )
            async with call as response:
                limit.reschedule(None)
                payload = await response.read()
        # The library quotes the body of an error that it cannot read.
        return response.status, payload if response.ok or _object(payload) is not None else b""


async def _guarded(call: Awaitable[T]) -> T:
    """The result of `call`, its errors as those of `do_request`."""
    try:
        return await call
    except Exception as error:  # noqa: BLE001 - as above
        failure = failure_of(error)
    raise failure


async def _body(
    given: RequestData | None, limit: asyncio.Timeout, patience: Patience
) -> tuple[bytes | AsyncIterator[bytes] | None, dict[str, str]]:
    agent = {"User-Agent": BaseRequest.USER_AGENT}
    if given is None:
        return None, agent
    if not given.contains_files:
        return json.dumps(given.parameters, ensure_ascii=False).encode(), agent | _JSON
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, text in given.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, kind) in given.multipart_data.items():
        # Of large bytes aiohttp complains that they are written at once; here they are not.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=kind)
    parts = form()
    body = await parts.as_bytes()
    headers = {"Content-Type": parts.headers["Content-Type"], "Content-Length": str(len(body))}
    return _in_pieces(body, limit, patience), agent | headers


async def _in_pieces(body: bytes, limit: asyncio.Timeout, patience: Patience) -> AsyncIterator[bytes]:
    """The body piece by piece; each gives the call new time."""
    loop = asyncio.get_running_loop()
    more = _sum(patience.write, patience.read)
    for start in range(0, len(body), PIECE):
        if limit.when() is not None and more is not None:
            limit.reschedule(loop.time() + more)
        yield body[start : start + PIECE]


def _object(payload: bytes) -> dict[str, Any] | None:
    """The JSON object that `payload` is, or None."""
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _given(value: Any, default: float | None) -> float | None:
    return default if isinstance(value, type(BaseRequest.DEFAULT_NONE)) else value


def _sum(*seconds: float | None) -> float | None:
    return None if None in seconds else sum(part for part in seconds if part is not None)
