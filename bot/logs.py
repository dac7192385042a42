"""Log lines: text or JSON on stderr, with all that is secret or a person's taken out (`bot.redaction`).

Numbers given as `extra`, such as ids and milliseconds, stand behind the message or as fields of the JSON:

    log.info("update handled", extra={"update": update_id, "ms": 12})
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from bot.redaction import HIDDEN, Redactor

__all__ = ["HIDDEN", "set_up_logging"]

QUIET = ("aiohttp", "httpx", "httpcore", "telegram", "tornado.access")
"""Loggers that write every request's address, which holds the token, or at DEBUG what people wrote."""

_STANDARD = {*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName", "event"}


class Guarded(logging.Formatter):
    """Formats what the redactor leaves of a record."""

    def __init__(self, inner: logging.Formatter, redactor: Redactor) -> None:
        super().__init__()
        self._inner = inner
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The line, with nothing in it that must not be written."""
        return self._inner.format(self._redactor.redacted(record))


class TextLines(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line without the traceback."""
        return " ".join([super().formatMessage(record), *(f"{key}={value}" for key, value in _numbers(record).items())])


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; `event` is the same in all lines from one place."""
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": getattr(record, "event", record.msg),
            "message": record.getMessage(),
            **_numbers(record),
        }
        if record.exc_text:
            fields["exception"] = record.exc_text
        return json.dumps(fields, ensure_ascii=False)


class _Lines(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Loses the line: logging's own complaint would show all that it must not."""


def set_up_logging(level: str, line_format: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Sends the log lines of `level` and above to `stream` (stderr) as "text" or "json".

    `secrets` are never written; what was set up before is replaced. An error that ends the program is
    logged in the same way.
    """
    handler = _Lines(stream or sys.stderr)
    handler.setFormatter(Guarded(JsonLines() if line_format == "json" else TextLines(), Redactor(secrets)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("the program ends with an error", exc_info=(kind, error, trace))


def _numbers(record: logging.LogRecord) -> dict[str, int | float]:
    """What was given as `extra`. Only numbers: a text could be a person's."""
    given = record.__dict__.items()
    return {key: value for key, value in given if key not in _STANDARD and isinstance(value, int | float)}
