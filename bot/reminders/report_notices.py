"""Telling others what became of a report: the other focal points of the agency, and those who coordinate.

Everything is put into the outbox in the caller's transaction; by night it waits for the morning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import Deed, File, Kind, Outgoing
from bot.petitions.model import Attachment
from bot.reminders.ladder import is_day
from bot.reminders.model import Report, is_in
from bot.reminders.owings import Owings
from bot.reminders.recipients import Recipients
from bot.reminders.report_cards import ReportCards, ReportFacts
from bot.replies import Reply
from bot.store import Store


@dataclass(frozen=True, slots=True)
class ReportNotices:
    """Keys are of what happened last to the report, so nothing is told twice."""

    owings: Owings
    recipients: Recipients
    cards: ReportCards

    def facts(self, report: Report, now: datetime) -> ReportFacts:
        """The report with all that is told of it."""
        judge, words = self._store.reports.last_judgement(report.id)
        # What came with the version that was returned is not part of the new one.
        since = self._store.reports.returned_at(report.id) if is_in(report) else None
        return ReportFacts(
            report,
            self.owings.get_of(report, now),
            self._name(report.submitted_by),
            self._name(judge) or _("Somebody in charge"),
            words,
            len(self._store.attachments.of_report(report.id, since)),
            self._zone_time(report.submitted_at),
        )

    def focal_points(
        self, report: Report, say: Callable[[], Reply], now: datetime, *, besides: int | None = None
    ) -> None:
        """Tells all focal points of the agency but one."""
        points = self._store.focal_points.of_agency(report.agency)
        people = {point.person_id for point in points if point.person_id != besides}
        for person_id in sorted(people):
            self._stage(report, f"focal:{person_id}", person_id, say, now)

    def card(self, report: Report, now: datetime, *, besides: int | None = None, new: bool = False) -> None:
        """Shows those who coordinate how the report stands now, in the place of what they saw before if not `new`."""
        facts = self.facts(report, now)
        deed = Deed.SEND if new else Deed.REFRESH
        for person_id in self.recipients.coordinators():
            if person_id != besides:
                self._stage(report, f"card:{person_id}", person_id, lambda: self.cards.card(facts), now, deed=deed)

    def file(self, report: Report, file: Attachment, now: datetime) -> None:
        """Passes a file of the report on to those who coordinate."""
        facts = self.facts(report, now)
        sent = File(file.kind, file.file_id, name=file.name)
        for person_id in self.recipients.coordinators():
            key = f"file:{file.id}:{person_id}"
            self._stage(report, key, person_id, lambda: self.cards.file(facts), now, files=(sent,))

    def _stage(
        self,
        report: Report,
        key: str,
        person_id: int,
        say: Callable[[], Reply],
        now: datetime,
        *,
        deed: Deed = Deed.SEND,
        files: tuple[File, ...] = (),
    ) -> None:
        about = mark(report.id)
        with use_locale(self._store.people.language(person_id)):
            content = Outgoing(
                person_id,
                say(),
                Kind.NOTICE,
                deed,
                due_at=self._due_at(now),
                about=about if key.startswith("card:") else None,
                collapse_key=about if key.startswith("card:") else None,
                tied_to=about if files else None,
                files=files,
            )
        self._store.outbox.add(f"report:{report.id}:{self._store.reports.last_event(report.id)}:{key}", content, now)

    def _due_at(self, now: datetime) -> datetime | None:
        steps = self.owings.planning.steps
        local = now.astimezone(steps.occurrences.calendar.zone)
        return None if is_day(local.time()) else steps.next_morning(now)

    def _zone_time(self, moment: datetime) -> datetime:
        return moment.astimezone(self.owings.planning.calendar().zone)

    def _name(self, person_id: int | None) -> str | None:
        if person_id is None:
            return None
        return next((grant.display_name for grant in self._store.roles.held_by(person_id)), None)

    @property
    def _store(self) -> Store:
        return self.owings.access.store


def mark(report_id: int) -> str:
    """What messages about the report are marked with."""
    return f"report:{report_id}"
