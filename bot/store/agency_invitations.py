"""Which place at an agency an invitation is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database


class Place(StrEnum):
    """What somebody is invited to be."""

    FOCAL_POINT = "focal_point"
    LEADER = "leader"
    """Told when the agency is long late; holds no role."""


@dataclass(frozen=True, slots=True)
class Invited:
    """The place of an invitation; `replaces` is the focal point whose place it is."""

    place: Place
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class AgencyInvitations:
    """The table `agency_invitations`."""

    db: Database

    def add(self, invitation_id: int, invited: Invited) -> None:
        """Keeps what the invitation is for."""
        self.db.execute(
            "INSERT INTO agency_invitations (invitation_id, place, replaces) VALUES (?, ?, ?)",
            [invitation_id, invited.place, invited.replaces],
        )

    def get(self, invitation_id: int) -> Invited | None:
        """What the invitation is for; None for one that is for no place at an agency."""
        row = self.db.execute(
            "SELECT place, replaces FROM agency_invitations WHERE invitation_id = ?", [invitation_id]
        ).fetchone()
        return Invited(Place(row[0]), row[1]) if row else None
