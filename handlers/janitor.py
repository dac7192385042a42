"""Every night, what has been kept long enough is taken away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.petitions.retention import Retention
from bot.store.database import DatabaseError

HOUR = 3
"""By the clock of the place: behind the nightly copy."""
LOOK_SECONDS = 60.0

log = logging.getLogger(__name__)


class Janitor:
    """Applies the rules once a night; after a start, the night before counts as not done yet."""

    def __init__(self, retention: Retention, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._retention, self._zone, self._clock = retention, zone, clock
        self._night: date | None = None

    async def run(self) -> None:
        """Looks once a minute, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """Applies the rules if it is time. A night on which the database cannot be written to is tried again."""
        now = self._clock()
        night = (now.astimezone(self._zone) - timedelta(hours=HOUR)).date()
        if night == self._night:
            return
        try:
            done = self._retention.run(now)
        except DatabaseError as error:
            log.warning("nothing can be taken away now (%s), trying again soon", type(error).__name__)
            return
        self._night = night
        log.info("retention applied", extra={"rows": sum(count for _what, count in done)})
