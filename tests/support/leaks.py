"""Whether words reached chats that are not meant to read them: every call that the bot ever made is looked at."""

from __future__ import annotations

import contextlib
import html
import json
from collections.abc import Container, Iterable

from tests.telegram_server import Call, TelegramServer


def leaks(server: TelegramServer, words: Iterable[str], entitled: Container[int]) -> list[str]:
    """Which of the words went where, to anybody but the entitled chats; letters of both cases are the same."""
    wanted = [word.lower() for word in words]
    found = []
    for call in server.sent:
        chat_id = reader(server, call)
        if chat_id is None or chat_id in entitled:
            continue
        text = " ".join(map(_plain, call.params.values()))
        found += [f"{word} in {call.method} to {chat_id}" for word in wanted if word in text]
    return found


def reader(server: TelegramServer, call: Call) -> int | None:
    """The chat that a call writes to, or the person to whom something pops up."""
    if "chat_id" in call.params:
        return int(call.params["chat_id"])
    query = server.world.callback_queries.get(str(call.params.get("callback_query_id")))
    return query.person["id"] if query else None


def _plain(value: object) -> str:
    """What people read of a parameter, without markup and escapes."""
    text = str(value)
    if text[:1] in ("{", "["):
        with contextlib.suppress(ValueError):
            text = json.dumps(json.loads(text), ensure_ascii=False)
    return html.unescape(text).lower()


def everybody(server: TelegramServer) -> frozenset[int]:
    """All chats that there are."""
    return frozenset(server.world.chats)


def said_in_private(server: TelegramServer, person_id: int) -> list[str]:
    """All that the person wrote to the bot, commands left out."""
    messages = server.world.chats[person_id].messages.values()
    return [message.text for message in messages if not message.by_bot and message.text and message.text[0] != "/"]
