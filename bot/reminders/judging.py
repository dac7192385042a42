"""What those who coordinate do with a report that is in: confirm it, or return it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.model import Report, ReportState
from bot.reminders.owings import Owings
from bot.reminders.report_notices import ReportNotices
from bot.reminders.report_pages import ReportPages
from bot.replies import Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.report_drafts import Awaiting, ReportDraft, ReportDrafts
from bot.store.schedule import Owed

SHORTEST, LONGEST = 3, 1000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class Judging:
    """Of two who judge at once the first wins. Everything raises NotAllowed or NotFound, and keeps that."""

    owings: Owings
    notices: ReportNotices
    pages: ReportPages

    def confirm(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """The report has been received."""
        with self.owings.access.acting(person_id, Operation.JUDGE_REPORTS, now, f"report {report_id}") as entry:
            self._standing(report_id, now)
            entry.details["state"] = ReportState.CONFIRMED
            return self._judge(person_id, report_id, ReportState.CONFIRMED, None, now)

    def ask_reason(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """The report is to be returned: the next message says why."""
        with self.owings.access.acting(person_id, Operation.JUDGE_REPORTS, now, f"report {report_id}") as entry:
            report = self._standing(report_id, now)
            entry.details["asked"] = "reason"
            self._store.people.seen(person_id, now)
            owed = Owed(report.deadline_id, report.period, report.agency)
            self._drafts.put(ReportDraft(person_id, Awaiting.REASON, owed), now)
            return self.notices.cards.ask_reason(self.notices.facts(report, now))

    def keep(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """The report is not returned after all: how it stands."""
        with self.owings.access.acting(person_id, Operation.JUDGE_REPORTS, now, f"report {report_id}"):
            report = self.owings.report(report_id)
            draft = self._drafts.get(person_id)
            if draft and draft.awaiting is Awaiting.REASON:
                self._drafts.delete(person_id)
            return self.notices.cards.card(self.notices.facts(report, now))

    def reopen(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """The confirmation is taken back, so that the focal points can put something right."""
        with self.owings.access.acting(person_id, Operation.JUDGE_REPORTS, now, f"report {report_id}") as entry:
            self.owings.get_of(self.owings.report(report_id), now)
            if not self._store.reports.reopen(report_id, person_id, now):
                raise NotFound(_("This report is not confirmed (any more)."))
            entry.details["state"] = ReportState.SUBMITTED
            report = self._store.reports.get(report_id)
            facts = self.notices.facts(report, now)
            self.notices.focal_points(report, lambda: self.pages.reopened(facts), now)
            self.notices.card(report, now, besides=person_id)
            return self.notices.cards.card(facts)

    def hear(self, draft: ReportDraft, text: str, now: datetime) -> Reply | None:
        """Returns the report for the reason that was written; None when none was asked for."""
        if draft.awaiting is not Awaiting.REASON or draft.owed is None:
            return None
        owed, words = draft.owed, text.strip()
        report = self._store.reports.of(owed.deadline_id, owed.period, owed.agency)
        assert report is not None, "such a draft begins with a report that is in"
        with self.owings.access.acting(draft.person_id, Operation.JUDGE_REPORTS, now, f"report {report.id}") as entry:
            self._standing(report.id, now)
            if not SHORTEST <= len(words) <= LONGEST:
                self._drafts.put(draft, now)
                return self.notices.cards.reason_length(self.notices.facts(report, now), LONGEST)
            entry.details["state"] = ReportState.RETURNED
            return self._judge(draft.person_id, report.id, ReportState.RETURNED, words, now)

    def _judge(self, person_id: int, report_id: int, state: ReportState, words: str | None, now: datetime) -> Reply:
        self._drafts.delete(person_id)
        self._store.reports.judge(report_id, state, person_id, now, words)
        report = self._store.reports.get(report_id)
        facts = self.notices.facts(report, now)
        if state is ReportState.RETURNED:
            self.owings.planning.resume(report, now)
            self.notices.focal_points(report, lambda: self.pages.returned(facts), now)
        else:
            self.notices.focal_points(report, lambda: self.pages.confirmed(facts), now)
        self.notices.card(report, now, besides=person_id)
        return self.notices.cards.card(facts)

    def _standing(self, report_id: int, now: datetime) -> Report:
        """The report, if nobody has judged it. Raises NotFound."""
        report = self.owings.report(report_id)
        if report.state is ReportState.SUBMITTED:
            self.owings.get_of(report, now)
            return report
        judge = self.notices.facts(report, now).judge
        if report.state is ReportState.CONFIRMED:
            raise NotFound(_("%(name)s has confirmed this report already.", name=judge))
        raise NotFound(_("%(name)s has returned this report already.", name=judge))

    @property
    def _store(self) -> Store:
        return self.owings.access.store

    @property
    def _drafts(self) -> ReportDrafts:
        return ReportDrafts(self._store.db)
