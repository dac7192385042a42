"""Inline mode: answers offered while somebody types the bot's name in any chat."""

from __future__ import annotations

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import InlineQueryHandler

from bot.asking import Suggestion
from handlers.context import Context
from handlers.delivery import patiently
from handlers.rendering import parts

RESULTS = 10
CACHE_SECONDS = 300
DESCRIPTION = 120


async def on_inline(update: Update, context: Context) -> None:
    """Offers up to RESULTS answers; being in the person's language, they are cached for each person."""
    query = update.inline_query
    if query is None:
        return
    found = [_article(suggestion) for suggestion in context.deps.asking.inline(query.query)[:RESULTS]]
    try:
        await patiently(lambda: query.answer(found, cache_time=CACHE_SECONDS, is_personal=True))
    except BadRequest as error:
        # Somebody who types on has left this query behind.
        if "too old" not in error.message.lower():
            raise


def _article(suggestion: Suggestion) -> InlineQueryResultArticle:
    content = InputTextMessageContent(parts(suggestion.reply)[0], parse_mode=ParseMode.HTML)
    description = suggestion.reply.blocks[0].text[:DESCRIPTION]
    return InlineQueryResultArticle(suggestion.key, suggestion.title, content, description=description)


HANDLERS = [InlineQueryHandler(on_inline)]
