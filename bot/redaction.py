"""What of a log record may be written down: the event, ids and times, never what people wrote or who they are.

Nobody can see from a text whether it is a person's. So the bot's own lines are let through as they are
written in the code, and of what is filled in, only what is harmless by its type or form. Lines of libraries
may hold anything; of these, only the part that is written in their code is shown.
"""

from __future__ import annotations

import copy
import logging
import re
import traceback
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from pathlib import PurePath
from typing import Any

HIDDEN = "[…]"
OWN = ("bot", "handlers", "knowledge", "__main__")
LONGEST = 200

_QUOTED = re.compile(r"""(?<!\w)["'«“](?:.*["'»”]|.*)""", re.DOTALL)
"""Telegram quotes the message in some of its errors (can't parse entities: unsupported start tag "…"). From the
first quotation mark to the last: what is quoted may hold some itself."""

_SECRETS = re.compile(
    r"""
      (?<=/bot)\d+:[A-Za-z0-9_-]+              # a token in an address
    | \b\d{6,}:[A-Za-z0-9_-]{20,}              # a token by itself
    | (?<![\w.:-])(?:\+|0)\d(?:[ .-]?\d){7,13}(?![\w:])   # a phone or citizen number; Telegram's ids begin otherwise
    | [\w.+-]+@[\w-]+\.[\w.-]+                 # a mail address
    """,
    re.VERBOSE,
)


class Redactor:
    """Takes out of log records what must not be written, and the given secrets wherever they stand."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets`: texts that are never shown."""
        # The longest first: a secret may be part of another.
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def redacted(self, record: logging.LogRecord) -> logging.LogRecord:
        """A copy of the record that can be shown; `event` is what all records of its place have in common."""
        own = record.name.partition(".")[0] in OWN
        safe = copy.copy(record)
        # A library's line without places to fill in may have been put together before.
        safe.event = self._masked(str(record.msg)) if own or record.args else HIDDEN
        safe.msg = self._masked(_message(record, own)) if own or record.args else f"{HIDDEN} {_place(record)}"
        safe.args = None
        if record.exc_info and record.exc_info[1]:
            safe.exc_text = self._masked(told(record.exc_info[1]))
        else:
            safe.exc_text = None
        safe.exc_info = None
        return safe

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _SECRETS.sub(HIDDEN, text)


def told(error: BaseException) -> str:
    """Where the error and its causes arose, and of what type they are, without their words."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None and len(parts) < 10:
        parts.append("".join(traceback.format_tb(current.__traceback__)) + type(current).__name__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nafter\n".join(parts)


def _message(record: logging.LogRecord, own: bool) -> str:
    args: Any = record.args
    # A single mapping is unpacked by logging, whether the line names its keys or not.
    if isinstance(args, Mapping) and "%(" not in str(record.msg):
        args = (args,)
    if isinstance(args, Mapping):
        args = {name: _safe(value, own) for name, value in args.items()}
    elif args:
        args = tuple(_safe(value, own) for value in args)
    try:
        return str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError):
        return str(record.msg)


def _safe(value: object, own: bool) -> object:
    if value is None or isinstance(value, int | float | date | time | timedelta | PurePath):
        return value
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, str) and own:
        # The bot logs names of types, places in the code and errors of the Bot API: all of them ASCII, on one line.
        return _QUOTED.sub(HIDDEN, value)[:LONGEST] if value.isascii() and value.isprintable() else HIDDEN
    return HIDDEN if isinstance(value, str) else f"<{type(value).__name__}>"


def _place(record: logging.LogRecord) -> str:
    return f"({record.filename}:{record.lineno})"
