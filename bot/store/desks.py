"""The groups that handle petitions, and who is kept from sending them."""

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
class Block:
    """A person whose petitions are not taken until then."""

    id: int
    person_id: int
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Desks:
    """The tables `desks` and `blocks`."""

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

    def left(self, chat_id: int, now: datetime) -> None:
        """The bot is not in the group any more, so nothing can be sent there."""
        self.db.execute("UPDATE desks SET left_at = ? WHERE chat_id = ? AND left_at IS NULL", [utc_text(now), chat_id])

    def lost(self) -> list[tuple[int, str, str]]:
        """The groups in which the bot is no more: id, title and since when."""
        return list(self.db.execute("SELECT chat_id, title, left_at FROM desks WHERE left_at IS NOT NULL"))

    def came_back(self, chat_id: int) -> bool:
        """Whether the bot had left the desk, where it is again now."""
        changed = self.db.execute(
            "UPDATE desks SET left_at = NULL WHERE chat_id = ? AND left_at IS NOT NULL", [chat_id]
        )
        return changed.rowcount == 1

    def all(self) -> list[Desk]:
        """All groups in which the bot is, the general one first."""
        rows = self.db.execute(
            "SELECT chat_id, agency, title, is_forum FROM desks WHERE left_at IS NULL ORDER BY agency"
        )
        return [Desk(chat, agency, title, bool(forum)) for chat, agency, title, forum in rows]

    def known(self, chat_id: int) -> bool:
        """Whether anything is kept of the group, also if the bot has left it."""
        return self.db.execute("SELECT 1 FROM desks WHERE chat_id = ?", [chat_id]).fetchone() is not None

    def get(self, chat_id: int) -> Desk | None:
        """The desk that the group is, or None."""
        return next((desk for desk in self.all() if desk.chat_id == chat_id), None)

    def of_agency(self, agency: str | None) -> Desk | None:
        """The group of that agency, or else the general one, or None."""
        desks = {desk.agency: desk for desk in self.all()}
        return desks.get(agency) or desks.get(None)

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
