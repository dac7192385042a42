"""When somebody wants to be reminded, as they say it: "sáng thứ hai", "2 giờ nữa", "mai 9h", "5/12 lúc 8h"."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.reminders.dates import day_and_hour
from bot.reminders.spoken import Trouble, line_of, spoken
from bot.reminders.spoken_days import Named
from bot.reminders.spoken_hours import Span

_MORNING, _LATER_TODAY = 8 * 60, (14 * 60, 16 * 60)
"""When is meant by a day without an hour, and by "today" without one."""
_FILLERS = frozenset(
    "nhac lai bao nhan toi tui em anh chi minh con chau cho giup gium dum ho voi luc vao khoang tam co nhe nha nhen hen"
    " ne a ah duoc di hay da vang u uh um ok oke thi den sau bot xin nho on de qua ngay buoi do la vay luon".split()
)


def read_moment(text: str, now: datetime) -> datetime | Trouble:
    """The moment that `text` names, in the zone of `now`; it always lies in the future.

    A day without an hour means 08:00, an hour without a day the next time it strikes; hours up to six without more
    are those of the afternoon, unless they are written as "06:00".
    """
    found = spoken(line_of(text), now.date(), _FILLERS)
    if isinstance(found, Trouble):
        return found
    try:
        moment = _moment(found.span, found.named, found.hour.minutes if found.hour else None, now)
    except (OverflowError, ValueError):
        return Trouble.UNCLEAR
    if isinstance(moment, datetime) and moment.astimezone(UTC) <= now.astimezone(UTC):
        return Trouble.PAST
    return moment


def said(moment: datetime) -> str:
    """The moment as people read it; `read_moment` understands it."""
    return day_and_hour(moment.date(), moment.time())


def _moment(span: Span | None, named: Named | None, minutes: int | None, now: datetime) -> datetime | Trouble:
    if span:
        return _after(span, named, minutes, now)
    if named is None:
        if minutes is None:
            return Trouble.UNCLEAR
        today = _at(now.date(), minutes, now)
        return today if today > now else _at(now.date() + timedelta(days=1), minutes, now)
    if minutes is None and named.today:
        hours = (_at(named.day, later, now) for later in _LATER_TODAY)
        return next((moment for moment in hours if moment > now), Trouble.PAST)
    at = _MORNING if minutes is None else minutes
    moment = _at(named.day, at, now)
    if moment <= now and named.again:
        return _at(named.day + timedelta(days=named.again), at, now)
    return moment


def _after(span: Span, named: Named | None, minutes: int | None, now: datetime) -> datetime | Trouble:
    if named or (minutes is not None and span.time):
        return Trouble.UNCLEAR
    if span.time:
        later = (now.astimezone(UTC) + span.time).astimezone(now.tzinfo)
        return later.replace(second=0, microsecond=0)
    return _at(span.after(now.date()), _MORNING if minutes is None else minutes, now)


def _at(day: date, minutes: int, now: datetime) -> datetime:
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), now.tzinfo)
