"""What happens when a handler fails: a line in the log without the person's words, and one to the person."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.actions import failed
from handlers.context import Context
from handlers.conversation import respond
from handlers.delivery import toast

ROOT = Path(__file__).parent.parent
OWN = tuple(ROOT / package for package in ("bot", "handlers", "knowledge"))
"""The bot's own code: a virtual environment may lie in the same folder."""

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Logs the type of the error, where it happened and in which update, and tells the person kindly."""
    error = context.error
    number = update.update_id if isinstance(update, Update) else None
    if isinstance(error, Forbidden):
        log.info("update %s: the chat does not take messages from the bot any more", number)
        return
    log.error("update %s failed: %s at %s", number, type(error).__name__, _place(error))
    # After a network error the reply may well have arrived, and an apology below it would be wrong.
    lost = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    if isinstance(update, Update) and not lost:
        await _tell(update, context)


async def _tell(update: Update, context: Context) -> None:
    try:
        if update.callback_query:
            await toast(update.callback_query, failed().plain(), alert=True)
        elif update.message or update.edited_message:
            await respond(update, context, failed())
    except TelegramError as error:
        log.error("update %s: the person could not be told (%s)", update.update_id, type(error).__name__)


def _place(error: BaseException | None) -> str:
    """The file and line of the bot's own code in which the error arose, or which led to it."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    own = [frame for frame in frames if any(Path(frame.filename).is_relative_to(package) for package in OWN)]
    if not own:
        return "?"
    return f"{Path(own[-1].filename).relative_to(ROOT).as_posix()}:{own[-1].lineno}"
