"""In which order updates are handled: chats side by side, each chat one thing after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

IN_FLIGHT = 32
"""Updates at work at once; beyond about 40 requests in flight httpx spends its time on its own pool."""
IN_HAND = 512
"""Updates taken over but not yet finished before `room` asks the receiver to wait."""

_UNBOUNDED = 1_000_000


class PerChat(BaseUpdateProcessor):
    """Handles the updates of one chat strictly in order and those of different chats in parallel.

    The base class lets an update through its own gate before the chat is known, so that gate stays
    wide open: otherwise the waiting messages of one chat would fill it and stop everybody else.
    """

    __slots__ = ("_chats", "_in_hand", "_room", "_slots")

    def __init__(self, in_flight: int = IN_FLIGHT) -> None:
        super().__init__(_UNBOUNDED)
        self._slots = asyncio.Semaphore(in_flight)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._in_hand = 0
        self._room = asyncio.Event()
        self._room.set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Awaits `coroutine` when its chat's earlier updates are done and a slot is free."""
        self._count(+1)
        try:
            async with self._chats.setdefault(chat_of(update), asyncio.Lock()), self._slots:
                await coroutine
        finally:
            self._count(-1)

    async def room(self) -> None:
        """Returns as soon as fewer than IN_HAND updates are in hand."""
        await self._room.wait()

    def _count(self, step: int) -> None:
        self._in_hand += step
        if self._in_hand < IN_HAND:
            self._room.set()
        else:
            self._room.clear()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def chat_of(update: object) -> int:
    """The id of the chat, else of the person (an inline query has no chat), else 0."""
    if not isinstance(update, Update):
        return 0
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
