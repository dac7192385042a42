"""Times as people say them: "sáng thứ hai", "2 giờ nữa", "mai 9h", "5/12 lúc 8h", with and without marks.

What is not understood to its last word is not understood at all: better to ask again than to remind at a wrong time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.reminders.dates import day_and_hour
from bot.reminders.spoken_days import Named, NoSuchDay, take_day
from bot.reminders.spoken_hours import Span, take_minutes, take_span
from bot.reminders.time_words import normalised

_MORNING, _LATER_TODAY = 8 * 60, (14 * 60, 16 * 60)
"""When is meant by a day without an hour, and by "today" without one."""
LONGEST = 100
"""Characters that a time may have."""

_FILLERS = frozenset(
    "nhac lai bao nhan toi tui em anh chi minh con chau cho giup gium dum ho voi luc vao khoang tam co nhe nha nhen hen"
    " ne a ah duoc di hay da vang u uh um ok oke thi den sau bot xin nho on de qua ngay buoi do la vay luon".split()
)
_WORD = re.compile(r"\w+|[^\w\s.,!;~-]")


class Trouble(StrEnum):
    """Why a text tells no time."""

    UNCLEAR = "unclear"
    PAST = "past"


def read_moment(text: str, now: datetime) -> datetime | Trouble:
    """The moment that `text` names, in the zone of `now`; it always lies in the future.

    A day without an hour means 08:00, an hour without a day the next time it strikes; hours up to six without more
    are those of the afternoon, unless they are written as "06:00".
    """
    if len(text) > LONGEST:
        return Trouble.UNCLEAR
    line = normalised(text)
    try:
        span = take_span(line)
        # The longer forms of a day first: what is left of "15.12" would be an hour.
        named = take_day(line, now.date())
        minutes, _part = take_minutes(line)
        if any(word not in _FILLERS for word in _WORD.findall(line.text)):
            return Trouble.UNCLEAR
        moment = _moment(span, named, minutes, now)
    except NoSuchDay as error:
        return Trouble.PAST if error.past else Trouble.UNCLEAR
    except (OverflowError, ValueError):
        return Trouble.UNCLEAR
    if isinstance(moment, datetime) and moment.astimezone(UTC) <= now.astimezone(UTC):
        return Trouble.PAST
    return moment


def said(moment: datetime) -> str:
    """The moment as people read it; in Vietnamese `read_moment` understands it."""
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
    day = _later(now.date(), span.months) + timedelta(days=span.days)
    return _at(day, _MORNING if minutes is None else minutes, now)


def _at(day: date, minutes: int, now: datetime) -> datetime:
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), now.tzinfo)


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
