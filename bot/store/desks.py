"""The groups that handle petitions, what officers are writing there, and who is kept from sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class Desk:
    """A group that handles petitions: those of one agency, or without `agency` all that have no group of their own."""

    chat_id: int
    agency: str | None
    title: str
    is_forum: bool


@dataclass(frozen=True, slots=True)
class StaffDraft:
    """What an officer wrote about a petition and has not yet said what it is; with `event_id` it was sent."""

    id: int
    petition_id: int
    chat_id: int
    message_id: int
    officer_id: int
    words: str
    event_id: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A person whose petitions are not taken until then."""

    id: int
    person_id: int
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Desks:
    """The tables `desks`, `staff_drafts` and `blocks`."""

    db: Database

    def set(self, desk: Desk, by: int, now: datetime) -> None:
        """Makes the group the one for its agency, in the place of the former."""
        with self.db.atomic():
            self.db.execute(
                "DELETE FROM desks WHERE chat_id = ? OR ifnull(agency, '') = ?", [desk.chat_id, desk.agency or ""]
            )
            self.db.execute(
                "INSERT INTO desks (chat_id, agency, title, is_forum, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?)",
                [desk.chat_id, desk.agency, desk.title, int(desk.is_forum), by, utc_text(now)],
            )

    def remove(self, chat_id: int) -> None:
        """The group handles petitions no more."""
        self.db.execute("DELETE FROM desks WHERE chat_id = ?", [chat_id])

    def all(self) -> list[Desk]:
        """All groups."""
        rows = self.db.execute("SELECT chat_id, agency, title, is_forum FROM desks ORDER BY agency")
        return [Desk(chat, agency, title, bool(forum)) for chat, agency, title, forum in rows]

    def get(self, chat_id: int) -> Desk | None:
        """The desk that the group is, or None."""
        return next((desk for desk in self.all() if desk.chat_id == chat_id), None)

    def of_agency(self, agency: str | None) -> Desk | None:
        """The group of that agency, or else the general one, or None."""
        desks = {desk.agency: desk for desk in self.all()}
        return desks.get(agency) or desks.get(None)

    def keep_staff_draft(
        self, petition_id: int, chat_id: int, message_id: int, officer_id: int, words: str, now: datetime
    ) -> StaffDraft:
        """Keeps what an officer wrote; for a message kept before, these are its new words."""
        with self.db.atomic():
            self.db.execute(
                "INSERT INTO staff_drafts (petition_id, chat_id, message_id, officer_id, words, at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (chat_id, message_id) DO UPDATE SET words = excluded.words",
                [petition_id, chat_id, message_id, officer_id, words, utc_text(now)],
            )
        draft = self.staff_draft_of(chat_id, message_id)
        assert draft is not None
        return draft

    def staff_draft(self, draft_id: int) -> StaffDraft | None:
        """What an officer wrote, by its number, or None."""
        return self._staff_draft("id = ?", [draft_id])

    def staff_draft_of(self, chat_id: int, message_id: int) -> StaffDraft | None:
        """What an officer wrote in that message, or None."""
        return self._staff_draft("chat_id = ? AND message_id = ?", [chat_id, message_id])

    def use_staff_draft(self, draft_id: int, event_id: int) -> None:
        """Notes what became of it."""
        self.db.execute("UPDATE staff_drafts SET event_id = ? WHERE id = ?", [event_id, draft_id])

    def drop_staff_draft(self, draft_id: int) -> None:
        """Forgets it, with its files."""
        self.db.execute("DELETE FROM staff_drafts WHERE id = ?", [draft_id])

    def block(self, person_id: int, reason: str, until: datetime, by: int, now: datetime) -> None:
        """Takes no more petitions of the person until then."""
        self.db.execute(
            "INSERT INTO blocks (person_id, reason, until, made_by, made_at) VALUES (?, ?, ?, ?, ?)",
            [person_id, reason, utc_text(until), by, utc_text(now)],
        )

    def blocked(self, person_id: int, now: datetime) -> Block | None:
        """The block that holds for the person now, the longest, or None."""
        row = self.db.execute(
            "SELECT id, person_id, reason, until FROM blocks WHERE person_id = ? AND lifted_at IS NULL AND until > ?"
            " ORDER BY until DESC LIMIT 1",
            [person_id, utc_text(now)],
        ).fetchone()
        return Block(row[0], row[1], row[2], datetime.fromisoformat(row[3])) if row else None

    def lift(self, person_id: int, by: int, now: datetime) -> None:
        """Takes petitions of the person again."""
        self.db.execute(
            "UPDATE blocks SET lifted_by = ?, lifted_at = ? WHERE person_id = ? AND lifted_at IS NULL",
            [by, utc_text(now), person_id],
        )

    def _staff_draft(self, where: str, values: list[int]) -> StaffDraft | None:
        row = self.db.execute(
            f"SELECT id, petition_id, chat_id, message_id, officer_id, words, event_id FROM staff_drafts WHERE {where}",
            values,
        ).fetchone()
        return StaffDraft(*row) if row else None
