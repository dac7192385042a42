"""The clock beside the drain: what becomes due by time alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from time import perf_counter

from bot.administrators import clock_failed
from bot.store.database import DatabaseError, is_trouble
from handlers.alarms import alarm
from handlers.context import Deps
from handlers.errors import place_of

LEFT_TO_OTHERS = 3.0
"""So many times as long as a piece took everybody else has their turn: an answer takes many turns."""

log = logging.getLogger(__name__)

Work = Callable[[datetime], Iterator[None]]


class Ticking:
    """Does what is due, piece by piece, so that everybody else gets their turn between two pieces."""

    def __init__(self, deps: Deps, done: Callable[[], None], pause: float) -> None:
        """`done` is called after each tick; `pause` are the seconds between two."""
        self._deps, self._done, self._pause = deps, done, pause
        self._works: tuple[Work, ...] = (
            _whole(deps.staff.watching.tick),
            deps.reminding.planning.work,
            _whole(deps.focal_side.upkeep.tick),
            deps.reminding.overseeing.broadcasting.work,
            deps.reminding.overseeing.digest.work,
        )

    async def run(self) -> None:
        """Ticks until cancelled; one bad tick is not the end of all others, nor one work that of the next."""
        while True:
            await self.tick()
            await asyncio.sleep(self._pause)

    async def tick(self) -> None:
        """Does all that is due now."""
        for work in self._works:
            await self._do(work)
        self._done()

    async def _do(self, work: Work) -> None:
        try:
            began = perf_counter()
            for _piece in work(self._deps.clock()):
                await asyncio.sleep(LEFT_TO_OTHERS * (perf_counter() - began))
                began = perf_counter()
        except DatabaseError as error:
            log.warning("what is due cannot be told now (%s), trying again soon", type(error).__name__)
            if not is_trouble(error):
                self._tell(error)
        except Exception as error:  # noqa: BLE001 - what concerns others must not end with this one
            log.error("what is due cannot be told: %s at %s", type(error).__name__, place_of(error))
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        name = type(error).__name__
        alarm(self._deps, "clock", f"{self._deps.clock().date()}:{name}", lambda: clock_failed(name))


def _whole(tick: Callable[[datetime], None]) -> Work:
    """A work of a single piece."""

    def work(now: datetime) -> Iterator[None]:
        tick(now)
        yield

    return work
