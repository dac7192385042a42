"""A stand-in for Telegram inside this process: it answers the Bot API's calls and shows them to a screen."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from telegram.request import BaseRequest, RequestData

from bot.replies import Button

CHAT_ID = 1
"""The one private chat, and the person in it."""
BOT = {
    "id": 2,
    "is_bot": True,
    "first_name": "bot",
    "username": "terminal_bot",
    "supports_inline_queries": False,
}

FILES = ("Photo", "Video", "Voice", "Audio", "Document", "Animation", "VideoNote", "Location")

Call = dict[str, Any]


class Screen(Protocol):
    """Where the bot's calls become visible."""

    def show(self, html: str, buttons: tuple[Button, ...], message_id: int) -> None:
        """A new message, or an edited one in its new form."""

    def tell(self, text: str) -> None:
        """A passing word about a pressed button, or that a file came."""


class InProcessTelegram(BaseRequest):
    """Plays as much of the Bot API as one private chat needs; other methods are accepted and do nothing."""

    __slots__ = ("_last_id", "_methods", "_screen")

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._last_id = 0
        self._methods: dict[str, Callable[[Call], object]] = {
            "getMe": lambda _call: BOT,
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "answerCallbackQuery": self._answer,
            "sendMediaGroup": self._send_album,
            **{f"send{kind}": partial(self._send_file, kind.lower()) for kind in FILES},
        }

    @property
    def read_timeout(self) -> float | None:
        """Nothing here takes time."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def next_id(self) -> int:
        """The id of one more message in the chat."""
        self._last_id += 1
        return self._last_id

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the caller names it
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_more: Any,
    ) -> tuple[int, bytes]:
        """Answers the call as the Bot API would."""
        play = self._methods.get(url.rpartition("/")[2], _accept)
        result = play(dict(request_data.parameters) if request_data else {})
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _send(self, call: Call) -> Call:
        return self._shown(call, self.next_id())

    def _edit(self, call: Call) -> Call:
        return self._shown(call, int(call["message_id"]))

    def _send_file(self, kind: str, call: Call) -> Call:
        words = f"{kind} {call.get('caption') or ''}".rstrip()
        self._screen.tell(words)
        return message(self.next_id(), BOT, words)

    def _send_album(self, call: Call) -> list[Call]:
        return [self._send_file(media["type"], media) for media in _parsed(call["media"])]

    def _shown(self, call: Call, message_id: int) -> Call:
        self._screen.show(call["text"], _buttons(call.get("reply_markup")), message_id)
        return message(message_id, BOT, call["text"])

    def _answer(self, call: Call) -> bool:
        if call.get("text"):
            self._screen.tell(call["text"])
        return True


def _accept(_call: Call) -> object:
    return True


def message(message_id: int, sender: Call, text: str) -> Call:
    """A Message object of the Bot API in the private chat."""
    chat = {"id": CHAT_ID, "type": "private"}
    return {"message_id": message_id, "date": int(time.time()), "chat": chat, "from": sender, "text": text}


def _buttons(markup: Any) -> tuple[Button, ...]:
    rows = _parsed(markup or {}).get("inline_keyboard", [])
    return tuple(Button(button["text"], button["callback_data"]) for row in rows for button in row)


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
