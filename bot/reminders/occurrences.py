"""When a deadline falls due: its occurrences, each with its last valid day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.reminders.model import Deadline, Recurrence
from bot.working_days import WorkingDays

_MONTHS = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.HALF_YEARLY: 6, Recurrence.YEARLY: 12}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a deadline falls due.

    `period` names it and never changes; `last_day` is the last valid day, `last_working_day` the same or, when that is
    a day off, the working day before; `ends_at` is the first moment (in UTC) at which a report is late.
    """

    period: date
    last_day: date
    last_working_day: date
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """How many days and working days there are behind today until the last day; negative when it has passed."""

    days: int
    working_days: int


def nth(deadline: Deadline, first: date, index: int) -> date:
    """The last valid day of the occurrence `index` when that of occurrence 0 is `first`.

    A month without that day has its last day instead. What the plan wants "before" a day (IV.2.3) ends on the day
    before that, whatever its number: before 1 March is 28 or 29 February.
    """
    if deadline.recurrence is Recurrence.ONCE or index == 0:
        return first
    months = index * _MONTHS[deadline.recurrence]
    return _later(first + _DAY, months) - _DAY if deadline.rule else _later(first, months)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The occurrences of deadlines by the calendar of the offices."""

    calendar: WorkingDays

    def at(self, deadline: Deadline, index: int) -> Occurrence:
        """The occurrence `index`, from 0."""
        last_day = nth(deadline, deadline.first_day, index)
        return Occurrence(
            nth(deadline, deadline.first_period or deadline.first_day, index),
            last_day,
            last_day if self.calendar.is_working_day(last_day) else self.working_day_before(last_day),
            self._end(last_day, deadline.hour),
        )

    def current(self, deadline: Deadline, today: date) -> Occurrence:
        """The first that has not passed before `today`; of a deadline that comes once, that one even then."""
        return self.at(deadline, self.index(deadline, today))

    def index(self, deadline: Deadline, today: date) -> int:
        """The number of `current`."""
        index = self._about(deadline, today)
        while deadline.recurrence is not Recurrence.ONCE and nth(deadline, deadline.first_day, index) < today:
            index += 1
        return index

    def between(self, deadline: Deadline, first: date, last: date) -> Iterator[tuple[Occurrence, Occurrence | None]]:
        """Those whose last day lies in the span, the earliest first, each with the one behind it."""
        index = self._about(deadline, first)
        once = deadline.recurrence is Recurrence.ONCE
        while (day := nth(deadline, deadline.first_day, index)) <= last:
            if day >= first:
                yield self.at(deadline, index), None if once else self.at(deadline, index + 1)
            if once:
                return
            index += 1

    def of_period(self, deadline: Deadline, period: date) -> Occurrence | None:
        """The one of that name; None when the deadline has none (any more)."""
        first = deadline.first_period or deadline.first_day
        index = 0
        if deadline.recurrence is not Recurrence.ONCE:
            index = max(0, _months_between(first, period) // _MONTHS[deadline.recurrence] - 1)
        for near in range(index, index + 3):
            if nth(deadline, first, near) == period:
                return self.at(deadline, near)
        return None

    def nearest(self, deadline: Deadline, day: date) -> int:
        """The number of the occurrence whose last day is nearest to `day`."""
        index = self._about(deadline, day)
        return min(range(index, index + 4), key=lambda near: abs(nth(deadline, deadline.first_day, near) - day))

    def working_day_before(self, day: date) -> date:
        """The last working day before `day`."""
        day -= _DAY
        while not self.calendar.is_working_day(day):
            day -= _DAY
        return day

    def left(self, occurrence: Occurrence, today: date) -> Left:
        """How far away its last day is."""
        days = (occurrence.last_day - today).days
        if days >= 0:
            return Left(days, self._working_days(today, occurrence.last_day))
        return Left(days, -self._working_days(occurrence.last_day, today))

    def _working_days(self, after: date, until: date) -> int:
        days = (after + timedelta(days=count) for count in range(1, (until - after).days + 1))
        return sum(map(self.calendar.is_working_day, days))

    def _about(self, deadline: Deadline, day: date) -> int:
        """A number not above that of the first occurrence on or after `day`."""
        if deadline.recurrence is Recurrence.ONCE:
            return 0
        return max(0, _months_between(deadline.first_day, day) // _MONTHS[deadline.recurrence] - 1)

    def _end(self, day: date, hour: time | None) -> datetime:
        moment = datetime.combine(day, hour) if hour else datetime.combine(day + _DAY, time())
        return moment.replace(tzinfo=self.calendar.zone).astimezone(UTC)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
