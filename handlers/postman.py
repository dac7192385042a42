"""Taking what is due from the outbox to Telegram, and writing down what became of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from telegram.error import ChatMigrated, TelegramError

from bot.enclosures import discard, sweep
from bot.outgoing import Deed, Parcel
from bot.store import Store
from bot.store.database import DatabaseError, is_trouble
from bot.store.sent_messages import SentMessages
from handlers.delivery import Delivered, carry_out
from handlers.outcomes import Meaning, outcome_of
from handlers.pace import Pace
from handlers.placing import Place, Placing
from handlers.sending import Sender

TOPICS_TRIED = 2
"""How often a topic is made anew for one parcel before it goes to the group without one."""

log = logging.getLogger(__name__)


class Postman:
    """Delivers parcels; whatever happens to one is recorded and stops nothing else."""

    def __init__(self, store: Store, sender: Sender, clock: Callable[[], datetime], pace: Pace, data_dir: Path) -> None:
        self._store = store
        self._outbox = store.outbox
        self._sender = sender
        self._clock = clock
        self._pace = pace
        self._data_dir = data_dir
        self._placing = Placing(store, sender, data_dir, self._record)

    async def deliver_due(self, chat_id: int, before: int | None = None) -> None:
        """Delivers what is due to the chat, one thing after the other; only what was kept `before` that parcel."""
        while (parcel := self._outbox.claim(chat_id, self._clock(), before)) is not None:
            await self.deliver(parcel)

    async def until_disk_holds(self) -> None:
        """Returns when the disk has what led to the parcels so far: what people were told must outlive a power cut."""
        troubles = 0
        while True:
            try:
                return await self._store.disk.holds()
            except OSError as error:
                troubles += 1
                log.error("the disk does not take what was written (%s)", type(error).__name__)
            await asyncio.sleep(self._pace.pause(troubles))

    async def deliver(self, parcel: Parcel, *, held: bool = False) -> None:
        """Delivers a claimed parcel and records the outcome.

        `held`: the disk is known to have what led to it.
        """
        if not held:
            await self.until_disk_holds()
        began = perf_counter()
        try:
            delivered = await self._carry_out(parcel)
        except TelegramError as error:
            await self._failed(parcel, error)
        except Exception as error:  # noqa: BLE001 - a parcel that breaks our own code must not hold up its chat
            await self._broken(parcel, error)
        else:
            await self._sent(parcel, delivered)
            log.debug("parcel sent", extra={"parcel": parcel.id, "ms": round((perf_counter() - began) * 1000)})

    def tidy(self) -> None:
        """Removes files that belong to no parcel any more."""
        try:
            sweep(self._data_dir, self._outbox.enclosures(), self._clock())
        except OSError as error:
            log.warning("files that were sent cannot be removed (%s)", type(error).__name__)

    async def _carry_out(self, parcel: Parcel) -> Delivered:
        for attempt in range(TOPICS_TRIED + 1):
            place = self._placing if attempt < TOPICS_TRIED else Place()
            settled = replace(parcel, content=self._placing.settled(parcel.content))
            # awaited before the loop goes on
            progress = lambda ids: self._progress(parcel, ids)  # noqa: B023, E731
            try:
                return await carry_out(self._sender, settled, progress, place)
            except TelegramError as error:
                if outcome_of(error).meaning is not Meaning.NO_TOPIC or attempt == TOPICS_TRIED:
                    raise
                log.info("a topic is gone; parcel %s goes elsewhere", parcel.id)
            # What was sent before went with the topic.
            parcel = replace(parcel, content=await self._placing.lost(parcel.content), message_ids=())
            await self._progress(parcel, ())
        raise AssertionError("the last attempt returns or raises")

    async def _sent(self, parcel: Parcel, delivered: Delivered) -> None:
        def write() -> None:
            self._outbox.sent(parcel.id, delivered.messages, self._clock(), of_files=delivered.files)
            if parcel.content.deed is Deed.DELETE:
                SentMessages(self._store.db).gone(parcel.content.chat_id, delivered.messages)

        await self._record(write)
        self._discard(parcel)

    async def _broken(self, parcel: Parcel, error: Exception) -> None:
        name = type(error).__name__
        if is_trouble(error):
            log.warning("parcel %s is tried again later (%s)", parcel.id, name)
            await self._record(lambda: self._outbox.again(parcel.id, name, self._clock()))
            return
        log.error("parcel %s failed: %s", parcel.id, name)
        await self._record(lambda: self._outbox.failed(parcel.id, name))
        self._discard(parcel)

    async def _failed(self, parcel: Parcel, error: TelegramError) -> None:
        outcome, name, chat_id = outcome_of(error), type(error).__name__, parcel.content.chat_id
        match outcome.meaning:
            case Meaning.TOLD_TO_WAIT:
                until = self._clock() + max(outcome.wait, timedelta(seconds=1))
                await self._record(lambda: self._outbox.postpone(parcel.id, until))
            case Meaning.NOT_SENT | Meaning.UNKNOWN:
                log.warning("parcel %s is tried again later (%s)", parcel.id, name)
                await self._record(lambda: self._outbox.again(parcel.id, name, self._clock()))
            case Meaning.UNREACHABLE:
                log.info("parcel %s: the chat takes no messages from the bot any more", parcel.id)
                await self._record(lambda: self._give_up(parcel, name))
                self._discard(parcel)
            case Meaning.MIGRATED:
                await self._record(lambda: self._store.move_chat(chat_id, outcome.new_chat_id))
                await self._once_more(replace(parcel, content=replace(parcel.content, chat_id=outcome.new_chat_id)))
            case Meaning.REFUSED | Meaning.NO_TOPIC:
                log.error("parcel %s was refused: %s: %.200s", parcel.id, name, error.message)
                await self._record(lambda: self._outbox.failed(parcel.id, f"{name}: {error.message:.200}"))
                self._discard(parcel)

    async def _once_more(self, parcel: Parcel) -> None:
        try:
            delivered = await self._carry_out(parcel)
        except ChatMigrated as error:
            name = type(error).__name__
            await self._record(lambda: self._outbox.again(parcel.id, name, self._clock()))
        except TelegramError as error:
            await self._failed(parcel, error)
        else:
            await self._sent(parcel, delivered)

    def _give_up(self, parcel: Parcel, error: str) -> None:
        with self._store.db.atomic():
            self._outbox.failed(parcel.id, error)
            self._store.people.unreachable(parcel.content.chat_id, self._clock())
            self._store.desks.left(parcel.content.chat_id, self._clock())

    def _discard(self, parcel: Parcel) -> None:
        with contextlib.suppress(OSError):  # they are swept away later
            discard(self._data_dir, parcel.content.files)

    async def _progress(self, parcel: Parcel, message_ids: tuple[int, ...]) -> None:
        await self._record(lambda: self._outbox.progress(parcel.id, message_ids))

    async def _record(self, write: Callable[[], None]) -> None:
        """Writes, as soon as the database can be written to: what was sent and not recorded would come twice."""
        troubles = 0
        while True:
            try:
                write()
            except DatabaseError as error:
                if not is_trouble(error):
                    raise
            else:
                return
            troubles += 1
            await asyncio.sleep(self._pace.pause(troubles))
