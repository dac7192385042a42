"""Occurrences of deadlines as events of a calendar (RFC 5545).

An occurrence keeps its UID, and a revision has a higher SEQUENCE than the one before (3.8.7.4): so a newer file takes
the place of the event in the calendar, or takes it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.i18n import gettext as _
from bot.reminders.dates import last_working_day
from bot.reminders.model import Deadline
from bot.reminders.occurrences import Occurrence

if TYPE_CHECKING:
    from icalendar import Alarm, Event

ALARMS = (7, 1)
"""Days before."""
MORNING = timedelta(hours=8)
"""When an alarm of a whole day rings."""
BEFORE = timedelta(minutes=30)
"""How long before its hour the event of a deadline begins."""
DOMAIN = "tro-ly-dan-van"
COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""SEQUENCE counts seconds from here on, so that it fits an INTEGER of RFC 5545 (3.3.8) until 2088."""

Dated = tuple[Deadline, Occurrence]


class Method(StrEnum):
    """What a file does to the calendar (RFC 5545, 3.7.2)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class CalendarEvents:
    """Makes the content of files, in the language now in use; `source` tells a deadline's source."""

    source: Callable[[Deadline], str]

    def content(self, method: Method, dated: Iterable[Dated], now: datetime) -> bytes:
        """A calendar with these occurrences, to be put in or, where they are cancelled, to be taken out."""
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("prodid", f"-//{DOMAIN}//VI")
        calendar.add("version", "2.0")
        calendar.add("method", method)
        calendar.add("x-wr-calname", _("Report deadlines"))
        for deadline, occurrence in dated:
            event = self._event(deadline, occurrence, now)
            if method is Method.CANCEL:
                event.add("status", "CANCELLED")
            else:
                for days in ALARMS:
                    event.add_component(_alarm(deadline, days))
            calendar.add_component(event)
        content: bytes = calendar.to_ical()
        return content

    def _event(self, deadline: Deadline, occurrence: Occurrence, now: datetime) -> Event:
        from icalendar import Event

        event = Event()
        event.add("uid", f"{deadline.rule or deadline.id}-{occurrence.period}@{DOMAIN}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("summary", deadline.title)
        event.add("description", self._description(deadline, occurrence))
        event.add("transp", "TRANSPARENT")
        if deadline.since:
            event.add("sequence", int((deadline.since - COUNTED_FROM).total_seconds()))
            event.add("last-modified", deadline.since.astimezone(UTC))
        if deadline.hour:
            event.add("dtstart", occurrence.ends_at - BEFORE)
            event.add("dtend", occurrence.ends_at)
        else:
            event.add("dtstart", occurrence.last_day)
            event.add("dtend", occurrence.last_day + timedelta(days=1))
        return event

    def _description(self, deadline: Deadline, occurrence: Occurrence) -> str:
        texts = (deadline.expected, last_working_day(occurrence), self.source(deadline))
        return "\n".join(filter(None, texts))


def _alarm(deadline: Deadline, days: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    # A whole day begins at midnight, when nobody wants to be woken.
    alarm.add("trigger", timedelta(days=-days) + (timedelta() if deadline.hour else MORNING))
    return alarm
