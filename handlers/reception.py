"""Taking updates in: kept first, confirmed after that, handled when their turn comes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.administrators import notify, old_backlog
from bot.store.database import DatabaseError, is_trouble
from bot.store.inbox import Arrival
from handlers.context import Deps
from handlers.dispatcher import Dispatcher
from handlers.incoming import arrivals, sent_at
from handlers.spell import Spell

OLD = timedelta(hours=20)
"""Telegram keeps updates for 24 hours; with messages so old others are about to be lost."""

log = logging.getLogger(__name__)


class Reception:
    """The one way into the inbox, for polling and for the webhook."""

    def __init__(self, deps: Deps, dispatcher: Dispatcher, spell: Spell) -> None:
        self._deps = deps
        self._dispatcher = dispatcher
        self._spell = spell
        self._troubles = 0

    async def take(self, updates: Iterable[Any]) -> Sequence[Arrival] | None:
        """Keeps the updates in one transaction, has them handled and returns them: they may be confirmed.

        When the disk does not take them, the people are told and None is returned after a pause.
        """
        new = list(arrivals(updates))
        try:
            self._keep(new)
        except DatabaseError as error:
            if not is_trouble(error):
                raise
            self._troubles += 1
            await self._spell.wait(error, [one.chat_id for one in new if one.kind == "message"], self._troubles)
            return None
        self._troubles = 0
        self._spell.over()
        return new

    def _keep(self, new: Sequence[Arrival]) -> None:
        now = self._deps.clock()
        with self._deps.store.db.atomic():
            self._deps.store.inbox.add(new, now)
            self._warn_of_backlog(new, now)
        self._dispatcher.refill()

    async def room(self) -> None:
        """Returns as soon as there is room for more."""
        await self._dispatcher.room()

    def _warn_of_backlog(self, kept: Sequence[Arrival], now: datetime) -> None:
        written = [at for new in kept if new.kind == "message" and (at := sent_at(json.loads(new.raw)))]
        age = now - min(written, default=now)
        if age > OLD:
            hours = int(age / timedelta(hours=1))
            log.error("messages waited %s hours at Telegram, which drops them after 24", hours)
            key, settings = f"backlog:{now.date()}", self._deps.settings
            notify(self._deps.store, settings, key, lambda: old_backlog(hours), now, collapse_key="backlog")
