"""The standard streams of a command."""

from __future__ import annotations

import sys


def speak_utf8() -> None:
    """Makes standard input, output and errors UTF-8, whatever the terminal says; what cannot be read is replaced."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
