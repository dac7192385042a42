"""Days and hours of deadlines as people type them: "5/12", "mùng 5 tháng 12 lúc 15h", "trước ngày 10/6"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta

from knowledge.numbers import read_number, read_ordinal
from knowledge.text import fold

_NOON = 12
_AFTERNOON = ("chieu", "toi")
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:\s*(?::|h|g|gio)\s*(?P<minute>[0-5]\d)?|\s+gio)"
    r"(?:\s*(?P<half>ruoi))?(?:\s*phut)?(?:\s+(?P<part>sang|trua|chieu|toi))?(?![\w/])"
)
_FIGURES = re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_WORDS = re.compile(
    r"\b(?:(?:ngay|mung|mong|hom)\s+)*(?P<day>[\w ]+?)\s+thang\s+(?P<month>[\w ]+?)(?:\s*(?:nam|/)?\s*(?P<year>\d{4}))?"
    r"(?=\s+(?:luc|truoc|vao|den|hang|\d{1,2}\s*(?:h|g|:|gio))|\s*,|\s*$)"
)
_MONTH_END = re.compile(r"\b(?:cuoi|het|ngay cuoi)\s+thang\s+(?P<month>\d{1,2})(?:\s*(?:nam|/)?\s*(?P<year>\d{4}))?\b")
_BEFORE = re.compile(r"\btruoc\s+(?:ngay|mung|mong|hom|\d)")


@dataclass(frozen=True, slots=True)
class Typed:
    """The last valid day, and the hour when it ends (None: with the day)."""

    day: date
    hour: time | None


def read_day(text: str, today: date) -> Typed | None:
    """The day that `text` names, and the hour if it names one; None when it names no day that there is.

    A day without a year is the next one, today still counting. "Before" a day ends on the day before it, as in the
    plan (IV.2.3); with an hour it ends at that hour.
    """
    folded = " ".join(fold(text).split())
    hour, rest = _hour(folded)
    day = _day(rest, today)
    if day is None:
        return None
    if _BEFORE.search(rest) and hour is None:
        day -= timedelta(days=1)
    return Typed(day, hour)


def _hour(folded: str) -> tuple[time | None, str]:
    found = _CLOCK.search(folded)
    if found is None:
        return None, folded
    hour, minute = int(found["hour"]), int(found["minute"] or (30 if found["half"] else 0))
    if found["part"] in _AFTERNOON and hour < _NOON:
        hour += _NOON
    if hour > 23:
        return None, folded
    return time(hour, minute), f"{folded[: found.start()]} {folded[found.end() :]}".strip()


def _day(text: str, today: date) -> date | None:
    if found := _ISO.search(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_END.search(text):
        return _end_of(int(found["month"]), int(found["year"]) if found["year"] else None, today)
    if found := _FIGURES.search(text):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0) if found[3] else None
        return _next(int(found[1]), int(found[2]), year, today)
    if found := _WORDS.search(text):
        day, month = _number(found["day"]), _number(found["month"])
        return _next(day, month, int(found["year"]) if found["year"] else None, today) if day and month else None
    return None


def _next(day: int, month: int, year: int | None, today: date) -> date | None:
    if year is not None:
        return _made(year, month, day)
    # Of 29 February the next one may be years away.
    found = (_made(today.year + ahead, month, day) for ahead in range(9))
    return next((made for made in found if made and made >= today), None)


def _end_of(month: int, year: int | None, today: date) -> date | None:
    if not 1 <= month <= 12:
        return None
    years = [year] if year else [today.year, today.year + 1]
    ends = (date(each, month, monthrange(each, month)[1]) for each in years)
    return next((end for end in ends if year or end >= today), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(words: str) -> int | None:
    tokens = [token for token in words.split() if token not in ("ngay", "mung", "mong", "hom", "truoc")]
    if not tokens:
        return None
    value, taken = read_number(tokens, 0)
    if taken == len(tokens):
        return value
    return read_ordinal(tokens[0]) if len(tokens) == 1 else None
