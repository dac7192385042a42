"""Who holds or held which role, given by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.roles import Role
from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person holds; `agency` is set for a focal point, and for a desk officer of one agency only."""

    id: int
    person_id: int
    role: Role
    agency: str | None
    display_name: str
    granted_by: int
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Roles:
    """The table `roles`: one row for each time a role was given."""

    db: Database

    def add(
        self, person_id: int, role: Role, agency: str | None, display_name: str, granted_by: int, now: datetime
    ) -> Grant:
        """Gives the role and returns the grant. The person must be known and must not hold it already."""
        row = {
            "person_id": person_id,
            "role": role,
            "agency": agency,
            "display_name": display_name,
            "granted_by": granted_by,
            "granted_at": utc_text(now),
        }
        return _grant({**row, "id": self.db.table("roles").insert(row).last_pk})

    def held_by(self, person_id: int) -> list[Grant]:
        """What the person holds now."""
        return self._held("person_id = ? ORDER BY id", person_id)

    def get(self, grant_id: int) -> Grant | None:
        """The grant, if it still holds."""
        return next(iter(self._held("id = ?", grant_id)), None)

    def all(self) -> list[Grant]:
        """All that hold now, in the order in which they were given."""
        return self._held("1 ORDER BY id")

    def revoke(self, grant_id: int, revoked_by: int, now: datetime) -> bool:
        """Whether the grant held until now and no longer does."""
        changed = self.db.execute(
            "UPDATE roles SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL",
            [utc_text(now), revoked_by, grant_id],
        )
        return changed.rowcount == 1

    def name_of(self, person_id: int) -> str | None:
        """The name under which the person last took a role, or None."""
        row = self.db.execute(
            "SELECT display_name FROM roles WHERE person_id = ? ORDER BY id DESC LIMIT 1", [person_id]
        ).fetchone()
        return row[0] if row else None

    def _held(self, condition: str, *values: int) -> list[Grant]:
        rows = self.db.query(f"SELECT * FROM roles WHERE revoked_at IS NULL AND {condition}", values)
        return [_grant(row) for row in rows]


def _grant(row: dict[str, Any]) -> Grant:
    return Grant(
        row["id"],
        row["person_id"],
        Role(row["role"]),
        row["agency"],
        row["display_name"],
        row["granted_by"],
        datetime.fromisoformat(row["granted_at"]),
    )
