"""Beginning: /start, /help, coming into a group, and the list of all commands."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import CommandHandler

from bot.actions import greeting, help_reply
from bot.i18n import gettext as _
from bot.replies import Block, Reply
from handlers.context import Context
from handlers.conversation import respond

COMMANDS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("gopy", lambda: _("Write a petition")),
    ("phananh", lambda: _("My petitions")),
    ("help", lambda: _("What I can do")),
    ("mucluc", lambda: _("Contents")),
    ("nhiemvu", lambda: _("Who does what")),
    ("muctieu", lambda: _("Goals")),
    ("thoihan", lambda: _("Report deadlines")),
    ("lich", lambda: _("Deadlines for my calendar")),
    ("vanban", lambda: _("Documents")),
    ("huy", lambda: _("Cancel what I am writing")),
    ("ngonngu", lambda: _("Language")),
    ("quyenriengtu", lambda: _("Your privacy")),
)
"""The commands in Telegram's menu, each with what it is for."""

_AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def on_start(update: Update, context: Context) -> None:
    """Says hello; in a group, how to be heard there."""
    respond(update, context, _hello(update, context))


async def on_help(update: Update, context: Context) -> None:
    """Says what the bot can do."""
    respond(update, context, help_reply())


async def on_membership(update: Update, context: Context) -> None:
    """Says hello in a group that has just let the bot in; notes who blocks the bot and who lets it in again."""
    change = update.my_chat_member
    if change is None:
        return
    if change.chat.type == ChatType.PRIVATE:
        people = context.deps.store.people
        if change.new_chat_member.status in _AWAY:
            people.unreachable(change.chat.id, context.turn.now)
        else:
            people.reachable(change.chat.id)
    if change.chat.type not in _GROUPS:
        return
    if change.old_chat_member.status in _AWAY and change.new_chat_member.status not in _AWAY:
        respond(update, context, _hello(update, context))


def _hello(update: Update, context: Context) -> Reply:
    hello = greeting()
    chat = update.effective_chat
    if chat is None or chat.type not in _GROUPS:
        return hello
    name = f"@{context.bot.username}"
    how = _("In a group I answer when you name me (%(name)s) or reply to one of my messages.", name=name)
    return Reply((*hello.blocks, Block(how)), hello.buttons)


HANDLERS = [
    CommandHandler("start", on_start),
    CommandHandler("help", on_help),
]
