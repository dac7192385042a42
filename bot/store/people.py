"""The people who write to the bot: their number at the messenger and the language they chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class People:
    """The table `people`."""

    db: Database

    def seen(self, person_id: int, now: datetime) -> None:
        """Notes that the person wrote at `now`."""
        self.db.execute(
            "INSERT INTO people (id, first_seen_at, last_seen_at) VALUES (:id, :at, :at)"
            " ON CONFLICT (id) DO UPDATE SET last_seen_at = :at",
            {"id": person_id, "at": utc_text(now)},
        )

    def heard(self, person_id: int, now: datetime) -> None:
        """Notes that somebody who is known wrote or pressed something at `now`, so that they can be written to."""
        self.db.execute(
            "UPDATE people SET last_seen_at = ?, unreachable_since = NULL WHERE id = ?", [utc_text(now), person_id]
        )

    def language(self, person_id: int) -> str | None:
        """The code of the language which the person chose, or None."""
        row = self.db.execute("SELECT language FROM people WHERE id = ?", [person_id]).fetchone()
        return row[0] if row else None

    def set_language(self, person_id: int, code: str, now: datetime) -> None:
        """Keeps the language which the person chose."""
        with self.db.atomic():
            self.seen(person_id, now)
            self.db.table("people").update(person_id, {"language": code})

    def is_unreachable(self, person_id: int) -> bool:
        """Whether the person was last found to take no messages."""
        where = "id = ? AND unreachable_since IS NOT NULL"
        return self.db.execute(f"SELECT 1 FROM people WHERE {where}", [person_id]).fetchone() is not None

    def unreachable(self, person_id: int, now: datetime) -> None:
        """Notes that the person takes no messages from the bot any more; the first time counts."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE people SET unreachable_since = ? WHERE id = ? AND unreachable_since IS NULL",
                [utc_text(now), person_id],
            )

    def reachable(self, person_id: int) -> None:
        """Notes that the person can be written to again."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE people SET unreachable_since = NULL WHERE id = ? AND unreachable_since IS NOT NULL",
                [person_id],
            )
