"""Asking Telegram for updates, for as long as the bot runs.

The library's own loop ends for good at one stray 404 and takes in any number of updates; this one
waits for room, outlives what passes, and gives up only when the token stays refused.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError, TimedOut

from handlers.context import App
from handlers.processor import PerChat

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
WAIT = timedelta(seconds=30)
REFUSALS = 6
"""How often in a row the token may be refused before that is taken for true."""
LONGEST_PAUSE = 30.0
CONFIRM_SECONDS = 2.0

log = logging.getLogger(__name__)


class Poller:
    """Fetches updates into the application's queue."""

    def __init__(self, application: App, processor: PerChat, first_pause: float = 1.0) -> None:
        """`first_pause`: seconds to wait after a first error; doubled with each further one."""
        self.application = application
        self._processor = processor
        self._first_pause = first_pause
        self._offset: int | None = None

    async def run(self) -> None:
        """Fetches until cancelled. Raises InvalidToken when the token is refused REFUSALS times in a row."""
        pause, refused = self._first_pause, 0
        while True:
            await self._processor.room()
            try:
                await self._fetch(WAIT)
                pause, refused = self._first_pause, 0
                continue
            except TimedOut:
                delay = 0.0
            except RetryAfter as error:
                waiting = error.retry_after
                delay = waiting.total_seconds() if isinstance(waiting, timedelta) else float(waiting)
            except InvalidToken:
                refused += 1
                if refused >= REFUSALS:
                    raise
                delay, pause = pause, min(LONGEST_PAUSE, pause * 2)
            except TelegramError as error:
                log.warning("no updates (%s: %.200s), trying again", type(error).__name__, error.message)
                delay, pause = pause, min(LONGEST_PAUSE, pause * 2)
            await asyncio.sleep(delay)

    async def confirm(self) -> None:
        """Tells Telegram that all that was fetched is done, so that it is not delivered again."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self.application.bot.get_updates(offset=self._offset, limit=1, timeout=timedelta(0))
        except (TelegramError, TimeoutError) as error:
            log.warning("the last updates could not be confirmed (%s)", type(error).__name__)

    async def _fetch(self, wait: timedelta) -> None:
        updates = await self.application.bot.get_updates(
            offset=self._offset, timeout=wait, allowed_updates=list(ALLOWED_UPDATES)
        )
        for update in updates:
            await self.application.update_queue.put(update)
            self._offset = update.update_id + 1
