"""All that no other handler took: unknown commands, stickers, polls, old buttons."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.actions import unsupported
from handlers.context import Context, pressed
from handlers.conversation import first_of_album, refuse, respond
from handlers.start import on_help

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL


async def on_anything_else(update: Update, context: Context) -> None:
    """Says what the bot can read."""
    message = update.effective_message
    if message and first_of_album(message, context):
        respond(update, context, unsupported())


async def on_unknown_button(update: Update, context: Context) -> None:
    """A button of an older version, or one that nobody made."""
    query, _data = pressed(update)
    refuse(context, query)


HANDLERS = [
    MessageHandler(PRIVATE & filters.COMMAND, on_help),
    MessageHandler(PRIVATE, on_anything_else),
    CallbackQueryHandler(on_unknown_button),
]
