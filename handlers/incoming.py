"""Updates as Telegram sends them, before the library makes objects of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from telegram import Update

from bot.store.inbox import Arrival

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1

log = logging.getLogger(__name__)


def arrivals(updates: Iterable[Any]) -> Iterator[Arrival]:
    """The updates as they are kept; what has no usable number can neither be kept nor confirmed, and is left out."""
    for update in updates:
        number: Any = update.get("update_id") if isinstance(update, dict) else None
        if not _is_id(number):
            log.error("an update without a usable number is left out")
            continue
        kind, content = _content(update)
        yield Arrival(number, _chat_id(content), kind, json.dumps(update))


def sent_at(raw: dict[str, Any]) -> datetime | None:
    """When the person wrote or edited the message of the update; None for what bears no date, such as a button."""
    kind, content = _content(raw)
    date = content.get("edit_date") or content.get("date") if kind != Update.CALLBACK_QUERY else None
    try:
        return datetime.fromtimestamp(date, UTC) if isinstance(date, int) else None
    except (OverflowError, ValueError, OSError):
        return None


def _content(update: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    for kind, content in update.items():
        if isinstance(content, dict):
            return str(kind)[:40], content
    return "", {}


def _chat_id(content: dict[str, Any]) -> int:
    """The id of the chat, else of the person (an inline query has no chat), else 0."""
    message = content.get("message")
    for holder in (content, message if isinstance(message, dict) else {}):
        chat = holder.get("chat")
        if isinstance(chat, dict) and _is_id(chat.get("id")):
            return int(chat["id"])
    person = content.get("from")
    return int(person["id"]) if isinstance(person, dict) and _is_id(person.get("id")) else 0


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and _SMALLEST <= value <= _LARGEST
