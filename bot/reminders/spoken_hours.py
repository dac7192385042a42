"""Hours, parts of the day and spans as people say them: "9h30", "9 giờ kém 15", "chiều", "nửa tiếng nữa"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.reminders.time_words import Line

_NOON, _DAY_MINUTES = 12 * 60, 24 * 60
_LAST_EARLY = 6
"""Up to this hour people mean the afternoon when they say no more."""
_FARTHEST_DAYS = 3650

_SPAN = re.compile(
    r"(?<!\bthu )(?<!\bt)(?<!\bngay )(?<!\bmung )(?<!\bmong )(?<!\bthang )(?<![\w/:.-])"
    r"(?P<after>(?:sau|trong vong|trong) )?"
    r"(?:(?P<number>\d{1,4}) ?|(?P<half>nua) |(?<!\d )(?=tieng\b))"
    r"(?P<unit>tieng|gio|h|phut|ph|p|ngay|tuan|thang)(?: dong ho)?"
    r"(?: ?(?P<minutes>[0-5]?\d)(?: ?(?:phut|ph|p))?)?(?: (?P<and_half>ruoi))?(?P<more> (?:nua|sau))?(?![\w/:])"
)
_MOMENT = re.compile(r"\b(?:1 )?(?:lat|chut|ti|xiu)(?: (?:nua|sau))\b")
_CLOCK = re.compile(
    r"(?<![\w/:.-])(?P<hour>\d{1,2}) ?"
    r"(?:(?:h|g|gio)(?: ?(?P<minute>[0-5]\d|\d(?= ?phut)))?|: ?(?P<colon>[0-5]\d)|(?= ruoi))"
    r"(?: ?(?:phut|p))?(?P<half> ruoi)?(?: kem (?P<less>\d{1,2})(?: ?(?:phut|p))?)?(?![\w/:])"
)
_PART = re.compile(
    r"\b(?:(?P<edge>dau gio|cuoi gio|cuoi buoi|dau buoi)(?: (?P<of>sang|chieu))?|(?P<end>cuoi ngay)"
    r"|(?:buoi )?(?P<part>sang|trua|chieu|toi|dem|khuya))(?: som)?\b"
)
_DEFAULTS = {
    "sang": 8 * 60, "trua": 11 * 60 + 30, "chieu": 14 * 60, "toi": 19 * 60, "dem": 21 * 60, "khuya": 22 * 60,
    "dau gio": 8 * 60, "dau gio sang": 8 * 60, "dau gio chieu": 13 * 60 + 30,
    "cuoi gio": 16 * 60, "cuoi gio sang": 10 * 60 + 30, "cuoi gio chieu": 16 * 60, "cuoi ngay": 16 * 60,
}  # fmt: skip
_UNIT_MINUTES = {"tieng": 60, "gio": 60, "h": 60, "phut": 1, "ph": 1, "p": 1}
_UNIT_DAYS = {"ngay": 1, "tuan": 7, "thang": 30}


@dataclass(frozen=True, slots=True)
class Span:
    """So far from now: either a time, or whole days and months."""

    time: timedelta = timedelta()
    days: int = 0
    months: int = 0

    def after(self, day: date) -> date:
        """The day so many days and months behind `day`; a month without it has its last day instead."""
        years, month = divmod(day.month - 1 + self.months, 12)
        year = day.year + years
        day_of_month = min(day.day, monthrange(year, month + 1)[1])
        return date(year, month + 1, day_of_month) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Hour:
    """Minutes since midnight, more than a day's for the next one; not `exact` if only a part of the day was said."""

    minutes: int
    exact: bool


def take_span(line: Line) -> Span | None:
    """Takes a span out of the line; None when it names none. Raises ValueError for one of no length or too long."""
    if line.take(_MOMENT):
        return Span(timedelta(hours=1))
    found = _SPAN.search(line.text)
    if found is None or not _is_span(found):
        return None
    line.take(_SPAN)
    unit, number = found["unit"], int(found["number"] or 1)
    if unit in _UNIT_MINUTES:
        minutes = _UNIT_MINUTES[unit] * number
        if found["half"]:
            minutes = _UNIT_MINUTES[unit] // 2
        if unit in ("tieng", "gio", "h"):
            minutes += int(found["minutes"] or 0) + (30 if found["and_half"] else 0)
        elif found["minutes"]:
            raise ValueError(found[0])
        return _checked(Span(timedelta(minutes=minutes)))
    if found["minutes"] or (found["and_half"] and unit == "ngay") or (found["half"] and unit == "ngay"):
        raise ValueError(found[0])
    if found["half"]:
        return Span(days=_UNIT_DAYS[unit] // 2)
    if unit == "thang":
        return _checked(Span(months=number, days=15 if found["and_half"] else 0))
    return _checked(Span(days=_UNIT_DAYS[unit] * number + (3 if found["and_half"] else 0)))


def take_part(line: Line) -> str | None:
    """Takes a part of the day out of the line; None when it names none."""
    found = line.take(_PART)
    if found is None:
        return None
    edge = found["edge"] and found["edge"].replace("buoi", "gio")
    return found["part"] or found["end"] or " ".join(filter(None, (edge, found["of"])))


def take_hour(line: Line) -> Hour | None:
    """Takes hour and part of the day out of the line; None when it names neither.

    "9 giờ" in the evening are 21 × 60 minutes. Raises ValueError for an hour that there is not.
    """
    found = line.take(_CLOCK)
    part = take_part(line)
    if found is None:
        return Hour(_DEFAULTS[part], exact=False) if part else None
    hour = int(found["hour"])
    minute = int(found["minute"] or found["colon"] or (30 if found["half"] else 0))
    minutes = hour * 60 + minute - int(found["less"] or 0)
    if hour > 23 or minutes < 0:
        raise ValueError(found[0])
    return Hour(minutes + _shift(hour, found["hour"], part), exact=True)


def _shift(hour: int, written: str, part: str | None) -> int:
    """How many minutes later it is, by the part of the day."""
    named = (part or "").rpartition(" ")[2]
    if hour >= 12:
        return _DAY_MINUTES - _NOON if hour == 12 and named in ("toi", "dem", "khuya") else 0
    if part is None:
        return _NOON if 1 <= hour <= _LAST_EARLY and len(written) == 1 else 0
    afternoon = named in ("chieu", "toi") or (named == "trua" and hour < 10) or (named in ("dem", "khuya") and hour > 5)
    return _NOON if afternoon or (named == "gio" and 1 <= hour <= _LAST_EARLY) else 0


def _is_span(found: re.Match[str]) -> bool:
    return bool(found["after"] or found["more"] or found["unit"] in ("tieng", "phut") or found["half"])


def _checked(span: Span) -> Span:
    days = span.time.total_seconds() / 86400 + span.days + span.months * 31
    if not 0 < days <= _FARTHEST_DAYS:
        raise ValueError(days)
    return span
