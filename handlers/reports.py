"""Reports: the buttons of reminders and of reports, and what people write and send who are reporting.

In private chats only. What is about no report goes on to the other features.
"""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.errors import NotAllowed, NotFound
from bot.outgoing import Outgoing
from bot.replies import Reply
from handlers.addressing import words_for
from handlers.context import Context, pressed
from handlers.conversation import ids, is_about_petition, respond, respond_anew, toast, turn_page
from handlers.files import file_of
from handlers.message_filters import PRIVATE, SENT


async def on_button(update: Update, context: Context) -> None:
    """Does what the pressed button asks for, and shows what came of it in its place."""
    query, data = pressed(update)
    _chat_id, person_id = ids(update)
    buttons, now = context.deps.reminding.report_buttons, context.turn.now
    try:
        if not _is_private(update):
            buttons.refuse(person_id, now)
        reply = buttons.press(person_id, data, now)
    except (NotAllowed, NotFound) as error:
        toast(context, query, str(error), alert=True)
        return
    toast(context, query)
    turn_page(update, context, query, reply)


async def on_form(update: Update, context: Context) -> None:
    """Sends the form below the reminder."""
    query, data = pressed(update)
    chat_id, person_id = ids(update)
    buttons, now = context.deps.reminding.report_buttons, context.turn.now
    try:
        if not _is_private(update):
            buttons.refuse(person_id, now)
        reply, file = buttons.form(person_id, int(data.partition(":")[2]), now)
    except (NotAllowed, NotFound) as error:
        toast(context, query, str(error), alert=True)
        return
    toast(context, query)
    context.turn.stage(Outgoing(chat_id, reply, files=(file,) if file else ()))


async def on_ask(update: Update, context: Context) -> None:
    """Invites questions, below the reminder."""
    query, _data = pressed(update)
    toast(context, query)
    respond(update, context, context.deps.reminding.report_buttons.ask())


async def on_words(update: Update, context: Context) -> None:
    """Takes words and files that are about a report; all else goes on to the others."""
    message = update.effective_message
    if message is None or is_about_petition(update, context):
        return
    try:
        reply = _reply(message, update, context)
    except (NotAllowed, NotFound) as error:
        reply = Reply.of(str(error))
    if reply:
        respond_anew(update, context, message, reply)
        raise ApplicationHandlerStop


async def on_edited(update: Update, context: Context) -> None:
    """Takes number and date anew from a message that told them; all else goes on to the others."""
    message = update.edited_message
    if message is None:
        return
    words, text = context.deps.reminding.report_words, words_for(context.bot.bot, message) or ""
    _chat_id, person_id = ids(update)
    try:
        reply = words.edited(person_id, message.message_id, text, context.turn.now)
    except (NotAllowed, NotFound) as error:
        respond(update, context, Reply.of(str(error)))
        raise ApplicationHandlerStop from None
    if reply:
        respond_anew(update, context, message, reply)
        raise ApplicationHandlerStop


async def on_stop(update: Update, context: Context) -> None:
    """/huy: ends what the person is in the middle of, if it is about a report."""
    _chat_id, person_id = ids(update)
    reply = context.deps.reminding.report_words.stop(person_id, context.turn.now)
    if reply:
        respond(update, context, reply)
        raise ApplicationHandlerStop


def _reply(message: Message, update: Update, context: Context) -> Reply | None:
    chat_id, person_id = ids(update)
    words, now = context.deps.reminding.report_words, context.turn.now
    text = words_for(context.bot.bot, message) or ""
    file = file_of(message)
    if file:
        return words.take_file(person_id, chat_id, file, text, now)
    return words.hear(person_id, message.message_id, text, now) if text.strip() else None


def _is_private(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type == ChatType.PRIVATE


TAKERS = [
    CommandHandler("huy", on_stop, PRIVATE),
    MessageHandler(PRIVATE & SENT, on_words),
    MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE, on_edited),
]
"""Tried before all others: they raise ApplicationHandlerStop when they take something."""

HANDLERS = [
    CallbackQueryHandler(on_form, r"^b:form:\d{1,18}$"),
    CallbackQueryHandler(on_ask, r"^b:ask$"),
    CallbackQueryHandler(on_button, r"^b:"),
]
