"""The chats of the terminal: what was said in each, and which buttons can be pressed there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.i18n import gettext as _
from bot.replies import Button
from handlers.terminal.names import GROUP, SELF, Names

Call = dict[str, Any]
"""An object of the Bot API, or the parameters of a call of it."""

BOT: Call = {
    "id": 2,
    "is_bot": True,
    "first_name": "bot",
    "username": "terminal_bot",
    "supports_inline_queries": False,
}
LATELY = 1_700_000_000_000_000
"""A moment of the year 2023: numbers of messages are positive, and exact also in JavaScript."""


class Numbers:
    """Numbers that grow from call to call, and from one run to the next: microseconds since a moment."""

    def __init__(self, since: int) -> None:
        self._since, self._last = since, -since

    def next(self) -> int:
        """One more."""
        self._last = max(self._last + 1, time.time_ns() // 1_000 - self._since)
        return self._last


@dataclass(slots=True)
class Place:
    """A chat. Its messages have small numbers to show beside the ones of the Bot API."""

    id: int
    is_forum: bool = False
    messages: dict[int, Call] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    keys: Call | None = None
    """The message with buttons shown last."""
    awaited: int | None = None
    """The message which the next line answers."""
    _shown: dict[int, int] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Whether several people are in it."""
        return self.id < 0

    def keep(self, message: Call) -> None:
        """Takes a new message, or the new form of one."""
        number = message["message_id"]
        self.messages[number] = message
        self._shown.setdefault(number, len(self._shown) + 1)
        if buttons_of(message):
            self.keys = message
        elif self.keys is not None and self.keys["message_id"] == number:
            self.keys = None

    def remove(self, message_id: int) -> bool:
        """Whether there was such a message until now."""
        if self.keys is not None and self.keys["message_id"] == message_id:
            self.keys = None
        return self.messages.pop(message_id, None) is not None

    def shown_number(self, message_id: int) -> int | None:
        """The number under which people see the message."""
        return self._shown.get(message_id)

    def shown_as(self, number: int) -> Call | None:
        """The message that people see under this number."""
        return next((self.messages.get(own) for own, shown in self._shown.items() if shown == number), None)

    def last(self, fits: Callable[[Call], bool]) -> Call | None:
        """The newest message that fits."""
        return next((message for message in reversed(self.messages.values()) if fits(message)), None)

    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed here, in the order of its numbers."""
        return buttons_of(self.keys) if self.keys else ()


class World:
    """All chats of one conversation, and the people in them."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.message_ids = Numbers(since=LATELY)
        self._places: dict[int, Place] = {}

    def place(self, chat_id: int) -> Place:
        """The chat with this number; every number has one."""
        return self._places.setdefault(chat_id, Place(chat_id))

    def person(self, person_id: int) -> Call:
        """The person as User of the Bot API."""
        name = "-" if person_id == SELF else self.names.of(person_id) or str(person_id)
        return {"id": person_id, "is_bot": False, "first_name": name}

    def chat(self, place: Place) -> Call:
        """The place as Chat of the Bot API."""
        if not place.is_group:
            return {"id": place.id, "type": "private", "first_name": self.person(place.id)["first_name"]}
        forum = {"is_forum": True} if place.is_forum else {}
        return {"id": place.id, "type": "supergroup", "title": self.title(place.id), **forum}

    def title(self, chat_id: int) -> str:
        """What the chat is called on the screen."""
        if chat_id in (SELF, GROUP):
            return _("staff group") if chat_id == GROUP else _("me")
        return self.names.of(chat_id) or _("number %(number)s", number=chat_id)


def buttons_of(message: Call) -> tuple[Button, ...]:
    """The buttons below the message that can be pressed."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return tuple(
        Button(button["text"], button["callback_data"]) for row in rows for button in row if "callback_data" in button
    )
