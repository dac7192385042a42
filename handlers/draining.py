"""Seeing to it that what is due goes out, although no update asks for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.store import Store
from bot.store.database import DatabaseError
from handlers.dispatcher import Dispatcher
from handlers.pace import Pace
from handlers.postman import Postman

CHATS_AT_ONCE = 64
ALL_CHATS = -1
"""SQLite: a negative LIMIT is none."""
BROADCASTS_AT_ONCE = 16
AT_LEAST_BETWEEN = 0.05
"""Seconds between two looks, however often it is stirred."""
PURGED_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


class Drain:
    """Wakes the lanes of chats to which something is due, and sends broadcasts when there is room."""

    def __init__(
        self, store: Store, dispatcher: Dispatcher, postman: Postman, clock: Callable[[], datetime], pace: Pace
    ) -> None:
        self._store, self._dispatcher, self._postman = store, dispatcher, postman
        self._clock, self._pace = clock, pace
        self._broadcasts: set[asyncio.Task[None]] = set()
        self._purge_at: datetime | None = None

    async def run(self) -> None:
        """Looks for what is due until cancelled."""
        try:
            while True:
                await self._look_once()
        finally:
            for task in self._broadcasts:
                task.cancel()

    async def run_dry(self, wanted: Callable[[int], bool]) -> None:
        """Delivers what is due to the chats that are `wanted`, one chat after the other, until nothing is.

        Broadcasts come last. What cannot be delivered waits longer each time, so that it ends.
        """
        while due := [chat for chat in self._due(self._clock(), ALL_CHATS) if wanted(chat)]:
            for chat_id in due:
                self._dispatcher.wake(chat_id)
                await self._dispatcher.idle()
        for chat_id in filter(wanted, self._store.outbox.broadcast_to(self._clock())):
            while parcel := self._store.outbox.claim_broadcast(self._clock(), chat_id):
                await self._postman.deliver(parcel)

    async def _look_once(self) -> None:
        self._safely(self._look)
        await asyncio.sleep(AT_LEAST_BETWEEN)
        try:
            async with asyncio.timeout(self._pace.look_again):
                await self._dispatcher.stirred.wait()
        except TimeoutError:
            self._safely(self._tidy)
            return
        self._dispatcher.stirred.clear()

    def _safely(self, work: Callable[[datetime], None]) -> None:
        try:
            work(self._clock())
        except DatabaseError as error:
            log.warning("the database cannot be used (%s), looking again soon", type(error).__name__)

    def _look(self, now: datetime) -> None:
        for chat_id in self._due(now, CHATS_AT_ONCE + self._dispatcher.busy):
            self._dispatcher.wake(chat_id)
        while len(self._broadcasts) < BROADCASTS_AT_ONCE and (parcel := self._store.outbox.claim_broadcast(now)):
            task = asyncio.create_task(self._postman.deliver(parcel))
            self._broadcasts.add(task)
            task.add_done_callback(self._broadcast_done)

    def _due(self, now: datetime, limit: int) -> Sequence[int]:
        self._store.outbox.weed_expired(now)
        return self._store.outbox.chats_due(now, limit)

    def _tidy(self, now: datetime) -> None:
        self._dispatcher.refill()
        self._store.outbox.weed(now)
        if self._purge_at is None or now >= self._purge_at:
            self._purge_at = now + PURGED_EVERY
            self._store.inbox.purge(now)
            self._store.outbox.purge(now)
            self._postman.tidy()

    def _broadcast_done(self, task: asyncio.Task[None]) -> None:
        self._broadcasts.discard(task)
        self._dispatcher.stirred.set()
