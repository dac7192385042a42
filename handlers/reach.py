"""Is the Bot API reached, and does this machine's clock agree with it?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.errors import ServingError
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.settings import Settings

LARGEST_DIFFERENCE = timedelta(seconds=60)
TIMEOUT = 15.0


def reached(settings: Settings, clock: Callable[[], datetime]) -> str:
    """Asks TELEGRAM_API_URL, through the proxy if there is one, and returns a sentence about it.

    Raises ServingError when there is no answer, and when its Date is more than LARGEST_DIFFERENCE from `clock`.
    """
    address = settings.telegram_api_url
    try:
        with httpx.Client(proxy=settings.telegram_proxy, timeout=TIMEOUT) as client:
            # What it answers does not matter here: a self-hosted server has nothing at its root.
            answer = client.head(address)
    except httpx.HTTPError as error:
        raise ServingError(_unreached(settings, type(error).__name__)) from error
    now = clock()
    told = _date(answer.headers.get("Date"))
    if told is None:
        return _("%(address)s answers; it does not tell the time, so the clock was not compared.", address=address)
    difference = abs(now - told)
    if difference > LARGEST_DIFFERENCE:
        seconds = int(difference.total_seconds())
        raise ServingError(
            ngettext(
                "The clock of this machine differs by %(n)s second from that of %(address)s. Let it be set by itself: "
                "timedatectl set-ntp true",
                "The clock of this machine differs by %(n)s seconds from that of %(address)s. Let it be set by "
                "itself: timedatectl set-ntp true",
                seconds,
                address=address,
            )
        )
    return _("%(address)s answers, and the clock agrees with it.", address=address)


def _unreached(settings: Settings, why: str) -> str:
    if settings.telegram_proxy:
        return _(
            "%(address)s is not reached through the proxy (%(why)s). See whether the proxy runs and TELEGRAM_PROXY is "
            "right.",
            address=settings.telegram_api_url,
            why=why,
        )
    return _(
        "%(address)s is not reached (%(why)s). See whether this machine is online; where the network does not let "
        "it through, set TELEGRAM_PROXY.",
        address=settings.telegram_api_url,
        why=why,
    )


def _date(text: str | None) -> datetime | None:
    """The moment of a Date header (RFC 9110, 6.6.1: always GMT)."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
