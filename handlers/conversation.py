"""Where a reply goes, and where a page of a menu is turned. Nothing is sent here: it is staged."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.actions import too_late
from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.outgoing import Deed, Outgoing
from bot.replies import Reply
from handlers.addressing import meant_for
from handlers.context import Context, pressed
from handlers.turns import Toast

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def loses_worth(handler: Handler) -> Handler:
    """Declares that `handler` is of no use for what was written long ago; then one line says so.

    Without it a handler counts whenever its update is handled.
    """

    @wraps(handler)
    async def handle(update: Update, context: Context) -> None:
        if context.turn.late and meant_for(context.bot.bot, update):
            respond(update, context, too_late())
        else:
            await handler(update, context)

    return handle


def ids(update: Update) -> tuple[int, int]:
    """The chat and the person; a message written in the name of a chat has that chat for its person."""
    chat = update.effective_chat
    person = update.effective_user
    chat_id = chat.id if chat else person.id if person else 0
    return chat_id, person.id if person else chat_id


def is_about_petition(update: Update, context: Context) -> bool:
    """Whether a message answers one that is about a petition: then it belongs to nothing else."""
    message = update.effective_message
    above = message.reply_to_message if message else None
    if message is None or above is None:
        return False
    about = context.deps.store.outbox.about(message.chat.id, above.message_id) or ""
    return about.startswith(("petition:", "card:", "draft:"))


def respond(
    update: Update,
    context: Context,
    reply: Reply,
    *,
    in_reply_to: int | None = None,
    edits: tuple[int, ...] = (),
    secret: bool = False,
    about: str | None = None,
    refresh: bool = False,
) -> None:
    """Stages the reply to where the update came from.

    In a group it is tied to the message it answers; in a forum it stays in the topic. `in_reply_to`
    makes it the answer to a message that may be edited, `edits` are the messages it takes the place of;
    what is `secret` is forgotten once it is said. `about` marks its messages, so that they are found again; with
    `refresh` it takes the place of the newest so marked.
    """
    message = update.effective_message
    chat_id, _person_id = ids(update)
    asked = update.message or update.edited_message
    in_group = asked is not None and asked.chat.type != ChatType.PRIVATE
    deed = Deed.REFRESH if refresh else Deed.EDIT if edits else Deed.SEND
    context.turn.stage(
        Outgoing(
            chat_id,
            reply,
            deed=deed,
            thread_id=_thread(message),
            reply_to=asked.message_id if asked and in_group else None,
            edits=edits,
            in_reply_to=in_reply_to,
            secret=secret,
            about=about,
        )
    )


def respond_anew(update: Update, context: Context, message: Message, reply: Reply) -> None:
    """Stages the reply to a message; when that was edited, in the place of what answered it before."""
    earlier: tuple[int, ...] = ()
    if update.edited_message:
        outbox = context.deps.store.outbox
        outbox.withdraw(message.chat.id, message.message_id)
        earlier = outbox.answers_to(message.chat.id, message.message_id)
    respond(update, context, reply, in_reply_to=message.message_id, edits=earlier)


def turn_page(
    update: Update,
    context: Context,
    query: CallbackQuery,
    reply: Reply,
    *,
    secret: bool = False,
    about: str | None = None,
) -> None:
    """Puts the reply in the place of the message whose button was pressed, or below if that is too old.

    `about` marks it as in `respond`.
    """
    chat_id, _person_id = ids(update)
    content = Outgoing(chat_id, reply, secret=secret, about=about)
    if isinstance(query.message, Message):
        edits, thread = (query.message.message_id,), _thread(query.message)
        content = replace(content, deed=Deed.EDIT, edits=edits, thread_id=thread)
    context.turn.stage(content)


def toast(context: Context, query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answers a pressed button, so that its clock stops."""
    context.turn.say_in_passing(Toast(query.id, text, alert))


def refuse(context: Context, query: CallbackQuery, why: str | None = None) -> None:
    """Says politely that the pressed button leads nowhere (any more), or `why`, and keeps it in the audit."""
    context.deps.officials.access.refuse_button(query.from_user.id, context.turn.now)
    toast(context, query, why or _("This button is too old. Please ask again."), alert=True)


async def on_command_in_group(update: Update, context: Context) -> None:
    """Asks for a private chat."""
    respond(update, context, Reply.of(_("Please write this command to me in private.")))


def press_in_private(update: Update, context: Context, press: Callable[[int, str, datetime], Reply]) -> None:
    """Shows what `press` (person, data, now) makes of the pressed button, in its place; in a group it leads nowhere.

    NotAllowed and NotFound of `press` are said on the button.
    """
    query, data = pressed(update)
    chat = update.effective_chat
    _chat_id, person_id = ids(update)
    try:
        if chat is None or chat.type != ChatType.PRIVATE:
            raise NotFound(_("This button is too old. Please ask again."))
        reply = press(person_id, data, context.turn.now)
    except NotAllowed as error:
        toast(context, query, str(error), alert=True)
        return
    except NotFound as error:
        refuse(context, query, str(error))
        return
    toast(context, query)
    turn_page(update, context, query, reply)


def first_of_album(message: Message, context: Context) -> bool:
    """Whether `message` is not one of several pictures sent together of which one was answered already."""
    album = message.media_group_id
    if album is None:
        return True
    context.turn.album = album
    return album != context.turn.last_album


def _thread(message: Message | None) -> int | None:
    return message.message_thread_id if message and message.is_topic_message else None
