"""Where a reply goes, and where a page of a menu is turned."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.i18n import gettext as _
from bot.replies import Reply
from handlers.context import Context
from handlers.delivery import edit, send, toast


def ids(update: Update) -> tuple[int, int]:
    """The chat and the person; a message written in the name of a chat has that chat for its person."""
    chat = update.effective_chat
    person = update.effective_user
    chat_id = chat.id if chat else person.id if person else 0
    return chat_id, person.id if person else chat_id


async def respond(update: Update, context: Context, reply: Reply) -> tuple[int, ...]:
    """Sends the reply to where the update came from and returns the ids of its messages.

    In a group it is tied to the message it answers; in a forum it stays in the topic.
    """
    message = update.effective_message
    chat_id, _person_id = ids(update)
    asked = update.message or update.edited_message
    in_group = asked is not None and asked.chat.type != ChatType.PRIVATE
    return await send(
        context.bot,
        chat_id,
        reply,
        thread_id=_thread(message),
        reply_to=asked.message_id if asked and in_group else None,
    )


async def turn_page(update: Update, context: Context, query: CallbackQuery, reply: Reply) -> None:
    """Puts the reply in the place of the message whose button was pressed, or below if that is too old."""
    chat_id, _person_id = ids(update)
    if isinstance(query.message, Message):
        await edit(context.bot, chat_id, (query.message.message_id,), reply, thread_id=_thread(query.message))
    else:
        await send(context.bot, chat_id, reply)


def first_of_album(message: Message, context: Context) -> bool:
    """Whether `message` is not one of several pictures sent together of which one was answered already."""
    album, chat = message.media_group_id, context.chat_data
    if album is None or chat is None:
        return True
    known, chat["album"] = chat.get("album"), album
    return bool(known != album)


async def refuse(query: CallbackQuery) -> None:
    """Says politely that the pressed button leads nowhere (any more)."""
    await toast(query, _("This button is too old. Please ask again."), alert=True)


def _thread(message: Message | None) -> int | None:
    return message.message_thread_id if message and message.is_topic_message else None
