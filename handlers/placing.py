"""Where a parcel goes, found when it is delivered: which topic, which messages, tied to which."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from telegram.error import BadRequest

from bot.enclosures import enclosed
from bot.outgoing import Deed, File, Outgoing
from bot.store import Store
from bot.store.sent_messages import SentMessages
from handlers.calls import create_topic
from handlers.outcomes import Meaning, outcome_of
from handlers.sending import Sender

_FINDS_ITS_MESSAGES = {Deed.REFRESH, Deed.BUTTONS, Deed.DELETE}

Write = Callable[[Callable[[], None]], Awaitable[None]]
"""Writes to the database, as soon as it can be written to."""

log = logging.getLogger(__name__)


class Place:
    """The place that the parcel itself names; it has no files of the bot's own."""

    async def thread(self, content: Outgoing) -> int | None:
        """The topic for a new message. Raises TelegramError."""
        return content.thread_id

    async def content(self, file: File) -> bytes:
        """What is in a file of the bot's own. Raises OSError or ValueError."""
        raise FileNotFoundError(file.path)


class Placing(Place):
    """The place that is known only now: it depends on what was sent, and on what became of the group."""

    def __init__(self, store: Store, sender: Sender, data_dir: Path, write: Write) -> None:
        self._store, self._sender, self._data_dir, self._write = store, sender, data_dir, write

    def settled(self, content: Outgoing) -> Outgoing:
        """The parcel with the messages in whose place it goes and the one to which it is tied."""
        outbox = self._store.outbox
        if content.about and not content.edits and content.deed in _FINDS_ITS_MESSAGES:
            content = replace(content, edits=outbox.messages_about(content.chat_id, content.about))
        if content.tied_to and content.reply_to is None:
            tied = outbox.messages_about(content.chat_id, content.tied_to)
            content = replace(content, reply_to=tied[0] if tied else None)
        return content

    async def thread(self, content: Outgoing) -> int | None:
        """The topic for a new message, made if it is missing; None in a group that has none. Raises TelegramError."""
        topics = self._store.forum_topics
        if content.topic is None or not topics.is_forum(content.chat_id):
            return content.thread_id
        return topics.thread(content.chat_id, content.topic) or await self._make(content, content.topic)

    async def _make(self, content: Outgoing, topic: str) -> int | None:
        chat_id, topics = content.chat_id, self._store.forum_topics
        try:
            thread_id = await self._sender.message(
                chat_id,
                content.kind,
                lambda: create_topic(self._sender.bot, chat_id, content.topic_title or topic),
            )
        except BadRequest as error:
            if outcome_of(error).meaning is not Meaning.REFUSED:
                raise
            log.warning("no topic could be made: %.200s", error.message)
            if "not a forum" in error.message.lower():
                await self._write(lambda: topics.no_forum(chat_id))
            return None
        await self._write(lambda: topics.keep(chat_id, topic, thread_id))
        return thread_id

    async def lost(self, content: Outgoing) -> Outgoing:
        """Forgets the topic in which the parcel was to go, and what was in it; returns the parcel for elsewhere."""
        chat_id, topics = content.chat_id, self._store.forum_topics
        if content.topic is None or not topics.is_forum(chat_id):
            return replace(content, thread_id=None)
        thread_id = topics.thread(chat_id, content.topic)
        topic = content.topic

        def forget() -> None:
            with self._store.db.atomic():
                if thread_id is not None:
                    topics.forget(chat_id, thread_id)
                SentMessages(self._store.db).all_gone(chat_id, topic)

        await self._write(forget)
        return content

    async def content(self, file: File) -> bytes:
        """What is in a file of the bot's own. Raises OSError or ValueError."""
        return await asyncio.to_thread(enclosed(self._data_dir, file).read_bytes)
