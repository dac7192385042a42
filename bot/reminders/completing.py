"""Number, date and files of a report that is in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.petitions import file_rules
from bot.petitions.model import NewFile
from bot.reminders.model import Report, ReportState, is_in
from bot.reminders.owings import Owings
from bot.reminders.report_notices import ReportNotices
from bot.reminders.report_numbers import Reference, read_reference
from bot.reminders.report_pages import ReportPages
from bot.reminders.told import read_told
from bot.replies import Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.report_drafts import Awaiting, ReportDraft, ReportDrafts
from bot.store.schedule import Owed
from knowledge.segments import asks
from knowledge.text import folded_line

LONGEST = 60
"""Characters of what may be a number that was written in another way."""
_NO_NUMBER = ("chua", "chua co", "chua co so", "khong co so", "ko co so", "chua co so van ban", "khong co")


@dataclass(frozen=True, slots=True)
class Completing:
    """Does what focal points ask for. Everything raises NotAllowed or NotFound, and keeps that in the audit."""

    owings: Owings
    notices: ReportNotices
    pages: ReportPages

    def add(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """Number, date or file of the report are coming."""
        with self.acting(person_id, report_id, now) as report:
            self._await(person_id, report, Awaiting.NUMBER, now)
            return self.pages.ask_number(self.notices.facts(report, now))

    def without_number(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """The report has no number yet."""
        with self.acting(person_id, report_id, now) as report:
            self._await(person_id, report, Awaiting.FILE, now)
            return self.pages.without_number(self.notices.facts(report, now))

    def hear(self, draft: ReportDraft, text: str, now: datetime) -> Reply | None:
        """Takes number and date out of what was written; None when it is about something else."""
        if draft.awaiting is not Awaiting.NUMBER:
            return None
        report = self._report(draft)
        if folded_line(text).strip() in _NO_NUMBER:
            return self.without_number(draft.person_id, report.id, now)
        reference = read_reference(text, self.today(now), alone=True)
        other = asks(reference.rest) or len(reference.rest) > LONGEST or not any(map(str.isdigit, text))
        if (other and not reference.number) or (not reference and read_told(text, self.today(now))):
            return None
        with self.acting(draft.person_id, report.id, now) as standing:
            if not reference:
                return self.pages.number_not_understood(self.notices.facts(standing, now))
            completed = self.complete(draft.person_id, standing, reference, now, draft.message_id)
            self.go_on(draft.person_id, completed, now)
            self.notices.card(completed, now)
            return self.pages.completed(self.notices.facts(completed, now))

    def file(self, draft: ReportDraft, chat_id: int, file: NewFile, caption: str, now: datetime) -> Reply | None:
        """Takes a file of the report; what is written under it may be number and date."""
        if draft.awaiting not in (Awaiting.NUMBER, Awaiting.FILE):
            return None
        if objection := self.objection(file):
            return Reply.of(objection)
        with self.acting(draft.person_id, self._report(draft).id, now) as report:
            attachment = self._store.attachments.add(chat_id, file, now, report_id=report.id)
            reference = read_reference(caption, self.today(now))
            completed = self.complete(draft.person_id, report, reference, now, file.message_id)
            self.go_on(draft.person_id, completed, now)
            self.notices.card(completed, now)
            if kept := self._store.attachments.get(attachment):
                self.notices.file(completed, kept, now)
            return self.pages.completed(self.notices.facts(completed, now))

    @contextmanager
    def acting(self, person_id: int, report_id: int, now: datetime) -> Iterator[Report]:
        """A change of the report, which must be in, by who speaks for its agency. Raises NotAllowed or NotFound."""
        with self.owings.access.acting(person_id, Operation.REPORT, now, f"report {report_id}"):
            report = self.owings.report(report_id)
            self.owings.require(person_id, report.agency)
            self.owings.get_of(report, now)
            if not is_in(report):
                raise NotFound(_("This report has been returned. Once it has been sent again, please tap that button."))
            yield report

    def complete(
        self, person_id: int, report: Report, reference: Reference, now: datetime, message_id: int | None
    ) -> Report:
        """Notes what a message tells of the report, and returns the report as it is then.

        Raises NotAllowed when that would change what was confirmed; what was missing then may still be added.
        """
        number, dated = reference.number or report.number, reference.dated or report.dated
        overwritten = (report.number or number, report.dated or dated) != (number, dated)
        if overwritten and report.state is ReportState.CONFIRMED:
            raise NotAllowed(
                _(
                    "%(name)s has confirmed this report as it is, so I leave it so. If number or date have to be "
                    "corrected, please ask %(name)s to reopen it.",
                    name=self.notices.facts(report, now).judge,
                )
            )
        self._store.reports.complete(report.id, person_id, now, number, dated, message_id)
        return self._store.reports.get(report.id)

    def go_on(self, person_id: int, report: Report, now: datetime) -> None:
        """What the person writes or sends next may belong to the report."""
        self._await(person_id, report, Awaiting.FILE if report.number else Awaiting.NUMBER, now)

    def objection(self, file: NewFile) -> str | None:
        """Why the file is not taken; any size is, since it is passed on without being opened."""
        return file_rules.objection(replace(file, size=None))

    def today(self, now: datetime) -> date:
        """The day by the calendar of the place."""
        return now.astimezone(self.owings.planning.calendar().zone).date()

    def _await(self, person_id: int, report: Report, awaiting: Awaiting, now: datetime) -> None:
        self._store.people.seen(person_id, now)
        owed = Owed(report.deadline_id, report.period, report.agency)
        ReportDrafts(self._store.db).put(ReportDraft(person_id, awaiting, owed), now)

    def _report(self, draft: ReportDraft) -> Report:
        owed = draft.owed
        report = self._store.reports.of(owed.deadline_id, owed.period, owed.agency) if owed else None
        assert report is not None, "such a draft begins with a report that is in"
        return report

    @property
    def _store(self) -> Store:
        return self.owings.access.store
