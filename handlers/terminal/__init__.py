"""The bot in a terminal: the same application, with the keyboard and the screen in Telegram's place."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import TextIO

from bot.i18n import gettext as _
from handlers.context import Deps
from handlers.terminal.session import Session

END = "/thoat"


def chat(deps: Deps, source: TextIO = sys.stdin, target: TextIO = sys.stdout) -> None:
    """Talks with whoever types until the input ends or says /thoat.

    At a keyboard the conversation opens with /start; input from a pipe is just answered, line by line,
    and shown once several people talk.
    """
    interactive = source.isatty()
    with asyncio.Runner() as runner:
        session = Session(deps, target)
        runner.run(session.open())
        try:
            if interactive:
                print(_("Type a question, the number of a button, :help for more, or /thoat to leave."), file=target)
                runner.run(session.take("/start"))
            for line in _lines(session, source, target if not interactive else None):
                runner.run(session.take(line))
        except KeyboardInterrupt:
            print(file=target)
        finally:
            runner.run(session.close())


def _lines(session: Session, source: TextIO, echo: TextIO | None) -> Iterator[str]:
    """The lines typed, or those of a pipe, which are then shown on `echo` where several people talk."""
    while True:
        try:
            line = input(session.prompt) if echo is None else source.readline()
        except EOFError:
            return
        if line.strip() == END or (echo is not None and not line):
            return
        if echo is not None and session.several and line.strip():
            print(session.prompt + line.rstrip(), file=echo)
        yield line
