"""The one gate through which everything for people leaves: limits, pauses, bounded repetition."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram import Bot
from telegram.error import TelegramError

from bot.outgoing import Kind
from handlers.limiter import Limiter
from handlers.outcomes import Meaning, outcome_of
from handlers.requests import IN_FLIGHT

ATTEMPTS = 5
LONGEST_WAIT = timedelta(minutes=2)
"""A longer pause after a 429 is not waited out by the call that got it."""

T = TypeVar("T")


class Sender:
    """Calls of the Bot API that people see. At most IN_FLIGHT are on their way at once."""

    def __init__(self, bot: Bot, limiter: Limiter, first_pause: float = 0.5) -> None:
        """`first_pause`: seconds before what never left is tried again; doubled each time."""
        self.bot = bot
        self._first_pause = first_pause
        self._limiter = limiter
        self._slots = asyncio.Semaphore(IN_FLIGHT)

    async def message(self, chat_id: int, kind: Kind, call: Callable[[], Awaitable[T]], *, messages: int = 1) -> T:
        """The result of a `call` that sends new `messages` to the chat, as soon as all limits allow it.

        Raises the last TelegramError after ATTEMPTS, and at once what was or may have been received.
        """

        async def leave() -> T:
            for _message in range(messages):
                self._limiter.left_for_chat(chat_id, self._now())
            return await call()

        await self._until(self._limiter.free_in_chat(chat_id, self._now()))
        return await self._patiently(kind, leave)

    async def change(self, kind: Kind, call: Callable[[], Awaitable[T]]) -> T:
        """As `message`, for a `call` that changes a message, which Telegram does not count in the chat's limit."""
        return await self._patiently(kind, call)

    async def passing(self, call: Callable[[], Awaitable[T]]) -> T:
        """As `message`, for a `call` that no limit counts, such as the answer to a pressed button."""
        return await self._patiently(None, call)

    async def _patiently(self, kind: Kind | None, call: Callable[[], Awaitable[T]]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._once(kind, call)
            except TelegramError as error:
                outcome = outcome_of(error)
                if outcome.meaning is Meaning.TOLD_TO_WAIT:
                    self._limiter.pause(self._now() + outcome.wait.total_seconds())
                    pause = outcome.wait.total_seconds() if kind is None else 0.0
                elif outcome.meaning is Meaning.NOT_SENT:
                    pause = self._first_pause * 2 ** (attempt - 1)
                else:
                    raise
                if attempt == ATTEMPTS or outcome.wait > LONGEST_WAIT:
                    raise
            await asyncio.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _once(self, kind: Kind | None, call: Callable[[], Awaitable[T]]) -> T:
        if kind is Kind.BROADCAST:
            await self._nothing_else_waits()
        async with self._slots:
            if kind is not None and kind is not Kind.BROADCAST:
                await self._until(self._limiter.in_all(self._now()))
            while self._limiter.paused(self._now()) and kind is not None:
                await self._until(self._limiter.in_all(self._now()))
            return await call()

    async def _nothing_else_waits(self) -> None:
        while (at := self._limiter.spare(now := self._now())) > now:
            await self._until(at)

    async def _until(self, at: float) -> None:
        delay = at - self._now()
        if delay > 0:
            await asyncio.sleep(delay)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
