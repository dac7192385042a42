"""Invitations to take a role. The link's secret is not kept, only its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.roles import Role
from bot.store.database import utc_text

_OPEN = "used_at IS NULL AND revoked_at IS NULL AND expires_at > :now"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as it stands; `agency` is set as in the role that it gives."""

    id: int
    role: Role
    agency: str | None
    made_by: int
    expires_at: datetime
    used: bool
    revoked: bool


@dataclass(frozen=True, slots=True)
class Invitations:
    """The table `invitations`."""

    db: Database

    def add(
        self, token_hash: str, role: Role, agency: str | None, made_by: int, now: datetime, expires_at: datetime
    ) -> Invitation:
        """Keeps a new invitation and returns it."""
        row = {
            "token_hash": token_hash,
            "role": role,
            "agency": agency,
            "made_by": made_by,
            "made_at": utc_text(now),
            "expires_at": utc_text(expires_at),
        }
        return _invitation({**row, "id": self.db.table("invitations").insert(row).last_pk})

    def take(self, token_hash: str, person_id: int, now: datetime) -> Invitation | None:
        """The invitation, now used by the person; None when it is not open (any more).

        One conditional UPDATE, so of any number who take it at once a single one gets it.
        """
        taken = self.db.execute(
            f"UPDATE invitations SET used_by = :person, used_at = :now WHERE token_hash = :hash AND {_OPEN}",
            {"person": person_id, "now": utc_text(now), "hash": token_hash},
        )
        return self.find(token_hash) if taken.rowcount == 1 else None

    def find(self, token_hash: str) -> Invitation | None:
        """The invitation of a link, open or not."""
        return self._first("token_hash = :hash", {"hash": token_hash})

    def get(self, invitation_id: int, now: datetime) -> Invitation | None:
        """The invitation, if it is open."""
        return self._first(f"id = :id AND {_OPEN}", {"id": invitation_id, "now": utc_text(now)})

    def open(self, now: datetime) -> list[Invitation]:
        """All that can still be used, the oldest first."""
        rows = self.db.query(f"SELECT * FROM invitations WHERE {_OPEN} ORDER BY id", {"now": utc_text(now)})
        return [_invitation(row) for row in rows]

    def revoke(self, invitation_id: int, now: datetime) -> bool:
        """Whether the invitation was open until now and no longer is."""
        changed = self.db.execute(
            f"UPDATE invitations SET revoked_at = :now WHERE id = :id AND {_OPEN}",
            {"now": utc_text(now), "id": invitation_id},
        )
        return changed.rowcount == 1

    def _first(self, condition: str, values: dict[str, object]) -> Invitation | None:
        rows = self.db.query(f"SELECT * FROM invitations WHERE {condition}", values)
        return next((_invitation(row) for row in rows), None)


def _invitation(row: dict[str, Any]) -> Invitation:
    return Invitation(
        row["id"],
        Role(row["role"]),
        row["agency"],
        row["made_by"],
        datetime.fromisoformat(row["expires_at"]),
        row.get("used_at") is not None,
        row.get("revoked_at") is not None,
    )
