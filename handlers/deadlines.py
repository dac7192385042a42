"""Deadlines: what is next due, for everybody; and for those who look after them, to make, change and cancel them.

The latter in private chats only. What a person writes while they make a deadline is taken before anything else.
"""

from __future__ import annotations

from functools import partial

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, CommandHandler, MessageHandler

from bot.errors import NotAllowed, NotFound
from bot.reminders.deadline_buttons import press
from bot.replies import Reply
from handlers.context import Context, pressed
from handlers.conversation import (
    ids,
    is_about_petition,
    on_command_in_group,
    press_in_private,
    respond,
    toast,
    turn_page,
)
from handlers.files import file_of
from handlers.message_filters import GROUP, PRIVATE, SENT


async def on_due(update: Update, context: Context) -> None:
    """/thoihan: what is next due; in a group only what the plan sets."""
    respond(update, context, context.deps.reminding.due_dates.page(_reader(update), context.turn.now))


async def on_due_page(update: Update, context: Context) -> None:
    """Turns to what is next due."""
    query, _data = pressed(update)
    toast(context, query)
    reply = context.deps.reminding.due_dates.page(_reader(update), context.turn.now)
    turn_page(update, context, query, reply)


async def on_remind(update: Update, context: Context) -> None:
    """Tells what is next due and who is reminded of it."""
    query, _data = pressed(update)
    toast(context, query)
    respond(update, context, context.deps.reminding.due_dates.reminding(_reader(update), context.turn.now))


async def on_new(update: Update, context: Context) -> None:
    """/hanmoi: begins a deadline."""
    _chat_id, person_id = ids(update)
    try:
        reply = context.deps.reminding.deadlines.begin(person_id, context.turn.now)
    except NotAllowed as error:
        reply = Reply.of(str(error))
    respond(update, context, reply)


async def on_button(update: Update, context: Context) -> None:
    """Does what the pressed button asks for, and shows what came of it in its place."""
    press_in_private(update, context, partial(press, context.deps.reminding.deadlines))


async def on_words(update: Update, context: Context) -> None:
    """Takes words and files for the deadline that the person is making; all else goes on to the others."""
    chat_id, person_id = ids(update)
    message, now = update.effective_message, context.turn.now
    deadlines = context.deps.reminding.deadlines
    if message is None or is_about_petition(update, context) or not deadlines.hears(person_id, now):
        return
    try:
        file = file_of(message) if message.document else None
        if file:
            reply = deadlines.take_file(person_id, chat_id, file, now)
        else:
            reply = deadlines.hear(person_id, message.text or message.caption or "", now)
    except (NotAllowed, NotFound) as error:
        reply = Reply.of(str(error))
    respond(update, context, reply)
    raise ApplicationHandlerStop


async def on_stop(update: Update, context: Context) -> None:
    """/huy: gives up the deadline that the person is making, if there is one."""
    _chat_id, person_id = ids(update)
    reply = context.deps.reminding.deadlines.stop(person_id)
    if reply:
        respond(update, context, reply)
        raise ApplicationHandlerStop


def _reader(update: Update) -> int | None:
    """Whose deadlines are shown: in a private chat those of the person."""
    chat = update.effective_chat
    return chat.id if chat and chat.type == ChatType.PRIVATE else None


TAKERS = [
    CommandHandler("huy", on_stop, PRIVATE),
    MessageHandler(PRIVATE & SENT, on_words),
]
"""Tried before all others: they raise ApplicationHandlerStop when they take something."""

HANDLERS = [
    CommandHandler("hanmoi", on_new, PRIVATE),
    CommandHandler("hanmoi", on_command_in_group, GROUP),
    CommandHandler("thoihan", on_due),
    CallbackQueryHandler(on_due_page, r"^m:deadlines$"),
    CallbackQueryHandler(on_remind, r"^x:reminders$"),
    CallbackQueryHandler(on_button, r"^h:"),
]
