"""When the database cannot be written to: people are told, administrators alerted, and it is tried again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.actions import not_taken
from bot.administrators import administrators, notices, storage_trouble
from bot.replies import Reply
from bot.store.database import DatabaseError
from handlers.context import Deps
from handlers.delivery import tell
from handlers.pace import Pace
from handlers.sending import Sender

TOLD_AGAIN_AFTER = timedelta(minutes=1)

log = logging.getLogger(__name__)


class Spell:
    """One spell of trouble with the disk or the file, from the first error to the first success.

    Nothing can be kept meanwhile, so what is said goes out directly and may be lost.
    """

    def __init__(self, deps: Deps, sender: Sender, pace: Pace) -> None:
        self._deps = deps
        self._sender = sender
        self._pace = pace
        self._began: datetime | None = None
        self._told: dict[int, datetime] = {}

    async def wait(self, error: Exception, chats: Iterable[int], troubles: int) -> None:
        """Tells the private ones of `chats` that their message was not taken, and waits before the next attempt."""
        now = self._deps.clock()
        if self._began is None:
            self._began = now
            log.error("the database cannot be written to (%s); it is tried again until it can", _name(error))
            await self._alert(_name(error))
        await self._tell(sorted({chat for chat in chats if chat > 0}), now)
        await asyncio.sleep(self._pace.pause(troubles))

    def over(self) -> None:
        """To be called after each success."""
        if self._began is not None:
            log.warning("the database can be written to again, after trouble since %s", self._began.isoformat())
            self._began = None
            self._told.clear()

    async def _alert(self, error: str) -> None:
        try:
            people = administrators(self._deps.store, self._deps.settings)
        except DatabaseError:
            people = self._deps.settings.owner_ids
        for person_id, reply in self._in_their_languages(people, lambda: storage_trouble(error)):
            await tell(self._sender, person_id, reply)

    async def _tell(self, chats: Iterable[int], now: datetime) -> None:
        for chat_id in chats:
            told = self._told.get(chat_id)
            if told is None or now - told >= TOLD_AGAIN_AFTER:
                self._told[chat_id] = now
                for _chat_id, reply in self._in_their_languages([chat_id], not_taken):
                    await tell(self._sender, chat_id, reply)

    def _in_their_languages(self, people: Iterable[int], say: Callable[[], Reply]) -> list[tuple[int, Reply]]:
        """What `say` says to each; where not even the languages can be read, in the default one."""
        people = list(people)
        try:
            return list(notices(self._deps.store, people, say))
        except DatabaseError:
            return [(person_id, say()) for person_id in people]


def _name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", type(error).__name__))
