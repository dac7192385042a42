"""The HTTP side of the Bot API: a bounded pool, and answers that cannot betray what was in them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest

from handlers.turns import forbid_in_turn

IN_FLIGHT = 32
"""Calls on their way at once; beyond about 40 httpx spends its time on its own pool."""
POOLS = 8


class BotRequest(HTTPXRequest):
    """Calls of the Bot API. What cannot be read is reported without its content: it may be private."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. Raises NetworkError if it is none (a network's login page, for one)."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError as error:
            raise NetworkError("Invalid server response") from error
        if not isinstance(answer, dict):
            raise NetworkError("Invalid server response")
        return answer


class SharedOut(BaseRequest):
    """Calls spread over several small pools.

    httpx looks at every connection of a pool for every call, so that one pool of many connections is
    slower than several of a few.
    """

    def __init__(self, pools: Sequence[BaseRequest]) -> None:
        self._pools = pools
        self._under_way = [0] * len(pools)

    @property
    def read_timeout(self) -> float | None:
        """That of the pools."""
        return self._pools[0].read_timeout

    async def initialize(self) -> None:
        """Opens all pools."""
        for pool in self._pools:
            await pool.initialize()

    async def shutdown(self) -> None:
        """Closes all pools."""
        for pool in self._pools:
            await pool.shutdown()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the pools do."""
        return BotRequest.parse_json_payload(payload)

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Does the call in the pool with the fewest calls under way. Raises Suspended for a handler's call."""
        forbid_in_turn()
        number = min(range(len(self._pools)), key=self._under_way.__getitem__)
        self._under_way[number] += 1
        try:
            return await self._pools[number].do_request(*arguments, **named)
        finally:
            self._under_way[number] -= 1


@asynccontextmanager
async def connections(proxy: str | None) -> AsyncIterator[tuple[BaseRequest, BaseRequest]]:
    """The connections for calls (at most IN_FLIGHT at once, others wait) and for getUpdates.

    The library closes them only if its start succeeded; here they are closed in any case.
    """
    pools = [
        BotRequest(
            connection_pool_size=IN_FLIGHT // POOLS,
            proxy=proxy,
            connect_timeout=10,
            read_timeout=20,
            write_timeout=20,
            pool_timeout=60,
        )
        for _number in range(POOLS)
    ]
    calls = SharedOut(pools)
    updates = BotRequest(connection_pool_size=1, proxy=proxy, connect_timeout=10, read_timeout=10, pool_timeout=10)
    try:
        yield calls, updates
    finally:
        await calls.shutdown()
        await updates.shutdown()
