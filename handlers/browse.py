"""Leafing through the plan: a command opens a list in a new message, its buttons turn the pages in place."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.errors import NotFound
from handlers.context import Context
from handlers.conversation import refuse, respond, toast, turn_page

LISTS = {
    "mucluc": "m:outline",
    "nhiemvu": "m:duties",
    "muctieu": "m:goals",
    "thoihan": "m:deadlines",
    "vanban": "m:docs:all:0",
}
"""The commands, and the page each opens."""


async def on_list(update: Update, context: Context) -> None:
    """Opens the list that the command names."""
    message = update.effective_message
    name = (message.text or "").split()[0][1:].partition("@")[0].lower() if message else ""
    respond(update, context, context.deps.browsing.show(LISTS[name], context.deps.clock()))


async def on_page(update: Update, context: Context) -> None:
    """Turns to the page of the pressed button."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    try:
        reply = context.deps.browsing.show(query.data, context.deps.clock())
    except NotFound as error:
        refuse(context, query, str(error))
        return
    toast(context, query)
    turn_page(update, context, query, reply)


HANDLERS = [CommandHandler(list(LISTS), on_list), CallbackQueryHandler(on_page, r"^m:")]
