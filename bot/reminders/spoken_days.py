"""Days as people say them: "mai", "mốt", "thứ 6 tuần sau", "cuối tuần", "mùng 5", "5/12"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.reminders.time_words import Line

FARTHEST_YEARS = 10

_PAST = re.compile(r"\b(?:hom|bua|ngay) (?:qua|kia|truoc)\b|\b(?:tuan|thang|nam) truoc\b")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_FIGURES = re.compile(
    r"(?<![\w/.:-])(?:(?:ngay|mung|mong|hom) ?)*(?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2})"
    r"(?: ?[/.-] ?(?P<year>\d{4}|\d{2}))?(?![\w/-])"
)
_MONTH = re.compile(
    r"(?:\b(?:ngay|mung|mong|hom) ?)+(?P<day>\d{1,2})(?![\d/:h])"
    r"(?:,? ?thang (?P<month>\d{1,2}|sau|nay)(?:,? ?(?:nam|/)? ?(?P<year>\d{4}))?)?"
    r"|\b(?P<bare>\d{1,2}) thang (?P<of>\d{1,2})(?:,? ?(?:nam|/)? ?(?P<in>\d{4}))?\b"
)
_MONTH_EDGE = re.compile(
    r"\b(?P<edge>dau|giua|cuoi|het) thang(?: (?P<month>sau|nay|\d{1,2}))?(?:,? ?(?:nam|/)? ?(?P<year>\d{4}))?\b"
)
_WEEK = re.compile(r"\b(?:(?P<edge>dau|giua|cuoi) )?tuan(?: (?P<which>sau nua|sau|ke tiep|ke|nay))?\b")
_WEEKDAY = re.compile(
    r"\b(?:(?:thu|t) ?(?P<number>[2-7])(?![\d/:])|(?P<sunday>chu nhat|chua nhat|cn))\b(?: (?:nay|sau))?"
)
_NEAR = re.compile(r"\b(?:(?:hom|bua|ngay|h) ?)?(?P<near>nay|mai(?! ngaykia)|ngaykia)\b")

_NEAR_DAYS = {"nay": 0, "mai": 1, "ngaykia": 2}
_WEEKS = {"nay": 0, "sau": 1, "ke": 1, "ke tiep": 1, "sau nua": 2}
_EDGES = {"dau": 0, "giua": 2, "cuoi": 5}
_SUNDAY = 6
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Named:
    """The day, and what to do when its hour has passed: the same one `again` days later, if not None."""

    day: date
    again: int | None = None
    today: bool = False


class NoSuchDay(ValueError):
    """There is no such day, or it has passed."""

    def __init__(self, *, past: bool) -> None:
        super().__init__()
        self.past = past


def take_day(line: Line, today: date) -> Named | None:
    """Takes the day out of the line; None when it names none. Raises NoSuchDay."""
    if line.take(_PAST):
        raise NoSuchDay(past=True)
    absolute = _absolute(line, today)
    if absolute:
        weekday = line.take(_WEEKDAY)
        if weekday and _weekday(weekday) != absolute.weekday():
            raise NoSuchDay(past=False)
        return Named(absolute, today=absolute == today)
    if found := line.take(_WEEK):
        return _of_week(found, line.take(_WEEKDAY), today)
    if found := line.take(_WEEKDAY):
        ahead = (_weekday(found) - today.weekday()) % _WEEK_DAYS
        return Named(today + timedelta(days=ahead), again=_WEEK_DAYS)
    if found := line.take(_NEAR):
        near = found["near"]
        return Named(today + timedelta(days=_NEAR_DAYS[near]), today=near == "nay")
    return None


def _absolute(line: Line, today: date) -> date | None:
    if (found := line.take(_ISO)) or (found := line.take(_FIGURES)):
        return _day(int(found["day"]), int(found["month"]), found["year"], today)
    if found := line.take(_MONTH_EDGE):
        return _of_month(found["edge"], found["month"], found["year"], today)
    if found := line.take(_MONTH):
        day, month, year = found["day"] or found["bare"], found["month"] or found["of"], found["year"] or found["in"]
        if month and month.isdigit():
            return _day(int(day), int(month), year, today)
        months = 1 if month == "sau" or (month is None and int(day) < today.day) else 0
        first = _month(today, months)
        return _day(int(day), first.month, str(first.year), today)
    return None


def _of_week(found: re.Match[str], weekday: re.Match[str] | None, today: date) -> Named:
    which, edge = found["which"], found["edge"]
    if (edge and weekday) or not (edge or weekday or which) or (which == "nay" and not (edge or weekday)):
        raise NoSuchDay(past=False)
    number = _weekday(weekday) if weekday else _EDGES[edge or "dau"]
    monday = today - timedelta(days=today.weekday())
    if which is None:
        return Named(today + timedelta(days=(number - today.weekday()) % _WEEK_DAYS), again=_WEEK_DAYS)
    return Named(monday + timedelta(weeks=_WEEKS[which], days=number))


def _of_month(edge: str, month: str | None, year: str | None, today: date) -> date:
    if month and month.isdigit():
        if not 1 <= int(month) <= 12:
            raise NoSuchDay(past=False)
        first = date(int(year) if year else today.year + (int(month) < today.month), int(month), 1)
    else:
        first = _month(today, int(month == "sau" or (month is None and edge == "dau")))
    last = monthrange(first.year, first.month)[1]
    return first.replace(day={"dau": 1, "giua": 15}.get(edge, last))


def _day(day: int, month: int, year: str | None, today: date) -> date:
    years = range(today.year, today.year + 9)
    if year:
        years = range(int(year) + 2000 * (len(year) == 2), int(year) + 2000 * (len(year) == 2) + 1)
    for each in years:
        try:
            made = date(each, month, day)
        except ValueError:
            continue
        if year and made < today:
            raise NoSuchDay(past=True)
        if made >= today and made.year <= today.year + FARTHEST_YEARS:
            return made
    raise NoSuchDay(past=False)


def _month(today: date, ahead: int) -> date:
    years, month = divmod(today.month - 1 + ahead, 12)
    return date(today.year + years, month + 1, 1)


def _weekday(found: re.Match[str]) -> int:
    return _SUNDAY if found["sunday"] else int(found["number"]) - 2
