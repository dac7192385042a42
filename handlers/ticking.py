"""Letting the clock of the petitions tick while the bot serves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.store.database import DatabaseError
from handlers.context import Deps
from handlers.errors import place_of
from handlers.pace import Pace

log = logging.getLogger(__name__)


class Ticking:
    """Ticks at once and then every so often; `stir` is called when something may wait to be sent."""

    def __init__(self, deps: Deps, stir: Callable[[], None], pace: Pace) -> None:
        self._deps, self._stir, self._pace = deps, stir, pace

    async def run(self) -> None:
        """Ticks until cancelled; one bad tick is not the end of all others."""
        while True:
            try:
                self._deps.staff.watching.tick(self._deps.clock())
            except DatabaseError as error:
                log.warning("the clock waits for the database (%s)", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one petition, the bot goes on
                log.error("the clock failed: %s at %s", type(error).__name__, place_of(error))
            else:
                self._stir()
            await asyncio.sleep(self._pace.tick)
