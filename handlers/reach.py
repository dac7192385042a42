"""Is the Bot API reached, and does this machine's clock agree with it?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from telegram.error import NetworkError

from bot.errors import ServingError
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.settings import Settings
from handlers.sessions import CertificateRefused, failure_of, open_session

LARGEST_DIFFERENCE = timedelta(seconds=60)
TIMEOUT = 15.0


def reached(settings: Settings, clock: Callable[[], datetime]) -> str:
    """Asks TELEGRAM_API_URL, through the proxy if there is one, and returns a sentence about it.

    Raises ServingError when there is no answer, and when its Date is more than LARGEST_DIFFERENCE from `clock`.
    """
    address = settings.telegram_api_url
    try:
        told = asyncio.run(_told_time(address, settings.telegram_proxy))
    except NetworkError as error:
        raise ServingError(_unreached(settings, error)) from error
    now = clock()
    if told is None:
        return _("%(address)s answers; it does not tell the time, so the clock was not compared.", address=address)
    if abs(now - told) > LARGEST_DIFFERENCE:
        raise ServingError(_off(address, abs(now - told)))
    return _("%(address)s answers, and the clock agrees with it.", address=address)


async def _told_time(address: str, proxy: str | None) -> datetime | None:
    """The time that the server tells; a self-hosted one has nothing else at its root."""
    try:
        async with open_session(proxy) as session:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT)
            async with session.head(address, timeout=timeout, allow_redirects=False) as answer:
                return _date(answer.headers.get("Date"))
    except (aiohttp.ClientError, OSError) as error:
        failure = failure_of(error)
    raise failure


def _off(address: str, difference: timedelta) -> str:
    return ngettext(
        "The clock of this machine differs by %(n)s second from that of %(address)s. Let it be set by itself: "
        "timedatectl set-ntp true",
        "The clock of this machine differs by %(n)s seconds from that of %(address)s. Let it be set by itself: "
        "timedatectl set-ntp true",
        int(difference.total_seconds()),
        address=address,
    )


def _unreached(settings: Settings, error: NetworkError) -> str:
    address, why = settings.telegram_api_url, error.message
    if isinstance(error.__cause__, CertificateRefused):
        # A clock that is off by months or years makes every certificate invalid.
        return _(
            "The certificate of %(address)s is not accepted. See whether the date of this machine is right "
            "(timedatectl), and whether something on the way reads along.",
            address=address,
        )
    if settings.telegram_proxy:
        return _(
            "%(address)s is not reached through the proxy (%(why)s). See whether the proxy runs and TELEGRAM_PROXY is "
            "right.",
            address=address,
            why=why,
        )
    return _(
        "%(address)s is not reached (%(why)s). See whether this machine is online; where the network does not let "
        "it through, set TELEGRAM_PROXY.",
        address=address,
        why=why,
    )


def _date(text: str | None) -> datetime | None:
    """The moment of a Date header (RFC 9110, 6.6.1: always GMT)."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
