"""Stretches of time as people here say them: "tuần này", "tháng 5", "từ 1/3 đến 15/3", "quý III"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY = r"(?:ngay )?(\d{1,2})(?:[/-]|\.(?=\d{1,2}\.\d{4}))(\d{1,2})(?:[/.-](\d{4}))?"
_YEAR = r"(?: ?(?:/|nam ) ?(\d{4}))?"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The moment in which it begins there, and the one in which it has ended, in UTC."""
        begin = datetime.combine(self.first, time(), zone)
        end = datetime.combine(self.last + timedelta(days=1), time(), zone)
        return begin.astimezone(UTC), end.astimezone(UTC)


def bare(text: str) -> str:
    """`text` in small letters without marks, character by character, so that places in both are the same."""
    return "".join(_bare(char) for char in text)


def half_year(day: date) -> Period:
    """The half of the year in which the day is; reports are due twice a year (the plan, IV.2.3)."""
    first = date(day.year, 1 if day.month <= 6 else 7, 1)
    return Period(first, _before(first, 6))


def month(year: int, number: int) -> Period:
    """One month."""
    first = date(year, number, 1)
    return Period(first, _before(first, 1))


def read_period(text: str, today: date) -> tuple[Period | None, str]:
    """The first period that `text` names, and the text without it.

    What is said without a year is the last such time that has begun. Days that no calendar has are no period.
    """
    plain = bare(text)
    for pattern, make in _FORMS:
        for match in pattern.finditer(plain):
            try:
                period = make(match, today)
            except ValueError:
                continue
            return period, f"{text[: match.start()]} {text[match.end() :]}"
    return None, text


def _bare(char: str) -> str:
    letters = [part for part in unicodedata.normalize("NFD", char.lower()) if not unicodedata.combining(part)]
    letter = letters[0] if letters else " "
    return "d" if letter == "đ" else letter


def _before(first: date, months: int) -> date:
    """The last day of so many months from `first` on."""
    ahead = first.month - 1 + months
    return date(first.year + ahead // 12, ahead % 12 + 1, 1) - timedelta(days=1)


def _day(written: Sequence[str | None], today: date) -> date:
    day, number, year = written
    assert day is not None
    assert number is not None
    if year:
        return date(int(year), int(number), int(day))
    this = date(today.year, int(number), int(day))
    return this if this <= today else date(today.year - 1, int(number), int(day))


def _between(match: re.Match[str], today: date) -> Period:
    first = _day(match.groups()[:3], today)
    last = _day(match.groups()[3:], today)
    if last < first and match[6] is None:
        last = last.replace(year=last.year + 1)
    return Period(min(first, last), max(first, last))


def _since(match: re.Match[str], today: date) -> Period:
    first = _day(match.groups(), today)
    return Period(first, max(first, today))


def _until(match: re.Match[str], today: date) -> Period:
    return Period(date(2000, 1, 1), _day(match.groups(), today))


def _one_day(match: re.Match[str], today: date) -> Period:
    day = _day(match.groups(), today)
    return Period(day, day)


def _months(match: re.Match[str], today: date) -> Period:
    begin, end, year = int(match[1]), int(match[2]), match[3]
    first = month(int(year) if year else _year_of(begin, today), begin)
    return Period(first.first, month(first.first.year + (end < begin), end).last)


def _month(match: re.Match[str], today: date) -> Period:
    number = int(match[1])
    return month(int(match[2]) if match[2] else _year_of(number, today), number)


def _year_of(number: int, today: date) -> int:
    if not 1 <= number <= 12:
        raise ValueError("no month")
    return today.year if number <= today.month else today.year - 1


def _quarter(match: re.Match[str], today: date) -> Period:
    number = _ROMAN.get(match[1]) or int(match[1])
    begin = 3 * number - 2
    first = date(int(match[2]) if match[2] else _year_of(begin, today), begin, 1)
    return Period(first, _before(first, 3))


def _half(match: re.Match[str], today: date) -> Period:
    begin = 1 if match[1] == "dau" else 7
    first = date(int(match[2]) if match[2] else _year_of(begin, today), begin, 1)
    return Period(first, _before(first, 6))


def _year(match: re.Match[str], today: date) -> Period:
    said = match[1]
    number = {"nay": today.year, "ngoai": today.year - 1, "truoc": today.year - 1}.get(said) or int(said)
    return Period(date(number, 1, 1), date(number, 12, 31))


def _named_week(match: re.Match[str], today: date) -> Period:
    monday = today - timedelta(days=today.weekday() + (0 if match[1] == "nay" else 7))
    return Period(monday, monday + timedelta(days=6))


def _named_month(match: re.Match[str], today: date) -> Period:
    if match[1] == "nay":
        return month(today.year, today.month)
    last = today.replace(day=1) - timedelta(days=1)
    return month(last.year, last.month)


def _named_day(match: re.Match[str], today: date) -> Period:
    day = today if match[1] == "nay" else today - timedelta(days=1)
    return Period(day, day)


def _days_ago(match: re.Match[str], today: date) -> Period:
    return Period(today - timedelta(days=int(match[1]) - 1), today)


Make = Callable[[re.Match[str], date], Period]

_FORMS: tuple[tuple[re.Pattern[str], Make], ...] = tuple(
    (re.compile(rf"(?<![\w/.-]){form}(?![\w/])"), make)
    for form, make in (
        (rf"(?:tu )?{_DAY} ?(?:den het|den|toi|-|–) ?{_DAY}", _between),
        (rf"(?:tu|sau) {_DAY}(?: den nay| toi nay)?", _since),
        (rf"(?:den het|den|toi|truoc) {_DAY}", _until),
        (r"(?:tu )?thang (\d{1,2}) (?:den|toi|-) (?:het )?thang (\d{1,2})" + _YEAR, _months),
        (r"(?:6 thang|sau thang|nua) (dau|cuoi)(?: nam)?(?: nay)?(?: ?(\d{4}))?", _half),
        (r"qu[iy] ([1-4]|i{1,3}|iv)" + _YEAR, _quarter),
        (r"thang (\d{1,2})" + _YEAR, _month),
        (r"(?:trong )?(?:ca )?thang (nay|truoc|roi|qua)", _named_month),
        (r"(?:trong )?(?:ca )?tuan (nay|truoc|roi|qua)", _named_week),
        (r"hom (nay|qua)", _named_day),
        (r"(\d{1,3}) ngay (?:qua|gan day|vua qua)", _days_ago),
        (_DAY, _one_day),
        (r"(?:trong )?(?:ca )?nam (\d{4}|nay|ngoai|truoc)", _year),
    )
)
