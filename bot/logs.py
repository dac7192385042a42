"""Log lines: text or JSON on stderr, with every secret taken out."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

HIDDEN = "[…]"
QUIET = ("httpx", "httpcore", "telegram")
"""Loggers that write every request's address, which holds the token, or at DEBUG what people wrote."""

_TOKEN_IN_ADDRESS = re.compile(r"(/bot)\d+:[A-Za-z0-9_-]+")


class Redacting(logging.Formatter):
    """Formats a record with `inner`, then hides tokens and the given secrets, in tracebacks too."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._inner = inner
        # The longest first: a secret may be part of another.
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line, with nothing secret in it."""
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return _TOKEN_IN_ADDRESS.sub(rf"\1{HIDDEN}", line)


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def set_up_logging(level: str, line_format: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Sends the log lines of `level` and above to `stream` (stderr) as "text" or "json".

    `secrets` are never written; what was set up before is replaced.
    """
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(JsonLines() if line_format == "json" else plain, secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
