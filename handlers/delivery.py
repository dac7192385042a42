"""Carrying out what is to be said: messages sent, edited and deleted, part by part."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.outgoing import Deed, Outgoing, Parcel
from bot.replies import Reply
from handlers.calls import send_message
from handlers.changing import edited, remove, show_buttons
from handlers.file_delivery import FileDelivery
from handlers.placing import Place
from handlers.rendering import parts, plain
from handlers.sending import Sender
from handlers.turns import Offer, Passing, Toast

CACHE_SECONDS = 300
"""How long Telegram may show inline results again; being in the person's language, to that person only."""

Progress = Callable[[tuple[int, ...]], Awaitable[None]]
"""Told the ids of the messages done so far, while there are more to do."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The messages that hold a parcel now: those with its words, and those with its files."""

    words: tuple[int, ...]
    files: tuple[int, ...] = ()

    @property
    def messages(self) -> tuple[int, ...]:
        """All of them."""
        return self.words + self.files


async def carry_out(sender: Sender, parcel: Parcel, progress: Progress, place: Place | None = None) -> Delivered:
    """Does what the parcel asks for and returns the messages that now hold it.

    Parts done before are left alone. Raises TelegramError, and OSError when there was nothing but a file that
    cannot be read.
    """
    content = parcel.content
    match content.deed:
        case Deed.SEND | Deed.EDIT | Deed.REFRESH:
            return await _Writing(sender, content, place or Place(), progress).run(parcel.message_ids)
        case Deed.BUTTONS:
            await show_buttons(sender, content)
        case Deed.DELETE:
            for message_id in content.edits:
                await remove(sender, content, message_id)
    return Delivered(content.edits)


async def tell(sender: Sender, chat_id: int, reply: Reply) -> None:
    """Says it at once, outside the outbox: for when the database cannot keep anything. May be lost."""
    try:
        await _Writing(sender, Outgoing(chat_id, reply), Place(), _forget).run(())
    except TelegramError as error:
        log.warning("somebody could not be told that nothing can be kept (%s)", type(error).__name__)


async def pass_on(sender: Sender, passing: Passing) -> None:
    """Says something in passing; too late or lost is no error."""
    bot = sender.bot
    try:
        match passing:
            case Toast(query_id, text, alert):
                await sender.passing(lambda: bot.answer_callback_query(query_id, text, show_alert=alert))
            case Offer(query_id, results):
                await sender.passing(
                    lambda: bot.answer_inline_query(query_id, results, cache_time=CACHE_SECONDS, is_personal=True)
                )
    except BadRequest as error:
        late = "too old" in error.message.lower()
        log.log(logging.INFO if late else logging.ERROR, "a query could not be answered: %s", error.message)
    except TelegramError as error:
        log.info("a query could not be answered (%s)", type(error).__name__)


@dataclass(slots=True)
class _Writing:
    """Words, then files, sent or put in the place of older ones."""

    sender: Sender
    content: Outgoing
    place: Place
    progress: Progress

    async def run(self, done: tuple[int, ...]) -> Delivered:
        texts = parts(self.content.reply)
        edits = self._editable()
        words = await self._words(texts, edits, done[: len(texts)])
        if self.content.files and not (self.content.deed is Deed.REFRESH and words and words[0] in edits):
            return await self._files(words, done[len(texts) :])
        return Delivered(words)

    def _editable(self) -> tuple[int, ...]:
        # Bot API, editMessageText: only inline keyboards.
        return self.content.edits if self.content.reply.asks is None else ()

    async def _words(self, texts: list[str], edits: tuple[int, ...], done: tuple[int, ...]) -> tuple[int, ...]:
        now = list(done)
        for number in range(len(done), len(texts)):
            last = number + 1 == len(texts)
            below = self.content.reply if last else None
            old = edits[number] if number < len(edits) else None
            if old is None or not await edited(self.sender, self.content, old, texts[number], below):
                old = await self._send_one(texts[number], below, first=number == 0)
            now.append(old)
            if not last or self.content.files:
                await self.progress(tuple(now))
        for surplus in edits[len(texts) :]:
            await remove(self.sender, self.content, surplus)
        return tuple(now)

    async def _files(self, words: tuple[int, ...], done: tuple[int, ...]) -> Delivered:
        delivery = FileDelivery(
            self.sender,
            self.content,
            self.place,
            words[0] if words else self.content.reply_to,
            lambda ids: self.progress(words + ids),
            list(done),
        )
        files = tuple(number for number in await delivery.run() if number)
        if not words and not files and delivery.refusal is not None:
            raise delivery.refusal
        return Delivered(words, files)

    async def _send_one(self, html: str, below: Reply | None, *, first: bool) -> int:
        sender, content = self.sender, self.content
        tied = content.reply_to if first and content.deed is not Deed.EDIT else None
        thread = await self.place.thread(content)

        async def deliver(text: str, mode: ParseMode | None) -> int:
            return await sender.message(
                content.chat_id,
                content.kind,
                lambda: send_message(sender.bot, content.chat_id, text, mode, below, thread_id=thread, reply_to=tied),
            )

        try:
            return await deliver(html, ParseMode.HTML)
        except BadRequest as error:
            if "parse entities" not in error.message.lower():
                raise
            log.warning("markup refused, sent as plain text: %s", error.message)
            return await deliver(plain(html), None)


async def _forget(_message_ids: tuple[int, ...]) -> None:
    """Nothing is kept."""
