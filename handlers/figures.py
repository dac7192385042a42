"""What officials ask about all petitions, in private or in a group that handles them: /timkiem, /thongke, /xuat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.errors import NotAllowed, NotFound
from bot.petitions.inquiring import Asker
from bot.replies import Reply
from handlers.context import Context, pressed
from handlers.conversation import ids, respond, toast, turn_page

MESSAGE = filters.UpdateType.MESSAGE


async def on_search(update: Update, context: Context) -> None:
    """/timkiem …: looks for petitions."""
    _answer(update, context, context.deps.inquiring.search)


async def on_figures(update: Update, context: Context) -> None:
    """/thongke …: the figures of a period."""
    _answer(update, context, context.deps.inquiring.figures)


async def on_export(update: Update, context: Context) -> None:
    """/xuat …: offers files."""
    _answer(update, context, context.deps.inquiring.export)


async def on_button(update: Update, context: Context) -> None:
    """Turns a page, opens a petition, or orders a file."""
    query, data = pressed(update)
    try:
        reply = context.deps.inquiring.press(_asker(update), data, context.turn.now)
    except (NotAllowed, NotFound) as error:
        toast(context, query, str(error), alert=True)
        return
    toast(context, query)
    turn_page(update, context, query, reply)


def _answer(update: Update, context: Context, page: Callable[[Asker, str, datetime], Reply]) -> None:
    try:
        reply = page(_asker(update), " ".join(context.args or ()), context.turn.now)
    except (NotAllowed, NotFound) as error:
        reply = Reply.of(str(error))
    respond(update, context, reply)


def _asker(update: Update) -> Asker:
    chat_id, person_id = ids(update)
    message = update.effective_message
    thread = message.message_thread_id if message and message.is_topic_message else None
    return Asker(person_id, chat_id, thread)


HANDLERS = [
    CommandHandler("timkiem", on_search, MESSAGE),
    CommandHandler("thongke", on_figures, MESSAGE),
    CommandHandler("xuat", on_export, MESSAGE),
    CallbackQueryHandler(on_button, r"^f:"),
]
