"""The way from the terminal into the bot: updates are kept and handled, and all that is due is sent."""

from __future__ import annotations

from datetime import timedelta

from bot.flood import Window
from handlers.application import build_application
from handlers.context import App, Deps
from handlers.incoming import arrivals
from handlers.limiter import Limits
from handlers.pace import Pace
from handlers.terminal.names import is_ours
from handlers.terminal.places import Call, Numbers
from handlers.terminal.transport import InProcessTelegram
from handlers.works import Works

BEFORE_ALL_TELEGRAM = 10**16
"""Taken from the time in microseconds it gives numbers that grow and are never those of a real update."""
_NO_WINDOW = Window(1_000_000, timedelta(seconds=1))
UNHURRIED = Pace(
    limits=Limits(per_second=10_000, chat_per_second=10_000.0, group_per_minute=600_000),
    flood=((_NO_WINDOW,), _NO_WINDOW, ()),
)
"""No limits: what is piped in comes all at once."""


class Line:
    """The bot without its line to Telegram."""

    def __init__(self, deps: Deps, telegram: InProcessTelegram) -> None:
        self._application: App = build_application(deps, token="terminal", calls=telegram, updates=telegram)
        self._deps = deps
        self._numbers = Numbers(since=BEFORE_ALL_TELEGRAM)
        self._works: Works | None = None

    async def open(self) -> None:
        """Makes the application ready."""
        await self._application.initialize()
        self._works = Works(self._application, UNHURRIED)

    async def close(self) -> None:
        """Ends the application."""
        await self._application.shutdown()

    async def bring(self, chat_id: int, content: Call) -> None:
        """Has an update of the chat handled. Returns when the chat has its reply, and the files it ordered."""
        number = self._numbers.next()
        self._deps.store.inbox.add(arrivals([{"update_id": number, **content}]), self._deps.clock())
        self._opened.dispatcher.take(chat_id, number)
        await self._opened.dispatcher.idle()
        await self._opened.clerk.finish()

    async def tick(self) -> None:
        """Lets the clock tick once: what is due by time alone is staged."""
        await self._opened.ticking.tick()

    async def run_dry(self) -> None:
        """Sends what is due to the chats of the terminal; real ones in the same database are left for the service."""
        await self._opened.drain.run_dry(is_ours)

    @property
    def _opened(self) -> Works:
        assert self._works is not None, "the line is open"
        return self._works
