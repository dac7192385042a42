"""Which place at an agency an invitation is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

_OWN_PLACE = (
    "agency_invitations JOIN invitations ON invitations.id = invitation_id"
    " JOIN focal_points ON focal_points.id = replaces WHERE made_by = focal_points.person_id AND ended_at IS NULL"
)


class Place(StrEnum):
    """What somebody is invited to be."""

    FOCAL_POINT = "focal_point"
    LEADER = "leader"
    """Told when the agency is long late; holds no role."""


@dataclass(frozen=True, slots=True)
class Invited:
    """The place of an invitation; `replaces` is the focal point whose place it is, who leaves or stays as a deputy."""

    place: Place
    replaces: int | None = None
    former_stays: bool = False


@dataclass(frozen=True, slots=True)
class AgencyInvitations:
    """The table `agency_invitations`."""

    db: Database

    def add(self, invitation_id: int, invited: Invited) -> None:
        """Keeps what the invitation is for."""
        self.db.execute(
            "INSERT INTO agency_invitations (invitation_id, place, replaces, former_stays) VALUES (?, ?, ?, ?)",
            [invitation_id, invited.place, invited.replaces, invited.former_stays],
        )

    def get(self, invitation_id: int) -> Invited | None:
        """What the invitation is for; None for one that is for no place at an agency."""
        row = self.db.execute(
            "SELECT place, replaces, former_stays FROM agency_invitations WHERE invitation_id = ?", [invitation_id]
        ).fetchone()
        return Invited(Place(row[0]), row[1], bool(row[2])) if row else None

    def is_hand_over(self, invitation_id: int) -> bool:
        """Whether who made it offers their own place as a focal point, which they still have."""
        found = self.db.execute(f"SELECT 1 FROM {_OWN_PLACE} AND invitations.id = ?", [invitation_id]).fetchone()
        return found is not None

    def handing_over(self, focal_point_id: int) -> list[int]:
        """The invitations, open or not, by which the focal point offers their own place."""
        rows = self.db.execute(f"SELECT invitations.id FROM {_OWN_PLACE} AND focal_points.id = ?", [focal_point_id])
        return [invitation_id for (invitation_id,) in rows]
