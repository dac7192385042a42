"""In which order updates are handled and answers delivered: chats side by side, each chat one thing after the other.

A chat with something to do has a lane. The lane handles an update, delivers what that leads to, and
only then takes the next one. Everything is in the tables; what is in hand here is only numbers.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.store.database import DatabaseError, is_trouble
from bot.store.inbox import Inbox
from handlers.delivery import pass_on
from handlers.errors import place_of
from handlers.handling import Handling
from handlers.pace import Pace
from handlers.postman import Postman
from handlers.sending import Sender
from handlers.spell import Spell
from handlers.turns import Turn

IN_HAND = 512
"""Updates in lanes at once; more wait in the table."""
OF_ONE_CHAT = 16
"""Updates of one chat in its lane at once, so that no chat takes all the room."""
DEEP = 4096
"""Updates that wait before the receiver is asked to wait, too."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lane:
    updates: deque[int] = field(default_factory=deque)
    mail: bool = True
    """Whether something is due to the chat; at the beginning it is looked up."""


class Dispatcher:
    """Keeps the lanes going."""

    def __init__(
        self, inbox: Inbox, handling: Handling, postman: Postman, sender: Sender, spell: Spell, pace: Pace
    ) -> None:
        self._inbox, self._handling, self._postman = inbox, handling, postman
        self._sender, self._spell, self._pace = sender, spell, pace
        self._lanes: dict[int, _Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()
        self._behind = False
        self._room = asyncio.Event()
        self._room.set()
        self._stopping = False
        # Handling works, it does not wait: between two of them the calls under way must get on.
        self._desk = asyncio.Lock()
        self.stirred = asyncio.Event()
        """Set when something may have become due."""

    def refill(self) -> None:
        """Takes waiting updates into lanes, in order, as far as there is room."""
        rows = self._inbox.waiting(DEEP)
        (self._room.clear if len(rows) >= DEEP else self._room.set)()
        self._behind = False
        for update_id, chat_id in rows:
            if update_id in self._in_hand:
                continue
            lane = self._lanes.get(chat_id)
            if len(self._in_hand) >= IN_HAND or (lane is not None and len(lane.updates) >= OF_ONE_CHAT):
                self._behind = True
            else:
                self.take(chat_id, update_id)

    def take(self, chat_id: int, update_id: int) -> None:
        """Takes an update into the lane of its chat."""
        self._in_hand.add(update_id)
        self._lane(chat_id).updates.append(update_id)

    def wake(self, chat_id: int) -> None:
        """Has what is due to the chat delivered as soon as its turn comes."""
        self._lane(chat_id).mail = True

    @property
    def busy(self) -> int:
        """How many chats have a lane."""
        return len(self._lanes)

    async def room(self) -> None:
        """Returns as soon as fewer than DEEP updates wait."""
        await self._room.wait()

    async def idle(self) -> None:
        """Returns when nothing is in hand."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def finish(self, seconds: float) -> None:
        """Begins nothing new, and gives what is under way `seconds` to end."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _lane(self, chat_id: int) -> _Lane:
        lane = self._lanes.get(chat_id)
        if lane is None:
            lane = self._lanes[chat_id] = _Lane()
            self._begin(self._run(chat_id, lane))
        return lane

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, chat_id: int, lane: _Lane) -> None:
        try:
            while not self._stopping and (lane.mail or lane.updates):
                if lane.mail:
                    lane.mail = False
                    await self._deliver_due(chat_id)
                else:
                    await self._settle(chat_id, lane.updates[0])
                    self._in_hand.discard(lane.updates.popleft())
        except Exception as error:  # noqa: BLE001 - the rows are still there and are taken up again
            log.error("a lane broke off: %s at %s", type(error).__name__, place_of(error))
        finally:
            self._in_hand.difference_update(lane.updates)
            del self._lanes[chat_id]
        if self._behind and not self._stopping:
            self.stirred.set()
            self._try_refill()

    def _try_refill(self) -> None:
        try:
            self.refill()
        except DatabaseError as error:
            log.error("the inbox cannot be read (%s)", type(error).__name__)

    async def _deliver_due(self, chat_id: int, before: int | None = None) -> None:
        try:
            await self._postman.deliver_due(chat_id, before)
        except DatabaseError as error:
            if not is_trouble(error):
                raise
            self.wake(chat_id)
            await self._spell.wait(error, (), 1)

    async def _settle(self, chat_id: int, update_id: int) -> None:
        """Handles the update until it is done or set aside, and delivers what that leads to."""
        troubles = 0
        while not self._stopping:
            try:
                async with self._desk:
                    outcome = self._attempt(update_id)
                    await asyncio.sleep(0)
            except DatabaseError as error:
                if not is_trouble(error):
                    raise
                troubles += 1
                await self._spell.wait(error, [chat_id], troubles)
                continue
            self._spell.over()
            if isinstance(outcome, int):
                await asyncio.sleep(self._pace.handling_retries[outcome - 1])
                continue
            if outcome is not None:
                await self._deliver(outcome)
            return

    def _attempt(self, update_id: int) -> Turn | int | None:
        try:
            return self._handling.handle(update_id)
        except Exception as error:
            if is_trouble(error):
                raise
            return self._handling.fail(update_id, error)

    async def _deliver(self, turn: Turn) -> None:
        await self._postman.until_disk_holds()
        for passing in turn.passing:
            self._begin(pass_on(self._sender, passing))
        for parcel in turn.staged:
            # What was due to the chat before, or failed just now, is said before what comes after it.
            await self._deliver_due(turn.chat_id, before=parcel.id)
            await self._postman.deliver(parcel, held=True)
        self.stirred.set()
