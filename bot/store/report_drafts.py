"""What somebody is in the middle of saying about a report: at most one thing for each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.store.database import utc_text
from bot.store.schedule import Owed


class Awaiting(StrEnum):
    """What the next words or files of the person are."""

    NUMBER = "number"
    """Number and date of a report that is in, or its file."""
    FILE = "file"
    """Its file; words are something else."""
    CHOICE = "choice"
    """Nothing: a button tells which report was meant; number, date and file wait for that."""
    REASON = "reason"
    """Why a coordinator returns it."""
    TIME = "time"
    """When the person wants to be reminded."""


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """`owed` is None as long as it is not clear which report is meant; `message_id` is what the person wrote last."""

    person_id: int
    awaiting: Awaiting
    owed: Owed | None = None
    number: str | None = None
    dated: date | None = None
    attachment_id: int | None = None
    message_id: int | None = None
    touched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportDrafts:
    """The table `report_drafts`."""

    db: Database

    def put(self, draft: ReportDraft, now: datetime) -> None:
        """Keeps the draft in the place of the one that the person may have had."""
        owed = draft.owed
        row = {
            "person_id": draft.person_id,
            "deadline_id": owed and owed.deadline_id,
            "period": owed and owed.period.isoformat(),
            "agency": owed and owed.agency,
            "awaiting": draft.awaiting,
            "number": draft.number,
            "dated": draft.dated and draft.dated.isoformat(),
            "attachment_id": draft.attachment_id,
            "message_id": draft.message_id,
            "touched_at": utc_text(now),
        }
        self.db.table("report_drafts").insert(row, replace=True)

    def get(self, person_id: int) -> ReportDraft | None:
        """What the person is in the middle of, or None."""
        row = self.db.execute(
            "SELECT deadline_id, period, agency, awaiting, number, dated, attachment_id, message_id, touched_at"
            " FROM report_drafts WHERE person_id = ?",
            [person_id],
        ).fetchone()
        if row is None:
            return None
        deadline_id, period, agency, awaiting, number, dated, attachment_id, message_id, touched_at = row
        return ReportDraft(
            person_id,
            Awaiting(awaiting),
            Owed(deadline_id, date.fromisoformat(period), agency) if deadline_id else None,
            number,
            date.fromisoformat(dated) if dated else None,
            attachment_id,
            message_id,
            datetime.fromisoformat(touched_at),
        )

    def delete(self, person_id: int) -> None:
        """Forgets it."""
        self.db.execute("DELETE FROM report_drafts WHERE person_id = ?", [person_id])
