"""A stand-in for Telegram inside this process: the bot's calls are carried out here instead of over HTTP."""

from __future__ import annotations

import json
from typing import Any

from telegram.request import BaseRequest, RequestData

from handlers.terminal.methods import Methods, Refused
from handlers.terminal.places import Call
from handlers.turns import forbid_in_turn

_OBJECTS = ("reply_markup", "reply_parameters", "media")
"""Parameters that the library may have written as JSON already."""


class InProcessTelegram(BaseRequest):
    """Plays as much of the Bot API as the bot's chats need; other methods are accepted and do nothing."""

    __slots__ = ("_methods",)

    def __init__(self, methods: Methods) -> None:
        self._methods = methods

    @property
    def read_timeout(self) -> float | None:
        """Nothing here takes time."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the caller names it
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_more: Any,
    ) -> tuple[int, bytes]:
        """Answers the call as the Bot API would; what lies behind /file/ is downloaded.

        Raises Suspended for a handler's call, as the real transport does.
        """
        forbid_in_turn()
        name = url.rpartition("/")[2]
        if "/file/bot" in url:
            return 200, self._methods.files.content(name)
        try:
            result = self._methods.call(name, _parameters(request_data))
        except Refused as refused:
            answer = {"ok": False, "error_code": 400, "description": f"Bad Request: {refused}"}
            return 400, json.dumps(answer).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _parameters(given: RequestData | None) -> Call:
    """The parameters as values, and below "attached" the names and contents of what is uploaded."""
    if given is None:
        return {}
    values: Call = dict(given.parameters)
    for name in _OBJECTS:
        if isinstance(values.get(name), str):
            values[name] = json.loads(values[name])
    if given.contains_files:
        values["attached"] = {
            part: (name, content if isinstance(content, bytes) else content.read())
            for part, (name, content, _kind) in given.multipart_data.items()
        }
    return values
