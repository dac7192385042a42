"""The HTTP connections to the Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.request import BaseRequest

from handlers.aiohttp_request import AiohttpRequest, Patience

IN_FLIGHT = 32
"""Calls on their way at once; so many messages at most can come twice when the bot is killed."""
DOWNLOADS = 2
"""Files fetched at once, over connections of their own."""


@asynccontextmanager
async def connections(proxy: str | None) -> AsyncIterator[tuple[BaseRequest, BaseRequest]]:
    """The connections for calls (at most IN_FLIGHT at once, others wait) and for getUpdates.

    The library closes them only if its start succeeded; here they are closed in any case.
    """
    calls = AiohttpRequest(IN_FLIGHT, proxy)
    updates = AiohttpRequest(1, proxy, Patience(read=10, write=10, pool=10))
    try:
        yield calls, updates
    finally:
        await calls.shutdown()
        await updates.shutdown()


@asynccontextmanager
async def downloading(proxy: str | None) -> AsyncIterator[AiohttpRequest]:
    """The connections for files, so that a large one keeps nothing else waiting."""
    async with AiohttpRequest(DOWNLOADS, proxy) as request:
        yield request
