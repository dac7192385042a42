"""Agencies and focal points in Telegram: /daumoi, links to places at agencies, lists as files, and the buttons `g:…`.

In private chats only. What holds a link is forgotten by the outbox as soon as it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.helpers import create_deep_linked_url

from bot.enclosures import enclose
from bot.errors import NotAllowed, NotFound
from bot.outgoing import Deed, Outgoing
from bot.reminders.focal_points import LINK_PREFIX
from bot.reminders.focal_side import FIND, MARK
from bot.reminders.shown import Shown
from bot.reminders.template import NAME
from bot.replies import Reply
from bot.visitors import Visitor
from handlers.context import Context, pressed
from handlers.conversation import ids, on_command_in_group, toast
from handlers.files import file_of
from handlers.message_filters import GROUP, PRIVATE, WORDS
from handlers.turns import current

INVITED = filters.Regex(rf"^/start(@\w+)?\s+{LINK_PREFIX}")
_STEM = NAME.partition(".")[0]


class _Answers(filters.MessageFilter):
    """Replies to messages that ask for an agency or a list, or that are about a list."""

    def filter(self, message: Message) -> bool:
        above, turn = message.reply_to_message, current.get(None)
        if above is None or turn is None:
            return False
        about = turn.outbox.about(message.chat.id, above.message_id) or ""
        return about == FIND if message.document is None else about.startswith(MARK)


class _Named(filters.MessageFilter):
    """Files under the name of the template, as it comes back: with "(1)" and the like behind it."""

    def filter(self, message: Message) -> bool:
        document = message.document
        return document is not None and (document.file_name or "").lower().startswith(_STEM)


async def on_command(update: Update, context: Context) -> None:
    """/daumoi, perhaps with the name of an agency."""
    words = " ".join(context.args or [])
    _answer(update, context, lambda visitor, now: context.deps.focal_side.open(visitor, words, now))


async def on_invited(update: Update, context: Context) -> None:
    """/start with the payload of a link to a place: shows what it offers."""
    token = (context.args or [""])[0].removeprefix(LINK_PREFIX)
    _answer(update, context, lambda visitor, now: context.deps.focal_side.offer(visitor, token, now))


async def on_words(update: Update, context: Context) -> None:
    """The name of an agency that was asked for."""
    message = update.effective_message
    words = (message.text or "") if message else ""
    _answer(update, context, lambda visitor, now: context.deps.focal_side.find(visitor, words, now))
    raise ApplicationHandlerStop


async def on_file(update: Update, context: Context) -> None:
    """A list of agencies."""
    message = update.effective_message
    file = file_of(message) if message else None
    if file is not None:
        _answer(update, context, lambda visitor, now: context.deps.focal_side.receive(visitor, file, now))
    raise ApplicationHandlerStop


async def on_button(update: Update, context: Context) -> None:
    """Does what the pressed button asks for, and shows what came of it."""
    query, data = pressed(update)
    chat = update.effective_chat
    private = chat is not None and chat.type == ChatType.PRIVATE
    try:
        shown = context.deps.focal_side.press(_visitor(update, context), data if private else "", context.turn.now)
    except (NotAllowed, NotFound) as error:
        toast(context, query, str(error), alert=True)
        return
    toast(context, query)
    here = query.message.message_id if isinstance(query.message, Message) else None
    _show(update, context, shown, None if shown.anew else here)


def _answer(update: Update, context: Context, act: Callable[[Visitor, datetime], Shown]) -> None:
    try:
        shown = act(_visitor(update, context), context.turn.now)
    except (NotAllowed, NotFound) as error:
        shown = Shown(Reply.of(str(error)))
    _show(update, context, shown, None)


def _show(update: Update, context: Context, shown: Shown, here: int | None) -> None:
    """Stages it; `here` is the message whose place it takes."""
    made = shown.file
    folder = context.deps.settings.data_dir
    files = (enclose(folder, made.content, made.name, made.kind, made.caption),) if made else ()
    context.turn.stage(
        Outgoing(
            ids(update)[0],
            shown.reply,
            deed=Deed.SEND if here is None else Deed.EDIT,
            edits=() if here is None else (here,),
            secret=True,
            about=shown.about,
            files=files,
        )
    )


def _visitor(update: Update, context: Context) -> Visitor:
    person = update.effective_user
    assert person is not None
    return Visitor(person.id, person.full_name, partial(create_deep_linked_url, context.bot.username))


TAKERS = [
    MessageHandler(PRIVATE & WORDS & _Answers(), on_words),
    MessageHandler(PRIVATE & filters.Document.ALL & (_Answers() | _Named()), on_file),
]
"""Tried before all others: they raise ApplicationHandlerStop."""

HANDLERS = [
    CommandHandler("start", on_invited, PRIVATE & INVITED),
    CommandHandler("daumoi", on_command, PRIVATE),
    CommandHandler("daumoi", on_command_in_group, GROUP),
    CallbackQueryHandler(on_button, r"^g:"),
]
