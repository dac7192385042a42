"""Asking Telegram for updates, for as long as the bot runs.

The library's own loop ends for good at one stray 404, stops at an update that it cannot build, and
confirms what it holds in memory only; this one keeps a batch before it asks for the next, which is
what confirms it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from handlers.incoming import ALLOWED_UPDATES
from handlers.outcomes import outcome_of
from handlers.pace import Pace
from handlers.reception import Reception

WAIT_SECONDS = 30
REFUSALS = 6
"""How often in a row the token may be refused at the start before that is taken for true."""
CONFIRM_SECONDS = 1.0

log = logging.getLogger(__name__)


class Poller:
    """Fetches updates as they are and hands them to the reception."""

    def __init__(
        self,
        request: BaseRequest,
        url: str,
        reception: Reception,
        pace: Pace,
        on_line_back: Callable[[], None] = lambda: None,
    ) -> None:
        """`url`: the address of the bot's methods; `on_line_back` is called when trouble with the line is over."""
        self._request, self._url = request, url
        self._reception, self._pace = reception, pace
        self._on_line_back = on_line_back
        self._offset: int | None = None
        self._troubles = 0
        self._said = ""
        self._ever = False
        self.good_at = asyncio.get_running_loop().time()
        """When getUpdates last succeeded, by the loop's clock."""

    async def run(self) -> None:
        """Fetches until cancelled. Raises InvalidToken when the token is refused REFUSALS times from the start."""
        while True:
            await self._reception.room()
            try:
                updates = await self._get_updates(WAIT_SECONDS)
            except TelegramError as error:
                await asyncio.sleep(self._after(error))
                continue
            self._line_is_good()
            await self._keep(updates)

    async def confirm(self) -> None:
        """Tells Telegram what was kept last, so that it is not delivered again; in vain is no harm."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._get_updates(0, limit=1)
        except (TelegramError, TimeoutError) as error:
            log.info("the last updates could not be confirmed (%s)", type(error).__name__)

    async def _get_updates(self, wait: int, limit: int = 100) -> list[Any]:
        asked: dict[str, object] = {"timeout": wait, "limit": limit, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if self._offset is not None:
            asked["offset"] = self._offset
        updates = await self._request.post(f"{self._url}/getUpdates?{urlencode(asked)}", read_timeout=wait + 10)
        if not isinstance(updates, list):
            raise TelegramError("getUpdates did not answer with a list")
        return updates

    async def _keep(self, updates: list[Any]) -> None:
        """Keeps the batch and moves the offset behind it. What cannot be kept stays unconfirmed."""
        if not updates:
            return
        kept = await self._reception.take(updates)
        if kept is None:
            return
        self._offset = max((new.update_id for new in kept), default=(self._offset or 0) - 1) + 1

    def _line_is_good(self) -> None:
        self.good_at = asyncio.get_running_loop().time()
        self._ever = True
        if self._said:
            log.warning("Telegram answers again")
            self._said, self._troubles = "", 0
            self._on_line_back()

    def _after(self, error: TelegramError) -> float:
        """How long to wait after `error`, which is said once as long as it stays the same."""
        self._troubles += 1
        if isinstance(error, InvalidToken) and not self._ever and self._troubles >= REFUSALS:
            raise error
        line = _plainly(error)
        if line != self._said:
            self._said = line
            log.log(logging.ERROR if isinstance(error, InvalidToken | Conflict) else logging.WARNING, "%s", line)
        if isinstance(error, RetryAfter):
            return outcome_of(error).wait.total_seconds()
        return self._pace.pause(self._troubles)


def _plainly(error: TelegramError) -> str:
    match error:
        case Conflict():
            return (
                "another bot uses the same token, or a webhook is set: Telegram gives it the messages. This one stands "
                "by and takes over when the other stops (409)"
            )
        case InvalidToken():
            return "Telegram refuses the token (401 or 404); tried again until it is accepted"
        case RetryAfter():
            return "Telegram asks to wait (429)"
        case _:
            return f"Telegram is not reached ({type(error).__name__}: {error.message:.200}); tried again until it is"
