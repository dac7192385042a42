"""Number and date of a report corrected by editing the message that told them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.reminders.completing import Completing
from bot.reminders.report_numbers import read_reference
from bot.reminders.reporting import Reporting
from bot.reminders.told import read_told
from bot.replies import Reply
from bot.store import Store
from bot.store.report_drafts import Awaiting, ReportDrafts


@dataclass(frozen=True, slots=True)
class Correcting:
    """Raises NotAllowed or NotFound, and keeps that in the audit."""

    reporting: Reporting
    completing: Completing

    def edited(self, person_id: int, message_id: int, text: str, now: datetime) -> Reply | None:
        """Takes in what a message says now that it was edited; None when it told of no report.

        What it does not tell any more stays as it was noted.
        """
        draft = ReportDrafts(self._store.db).get(person_id)
        if draft and draft.awaiting is Awaiting.CHOICE and draft.message_id == message_id:
            return self.reporting.told_otherwise(draft, text, now)
        told = self._store.reports.told_by(person_id, message_id)
        if told is None:
            return None
        report_id, at = told
        day = self.completing.today(at)
        reference = read_reference(text, day, alone=read_told(text, day) is None)
        with self.completing.acting(person_id, report_id, now) as noted:
            report, notices = noted, self.completing.notices
            if reference.number not in (None, noted.number) or reference.dated not in (None, noted.dated):
                report = self.completing.complete(person_id, noted, reference, now, message_id)
                notices.card(report, now)
            return self.completing.pages.completed(notices.facts(report, now))

    @property
    def _store(self) -> Store:
        return self.completing.owings.access.store
