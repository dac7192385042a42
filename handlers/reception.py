"""Taking updates in: kept first, confirmed after that, handled when their turn comes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.administrators import administrators, notify, old_backlog
from bot.store.inbox import Arrival
from handlers.context import Deps
from handlers.dispatcher import Dispatcher
from handlers.incoming import arrivals, sent_at

OLD = timedelta(hours=20)
"""Telegram keeps updates for 24 hours; with messages so old others are about to be lost."""

log = logging.getLogger(__name__)


class Reception:
    """The one way into the inbox, for polling and for the webhook."""

    def __init__(self, deps: Deps, dispatcher: Dispatcher) -> None:
        self._deps = deps
        self._dispatcher = dispatcher

    def take(self, updates: Iterable[Any]) -> list[Arrival]:
        """Keeps the updates in one transaction and has them handled; returns those that could be kept.

        When it returns they may be confirmed. Raises DatabaseError when they cannot be kept.
        """
        kept = list(arrivals(updates))
        now = self._deps.clock()
        with self._deps.store.db.atomic():
            self._deps.store.inbox.add(kept, now)
            self._warn_of_backlog(kept, now)
        self._dispatcher.refill()
        return kept

    async def room(self) -> None:
        """Returns as soon as there is room for more."""
        await self._dispatcher.room()

    def _warn_of_backlog(self, kept: Sequence[Arrival], now: datetime) -> None:
        written = [at for new in kept if new.kind == "message" and (at := sent_at(json.loads(new.raw)))]
        age = now - min(written, default=now)
        if age > OLD:
            hours = int(age / timedelta(hours=1))
            log.error("messages waited %s hours at Telegram, which drops them after 24", hours)
            people = administrators(self._deps.settings)
            notify(self._deps.store, people, f"backlog:{now.date()}", lambda: old_backlog(hours), now)
