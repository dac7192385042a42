"""Files that people sent: what the messenger calls them, whose they are, and whether their content is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.petitions.model import Attachment, NewFile
from bot.store.database import utc_text

_COLUMNS = "id, chat_id, message_id, kind, file_id, file_unique_id, name, mime_type, size, sha256"


@dataclass(frozen=True, slots=True)
class Attachments:
    """The table `attachments`. A file belongs to a draft, a petition, what an officer writes, or a report."""

    db: Database

    def add(
        self,
        chat_id: int,
        file: NewFile,
        now: datetime,
        *,
        draft_id: int | None = None,
        staff_draft_id: int | None = None,
        report_id: int | None = None,
    ) -> int:
        """Keeps a file of the message and returns its id; one that came with the same message before is replaced."""
        with self.db.atomic():
            self.db.execute(
                "DELETE FROM attachments WHERE chat_id = ? AND message_id = ? AND draft_id IS ? AND staff_draft_id IS ?"
                " AND report_id IS ? AND petition_id IS NULL AND id NOT IN"
                " (SELECT template_id FROM deadlines WHERE template_id IS NOT NULL)",
                [chat_id, file.message_id, draft_id, staff_draft_id, report_id],
            )
            cursor = self.db.execute(
                "INSERT INTO attachments (draft_id, staff_draft_id, report_id, chat_id, message_id, kind, file_id,"
                " file_unique_id, name, mime_type, size, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    draft_id,
                    staff_draft_id,
                    report_id,
                    chat_id,
                    file.message_id,
                    file.kind,
                    file.file_id,
                    file.file_unique_id,
                    file.name,
                    file.mime_type,
                    file.size,
                    utc_text(now),
                ],
            )
        return cursor.lastrowid or 0

    def get(self, attachment_id: int) -> Attachment | None:
        """The file, or None."""
        found = self._select("id = ?", [attachment_id])
        return found[0] if found else None

    def of_draft(self, draft_id: int) -> tuple[Attachment, ...]:
        """The files of a draft, in the order of their messages."""
        return self._select("draft_id = ?", [draft_id])

    def of_staff_draft(self, staff_draft_id: int) -> tuple[Attachment, ...]:
        """The files of what an officer is writing."""
        return self._select("staff_draft_id = ?", [staff_draft_id])

    def of_petition(self, petition_id: int) -> tuple[Attachment, ...]:
        """All files of a petition, also those that came later."""
        return self._select("petition_id = ?", [petition_id])

    def from_citizen(self, petition_id: int) -> tuple[Attachment, ...]:
        """The files of a petition that its sender gave, also later."""
        given = "(event_id IS NULL OR event_id IN (SELECT id FROM petition_events WHERE actor = 'citizen'))"
        return self._select(f"petition_id = ? AND {given}", [petition_id])

    def of_event(self, event_id: int) -> tuple[Attachment, ...]:
        """The files that came with what happened then."""
        return self._select("event_id = ?", [event_id])

    def of_report(self, report_id: int, since: datetime | None = None) -> tuple[Attachment, ...]:
        """The files of an agency's report, all or those that came since then."""
        return self._select("report_id = ? AND added_at >= ?", [report_id, utc_text(since) if since else ""])

    def hand_over_to_report(self, attachment_id: int, report_id: int) -> None:
        """Gives a file that belongs to nothing yet to the report."""
        self.db.execute("UPDATE attachments SET report_id = ? WHERE id = ?", [report_id, attachment_id])

    def hand_over(self, draft_id: int, petition_id: int, event_id: int | None) -> None:
        """Gives the files of a draft to the petition; `event_id` is None for those it was sent with."""
        self.db.execute(
            "UPDATE attachments SET draft_id = NULL, petition_id = ?, event_id = ? WHERE draft_id = ?",
            [petition_id, event_id, draft_id],
        )

    def hand_over_staff(self, staff_draft_id: int, petition_id: int, event_id: int) -> None:
        """Gives the files of what an officer wrote to the event that it became."""
        self.db.execute(
            "UPDATE attachments SET staff_draft_id = NULL, petition_id = ?, event_id = ? WHERE staff_draft_id = ?",
            [petition_id, event_id, staff_draft_id],
        )

    def _select(self, where: str, values: Sequence[Any]) -> tuple[Attachment, ...]:
        rows = self.db.execute(f"SELECT {_COLUMNS} FROM attachments WHERE {where} ORDER BY message_id, id", values)
        return tuple(Attachment(*row) for row in rows)
