"""Taking what is due from the outbox to Telegram, and writing down what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter

from telegram.error import ChatMigrated, TelegramError

from bot.outgoing import Parcel
from bot.store import Store
from bot.store.database import DatabaseError, is_trouble
from handlers.delivery import carry_out
from handlers.outcomes import Meaning, outcome_of
from handlers.pace import Pace
from handlers.sending import Sender

log = logging.getLogger(__name__)


class Postman:
    """Delivers parcels; whatever happens to one is recorded and stops nothing else."""

    def __init__(self, store: Store, sender: Sender, clock: Callable[[], datetime], pace: Pace) -> None:
        self._store = store
        self._outbox = store.outbox
        self._sender = sender
        self._clock = clock
        self._pace = pace

    async def deliver_due(self, chat_id: int) -> None:
        """Delivers what is due to the chat, one thing after the other."""
        while (parcel := self._outbox.claim(chat_id, self._clock())) is not None:
            await self.deliver(parcel)

    async def deliver(self, parcel: Parcel) -> None:
        """Delivers a claimed parcel and records the outcome."""
        began = perf_counter()
        try:
            message_ids = await carry_out(self._sender, parcel, lambda ids: self._progress(parcel, ids))
        except TelegramError as error:
            await self._failed(parcel, error)
        except Exception as error:  # noqa: BLE001 - a parcel that breaks our own code must not hold up its chat
            name = type(error).__name__
            log.error("parcel %s failed: %s", parcel.id, name)
            await self._record(lambda: self._outbox.failed(parcel.id, name))
        else:
            await self._record(lambda: self._outbox.sent(parcel.id, message_ids, self._clock()))
            log.debug("parcel sent", extra={"parcel": parcel.id, "ms": round((perf_counter() - began) * 1000)})

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
            case Meaning.MIGRATED:
                await self._record(lambda: self._store.move_chat(chat_id, outcome.new_chat_id))
                await self._once_more(replace(parcel, content=replace(parcel.content, chat_id=outcome.new_chat_id)))
            case Meaning.REFUSED:
                log.error("parcel %s was refused: %s: %.200s", parcel.id, name, error.message)
                await self._record(lambda: self._outbox.failed(parcel.id, f"{name}: {error.message:.200}"))

    async def _once_more(self, parcel: Parcel) -> None:
        try:
            message_ids = await carry_out(self._sender, parcel, lambda ids: self._progress(parcel, ids))
        except ChatMigrated as error:
            name = type(error).__name__
            await self._record(lambda: self._outbox.again(parcel.id, name, self._clock()))
        except TelegramError as error:
            await self._failed(parcel, error)
        else:
            await self._record(lambda: self._outbox.sent(parcel.id, message_ids, self._clock()))

    def _give_up(self, parcel: Parcel, error: str) -> None:
        with self._store.db.atomic():
            self._outbox.failed(parcel.id, error)
            self._store.people.unreachable(parcel.content.chat_id, self._clock())

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
