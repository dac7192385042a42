"""By when a petition will be answered, and when somebody will look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Promise:
    """What a citizen is promised: `working_days` from the day when the offices have it, that is until `due_at`.

    `seen_at` is when somebody will look at it, None when somebody is at the desk now.
    """

    working_days: int
    due_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promising:
    """Promises by the calendar as it is known now; `days_of` gives how many working days a category takes."""

    calendar: Callable[[], WorkingDays]
    days_of: Callable[[str], int]

    def promise(self, category: str, received_at: datetime) -> Promise:
        """What is promised for a petition of the category that comes in then.

        What comes in after work counts as come in on the next working day, whose work it becomes.
        """
        calendar, days = self.calendar(), self.days_of(category)
        begins = calendar.next_office_hour(received_at)
        due = calendar.add_working_days(begins.astimezone(calendar.zone).date(), days)
        return Promise(days, calendar.end_of_work(due), begins if begins > received_at else None)

    def working_days_left(self, due_at: datetime, now: datetime) -> int:
        """How many working days are left until the due date, behind the one on which somebody is next at the desk."""
        calendar = self.calendar()
        begins = calendar.next_office_hour(now)
        day, due = (moment.astimezone(calendar.zone).date() for moment in (begins, due_at))
        count = 0
        while (day := calendar.add_working_days(day, 1)) <= due:
            count += 1
        return count
