"""Inline mode: answers offered while somebody types the bot's name in any chat."""

from __future__ import annotations

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.ext import InlineQueryHandler

from bot.asking import Suggestion
from handlers.context import Context
from handlers.rendering import parts
from handlers.turns import Offer

RESULTS = 10
DESCRIPTION = 120


async def on_inline(update: Update, context: Context) -> None:
    """Offers up to RESULTS answers."""
    query = update.inline_query
    if query is None:
        return
    found = [_article(suggestion) for suggestion in context.deps.asking.inline(query.query)[:RESULTS]]
    context.turn.say_in_passing(Offer(query.id, found))


def _article(suggestion: Suggestion) -> InlineQueryResultArticle:
    content = InputTextMessageContent(parts(suggestion.reply)[0], parse_mode=ParseMode.HTML)
    description = suggestion.reply.blocks[0].text[:DESCRIPTION]
    return InlineQueryResultArticle(suggestion.key, suggestion.title, content, description=description)


HANDLERS = [InlineQueryHandler(on_inline)]
