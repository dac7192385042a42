"""Noticing that Telegram has not answered for long although the process lives."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Mapping

from bot.administrators import silent_line
from bot.errors import ServingError
from bot.i18n import gettext as _
from handlers.alarms import alarm
from handlers.context import Deps

SUPERVISORS = ("INVOCATION_ID", "NOTIFY_SOCKET")
"""Environment variables by which systemd shows that it started the process and will start it again."""

log = logging.getLogger(__name__)


async def watch(
    good_at: Callable[[], float], silent_seconds: float, deps: Deps, environment: Mapping[str, str] = os.environ
) -> None:
    """Watches until cancelled the time since `good_at`, by the loop's clock.

    After `silent_seconds` it says so, once for each silence, and tells the administrators. Raises
    ServingError then when a supervisor will start the process again.
    """
    told_of = float("-inf")
    while True:
        since = good_at()
        left = since + silent_seconds - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.sleep(left)
            continue
        if since != told_of:
            told_of = since
            _tell(deps, silent_seconds)
            if any(environment.get(name) for name in SUPERVISORS):
                raise ServingError(_("Telegram has not answered for long; leaving so that the bot is started again."))
        await asyncio.sleep(silent_seconds / 10)


def _tell(deps: Deps, silent_seconds: float) -> None:
    minutes = int(silent_seconds / 60)
    log.error("Telegram has not answered for %s seconds", int(silent_seconds))
    # Where a supervisor starts the bot again and again, the hour keeps it from telling as often.
    alarm(deps, "silent", f"{deps.clock():%Y-%m-%dT%H}", lambda: silent_line(minutes))
