"""Which files that people sent have still to be fetched, and which contents somebody needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.store.database import utc_text
from bot.store.outbox import BACK_OFF, LATER, MOST_ATTEMPTS

_UNFETCHED = "stored_at IS NULL AND error IS NULL"


class Loss(StrEnum):
    """Why a content is not kept."""

    TOO_BIG = "too big"
    REFUSED = "refused by the messenger"
    UNREACHABLE = "could not be fetched"


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file to be fetched."""

    id: int
    file_id: str
    file_unique_id: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Fetches:
    """What the table `attachments` says of contents."""

    db: Database

    def next(self, now: datetime, besides: Collection[int] = ()) -> Fetch | None:
        """The next file that is due, but none of `besides`; or None."""
        others = ", ".join(str(int(number)) for number in besides)
        row = self.db.execute(
            f"SELECT id, file_id, file_unique_id, size FROM attachments WHERE {_UNFETCHED}"
            f" AND (next_attempt_at IS NULL OR next_attempt_at <= ?) AND id NOT IN ({others}) ORDER BY id LIMIT 1",
            [utc_text(now)],
        ).fetchone()
        return Fetch(*row) if row else None

    def twin(self, file_unique_id: str) -> str | None:
        """The SHA-256 of the same file if it was fetched before."""
        row = self.db.execute(
            "SELECT sha256 FROM attachments WHERE file_unique_id = ? AND sha256 IS NOT NULL LIMIT 1", [file_unique_id]
        ).fetchone()
        return row[0] if row else None

    def stored(self, fetch_id: int, sha256: str, size: int, now: datetime) -> None:
        """Its content is kept under that name."""
        self._set(fetch_id, "sha256 = ?, size = ?, stored_at = ?", sha256, size, utc_text(now))

    def lost(self, fetch_id: int, loss: Loss) -> None:
        """Its content will not be fetched."""
        self._set(fetch_id, "error = ?", loss)

    def postpone(self, fetch_id: int, until: datetime) -> None:
        """It is fetched at `until`; that does not count as a failure."""
        self._set(fetch_id, "next_attempt_at = ?", utc_text(until))

    def again(self, fetch_id: int, now: datetime) -> None:
        """It is fetched after a growing pause, as messages are sent; not any more after MOST_ATTEMPTS."""
        with self.db.atomic():
            row = self.db.execute("SELECT attempts FROM attachments WHERE id = ?", [fetch_id]).fetchone()
            attempts = row[0] + 1 if row else 0
            pause = BACK_OFF[attempts - 1] if 0 < attempts <= len(BACK_OFF) else LATER
            self._set(fetch_id, "attempts = ?, next_attempt_at = ?", attempts, utc_text(now + pause))
            if attempts > MOST_ATTEMPTS:
                self.lost(fetch_id, Loss.UNREACHABLE)

    def needed(self, sha256: str) -> bool:
        """Whether a row names that content."""
        return self.db.execute("SELECT 1 FROM attachments WHERE sha256 = ? LIMIT 1", [sha256]).fetchone() is not None

    def _set(self, fetch_id: int, what: str, *values: str | int) -> None:
        with self.db.atomic():
            self.db.execute(f"UPDATE attachments SET {what} WHERE id = ?", [*values, fetch_id])
