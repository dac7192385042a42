"""Where updates are handled: those that are ready at the same time share one transaction, and one wait for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.store.database import is_trouble
from handlers.handling import Handling
from handlers.turns import Turn

TOGETHER = 4
"""Updates in one transaction: meanwhile nothing else gets on, and what leaves has to keep Telegram's distances."""


class Desk:
    """Takes updates of different chats as they come, and handles them in that order."""

    def __init__(self, handling: Handling, begin: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        """`begin` runs work beside everything else."""
        self._handling, self._begin = handling, begin
        self._ready: list[tuple[int, asyncio.Future[Turn | int | None]]] = []
        self._working = False

    async def handle(self, update_id: int) -> Turn | int | None:
        """What handling the update leads to, or how often it has failed; None when it is done already.

        Raises DatabaseError when the disk does not take it.
        """
        place: asyncio.Future[Turn | int | None] = asyncio.get_running_loop().create_future()
        self._ready.append((update_id, place))
        if not self._working:
            self._working = True
            self._begin(self._work())
        return await place

    async def _work(self) -> None:
        try:
            while self._ready:
                taken, self._ready = self._ready[:TOGETHER], self._ready[TOGETHER:]
                self._settle([(update_id, place) for update_id, place in taken if not place.done()])
                # Handling works, it does not wait: between two times the calls under way must get on.
                await asyncio.sleep(0)
        finally:
            self._working = False

    def _settle(self, taken: list[tuple[int, asyncio.Future[Turn | int | None]]]) -> None:
        try:
            outcomes = self._handling.handle([update_id for update_id, _place in taken])
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            if len(taken) > 1 and not is_trouble(error):
                for one in taken:
                    self._settle([one])
                return
            for _update_id, place in taken:
                place.set_exception(error)
        else:
            for (_update_id, place), outcome in zip(taken, outcomes, strict=True):
                place.set_result(outcome)
