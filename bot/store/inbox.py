"""What came in and was not handled yet: each update is kept before the messenger is told that it arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.store.database import utc_text

KEPT = timedelta(hours=48)
"""How long the number of a handled update is kept; Telegram delivers again for at most 24 hours."""
SET_ASIDE_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came in: its number, its chat, what kind it is, and all of it as JSON."""

    update_id: int
    chat_id: int
    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kept update, when it came in and how often handling it has failed."""

    update_id: int
    chat_id: int
    kind: str
    raw: str
    received_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """The table `inbox`."""

    db: Database

    def add(self, arrivals: Iterable[Arrival], now: datetime) -> int:
        """Keeps the updates, all or none, and returns how many were new; a known number has no second effect."""
        at = utc_text(now)
        with self.db.atomic():
            before = self.db.conn.total_changes
            self.db.conn.executemany(
                "INSERT OR IGNORE INTO inbox (update_id, chat_id, kind, raw, received_at) VALUES (?, ?, ?, ?, ?)",
                [(new.update_id, new.chat_id, new.kind, new.raw, at) for new in arrivals],
            )
            return self.db.conn.total_changes - before

    def waiting(self, limit: int) -> Sequence[tuple[int, int]]:
        """Number and chat of the updates that are not done, oldest first."""
        rows = self.db.execute(
            "SELECT update_id, chat_id FROM inbox WHERE status = 'waiting' ORDER BY update_id LIMIT ?", [limit]
        )
        return [(row[0], row[1]) for row in rows]

    def get(self, update_id: int) -> Waiting | None:
        """The update if it still waits."""
        row = self.db.execute(
            "SELECT chat_id, kind, raw, received_at, attempts FROM inbox WHERE update_id = ? AND status = 'waiting'",
            [update_id],
        ).fetchone()
        return Waiting(update_id, row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4]) if row else None

    def done(self, update_id: int, now: datetime) -> None:
        """Marks the update as handled and forgets what was in it; to be called with its effects in one transaction."""
        self.db.execute(
            "UPDATE inbox SET status = 'done', raw = '', done_at = ? WHERE update_id = ?", [utc_text(now), update_id]
        )

    def failed(self, update_id: int, error: str, place: str) -> int:
        """Counts a failure with the type of the error and where it arose, and returns how many there were."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE inbox SET attempts = attempts + 1, error = ?, place = ? WHERE update_id = ?",
                [error, place, update_id],
            )
            row = self.db.execute("SELECT attempts FROM inbox WHERE update_id = ?", [update_id]).fetchone()
        return int(row[0])

    def set_aside(self, update_id: int, now: datetime) -> None:
        """Gives up on the update; it stays in the table as it came in, for whoever mends the cause."""
        self.db.execute(
            "UPDATE inbox SET status = 'set_aside', done_at = ? WHERE update_id = ?", [utc_text(now), update_id]
        )

    def purge(self, now: datetime) -> None:
        """Drops what was handled more than KEPT ago or set aside more than SET_ASIDE_KEPT ago."""
        with self.db.atomic():
            for status, kept in (("done", KEPT), ("set_aside", SET_ASIDE_KEPT)):
                self.db.table("inbox").delete_where("status = ? AND done_at < ?", [status, utc_text(now - kept)])
