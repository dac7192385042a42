"""Figures of petitions over a period: how many, of what, how quickly answered, how many late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.petitions.criteria import EVERYTHING, Criteria, Scope
from bot.petitions.periods import Period, half_year, month
from bot.petitions.states import OPEN, State
from bot.store import Store
from bot.store.counting import Counting, counting
from bot.store.finding import Finding

MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the petitions received in `period`, as they stood at `at`.

    Of places, categories and agencies the most frequent come first; a place may be None. `median_days` and
    `p90_days` are days on the calendar from receipt to the first answer, None while nothing is answered.
    """

    period: Period
    at: datetime
    by_state: Mapping[State, int]
    by_category: Mapping[str, int]
    by_place: Mapping[str | None, int]
    by_agency: Mapping[str, int]
    by_month: Mapping[date, int]
    answered: int
    median_days: float | None
    p90_days: float | None
    answered_late: int
    still_late: int
    confidential: int

    @property
    def total(self) -> int:
        """How many were received."""
        return sum(self.by_state.values())

    @property
    def open(self) -> int:
        """How many somebody still has to do something about."""
        return sum(count for state, count in self.by_state.items() if state in OPEN)

    @property
    def late(self) -> int:
        """How many were answered late or are late now."""
        return self.answered_late + self.still_late

    @property
    def share_late(self) -> float:
        """The late ones among all, from 0 to 1."""
        return self.late / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Statistics:
    """Computes figures; days are those of `zone`. Denunciations are counted like all others."""

    store: Store
    zone: ZoneInfo

    def over(self, criteria: Criteria, now: datetime, scope: Scope = EVERYTHING) -> Figures:
        """The figures of what the criteria ask for (code and words left out), by default of this half of the year."""
        period = criteria.period or half_year(now.astimezone(self.zone).date())
        asked = replace(criteria, period=period, words="", code=None)
        condition = Finding(self.store.db, self.zone).condition(asked, scope, now)
        narrow = asked.narrowed or scope.agencies is not None
        with counting(self.store.db, condition, narrow=narrow) as count:
            return self._figures(count, period, now)

    def _figures(self, count: Counting, period: Period, now: datetime) -> Figures:
        days = count.days_to_answer()
        return Figures(
            period=period,
            at=now,
            by_state={State(str(state)): number for state, number in count.by("state").items()},
            by_category={str(key): number for key, number in count.by("category").items()},
            by_place=count.by("place"),
            by_agency={str(key): number for key, number in count.by("agency").items()},
            by_month=self._by_month(count, period, now),
            answered=sum(number for _days, number in days),
            median_days=median(days),
            p90_days=percentile(days, 0.9),
            answered_late=count.answered_late(),
            still_late=count.still_late(now),
            confidential=count.confidential(),
        )

    def _by_month(self, count: Counting, period: Period, now: datetime) -> dict[date, int]:
        months = list(_months(period, now.astimezone(self.zone).date()))
        return {part.first.replace(day=1): count.received(*part.bounds(self.zone)) for part in months}


def percentile(counted: Sequence[tuple[float, int]], share: float) -> float | None:
    """The smallest value that at least `share` of all values do not exceed; `counted` are values and how often each
    occurs, in order. None without any."""
    total = sum(number for _value, number in counted)
    return _value_at(counted, max(1, ceil(share * total))) if total else None


def median(counted: Sequence[tuple[float, int]]) -> float | None:
    """The value in the middle, or halfway between the two in the middle; None without any."""
    total = sum(number for _value, number in counted)
    if not total:
        return None
    return (_value_at(counted, (total + 1) // 2) + _value_at(counted, total // 2 + 1)) / 2


def _value_at(counted: Sequence[tuple[float, int]], place: int) -> float:
    for value, number in counted:
        place -= number
        if place <= 0:
            return value
    raise ValueError("there are not so many values")


def _months(period: Period, today: date) -> Iterator[Period]:
    """The months of the period up to today, the last MOST_MONTHS of them, cut where the period begins and ends."""
    last = min(period.last, today)
    oldest = (last.year * 12 + last.month) - MOST_MONTHS
    first = max(period.first, date(oldest // 12, oldest % 12 + 1, 1))
    while first <= last:
        whole = month(first.year, first.month)
        yield Period(first, min(whole.last, period.last))
        first = whole.last + timedelta(days=1)
