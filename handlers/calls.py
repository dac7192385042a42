"""The calls that nearly all traffic consists of, without the objects that the library makes of each answer.

An answer holds the whole message again, and of that only its number is needed.
"""

from __future__ import annotations

from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import NetworkError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter  # RequestData takes nothing else

from bot.replies import Reply
from handlers.rendering import keyboard

TOPIC_NAME_CHARACTERS = 128
"""Bot API, createForumTopic.name: 1-128 characters."""

_NO_PREVIEW = {"is_disabled": True}


async def send_message(
    bot: Bot,
    chat_id: int,
    text: str,
    mode: ParseMode | None,
    buttons: Reply | None,
    *,
    thread_id: int | None = None,
    reply_to: int | None = None,
) -> int:
    """Sends a message with the buttons of `buttons` and returns its number. Raises TelegramError."""
    answered = {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None
    sent = await _post(
        bot,
        "sendMessage",
        chat_id=chat_id,
        text=text,
        parse_mode=mode,
        reply_markup=keyboard(buttons, in_group=chat_id < 0) if buttons else None,
        message_thread_id=thread_id,
        reply_parameters=answered,
        link_preview_options=_NO_PREVIEW,
    )
    return _number(sent, "message_id")


async def edit_message(bot: Bot, chat_id: int, message_id: int, html: str, buttons: Reply | None) -> None:
    """Gives a message another text and other buttons. Raises TelegramError."""
    await _post(
        bot,
        "editMessageText",
        chat_id=chat_id,
        message_id=message_id,
        text=html,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(buttons) if buttons else None,
        link_preview_options=_NO_PREVIEW,
    )


async def edit_buttons(bot: Bot, chat_id: int, message_id: int, buttons: Reply) -> None:
    """Gives a message other buttons. Raises TelegramError."""
    await _post(bot, "editMessageReplyMarkup", chat_id=chat_id, message_id=message_id, reply_markup=keyboard(buttons))


async def create_topic(bot: Bot, chat_id: int, name: str) -> int:
    """Opens a topic in a forum and returns its number. Raises TelegramError."""
    title = name[:TOPIC_NAME_CHARACTERS]
    return _number(await _post(bot, "createForumTopic", chat_id=chat_id, name=title), "message_thread_id")


async def get_file(bot: Bot, file_id: str) -> str:
    """The path under which the file can be downloaded for an hour. Raises TelegramError."""
    answer = await _post(bot, "getFile", file_id=file_id)
    path = answer.get("file_path") if isinstance(answer, dict) else None
    if not isinstance(path, str):
        raise NetworkError("Invalid server response")
    return path


def _number(answer: object, name: str) -> int:
    number = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(number, int):
        raise NetworkError("Invalid server response")
    return number


async def _post(bot: Bot, method: str, **fields: Any) -> object:
    given = [RequestParameter(name, value, None) for name, value in fields.items() if value is not None]
    return await bot.request.post(f"{bot.base_url}/{method}", RequestData(given))
