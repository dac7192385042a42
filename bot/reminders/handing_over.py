"""A focal point hands the place over: makes the link for the successor, or calls it back.

It is an invitation as any other, and the only one by which somebody without the right to invite gives a role: their
own. It stops working when they lose the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.focal_points import FocalPoints, Offer
from bot.reminders.model import FocalPoint
from bot.roles import Operation, Role
from bot.store.agency_invitations import Invited, Place
from bot.store.audit import Entry
from bot.store.invitations import Invitation


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Everything raises NotAllowed or NotFound, which are in the audit by then."""

    focal_points: FocalPoints

    def look(self, person_id: int, focal_point_id: int, now: datetime) -> tuple[FocalPoint, Invitation | None]:
        """The person's own place, and the open invitation to it if there is one."""
        subject = f"focal point {focal_point_id}"
        self.focal_points.access.require(person_id, Operation.HAND_OVER, now, subject)
        with self.focal_points.access.refusals(Entry(person_id, Operation.HAND_OVER, subject), now):
            own = self.focal_points.own(person_id, focal_point_id)
        return own, next(iter(self._open(own, now)), None)

    def invite(self, person_id: int, focal_point_id: int, stays: bool, now: datetime) -> tuple[Offer, str]:
        """Offers the person's own place, after which they stay as a deputy or leave; also the secret of the link.

        An earlier link to the same place does not work any more.
        """
        with self._acting(person_id, focal_point_id, now) as (own, entry):
            agency = self.focal_points.listed(own.agency)
            self._withdraw(own, entry, now)
            invitation, token = self.focal_points.inviting.issue(person_id, Role.FOCAL_POINT, own.agency, now)
            self.focal_points.store.agency_invitations.add(invitation.id, Invited(Place.FOCAL_POINT, own.id, stays))
            entry.details |= {"invitation": invitation.id, "former_stays": int(stays)}
        return Offer(invitation, agency, Place.FOCAL_POINT, own, stays), token

    def call_back(self, person_id: int, focal_point_id: int, now: datetime) -> FocalPoint:
        """Ends the open invitation to the person's own place, and returns the place."""
        with self._acting(person_id, focal_point_id, now) as (own, entry):
            if not self._withdraw(own, entry, now):
                raise NotFound(_("This invitation is not open any more."))
        return own

    def _open(self, own: FocalPoint, now: datetime) -> list[Invitation]:
        offered = self.focal_points.store.agency_invitations.handing_over(own.id)
        return [each for each in self.focal_points.store.invitations.open(now) if each.id in offered]

    def _withdraw(self, own: FocalPoint, entry: Entry, now: datetime) -> bool:
        """Whether there was an invitation to end."""
        found = self._open(own, now)
        for invitation in found:
            self.focal_points.store.invitations.revoke(invitation.id, now)
            entry.details["withdrawn"] = invitation.id
        return bool(found)

    @contextmanager
    def _acting(self, person_id: int, focal_point_id: int, now: datetime) -> Iterator[tuple[FocalPoint, Entry]]:
        subject = f"focal point {focal_point_id}"
        with self.focal_points.access.acting(person_id, Operation.HAND_OVER, now, subject) as entry:
            own = self.focal_points.own(person_id, focal_point_id)
            entry.details["agency"] = own.agency
            yield own, entry
