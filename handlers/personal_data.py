"""A person's own data, in their own private chat: /quyenriengtu, /dulieucuatoi, /xoadulieu."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.enclosures import enclose
from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.outgoing import Outgoing
from handlers.context import Context, pressed
from handlers.conversation import ids, on_command_in_group, refuse, respond, toast, turn_page
from handlers.message_filters import GROUP, PRIVATE


async def on_policy(update: Update, context: Context) -> None:
    """/quyenriengtu: what is kept, why, how long; also in groups, it is no secret."""
    respond(update, context, context.deps.privacy.policy())


async def on_own_data(update: Update, context: Context) -> None:
    """/dulieucuatoi: sends all that is kept of the person."""
    _send_own_data(update, context)


async def on_erase(update: Update, context: Context) -> None:
    """/xoadulieu: says what goes and what stays, and asks."""
    _chat_id, person_id = ids(update)
    respond(update, context, context.deps.privacy.ask(person_id, context.turn.now))


async def on_button(update: Update, context: Context) -> None:
    """Sends the person's data, asks about erasing, or erases."""
    query, data = pressed(update)
    chat_id, person_id = ids(update)
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        toast(context, query, _("Please write to me in private: /quyenriengtu"), alert=True)
        return
    privacy, now = context.deps.privacy, context.turn.now
    match data.split(":"):
        case ["data"]:
            toast(context, query)
            _send_own_data(update, context)
        case ["erase"]:
            toast(context, query)
            context.turn.stage(Outgoing(chat_id, privacy.ask(person_id, now)))
        case ["erase", asked_at] if asked_at.isascii() and asked_at.isdecimal() and len(asked_at) <= 11:
            try:
                done = privacy.erase(person_id, int(asked_at), now)
            except (NotAllowed, NotFound) as error:
                refuse(context, query, str(error))
                return
            toast(context, query)
            turn_page(update, context, query, done)
        case _:
            refuse(context, query)


def _send_own_data(update: Update, context: Context) -> None:
    chat_id, person_id = ids(update)
    deps = context.deps
    as_json, as_text = deps.privacy.own_data(person_id, context.turn.now)
    files = (
        enclose(deps.settings.data_dir, as_text, _("my-data") + ".txt"),
        enclose(deps.settings.data_dir, as_json, _("my-data") + ".json"),
    )
    context.turn.stage(Outgoing(chat_id, deps.privacy.pages.here(), files=files, secret=True))


HANDLERS = [
    CommandHandler("quyenriengtu", on_policy, filters.UpdateType.MESSAGE),
    CommandHandler("dulieucuatoi", on_own_data, PRIVATE),
    CommandHandler("xoadulieu", on_erase, PRIVATE),
    CommandHandler(["dulieucuatoi", "xoadulieu"], on_command_in_group, GROUP),
    CallbackQueryHandler(on_button, r"^d:"),
]
