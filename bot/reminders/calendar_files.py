"""Deadlines as files for the calendar of a phone: those that concern a person, and what becomes of those they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.deadlines import DueDates
from bot.due_lines import Due
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.calendar_events import CalendarEvents, Dated, Method
from bot.reminders.model import Deadline
from bot.reminders.occurrences import Occurrence, Occurrences
from bot.working_days import WorkingDays

AHEAD = timedelta(days=366)
"""So far ahead of the next occurrence a file reaches."""


@dataclass(frozen=True, slots=True)
class EventsFile:
    """What a person can add to their calendar."""

    name: str
    content: bytes
    titles: Sequence[str]


@dataclass(frozen=True, slots=True)
class CalendarFiles:
    """Makes files of the deadlines that concern a person."""

    due_dates: DueDates

    def of_all(self, person_id: int | None, now: datetime) -> EventsFile:
        """All that concern the person; without a person, those of the plan. Raises NotFound when there are none."""
        due = self.due_dates.next(person_id, now)
        if not due:
            raise NotFound(_("Nothing is due."))
        return self._file("lich-bao-cao.ics", due, now)

    def of_one(self, person_id: int | None, deadline_id: int, now: datetime) -> EventsFile:
        """One of them. Raises NotFound when the deadline does not concern the person (any more)."""
        due = [one for one in self.due_dates.next(person_id, now) if one.deadline.id == deadline_id]
        if not due:
            raise NotFound(_("This deadline does not hold any more. Please open the list again."))
        return self._file(_name(due[0].deadline), due, now)

    def _file(self, name: str, due: Sequence[Due], now: datetime) -> EventsFile:
        occurrences = Occurrences(self.due_dates.calendar())
        dated = [
            (one.deadline, occurrence)
            for one in due
            for occurrence in _ahead(occurrences, one.deadline, one.occurrence)
        ]
        content = CalendarEvents(self.due_dates.source).content(Method.PUBLISH, dated, now)
        return EventsFile(name, content, [one.deadline.title for one in due])


@dataclass(frozen=True, slots=True)
class CalendarChanges:
    """Makes the files that bring calendars up to date in which a deadline stands that was changed or cancelled."""

    events: CalendarEvents
    calendar: Callable[[], WorkingDays]

    def files(self, old: Deadline, new: Deadline | None, now: datetime) -> list[EventsFile]:
        """One for what is gone and one for what is otherwise now; none where nothing of it is seen in a calendar."""
        found = []
        if gone := self._gone(old, new, now):
            found.append(self._file(f"huy-{_name(old)}", Method.CANCEL, replace(old, since=now), gone, now))
        if new is not None:
            now_so = self._ahead(new, now)
            if _seen(new, now_so) != _seen(old, self._ahead(old, now)):
                found.append(self._file(_name(new), Method.PUBLISH, replace(new, since=now), now_so, now))
        return found

    def _gone(self, old: Deadline, new: Deadline | None, now: datetime) -> list[Occurrence]:
        """The occurrences that there are no more; a moved one keeps its name."""
        ahead, occurrences = self._ahead(old, now), Occurrences(self.calendar())
        return [each for each in ahead if new is None or occurrences.of_period(new, each.period) is None]

    def _ahead(self, deadline: Deadline, now: datetime) -> list[Occurrence]:
        occurrences = Occurrences(self.calendar())
        today = now.astimezone(occurrences.calendar.zone).date()
        return list(_ahead(occurrences, deadline, occurrences.current(deadline, today)))

    def _file(
        self, name: str, method: Method, deadline: Deadline, found: Sequence[Occurrence], now: datetime
    ) -> EventsFile:
        dated: list[Dated] = [(deadline, occurrence) for occurrence in found]
        return EventsFile(name, self.events.content(method, dated, now), [deadline.title])


def _ahead(occurrences: Occurrences, deadline: Deadline, first: Occurrence) -> Iterator[Occurrence]:
    last = first.last_day + AHEAD
    return (occurrence for occurrence, _next in occurrences.between(deadline, first.last_day, last))


def _seen(deadline: Deadline, found: Sequence[Occurrence]) -> object:
    """What a calendar shows of it."""
    return deadline.title, deadline.expected, deadline.hour, [(each.period, each.last_day) for each in found]


def _name(deadline: Deadline) -> str:
    return f"han-{deadline.id}.ics"
