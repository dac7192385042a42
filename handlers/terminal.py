"""The bot in a terminal: the same application, with the keyboard and the screen in Telegram's place."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from typing import TextIO

from bot.i18n import gettext as _
from bot.replies import Button
from handlers.application import build_application
from handlers.context import App, Deps
from handlers.incoming import arrivals
from handlers.limiter import Limits
from handlers.pace import Pace
from handlers.rendering import plain
from handlers.transport import BOT, CHAT_ID, Call, InProcessTelegram, message
from handlers.works import Works

END = "/thoat"
BEFORE_ALL_TELEGRAM = 10**13
"""Taken from the time in milliseconds it gives numbers that grow and are never those of a real update."""
UNLIMITED = Limits(per_second=10_000, chat_per_second=10_000.0)
PERSON = {"id": CHAT_ID, "is_bot": False, "first_name": "-"}


def chat(deps: Deps, source: TextIO = sys.stdin, target: TextIO = sys.stdout) -> None:
    """Talks with whoever types until the input ends or says /thoat.

    At a keyboard the conversation opens with /start; input from a pipe is just answered, line by line.
    """
    interactive = source.isatty()
    with asyncio.Runner() as runner:
        session = Session(deps, target)
        runner.run(session.open())
        try:
            if interactive:
                print(_("Type a question, the number of a button, or /thoat to leave."), file=target)
                runner.run(session.take("/start"))
            for line in _lines(source, interactive):
                runner.run(session.take(line))
        except KeyboardInterrupt:
            print(file=target)
        finally:
            runner.run(session.close())


class Session:
    """One conversation. Buttons are numbered; the numbers belong to the message shown last."""

    def __init__(self, deps: Deps, target: TextIO) -> None:
        self._target = target
        self._telegram = InProcessTelegram(self)
        self._application: App = build_application(deps, token="terminal", calls=self._telegram, updates=self._telegram)
        self._works: Works | None = None
        self._deps = deps
        self._buttons: tuple[Button, ...] = ()
        self._shown = Call(message(0, BOT, ""))
        self._last_update = -BEFORE_ALL_TELEGRAM

    async def open(self) -> None:
        """Makes the application ready."""
        await self._application.initialize()
        self._works = Works(self._application, Pace(limits=UNLIMITED))

    async def close(self) -> None:
        """Ends the application."""
        await self._application.shutdown()

    async def take(self, line: str) -> None:
        """Handles one line: the number of a button presses it, all else is said. Returns after the reply."""
        text = line.strip()
        if text.isdecimal() and 1 <= int(text) <= len(self._buttons):
            await self._press(self._buttons[int(text) - 1])
        elif text:
            await self._say(text)

    def show(self, html: str, buttons: tuple[Button, ...], message_id: int) -> None:
        """Prints a message of the bot."""
        self._shown, self._buttons = message(message_id, BOT, plain(html)), buttons
        self._print(plain(html))
        if buttons:
            self._print("  ".join(_choice(number, button.label) for number, button in enumerate(buttons, start=1)))
        self._print("")

    def tell(self, text: str) -> None:
        """Prints what is said about a pressed button."""
        self._print(f"({text})\n")

    async def _say(self, text: str) -> None:
        said = message(self._telegram.next_id(), PERSON, text)
        if text.startswith("/"):
            command = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
            said["entities"] = [command]
        await self._handle({"message": said})

    async def _press(self, button: Button) -> None:
        pressed = {
            "id": "1",
            "from": PERSON,
            "chat_instance": "1",
            "message": self._shown,
            "data": button.data,
        }
        await self._handle({"callback_query": pressed})

    async def _handle(self, content: Call) -> None:
        assert self._works is not None, "the session is open"
        self._last_update = max(self._last_update + 1, time.time_ns() // 1_000_000 - BEFORE_ALL_TELEGRAM)
        update = {"update_id": self._last_update, **content}
        self._deps.store.inbox.add(arrivals([update]), self._deps.clock())
        self._works.dispatcher.take(CHAT_ID, self._last_update)
        await self._works.dispatcher.idle()
        await self._works.clerk.finish()
        self._works.dispatcher.wake(CHAT_ID)
        await self._works.dispatcher.idle()

    def _print(self, text: str) -> None:
        print(text, file=self._target, flush=True)


def _choice(number: int, label: str) -> str:
    return f"[{number}]" if label == str(number) else f"[{number}] {label}"


def _lines(source: TextIO, interactive: bool) -> Iterator[str]:
    while True:
        try:
            line = input("> ") if interactive else source.readline()
        except EOFError:
            return
        if line.strip() == END or (not interactive and not line):
            return
        yield line
