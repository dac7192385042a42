"""The steps of an occurrence: when it is reminded of, and when others are told that a report is late.

Names of steps: "-30" … "-1", "0" so many days before the last valid day, "+1" … so many working days after it, "w1" …
so many weeks after those, "leader" for the agency's leader. Where the last day was moved, the steps towards the new
one are new steps: "-7>2027-01-04". On no ladder is "s:3:10001", the third time that somebody, the person 10001, asked
to be reminded later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.reminders.model import Ladder, Step
from bot.reminders.occurrences import Occurrence, Occurrences

MORNING, EVENING = time(8), time(20)
"""Reminders go out from the morning on, by the clock of the place, and none in the evening or at night."""
LEADER = "leader"
NOBODY = "nobody"
"""Not on any ladder: notes that coordinators were told that an agency has nobody who could be reminded."""

_OWN = tuple("-+0123456789wl")


def is_late(step: str) -> bool:
    """Whether it is a step behind the last day, for the focal points or the leader."""
    return step[0] in "+wl"


def is_for_leader(step: str) -> bool:
    """Whether it is for the agency's leader, not for its focal points."""
    return step.startswith(LEADER)


def is_of_ladder(step: str) -> bool:
    """Whether it is the name of a step of a ladder."""
    return step.startswith(_OWN)


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps by the calendar of the offices."""

    occurrences: Occurrences

    def of(self, occurrence: Occurrence, ladder: Ladder, until: datetime | None = None) -> tuple[Step, ...]:
        """All steps in order of time; of two that fall on one morning only the later one.

        A step on a day off is due on the working day before, behind the last day on the next one. From `until` on
        there are none any more.
        """
        mornings: dict[datetime, str] = {}
        for days in sorted(ladder.before, reverse=True):
            mornings[self._before(occurrence, days)] = f"-{days}" if days else "0"
        for name, day in self._late(occurrence.last_day, ladder):
            mornings[self._at(day)] = name
        steps = [Step(name, at) for at, name in mornings.items()]
        if ladder.leader_after:
            steps.append(Step(LEADER, self.first_late(occurrence, ladder.leader_after)))
        moved = f">{occurrence.last_day}" if occurrence.last_day != occurrence.period else ""
        kept = (Step(step.name + moved, step.due_at) for step in steps if until is None or step.due_at < until)
        return tuple(sorted(kept, key=lambda step: step.due_at))

    def first_late(self, occurrence: Occurrence, working_days: int = 1) -> datetime:
        """The morning of the working day that is so many of them behind the last day."""
        return self._at(self.occurrences.calendar.add_working_days(occurrence.last_day, working_days))

    def may_send(self, now: datetime, occurrence: Occurrence, step: str) -> bool:
        """Whether a due step may go out now: by day, and on a working day unless there is none before the end."""
        calendar = self.occurrences.calendar
        local = now.astimezone(calendar.zone)
        if not is_day(local.time()):
            return False
        if calendar.is_working_day(local.date()):
            return True
        return not is_late(step) and self._at(calendar.add_working_days(local.date(), 1)) >= occurrence.ends_at

    def next_morning(self, now: datetime) -> datetime:
        """The next moment from which on reminders go out on any day."""
        local = now.astimezone(self.occurrences.calendar.zone)
        return self._at(local.date() + timedelta(days=local.time() >= MORNING))

    def _before(self, occurrence: Occurrence, days: int) -> datetime:
        calendar = self.occurrences.calendar
        day = occurrence.last_day - timedelta(days=days)
        while not calendar.is_working_day(day) or self._at(day) >= occurrence.ends_at:
            day = self.occurrences.working_day_before(day)
        return self._at(day)

    def _late(self, last_day: date, ladder: Ladder) -> Iterator[tuple[str, date]]:
        calendar = self.occurrences.calendar
        day = last_day
        for count in range(1, ladder.late_days + 1):
            day = calendar.add_working_days(last_day, count)
            yield f"+{count}", day
        for count in range(1, ladder.late_weeks + 1):
            # The day before counts not itself: the first working day on or after the day a week later.
            yield f"w{count}", calendar.add_working_days(day + timedelta(days=7 * count - 1), 1)

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, MORNING, self.occurrences.calendar.zone).astimezone(UTC)


def is_day(clock: time) -> bool:
    """Whether reminders may go out at that time of the day."""
    return MORNING <= clock < EVENING
