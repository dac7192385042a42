"""Choosing the language in which the bot speaks to a person."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.actions import language_question, language_set
from bot.i18n import SUPPORTED, use_locale
from bot.replies import Reply
from handlers.context import Context, pressed
from handlers.conversation import ids, refuse, respond, toast, turn_page


async def on_language(update: Update, context: Context) -> None:
    """Offers the languages, or takes the one named behind the command."""
    code = context.args[0].lower() if context.args else ""
    respond(update, context, _chosen(update, context, code) if code in SUPPORTED else language_question())


async def on_choice(update: Update, context: Context) -> None:
    """Takes the language of the pressed button."""
    query, code = pressed(update)
    if code not in SUPPORTED:
        refuse(context, query)
        return
    reply = _chosen(update, context, code)
    toast(context, query)
    turn_page(update, context, query, reply)


def _chosen(update: Update, context: Context, code: str) -> Reply:
    _chat_id, person_id = ids(update)
    context.deps.store.people.set_language(person_id, code, context.deps.clock())
    with use_locale(code):
        return language_set()


HANDLERS = [CommandHandler(["ngonngu", "language"], on_language), CallbackQueryHandler(on_choice, r"^l:")]
