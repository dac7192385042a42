"""What agencies owe, and who may speak for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.access import Access
from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.reminders.model import Agency, Deadline, Report, is_in
from bot.reminders.occurrences import Occurrence
from bot.reminders.planning import Planning
from bot.reminders.reminder_pages import Owing
from bot.roles import Operation
from bot.store import Store
from bot.store.audit import Entry
from bot.store.schedule import Owed

AHEAD, BEHIND = timedelta(days=60), timedelta(days=120)
"""How far away the last day of a report may be that people speak of without naming it."""


@dataclass(frozen=True, slots=True)
class Owings:
    """Looks for them by deadlines, agencies and the calendar as they are now."""

    access: Access
    planning: Planning

    def of_person(self, person_id: int, now: datetime) -> list[Owing]:
        """What the person's agencies have owed lately or owe soon, also what is in already; the earliest first."""
        found = [
            self._owing(deadline, occurrence, agency, now)
            for agency in self._agencies(person_id)
            for deadline in self._store.deadlines.standing()
            if deadline.audience.includes(agency)
            for occurrence in self._at_hand(deadline, now)
        ]
        return sorted(found, key=lambda owing: (owing.occurrence.ends_at, owing.deadline.id, owing.agency.id))

    def get(self, owed: Owed, now: datetime) -> Owing:
        """What is owed there. Raises NotFound when the deadline does not hold any more."""
        try:
            deadline = self._store.deadlines.get(owed.deadline_id)
            occurrence = self.planning.occurrence(owed.deadline_id, owed.period)
        except KeyError:
            occurrence = None
        agency = self._store.agencies.get(owed.agency)
        if occurrence is None or agency is None or deadline.cancelled_at:
            raise NotFound(_("This deadline does not hold any more, so nothing is owed for it."))
        return self._owing(deadline, occurrence, agency, now)

    def get_of(self, report: Report, now: datetime) -> Owing:
        """What the report is for. Raises NotFound."""
        return self.get(Owed(report.deadline_id, report.period, report.agency), now)

    def of_reminder(self, reminder_id: int) -> Owed:
        """What the reminder is about. Raises NotFound."""
        try:
            reminder = self._store.reminders.get(reminder_id)
        except KeyError:
            raise NotFound(_("This button is too old. Please ask again.")) from None
        return Owed(reminder.deadline_id, reminder.period, reminder.agency)

    def report(self, report_id: int) -> Report:
        """The report. Raises NotFound."""
        try:
            return self._store.reports.get(report_id)
        except KeyError:
            raise NotFound(_("This button is too old. Please ask again.")) from None

    def report_of(self, owing: Owing) -> Report | None:
        """What is in for it, or was."""
        return self._store.reports.of(owing.deadline.id, owing.occurrence.period, owing.agency.id)

    def is_in(self, owing: Owing) -> bool:
        """Whether nothing is owed there any more."""
        return is_in(self.report_of(owing))

    def speaks_for(self, person_id: int, agency: str) -> bool:
        """Whether the person is a focal point of the agency now."""
        held = {grant.id for grant in self._store.roles.held_by(person_id)}
        points = self._store.focal_points.of_person(person_id)
        return any(point.agency == agency and point.role_id in held for point in points)

    def require(self, person_id: int, agency: str) -> None:
        """Raises NotAllowed if the person is none; to be called where the refusal is kept."""
        if not self.speaks_for(person_id, agency):
            raise NotAllowed(_("You are not the focal point of this agency (any more), so I cannot note this."))

    def entry(self, person_id: int, about: str) -> Entry:
        """The row of the audit for what somebody does for an agency."""
        return Entry(person_id, Operation.REPORT, about)

    def _agencies(self, person_id: int) -> Iterator[Agency]:
        names = dict.fromkeys(point.agency for point in self._store.focal_points.of_person(person_id))
        standing = {agency.id: agency for agency in self._store.agencies.all()}
        for name in names:
            if name in standing and self.speaks_for(person_id, name):
                yield standing[name]

    def _at_hand(self, deadline: Deadline, now: datetime) -> Iterator[Occurrence]:
        """What has passed lately, and the one that is next."""
        today = now.astimezone(self.planning.calendar().zone).date()
        for occurrence, _next in self.planning.occurrences.between(deadline, today - BEHIND, today + AHEAD):
            yield occurrence
            if occurrence.ends_at > now:
                return

    def _owing(self, deadline: Deadline, occurrence: Occurrence, agency: Agency, now: datetime) -> Owing:
        today = now.astimezone(self.planning.calendar().zone).date()
        return Owing(deadline, occurrence, agency, self.planning.occurrences.left(occurrence, today))

    @property
    def _store(self) -> Store:
        return self.access.store


def owed_of(owing: Owing) -> Owed:
    """The report that is owed."""
    return Owed(owing.deadline.id, owing.occurrence.period, owing.agency.id)


def subject(owed: Owed) -> str:
    """The name of the report in the audit."""
    return f"report {owed.deadline_id} {owed.period} {owed.agency}"
