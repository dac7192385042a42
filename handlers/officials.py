"""What officials do: invite, see and take back roles, and what becomes of an opened invitation link.

In private chats only: a group would see names and links that are not for it. What is said here holds links that
are not kept, so the outbox forgets it as soon as it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, filters
from telegram.helpers import create_deep_linked_url

from bot.errors import NotAllowed, NotFound
from bot.officials import LINK_PREFIX
from bot.outgoing import Kind, Outgoing
from bot.replies import Reply
from bot.visitors import Visitor
from handlers.context import Context, pressed
from handlers.conversation import on_command_in_group, respond, toast, turn_page
from handlers.message_filters import GROUP, PRIVATE

INVITED = filters.Regex(rf"^/start(@\w+)?\s+{LINK_PREFIX}")


async def on_invite(update: Update, context: Context) -> None:
    """/moi: begins an invitation; with the name of an agency, to its petitions."""
    words = " ".join(context.args or ())
    _answer(update, context, lambda visitor, now: context.deps.officials.start_inviting(visitor, now, words))


async def on_list(update: Update, context: Context) -> None:
    """/canbo: shows who holds roles."""
    _answer(update, context, context.deps.officials.list_officials)


async def on_own_roles(update: Update, context: Context) -> None:
    """/vaitro: shows what the person is and may do."""
    _answer(update, context, lambda visitor, _now: context.deps.officials.own_roles(visitor))


async def on_invited(update: Update, context: Context) -> None:
    """/start with the payload of an invitation link: shows what it offers."""
    token = (context.args or [""])[0].removeprefix(LINK_PREFIX)
    open_invitation = context.deps.officials.open_invitation
    _answer(update, context, lambda visitor, now: open_invitation(visitor, token, now))


async def on_button(update: Update, context: Context) -> None:
    """Does what the pressed button asks for, and shows what came of it in its place."""
    query, data = pressed(update)
    chat = update.effective_chat
    private = chat is not None and chat.type == ChatType.PRIVATE
    try:
        outcome = context.deps.officials.press(_visitor(update, context), data if private else "", context.turn.now)
    except (NotAllowed, NotFound) as error:
        toast(context, query, str(error), alert=True)
        return
    toast(context, query)
    turn_page(update, context, query, outcome.reply, secret=True)
    if outcome.notice:
        context.turn.stage(Outgoing(outcome.notice.person_id, outcome.notice.reply, Kind.NOTICE))


def _answer(update: Update, context: Context, page: Callable[[Visitor, datetime], Reply]) -> None:
    try:
        reply = page(_visitor(update, context), context.turn.now)
    except (NotAllowed, NotFound) as error:
        reply = Reply.of(str(error))
    respond(update, context, reply, secret=True)


def _visitor(update: Update, context: Context) -> Visitor:
    person = update.effective_user
    assert person is not None
    return Visitor(person.id, person.full_name, partial(create_deep_linked_url, context.bot.username))


COMMANDS = {"moi": on_invite, "canbo": on_list, "vaitro": on_own_roles}

HANDLERS = [
    CommandHandler("start", on_invited, PRIVATE & INVITED),
    *(CommandHandler(name, handler, PRIVATE) for name, handler in COMMANDS.items()),
    CommandHandler(list(COMMANDS), on_command_in_group, GROUP),
    CallbackQueryHandler(on_button, r"^o:"),
]
