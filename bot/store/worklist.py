"""Which petitions wait for something, as the clock asks for them, and which may be about the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.petitions.states import OPEN
from bot.store.database import utc_text

_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN))
_LAST = "(SELECT max(at) FROM petition_events WHERE petition_id = petitions.id AND move IN ({}))"
_WAITING_SINCE = _LAST.format("'submit', 'forward', 'reopen'")
_SETTLED_SINCE = _LAST.format("'answer', 'decline'")
_ASKED_SINCE = _LAST.format("'ask'")
CANDIDATES = 150
"""How many are looked at for each way in which a petition may be like another."""
MATCHES = 1000
"""How many of the newest that share a phrase are looked up; many of them may be settled."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of a petition."""

    id: int
    folded: str
    category: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Worklist:
    """Questions over the table `petitions`; most answer with ids, the longest waiting first."""

    db: Database

    def due(self, after: datetime, until: datetime, unmarked: str) -> list[int]:
        """The open ones to be answered in that time, without those marked `unmarked` for that due date."""
        return self._ids(
            f"state IN ({_OPEN}) AND due_at > ? AND due_at <= ? AND NOT EXISTS"
            f" (SELECT 1 FROM clock_marks WHERE key = '{unmarked}:' || petitions.id || ':' || due_at) ORDER BY due_at",
            after,
            until,
        )

    def late(self, now: datetime) -> list[int]:
        """The open ones whose due date has passed, those joined to another left out."""
        return self._ids(f"state IN ({_OPEN}) AND joined_to IS NULL AND due_at < ? ORDER BY due_at", now)

    def untouched(self, since: datetime) -> list[int]:
        """Those that nobody has taken up since they came, were sent on or reopened."""
        waiting = "state IN ('received', 'forwarded', 'reopened') AND joined_to IS NULL"
        return self._ids(f"{waiting} AND {_WAITING_SINCE} <= ? ORDER BY id", since)

    def settled(self, before: datetime) -> list[int]:
        """Those answered or declined since before then, and not closed."""
        return self._ids(f"state IN ('answered', 'declined') AND {_SETTLED_SINCE} <= ? ORDER BY id", before)

    def asked(self, before: datetime) -> list[int]:
        """Those whose senders were asked something before then, and have not said."""
        return self._ids(f"state = 'need_info' AND {_ASKED_SINCE} <= ? ORDER BY id", before)

    def unreachable(self) -> list[tuple[int, str]]:
        """Those still under way whose senders take no messages any more, and since when."""
        rows = self.db.execute(
            "SELECT petitions.id, unreachable_since FROM people CROSS JOIN petitions ON people.id = person_id"
            f" WHERE unreachable_since IS NOT NULL AND state IN ({_OPEN}) ORDER BY petitions.id"
        )
        return [(row[0], row[1]) for row in rows]

    def open_of(self, agency: str, limit: int) -> list[int]:
        """The newest open ones of the agency that any group may see."""
        rows = self.db.execute(
            f"SELECT id FROM petitions WHERE agency = ? AND state IN ({_OPEN}) AND NOT confidential"
            " ORDER BY id DESC LIMIT ?",
            [agency, limit],
        )
        return [row[0] for row in rows]

    def shown_in(self, chat_id: int, limit: int) -> list[int]:
        """The newest open ones of which there is a card in the chat."""
        rows = self.db.execute(
            f"SELECT id FROM petitions WHERE state IN ({_OPEN}) AND EXISTS (SELECT 1 FROM sent_messages"
            " WHERE about = 'card:' || petitions.id AND chat_id = ?) ORDER BY id DESC LIMIT ?",
            [chat_id, limit],
        )
        return [row[0] for row in rows]

    def mark(self, key: str, now: datetime) -> bool:
        """Notes that the clock did something; whether it is the first time."""
        return (
            self.db.execute("INSERT OR IGNORE INTO clock_marks (key, at) VALUES (?, ?)", [key, utc_text(now)]).rowcount
            == 1
        )

    def marked_at(self, key: str) -> datetime | None:
        """When the clock did that, or None."""
        row = self.db.execute("SELECT at FROM clock_marks WHERE key = ?", [key]).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def unseen(self, since: datetime) -> list[int]:
        """The open ones sent before then of which no card has reached anybody, and none is on its way."""
        return self._ids(
            f"state IN ({_OPEN}) AND received_at <= ?"
            " AND NOT EXISTS (SELECT 1 FROM sent_messages WHERE about = 'card:' || petitions.id)"
            " AND NOT EXISTS (SELECT 1 FROM outbox WHERE about = 'card:' || petitions.id"
            " AND status IN ('pending', 'sending')) ORDER BY id",
            since,
        )

    def ever_shown(self, petition_id: int) -> bool:
        """Whether a card of the petition has reached anybody, even if it cannot be reached there any more."""
        return (
            self.db.execute(
                "SELECT 1 FROM outbox WHERE about = ? AND status = 'sent'", [f"card:{petition_id}"]
            ).fetchone()
            is not None
        )

    def chats_with_card(self, petition_id: int) -> list[int]:
        """The chats to which a card of the petition went."""
        rows = self.db.execute(
            "SELECT DISTINCT chat_id FROM sent_messages WHERE about = ? ORDER BY chat_id", [f"card:{petition_id}"]
        )
        return [row[0] for row in rows]

    def last_event(self, petition_id: int) -> int:
        """The number of the last thing that happened to the petition, 0 when nothing has."""
        row = self.db.execute("SELECT max(id) FROM petition_events WHERE petition_id = ?", [petition_id]).fetchone()
        return row[0] or 0

    def asked_at(self, petition_id: int) -> datetime | None:
        """When the sender was last asked something, or None."""
        row = self.db.execute(f"SELECT {_ASKED_SINCE} FROM petitions WHERE id = ?", [petition_id]).fetchone()
        return datetime.fromisoformat(row[0]) if row and row[0] else None

    def folded(self, petition_id: int) -> str:
        """The words of the petition as they are compared."""
        return str(self.db.execute("SELECT folded FROM petitions WHERE id = ?", [petition_id]).fetchone()[0])

    def same_field(self, category: str, place: str | None, since: datetime) -> list[Candidate]:
        """The newest open ones of that category and place."""
        return self._candidates(
            "category = ? AND place IS ? AND received_at >= ?", "received_at", [category, place, utc_text(since)]
        )

    def with_phrases(self, phrases: Sequence[str], since: datetime) -> list[Candidate]:
        """The newest open ones in which any of the phrases stands."""
        if not phrases:
            return []
        wanted = " OR ".join(f'folded:"{phrase}"' for phrase in phrases)
        found = (
            "SELECT rowid FROM petitions_search WHERE petitions_search MATCH ?"
            " AND rowid >= (SELECT ifnull(min(id), 9223372036854775807) FROM petitions WHERE received_at >= ?)"
            f" ORDER BY rowid DESC LIMIT {MATCHES}"
        )
        return self._candidates(f"id IN ({found})", "id", [wanted, utc_text(since)])

    def _candidates(self, where: str, order: str, values: list[Any]) -> list[Candidate]:
        rows = self.db.execute(
            f"SELECT id, folded, category, place FROM petitions WHERE {where} AND state IN ({_OPEN})"
            f" AND joined_to IS NULL AND NOT confidential ORDER BY {order} DESC LIMIT {CANDIDATES}",
            values,
        )
        return [Candidate(*row) for row in rows]

    def _ids(self, where: str, *moments: datetime) -> list[int]:
        rows = self.db.execute(f"SELECT id FROM petitions WHERE {where}", [utc_text(moment) for moment in moments])
        return [row[0] for row in rows]
