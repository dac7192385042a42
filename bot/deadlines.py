"""When the plan's yearly reports are next due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.models import DeadlineRule


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline: the report must be in before `before`, so `last_day` is the last day that counts."""

    before: date
    last_day: date
    days_left: int


def next_due(rule: DeadlineRule, today: date) -> Due:
    """The next deadline of `rule`, `today` still counting when it is the last day.

    The plan says "before 10 June" and "before 5 December" every year (IV.2.3): that day itself is late.
    """
    this_year = _due(rule, today.year, today)
    return this_year if this_year.days_left >= 0 else _due(rule, today.year + 1, today)


def _due(rule: DeadlineRule, year: int, today: date) -> Due:
    before = date(year, rule.before_month, rule.before_day)
    last_day = before - timedelta(days=1)
    return Due(before, last_day, (last_day - today).days)
