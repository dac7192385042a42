"""Noticing that Telegram cannot hand over its updates to the webhook, or hands them to somebody else."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.administrators import old_backlog, webhook_fails, webhook_taken
from handlers.alarms import alarm
from handlers.context import Deps
from handlers.reception import OLD

log = logging.getLogger(__name__)


class WebhookWatch:
    """Asks Telegram now and then how the webhook at `address` fares."""

    def __init__(self, bot: Bot, address: str, deps: Deps, every: float) -> None:
        """`every`: seconds between two looks."""
        self._bot, self._deps, self._every = bot, deps, every
        self._ours = address.rpartition("/")[2]
        self._failed_at: datetime | None = None
        self._waiting_since: datetime | None = None
        self._told = ""
        self.good_at = asyncio.get_running_loop().time()
        """When Telegram last answered, by the loop's clock."""

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            try:
                info = await self._bot.get_webhook_info()
            except TelegramError as error:
                log.warning("Telegram does not tell how the webhook fares (%s)", type(error).__name__)
                continue
            self.good_at = asyncio.get_running_loop().time()
            self._judge(info, self._deps.clock())

    def _judge(self, info: WebhookInfo, now: datetime) -> None:
        pending, error = info.pending_update_count, info.last_error_message or "?"
        self._waiting_since = (self._waiting_since or now) if pending else None
        failed_again = info.last_error_date is not None and info.last_error_date != self._failed_at
        self._failed_at = info.last_error_date
        hour = f"{now:%Y-%m-%dT%H}"
        if info.url.rpartition("/")[2] != self._ours:
            if self._first_time("taken"):
                log.error("the webhook is no longer that of this bot: no updates come in")
                alarm(self._deps, "webhook", hour, webhook_taken)
        elif pending and failed_again:
            if self._first_time("fails"):
                log.error("Telegram cannot hand over %s updates: %s", pending, error)
                alarm(self._deps, "webhook", hour, lambda: webhook_fails(error, pending))
        elif not pending:
            self._told = ""
        if self._waiting_since and now - self._waiting_since > OLD:
            hours = int((now - self._waiting_since).total_seconds() / 3600)
            alarm(self._deps, "backlog", str(now.date()), lambda: old_backlog(hours))

    def _first_time(self, trouble: str) -> bool:
        """Whether this trouble is new; it is told once until it is over."""
        known, self._told = self._told, trouble
        return known != trouble
