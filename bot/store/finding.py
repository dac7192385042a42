"""Finding petitions: by what is known of them, and by their words through the full-text index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.petitions.criteria import Criteria, Scope
from bot.petitions.states import OPEN
from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class Condition:
    """What follows WHERE, over `petitions`, and the values in it."""

    sql: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Reads `petitions` and `petitions_search`; days are those of `zone`."""

    db: Database
    zone: ZoneInfo

    def condition(self, criteria: Criteria, scope: Scope, now: datetime) -> Condition:
        """What must hold of petitions, apart from code and words."""
        parts: list[tuple[str, Sequence[Any]]] = []
        for column in ("category", "agency"):
            value = getattr(criteria, column)
            parts += [(f"{column} = ?", [value])] if value is not None else []
        if criteria.place is not None:
            places = criteria.places or frozenset({criteria.place})
            parts.append((_within("place", places), sorted(places)))
        if criteria.states:
            parts.append((_within("state", criteria.states), sorted(criteria.states)))
        if criteria.late:
            parts.append((f"{_within('state', OPEN)} AND due_at < ?", [*sorted(OPEN), utc_text(now)]))
        if criteria.period:
            bounds = [utc_text(moment) for moment in criteria.period.bounds(self.zone)]
            parts.append(("received_at >= ? AND received_at < ?", bounds))
        if not scope.confidential:
            parts.append(("NOT confidential", []))
        if scope.agencies is not None:
            parts.append((_within("agency", scope.agencies), sorted(scope.agencies)))
        sql = " AND ".join(f"({part})" for part, _values in parts) or "1"
        return Condition(sql, tuple(value for _part, values in parts for value in values))

    def newest(self, condition: Condition, limit: int = -1) -> list[int]:
        """The petitions for which the condition holds, the newest first."""
        rows = self.db.execute(
            f"SELECT id FROM petitions WHERE {condition.sql} ORDER BY id DESC LIMIT ?", [*condition.values, limit]
        )
        return [row[0] for row in rows]

    def by_code(self, code: str, condition: Condition) -> list[int]:
        """The petition with that code, if the condition holds for it."""
        rows = self.db.execute(
            f"SELECT id FROM petitions WHERE code = ? AND {condition.sql}", [code, *condition.values]
        )
        return [row[0] for row in rows]

    def matching(self, match: str, condition: Condition, limit: int) -> list[int]:
        """The newest petitions whose words match, in the language of FTS5, and for which the condition holds."""
        # CROSS JOIN keeps the order of the tables: the other way round each petition would be matched by itself.
        rows = self.db.execute(
            "SELECT petitions.id FROM petitions_search CROSS JOIN petitions ON petitions.id = petitions_search.rowid"
            f" WHERE petitions_search MATCH ? AND {condition.sql} ORDER BY petitions_search.rowid DESC LIMIT ?",
            [f"folded : ({match})", *condition.values, limit],
        )
        return [row[0] for row in rows]

    def is_known(self, syllable: str) -> bool:
        """Whether any petition holds the folded syllable."""
        row = self.db.execute(
            "SELECT 1 FROM petitions_search WHERE petitions_search MATCH ? LIMIT 1", [f'folded : "{syllable}"']
        ).fetchone()
        return row is not None

    def folded(self, petition_ids: Sequence[int]) -> dict[int, str]:
        """What is searched of these petitions."""
        marks = ", ".join("?" * len(petition_ids))
        rows = self.db.execute(f"SELECT id, folded FROM petitions WHERE id IN ({marks})", list(petition_ids))
        return dict(rows.fetchall())


def _within(column: str, values: frozenset[Any]) -> str:
    return f"{column} IN ({', '.join('?' * len(values))})"
