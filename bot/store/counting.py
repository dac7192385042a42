"""Counting petitions. With a period alone each count reads one index and no row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.petitions.states import OPEN
from bot.store.database import utc_text
from bot.store.finding import Condition

_OPEN = f"state IN ({', '.join(repr(str(state)) for state in sorted(OPEN))})"
_DAYS = "round(julianday(answered_at) - julianday(received_at), 1)"
"""As the index `petitions_days` has it."""

INDEXES = {
    "state": "petitions_state",
    "category": "petitions_category",
    "place": "petitions_place",
    "agency": "petitions_agency",
}


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts the petitions for which `condition` holds. `narrow`: it asks for more than a period."""

    db: Database
    condition: Condition
    narrow: bool

    def by(self, column: str) -> dict[str | None, int]:
        """How many there are of each value, by columns of INDEXES; most first."""
        rows = self.db.execute(
            f"SELECT {column}, count(*) FROM petitions {self._through(INDEXES[column])} WHERE {self.condition.sql}"
            f" GROUP BY {column} ORDER BY 2 DESC, 1",
            self.condition.values,
        )
        return dict(rows.fetchall())

    def received(self, since: datetime, until: datetime) -> int:
        """How many came from `since` on and before `until`."""
        return self._count("received_at >= ? AND received_at < ?", utc_text(since), utc_text(until))

    def days_to_answer(self) -> list[tuple[float, int]]:
        """How many were answered after how many days, the quickest first; days to a tenth."""
        rows = self.db.execute(
            f"SELECT {_DAYS}, count(*) FROM petitions {self._through('petitions_days')}"
            f" WHERE answered_at IS NOT NULL AND {self.condition.sql} GROUP BY 1 ORDER BY 1",
            self.condition.values,
        )
        return [(days, count) for days, count in rows]

    def answered_late(self) -> int:
        """How many were answered, and that after they should have been."""
        return self._count(f"answered_at > due_at AND NOT {_OPEN}", through="petitions_late")

    def still_late(self, now: datetime) -> int:
        """How many wait for an answer that should be there by `now`."""
        return self._count(f"{_OPEN} AND due_at < ?", utc_text(now), through="petitions_state")

    def confidential(self) -> int:
        """How many are denunciations, kept from most eyes."""
        return self._count("confidential = 1", through="petitions_confidential")

    def _count(self, which: str, *values: str, through: str | None = None) -> int:
        row = self.db.execute(
            f"SELECT count(*) FROM petitions {self._through(through)} WHERE {which} AND {self.condition.sql}",
            [*values, *self.condition.values],
        ).fetchone()
        return int(row[0])

    def _through(self, index: str | None) -> str:
        # SQLite would take the index of the period and then read and sort the rows.
        return "" if self.narrow or index is None else f"INDEXED BY {index}"
