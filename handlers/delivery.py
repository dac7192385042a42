"""Sending and editing: the one place that knows what Telegram's errors mean and which may be retried.

The Bot API has no key against doubles, so a call is repeated only when it certainly did not arrive.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import httpx
from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.replies import Reply
from handlers.rendering import keyboard, parts, plain

ATTEMPTS = 5
LONGEST_WAIT = timedelta(minutes=2)
_PAUSE = timedelta(milliseconds=250)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

T = TypeVar("T")
log = logging.getLogger(__name__)


async def send(
    bot: Bot, chat_id: int, reply: Reply, *, thread_id: int | None = None, reply_to: int | None = None
) -> tuple[int, ...]:
    """Sends the reply and returns the ids of its messages, or () to a person who blocked the bot.

    `thread_id` is the topic of a forum, `reply_to` the message answered. Raises TelegramError for
    what waiting does not mend.
    """
    texts = parts(reply)
    sent: list[int] = []
    try:
        for number, html in enumerate(texts, start=1):
            buttons = keyboard(reply) if number == len(texts) else None
            sent.append(await _send_one(bot, chat_id, html, buttons, thread_id, None if sent else reply_to))
    except Forbidden:
        log.info("a chat does not take messages from the bot any more")
    return tuple(sent)


async def edit(
    bot: Bot, chat_id: int, message_ids: tuple[int, ...], reply: Reply, *, thread_id: int | None = None
) -> tuple[int, ...]:
    """Puts the reply in the place of the messages `message_ids` and returns the ids it now has.

    What cannot be edited any more is sent anew; messages left over are deleted.
    """
    texts = parts(reply)
    for surplus in message_ids[len(texts) :]:
        await _remove(bot, chat_id, surplus)
    now: list[int] = []
    for number, html in enumerate(texts, start=1):
        buttons = keyboard(reply) if number == len(texts) else None
        old = message_ids[number - 1] if number <= len(message_ids) else None
        if old is None or not await _edit_one(bot, chat_id, old, html, buttons):
            old = await _send_one(bot, chat_id, html, buttons, thread_id, None)
        now.append(old)
    return tuple(now)


async def toast(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answers a pressed button, so that its clock stops; too late is not an error."""
    try:
        await patiently(lambda: query.answer(text, show_alert=alert))
    except BadRequest as error:
        log.info("a pressed button could not be answered: %s", error.message)


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """The result of `call`, repeated after a 429 and when no connection was made.

    Raises the last TelegramError after ATTEMPTS, and at once what was or may have been received.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return await call()
        except RetryAfter as error:
            pause = _period(error.retry_after)
            if pause > LONGEST_WAIT:
                raise
        except NetworkError as error:
            if not isinstance(error.__cause__, _NEVER_LEFT):
                raise
            pause = _PAUSE * 2**attempt
        await asyncio.sleep(pause.total_seconds())
    return await call()


async def _send_one(
    bot: Bot,
    chat_id: int,
    html: str,
    buttons: InlineKeyboardMarkup | None,
    thread_id: int | None,
    reply_to: int | None,
) -> int:
    answered = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None

    async def deliver(chat: int, text: str, mode: ParseMode | None) -> int:
        message = await patiently(
            lambda: bot.send_message(
                chat,
                text,
                parse_mode=mode,
                reply_markup=buttons,
                message_thread_id=thread_id,
                reply_parameters=answered,
            )
        )
        return message.message_id

    try:
        return await deliver(chat_id, html, ParseMode.HTML)
    except ChatMigrated as error:
        return await deliver(error.new_chat_id, html, ParseMode.HTML)
    except BadRequest as error:
        if not _about_markup(error):
            raise
        log.warning("markup refused, sent as plain text: %s", error.message)
        return await deliver(chat_id, plain(html), None)


async def _edit_one(bot: Bot, chat_id: int, message_id: int, html: str, buttons: InlineKeyboardMarkup | None) -> bool:
    """Whether the message now reads `html`."""
    try:
        await patiently(
            lambda: bot.edit_message_text(html, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=buttons)
        )
    except BadRequest as error:
        if "not modified" in error.message.lower():
            return True
        log.info("a message could not be edited: %s", error.message)
        return False
    except Forbidden:
        return True
    return True


async def _remove(bot: Bot, chat_id: int, message_id: int) -> None:
    try:
        await patiently(lambda: bot.delete_message(chat_id, message_id))
    except BadRequest as error:
        log.info("a message could not be deleted: %s", error.message)


def _about_markup(error: BadRequest) -> bool:
    return "parse entities" in error.message.lower()


def _period(value: int | timedelta) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
