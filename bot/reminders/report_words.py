"""What becomes of words and files of people who are, or may be, in the middle of saying something about a report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.petitions.model import NewFile
from bot.reminders.completing import Completing
from bot.reminders.correcting import Correcting
from bot.reminders.judging import Judging
from bot.reminders.reporting import Reporting
from bot.reminders.snoozing import Snoozing
from bot.replies import Reply
from bot.store import Store
from bot.store.deadline_drafts import DeadlineDrafts
from bot.store.report_drafts import ReportDraft, ReportDrafts

FRESH = timedelta(minutes=30)
"""So long after the last touch what a person writes may belong to it."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Everything returns None for what is about something else. Raises NotAllowed or NotFound."""

    reporting: Reporting
    completing: Completing
    judging: Judging
    snoozing: Snoozing

    def hear(self, person_id: int, message_id: int, text: str, now: datetime) -> Reply | None:
        """Takes in what the person wrote."""
        draft = self._draft(person_id, now)
        if draft:
            draft = replace(draft, message_id=message_id)
            try:
                for part in (self.judging, self.completing, self.snoozing):
                    if reply := part.hear(draft, text, now):
                        return reply
            except (NotAllowed, NotFound):
                self._drafts.delete(person_id)
                raise
        if not self._store.focal_points.of_person(person_id) or self._makes_something_else(person_id, now):
            return None
        return self.reporting.told(person_id, message_id, text, now)

    def edited(self, person_id: int, message_id: int, text: str, now: datetime) -> Reply | None:
        """Takes in what a message says now that the person has edited it, or what stands under its file."""
        return Correcting(self.reporting, self.completing).edited(person_id, message_id, text, now)

    def take_file(self, person_id: int, chat_id: int, file: NewFile, caption: str, now: datetime) -> Reply | None:
        """Takes in a file that the person sent: any while a report waits for it, else documents only."""
        draft = self._draft(person_id, now)
        if draft:
            try:
                if reply := self.completing.file(draft, chat_id, file, caption, now):
                    return reply
            except (NotAllowed, NotFound):
                self._drafts.delete(person_id)
                raise
        if file.kind != "document" or self._makes_something_else(person_id, now):
            return None
        return self.reporting.file(person_id, chat_id, file, caption, now)

    def stop(self, person_id: int, now: datetime) -> Reply | None:
        """/huy: ends what the person is in the middle of; None when it is nothing."""
        if self._draft(person_id, now) is None:
            return None
        self._drafts.delete(person_id)
        return Reply.of(_("All right. What has been noted so far stays as it is."))

    def _draft(self, person_id: int, now: datetime) -> ReportDraft | None:
        """What the person is in the middle of, unless they have gone on to something else."""
        draft = self._drafts.get(person_id)
        if draft is None or draft.touched_at is None or now - draft.touched_at > FRESH:
            return None
        deadline = DeadlineDrafts(self._store.db).get(person_id)
        if deadline and deadline.touched_at and deadline.touched_at > draft.touched_at:
            return None
        return draft

    def _makes_something_else(self, person_id: int, now: datetime) -> bool:
        """Whether the person is making a deadline or a petition."""
        deadline = DeadlineDrafts(self._store.db).get(person_id)
        petition = self._store.drafts.of_person(person_id)
        moments = (
            deadline and deadline.awaiting and deadline.touched_at,
            petition and not petition.offered and petition.touched_at,
        )
        return any(moment and now - moment <= FRESH for moment in moments)

    @property
    def _store(self) -> Store:
        return self.reporting.owings.access.store

    @property
    def _drafts(self) -> ReportDrafts:
        return ReportDrafts(self._store.db)
