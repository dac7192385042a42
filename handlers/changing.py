"""Messages that were sent before: other words, other buttons, or gone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest, Forbidden

from bot.outgoing import Outgoing
from bot.replies import Reply
from handlers.calls import edit_buttons, edit_message
from handlers.outcomes import Meaning, outcome_of
from handlers.sending import Sender

log = logging.getLogger(__name__)


async def edited(sender: Sender, content: Outgoing, message_id: int, html: str, buttons: Reply | None) -> bool:
    """Whether the message now reads `html`. Raises TelegramError."""
    return await _changed(
        sender,
        content,
        lambda: edit_message(sender.bot, content.chat_id, message_id, html, buttons),
    )


async def show_buttons(sender: Sender, content: Outgoing) -> None:
    """Puts the buttons of the parcel below its messages. Raises TelegramError."""
    for message_id in content.edits:
        await _changed(
            sender,
            content,
            # awaited before the loop goes on
            lambda: edit_buttons(sender.bot, content.chat_id, message_id, content.reply),  # noqa: B023
        )


async def remove(sender: Sender, content: Outgoing, message_id: int) -> None:
    """Deletes the message. Raises TelegramError."""
    await _changed(sender, content, lambda: sender.bot.delete_message(content.chat_id, message_id))


async def _changed(sender: Sender, content: Outgoing, call: Callable[[], Awaitable[object]]) -> bool:
    """Whether the message is as wanted; False for one that is too old, gone or somebody else's."""
    try:
        await sender.change(content.kind, call)
    except Forbidden:
        return True
    except BadRequest as error:
        if outcome_of(error).meaning is not Meaning.REFUSED:
            raise
        if "not modified" in error.message.lower():
            return True
        log.info("a message could not be changed: %s", error.message)
        return False
    return True
