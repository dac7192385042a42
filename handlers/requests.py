"""The HTTP side of the Bot API: a bounded pool, and answers that cannot betray what was in them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest

IN_FLIGHT = 32
"""Calls on their way at once; beyond about 40 httpx spends its time on its own pool."""


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


@asynccontextmanager
async def connections(proxy: str | None) -> AsyncIterator[tuple[BaseRequest, BaseRequest]]:
    """The connections for calls (at most IN_FLIGHT at once, others wait) and for getUpdates.

    The library closes them only if its start succeeded; here they are closed in any case.
    """
    calls = BotRequest(
        connection_pool_size=IN_FLIGHT,
        proxy=proxy,
        connect_timeout=10,
        read_timeout=20,
        write_timeout=20,
        pool_timeout=60,
    )
    updates = BotRequest(connection_pool_size=1, proxy=proxy, connect_timeout=10, read_timeout=10, pool_timeout=10)
    try:
        yield calls, updates
    finally:
        await calls.shutdown()
        await updates.shutdown()
