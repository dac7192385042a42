"""Citizens' petitions: what they write and send in private, the commands, and the buttons `p:…`.

Albums come as several updates with one media_group_id, and what is edited comes once more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.actions import unsupported
from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.outgoing import Deed, Kind, Outgoing
from bot.petitions.citizen_side import CitizenSide, Pressed
from bot.petitions.model import Location
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.replies import Reply
from handlers.addressing import words_for
from handlers.context import Context, pressed
from handlers.conversation import first_of_album, ids, refuse, respond, respond_anew, toast
from handlers.files import file_of
from handlers.message_filters import GROUP, WORDS

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGES
_FILES = (
    filters.PHOTO
    | filters.VIDEO
    | filters.VOICE
    | filters.AUDIO
    | filters.Document.ALL
    | filters.ANIMATION
    | filters.VIDEO_NOTE
)
HEARD = PRIVATE & (WORDS | _FILES | filters.LOCATION | filters.CONTACT)


async def on_message(update: Update, context: Context) -> None:
    """Takes in what a person writes or sends in private."""
    message = update.effective_message
    words = words_for(context.bot.bot, message) if message else None
    if message is None or words is None:
        return
    follows = not first_of_album(message, context)
    said = _said(update, context, message, words, follows)
    screen = context.deps.citizens.hear(said, context.turn.now)
    if screen is None:
        if not said.edited and not follows:
            respond(update, context, unsupported())
    elif screen.way is Way.ORDINARY:
        respond_anew(update, context, message, screen.reply)
    else:
        show(context, said.chat_id, screen)


async def on_begin(update: Update, context: Context) -> None:
    """/gopy: begins a petition."""
    _command(update, context, lambda citizens, who, now: citizens.begin(*who, now))


async def on_mine(update: Update, context: Context) -> None:
    """/phananh: lists the person's petitions."""
    _command(update, context, lambda citizens, who, _now: citizens.following.mine(who[0]))


async def on_cancel(update: Update, context: Context) -> None:
    """/huy: gives up what is being written."""
    _command(update, context, lambda citizens, who, _now: citizens.drafting.cancel(who[0]))


async def on_command_in_group(update: Update, context: Context) -> None:
    """Asks for a private chat."""
    respond(update, context, Reply.of(_("Please write to me in private: what you send there only you and I see.")))


async def on_button(update: Update, context: Context) -> None:
    """Does what the pressed button asks for."""
    query, data = pressed(update)
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        toast(context, query, _("Please write to me in private: what you send there only you and I see."), alert=True)
        return
    chat_id, person_id = ids(update)
    try:
        screen = context.deps.citizens.press(Pressed(person_id, chat_id, data), context.turn.now)
    except (NotAllowed, NotFound) as error:
        refuse(context, query, str(error))
        return
    toast(context, query, screen.toast, alert=screen.toast is not None)
    here = query.message.message_id if isinstance(query.message, Message) else None
    show(context, chat_id, screen, here)


def _command(update: Update, context: Context, act: Callable[[CitizenSide, tuple[int, int], datetime], Screen]) -> None:
    chat_id, person_id = ids(update)
    show(context, chat_id, act(context.deps.citizens, (person_id, chat_id), context.turn.now))


def show(context: Context, chat_id: int, screen: Screen, here: int | None = None) -> None:
    """Stages the screen in its place; `here` is the message whose button was pressed."""
    stage = context.turn.stage
    if screen.first:
        stage(Outgoing(chat_id, screen.first))
    match screen.way:
        case Way.HERE if here is not None:
            kind = Kind.NOTICE if screen.promised else Kind.REPLY
            stage(Outgoing(chat_id, screen.reply, kind, Deed.EDIT, edits=(here,), about=screen.about))
        case Way.QUIETLY if screen.about:
            stage(Outgoing(chat_id, screen.reply, deed=Deed.REFRESH, about=screen.about, collapse_key=screen.about))
        case Way.ANEW if screen.about:
            stage(Outgoing(chat_id, deed=Deed.DELETE, about=screen.about))
            stage(Outgoing(chat_id, screen.reply, about=screen.about))
        case _:
            stage(Outgoing(chat_id, screen.reply, about=screen.about))


def _said(update: Update, context: Context, message: Message, words: str, follows: bool) -> Said:
    chat_id, person_id = ids(update)
    person = update.effective_user
    above, contact, place = message.reply_to_message, message.contact, message.location
    own = contact is not None and contact.user_id == person_id
    return Said(
        person_id,
        chat_id,
        message.message_id,
        person.full_name if person else "",
        words,
        file=file_of(message),
        location=Location(place.latitude, place.longitude) if place else None,
        phone=contact.phone_number if contact and own else None,
        foreign_contact=contact is not None and not own,
        edited=update.edited_message is not None,
        follows=follows,
        late=context.turn.late,
        about=context.deps.store.outbox.about(chat_id, above.message_id) if above else None,
    )


COMMANDS = {"gopy": on_begin, "phananh": on_mine, "huy": on_cancel}

HANDLERS = [
    *(CommandHandler(name, handler, filters.ChatType.PRIVATE) for name, handler in COMMANDS.items()),
    CommandHandler(list(COMMANDS), on_command_in_group, GROUP),
    CallbackQueryHandler(on_button, r"^p:"),
    MessageHandler(HEARD, on_message),
]
