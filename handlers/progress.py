"""How the reports stand (/tiendo), broadcasts (/thongbao), in private with those in charge; calendars for everybody."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.enclosures import enclose
from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.outgoing import Outgoing
from bot.reminders.calendar_files import EventsFile
from bot.replies import Block, BlockKind, Reply
from handlers.context import Context, pressed
from handlers.conversation import (
    ids,
    is_about_petition,
    on_command_in_group,
    press_in_private,
    refuse,
    respond,
    toast,
)
from handlers.message_filters import GROUP, PRIVATE, WORDS


async def on_progress(update: Update, context: Context) -> None:
    """/tiendo: how the agencies stand."""
    _chat_id, person_id = ids(update)
    now = context.turn.now
    _say(update, context, lambda: [context.deps.reminding.overseeing.show(person_id, now)])


async def on_broadcast(update: Update, context: Context) -> None:
    """/thongbao [words]: begins a broadcast."""
    _chat_id, person_id = ids(update)
    message = update.effective_message
    words = "".join((message.text or "").split(maxsplit=1)[1:]) if message else ""
    broadcasting, now = context.deps.reminding.overseeing.broadcasting, context.turn.now
    _say(update, context, lambda: broadcasting.begin(person_id, words, now))


async def on_words(update: Update, context: Context) -> None:
    """Takes the words of the broadcast that the person is making; all else goes on to the others."""
    _chat_id, person_id = ids(update)
    message, now = update.effective_message, context.turn.now
    broadcasting = context.deps.reminding.overseeing.broadcasting
    if message is None or is_about_petition(update, context) or not broadcasting.hears(person_id, now):
        return
    _say(update, context, lambda: broadcasting.hear(person_id, message.text or "", now))
    raise ApplicationHandlerStop


async def on_stop(update: Update, context: Context) -> None:
    """/huy: gives up the broadcast that the person is making, if there is one."""
    _chat_id, person_id = ids(update)
    reply = context.deps.reminding.overseeing.broadcasting.stop(person_id, context.turn.now)
    if reply:
        respond(update, context, reply)
        raise ApplicationHandlerStop


async def on_button(update: Update, context: Context) -> None:
    """Does what the pressed button asks for, and shows what came of it in its place."""
    press_in_private(update, context, context.deps.reminding.overseeing.press)


async def on_calendar(update: Update, context: Context) -> None:
    """/lich: a file for the calendar with all that concerns the person; in a group, with what the plan sets."""
    calendars, now = context.deps.reminding.overseeing.calendars, context.turn.now
    try:
        file = calendars.of_all(_reader(update), now)
    except NotFound as error:
        respond(update, context, Reply.of(str(error)))
        return
    _send(update, context, file)


async def on_calendar_button(update: Update, context: Context) -> None:
    """A file for the calendar, with all or one deadline."""
    query, data = pressed(update)
    calendars, now = context.deps.reminding.overseeing.calendars, context.turn.now
    number = data.partition(":")[2]
    try:
        reader = _reader(update)
        file = calendars.of_one(reader, int(number), now) if number else calendars.of_all(reader, now)
    except NotFound as error:
        refuse(context, query, str(error))
        return
    toast(context, query)
    _send(update, context, file)


def _say(update: Update, context: Context, replies: Callable[[], list[Reply]]) -> None:
    try:
        found = replies()
    except (NotAllowed, NotFound) as error:
        found = [Reply.of(str(error))]
    for reply in found:
        respond(update, context, reply)


def _send(update: Update, context: Context, file: EventsFile) -> None:
    chat_id, _person_id = ids(update)
    message = update.effective_message
    how = _("Open the file to put it into the calendar of your phone. A newer file takes the place of an older one.")
    lines = "\n".join(f"• {title}" for title in file.titles)
    reply = Reply((Block(_("📅 Calendar"), BlockKind.STRONG), Block(lines), Block(how, BlockKind.NOTE)))
    enclosed = enclose(context.deps.settings.data_dir, file.content, file.name)
    thread = message.message_thread_id if message and message.is_topic_message else None
    context.turn.stage(Outgoing(chat_id, reply, thread_id=thread, files=(enclosed,)))


def _reader(update: Update) -> int | None:
    """Whose deadlines are shown: in a private chat those of the person."""
    chat = update.effective_chat
    return chat.id if chat and chat.type == ChatType.PRIVATE else None


TAKERS = [
    CommandHandler("huy", on_stop, PRIVATE),
    MessageHandler(PRIVATE & WORDS, on_words),
]
"""Tried before all others: they raise ApplicationHandlerStop when they take something."""

HANDLERS = [
    CommandHandler("tiendo", on_progress, PRIVATE),
    CommandHandler("thongbao", on_broadcast, PRIVATE),
    CommandHandler(["tiendo", "thongbao"], on_command_in_group, GROUP),
    CommandHandler("lich", on_calendar, filters.UpdateType.MESSAGE),
    CallbackQueryHandler(on_calendar_button, r"^t:c(:\d{1,18})?$"),
    CallbackQueryHandler(on_button, r"^t:"),
]
