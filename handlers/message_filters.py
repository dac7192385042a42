"""Which messages a handler takes: where they were written, and whether there is anything in them."""

from __future__ import annotations

from telegram.ext import filters

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE

WORDS = filters.TEXT & ~filters.COMMAND
SENT = WORDS | filters.ATTACHMENT
"""Words and all that can be sent; no commands, and nothing that Telegram itself puts into a chat."""
