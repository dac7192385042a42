"""Broadcasts to focal points: in the making, confirmed, and how their delivery stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.reminders.model import Audience
from bot.store.database import utc_text
from bot.store.reminders import audience_text, read_audience

_BROADCAST = "id, words, audience, made_by, made_at, sent_at, staged_at"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Words for focal points. `made_at` is when it was last touched, `sent_at` when it was confirmed.

    `staged_at` is when the last of the messages had been put into the outbox. Without words it waits for them.
    """

    id: int
    words: str
    audience: Audience
    made_by: int
    made_at: datetime
    sent_at: datetime | None = None
    staged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that did not reach its reader, and why: the name of the error."""

    person_id: int
    error: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far the messages have come; `waiting` are those in the outbox that have not been sent yet."""

    sent: int
    waiting: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """The table `broadcasts`, and what of the outbox comes of it."""

    db: Database

    def begin(self, person_id: int, words: str, now: datetime) -> Broadcast:
        """Begins a broadcast to all, in the place of one that the person has in the making."""
        self.drop(person_id, now)
        cursor = self.db.execute(
            "INSERT INTO broadcasts (words, audience, made_by, made_at) VALUES (?, ?, ?, ?)",
            [words, audience_text(Audience()), person_id, utc_text(now)],
        )
        found = self.get(cursor.lastrowid or 0)
        assert found is not None
        return found

    def change(self, broadcast_id: int, words: str, audience: Audience, now: datetime) -> None:
        """Writes what was changed in the making."""
        self.db.execute(
            "UPDATE broadcasts SET words = ?, audience = ?, made_at = ? WHERE id = ? AND sent_at IS NULL",
            [words, audience_text(audience), utc_text(now), broadcast_id],
        )

    def drop(self, person_id: int, now: datetime) -> None:
        """Gives up what the person has in the making."""
        self.db.execute(
            "UPDATE broadcasts SET cancelled_at = ? WHERE made_by = ? AND sent_at IS NULL AND cancelled_at IS NULL",
            [utc_text(now), person_id],
        )

    def confirm(self, broadcast_id: int, now: datetime) -> bool:
        """Says that it goes out; False when it does already."""
        return (
            self.db.execute(
                "UPDATE broadcasts SET sent_at = ? WHERE id = ? AND sent_at IS NULL AND cancelled_at IS NULL",
                [utc_text(now), broadcast_id],
            ).rowcount
            == 1
        )

    def staged(self, broadcast_id: int, now: datetime) -> None:
        """Notes that all its messages are in the outbox."""
        self.db.execute("UPDATE broadcasts SET staged_at = ? WHERE id = ?", [utc_text(now), broadcast_id])

    def in_the_making(self, person_id: int) -> Broadcast | None:
        """What the person has in the making, or None."""
        return self._one("made_by = ? AND sent_at IS NULL AND cancelled_at IS NULL ORDER BY id DESC", person_id)

    def get(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast, if it was not given up."""
        return self._one("id = ? AND cancelled_at IS NULL", broadcast_id)

    def to_stage(self) -> Broadcast | None:
        """The oldest that goes out and is not in the outbox as a whole, or None."""
        return self._one("sent_at IS NOT NULL AND staged_at IS NULL ORDER BY id")

    def latest(self, limit: int) -> list[Broadcast]:
        """Those that went out last, the newest first."""
        return self._select("sent_at IS NOT NULL ORDER BY sent_at DESC, id DESC LIMIT ?", limit)

    def addressed(self, broadcast_id: int) -> set[int]:
        """The people for whom it is in the outbox."""
        rows = self.db.execute("SELECT chat_id FROM outbox WHERE key >= ? AND key < ?", self._keys(broadcast_id))
        return {row[0] for row in rows}

    def delivery(self, broadcast_id: int) -> Delivery:
        """How far its messages have come."""
        rows = self.db.execute(
            "SELECT status, count(*) FROM outbox WHERE key >= ? AND key < ? GROUP BY status", self._keys(broadcast_id)
        )
        counts = dict(rows.fetchall())
        failed = self.db.execute(
            "SELECT chat_id, error FROM outbox WHERE key >= ? AND key < ? AND status = 'failed' ORDER BY chat_id",
            self._keys(broadcast_id),
        )
        failures = tuple(Failure(person, error or "") for person, error in failed)
        return Delivery(counts.get("sent", 0), counts.get("pending", 0) + counts.get("sending", 0), failures)

    @staticmethod
    def key(broadcast_id: int, person_id: int) -> str:
        """The key of a message in the outbox."""
        return f"broadcast:{broadcast_id}:{person_id}"

    @staticmethod
    def _keys(broadcast_id: int) -> list[str]:
        return [f"broadcast:{broadcast_id}:", f"broadcast:{broadcast_id};"]

    def _one(self, where: str, *values: int) -> Broadcast | None:
        found = self._select(f"{where} LIMIT 1", *values)
        return found[0] if found else None

    def _select(self, where: str, *values: int) -> list[Broadcast]:
        rows = self.db.execute(f"SELECT {_BROADCAST} FROM broadcasts WHERE {where}", list(values))
        return [_broadcast(row) for row in rows]


def _broadcast(row: Sequence[Any]) -> Broadcast:
    id_, words, audience, made_by, made_at, sent_at, staged_at = row
    return Broadcast(
        id_,
        words,
        read_audience(audience),
        made_by,
        datetime.fromisoformat(made_at),
        datetime.fromisoformat(sent_at) if sent_at else None,
        datetime.fromisoformat(staged_at) if staged_at else None,
    )
