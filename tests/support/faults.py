"""Faults a test can order from the Telegram server, and Telegram's own flood limits."""

import json
import math
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

FaultKind = Literal["error", "retry_after", "migrate", "html", "drop_before", "drop_after", "delay", "half_json"]

_STATUS_TEXT = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_PORTAL = "<html><head><title>Login</title></head><body>Please accept the terms of this network.</body></html>"


def error_body(code: int, description: str, parameters: dict[str, Any] | None = None) -> bytes:
    """Return the JSON body with which the Bot API reports an error."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return json.dumps(body).encode()


@dataclass
class Fault:
    """One ordered fault; hits tells how often it struck."""

    kind: FaultKind
    methods: frozenset[str] | None
    times: int | None
    skip: int
    chat_id: int | None
    code: int
    description: str
    parameters: dict[str, Any]
    body: str
    seconds: float
    hits: int = 0

    @property
    def takes_effect(self) -> bool:
        """Whether Telegram does what was asked although the bot does not get to know."""
        return self.kind in ("drop_after", "half_json", "delay")

    def _matches(self, method: str, chat_id: int | None) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        if self.methods is not None and method.lower() not in self.methods:
            return False
        return self.chat_id is None or self.chat_id == chat_id

    def strike(self, method: str, chat_id: int | None) -> bool:
        """Return whether this call is hit, and count it."""
        if not self._matches(method, chat_id):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.hits += 1
        return True


class Faults:
    """The faults that are ordered now, oldest first."""

    def __init__(self) -> None:
        """Start without faults."""
        self._faults: list[Fault] = []

    def add(
        self,
        kind: FaultKind,
        *,
        method: str | Iterable[str] | None = None,
        times: int | None = 1,
        skip: int = 0,
        chat_id: int | None = None,
        code: int = 500,
        description: str | None = None,
        retry_after: int = 1,
        migrate_to: int = 0,
        body: str = _PORTAL,
        seconds: float = 0.0,
    ) -> Fault:
        """Order a fault and return it.

        Kinds: "error" answers code and description; "retry_after" answers 429 with
        parameters.retry_after; "migrate" answers 400 with parameters.migrate_to_chat_id; "html" answers
        body as a web page with status code (200 unless code is given another value than 500);
        "drop_before" and "drop_after" close the connection before or after the call took effect;
        "delay" holds the call for seconds and then goes on; "half_json" does the call and breaks off
        its JSON in the middle.
        method names one or more methods (None: every method), times says how often (None: until
        cleared), skip lets that many calls pass first, chat_id limits it to one chat.
        """
        parameters: dict[str, Any] = {}
        if kind == "retry_after":
            code, parameters = 429, {"retry_after": retry_after}
            description = description or f"Too Many Requests: retry after {retry_after}"
        elif kind == "migrate":
            code, parameters = 400, {"migrate_to_chat_id": migrate_to}
            description = description or "Bad Request: group chat was upgraded to a supergroup chat"
        elif kind == "html" and code == 500:
            code = 200
        names = [method] if isinstance(method, str) else method
        fault = Fault(
            kind=kind,
            methods=None if names is None else frozenset(name.lower() for name in names),
            times=times,
            skip=skip,
            chat_id=chat_id,
            code=code,
            description=description or _STATUS_TEXT.get(code, "Error"),
            parameters=parameters,
            body=body,
            seconds=seconds,
        )
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    def pick(self, method: str, chat_id: int | None) -> tuple[float, Fault | None]:
        """Return the seconds to hold this call and the fault that ends it, if any."""
        delay = 0.0
        for fault in self._faults:
            if fault.strike(method, chat_id):
                if fault.kind != "delay":
                    return delay, fault
                delay += fault.seconds
        return delay, None


@dataclass
class FloodLimits:
    """Telegram's limits for sending, off until enabled is set.

    The Bots FAQ gives about 30 messages a second to all chats, 1 a second to one chat with short bursts
    tolerated, and 20 a minute to one group. The real limits are not published to the digit.
    """

    enabled: bool = False
    per_second: int = 30
    per_chat_per_second: float = 1.0
    chat_burst: int = 3
    per_group_per_minute: int = 20
    _all: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)

    def refuse(self, chat_id: int, is_group: bool, now: float) -> int | None:
        """Count one message; return None when it may pass, else the retry_after in seconds.

        A refused message is not counted.
        """
        if not self.enabled:
            return None
        waits: list[float] = []
        while self._all and self._all[0] <= now - 1.0:
            self._all.popleft()
        if len(self._all) >= self.per_second:
            waits.append(self._all[0] + 1.0 - now)
        group = self._groups[chat_id]
        while group and group[0] <= now - 60.0:
            group.popleft()
        if is_group and len(group) >= self.per_group_per_minute:
            waits.append(group[0] + 60.0 - now)
        tokens, since = self._chats.get(chat_id, (float(self.chat_burst), now))
        tokens = min(float(self.chat_burst), tokens + (now - since) * self.per_chat_per_second)
        if tokens < 1.0:
            waits.append((1.0 - tokens) / self.per_chat_per_second)
        if waits:
            return max(1, math.ceil(max(waits)))
        self._all.append(now)
        if is_group:
            group.append(now)
        self._chats[chat_id] = (tokens - 1.0, now)
        return None
