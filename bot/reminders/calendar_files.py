"""Deadlines as files for the calendar of a phone (RFC 5545).

An occurrence keeps its UID: when the deadline is changed, a newer file takes the place of the event in the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.deadlines import Due, DueDates
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.dates import last_working_day
from bot.reminders.model import Deadline
from bot.reminders.occurrences import Occurrence, Occurrences

if TYPE_CHECKING:
    from icalendar import Alarm, Event

AHEAD = timedelta(days=366)
"""So far ahead of the next occurrence a file reaches."""
ALARMS = (7, 1)
"""Days before."""
MORNING = timedelta(hours=8)
"""When an alarm of a whole day rings."""
BEFORE = timedelta(minutes=30)
"""How long before its hour the event of a deadline begins."""
DOMAIN = "tro-ly-dan-van"


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
        return self._file(f"han-{deadline_id}.ics", due, now)

    def _file(self, name: str, due: Sequence[Due], now: datetime) -> EventsFile:
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("prodid", f"-//{DOMAIN}//VI")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Report deadlines"))
        for one in due:
            for occurrence in self._occurrences(one):
                calendar.add_component(self._event(one.deadline, occurrence, now))
        return EventsFile(name, calendar.to_ical(), [one.deadline.title for one in due])

    def _occurrences(self, due: Due) -> Iterable[Occurrence]:
        occurrences = Occurrences(self.due_dates.calendar())
        first = due.occurrence.last_day
        return (occurrence for occurrence, _next in occurrences.between(due.deadline, first, first + AHEAD))

    def _event(self, deadline: Deadline, occurrence: Occurrence, now: datetime) -> Event:
        from icalendar import Event

        event = Event()
        event.add("uid", f"{deadline.rule or deadline.id}-{occurrence.period}@{DOMAIN}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("summary", deadline.title)
        event.add("description", self._description(deadline, occurrence))
        event.add("transp", "TRANSPARENT")
        if deadline.since:
            # RFC 5545, 3.8.7.4: a revision has a higher number than the one before.
            event.add("sequence", int(deadline.since.timestamp()) // 60)
            event.add("last-modified", deadline.since.astimezone(UTC))
        if deadline.hour:
            event.add("dtstart", occurrence.ends_at - BEFORE)
            event.add("dtend", occurrence.ends_at)
        else:
            event.add("dtstart", occurrence.last_day)
            event.add("dtend", occurrence.last_day + timedelta(days=1))
        for days in ALARMS:
            event.add_component(_alarm(deadline, days))
        return event

    def _description(self, deadline: Deadline, occurrence: Occurrence) -> str:
        texts = (deadline.expected, last_working_day(occurrence), self.due_dates.source(deadline))
        return "\n".join(filter(None, texts))


def _alarm(deadline: Deadline, days: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    # A whole day begins at midnight, when nobody wants to be woken.
    alarm.add("trigger", timedelta(days=-days) + (timedelta() if deadline.hour else MORNING))
    return alarm
