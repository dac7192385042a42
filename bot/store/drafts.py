"""What people are writing and have not sent: at most one new petition, and one addition to each that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.petitions.model import Awaiting, Draft, Kind, Location, Purpose
from bot.store.attachments import Attachments
from bot.store.database import utc_text

_COLUMNS = (
    "id, person_id, chat_id, purpose, petition_id, offered, kind, category, place, latitude, longitude, sender_name,"
    " contact_phone, awaiting, started_at, touched_at"
)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The tables `drafts` and `draft_words`."""

    db: Database
    attachments: Attachments

    def start(
        self,
        person_id: int,
        chat_id: int,
        now: datetime,
        *,
        purpose: Purpose = Purpose.PETITION,
        petition_id: int | None = None,
        offered: bool = False,
    ) -> Draft:
        """A new, empty draft in the place of the one for the same that the person may have had."""
        with self.db.atomic():
            self.db.execute(
                "DELETE FROM drafts WHERE person_id = ? AND purpose = ? AND petition_id IS ?",
                [person_id, purpose, petition_id],
            )
            cursor = self.db.execute(
                "INSERT INTO drafts (person_id, chat_id, purpose, petition_id, offered, started_at, touched_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [person_id, chat_id, purpose, petition_id, int(offered), utc_text(now), utc_text(now)],
            )
        draft = self.get(cursor.lastrowid or 0)
        assert draft is not None
        return draft

    def get(self, draft_id: int) -> Draft | None:
        """The draft, or None when it was sent or dropped."""
        found = self._select("id = ?", [draft_id])
        return found[0] if found else None

    def of_person(self, person_id: int) -> Draft | None:
        """What the person is writing, with its words and files: of several the one last touched; or None."""
        found = self._select("person_id = ? ORDER BY touched_at DESC, id DESC LIMIT 1", [person_id])
        return found[0] if found else None

    def all_of_person(self, person_id: int) -> list[Draft]:
        """All that the person is writing, the one last touched first."""
        return self._select("person_id = ? ORDER BY touched_at DESC, id DESC", [person_id])

    def untouched_since(self, moment: datetime) -> list[Draft]:
        """The drafts that nobody has touched since then."""
        return self._select("touched_at < ? ORDER BY id", [utc_text(moment)])

    def set_words(self, draft_id: int, message_id: int, words: str, now: datetime) -> None:
        """Keeps the words of a message; of one that was kept before, these are the new ones."""
        with self.db.atomic():
            self.db.execute(
                "INSERT INTO draft_words (draft_id, message_id, words) VALUES (:draft, :message, :words)"
                " ON CONFLICT (draft_id, message_id) DO UPDATE SET words = :words",
                {"draft": draft_id, "message": message_id, "words": words},
            )
            self.touch(draft_id, now)

    def holds_message(self, draft_id: int, message_id: int) -> bool:
        """Whether words or files of that message are part of the draft."""
        return (
            self.db.execute(
                "SELECT 1 FROM draft_words WHERE draft_id = :draft AND message_id = :message"
                " UNION SELECT 1 FROM attachments WHERE draft_id = :draft AND message_id = :message",
                {"draft": draft_id, "message": message_id},
            ).fetchone()
            is not None
        )

    def merge(self, draft_id: int, into: int, now: datetime) -> None:
        """Moves words and files of one draft into another and drops the first."""
        with self.db.atomic():
            for table in ("draft_words", "attachments"):
                self.db.execute(f"UPDATE OR REPLACE {table} SET draft_id = ? WHERE draft_id = ?", [into, draft_id])
            self.delete(draft_id)
            self.touch(into, now)

    def update(self, draft_id: int, now: datetime, **columns: Any) -> None:
        """Writes columns: kind, category, place, latitude, longitude, sender_name, contact_phone, awaiting, offered."""
        with self.db.atomic():
            if columns:
                self.db.table("drafts").update(draft_id, columns)
            self.touch(draft_id, now)

    def touch(self, draft_id: int, now: datetime) -> None:
        """Notes that the person goes on with it."""
        self.db.execute("UPDATE drafts SET touched_at = ? WHERE id = ?", [utc_text(now), draft_id])

    def delete(self, draft_id: int) -> None:
        """Forgets the draft with its words and the files that were not handed over."""
        self.db.execute("DELETE FROM drafts WHERE id = ?", [draft_id])

    def _select(self, where: str, values: Sequence[Any]) -> list[Draft]:
        rows = list(self.db.execute(f"SELECT {_COLUMNS} FROM drafts WHERE {where}", values))
        return [self._draft(row) for row in rows]

    def _draft(self, row: Sequence[Any]) -> Draft:
        (id_, person, chat, purpose, petition, offered, kind, category, place, latitude, longitude, *rest) = row
        (name, phone, awaiting, started, touched) = rest
        words = self.db.execute("SELECT words FROM draft_words WHERE draft_id = ? ORDER BY message_id", [id_])
        return Draft(
            id=id_,
            person_id=person,
            chat_id=chat,
            purpose=Purpose(purpose),
            petition_id=petition,
            offered=bool(offered),
            kind=Kind(kind) if kind else None,
            category=category,
            place=place,
            location=None if latitude is None else Location(latitude, longitude),
            sender_name=name,
            contact_phone=phone,
            awaiting=Awaiting(awaiting) if awaiting else None,
            started_at=datetime.fromisoformat(started),
            touched_at=datetime.fromisoformat(touched),
            words="\n".join(row[0] for row in words if row[0]),
            files=self.attachments.of_draft(id_),
        )
