"""Who answers for an agency: invited, put in order, replaced, and gone.

A place at an agency is taken by invitation (`bot/inviting.py`): that of a focal point, who holds the role as long as
they stand in the table `focal_points`, or that of the leader, who is told when the agency is long late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.access import Access
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.inviting import Inviting, gone
from bot.reminders.model import Agency, FocalPoint
from bot.roles import Operation, Role
from bot.store import Store
from bot.store.agency_invitations import Invited, Place
from bot.store.audit import Entry
from bot.store.invitations import Invitation

LINK_PREFIX = "d-"
"""Bot API, deep linking: up to 64 characters of A-Z, a-z, 0-9, _ and -; an invitation's has 24."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that somebody is invited to; `former` is whose place it is, and who perhaps stays as a deputy."""

    invitation: Invitation
    agency: Agency
    place: Place
    former: FocalPoint | None
    former_stays: bool = False

    @property
    def handed_over(self) -> bool:
        """Whether it is the former one who invites."""
        return self.former is not None and self.former.person_id == self.invitation.made_by


def _nothing(_what: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class FocalPoints:
    """Changes who answers for agencies. All raise NotAllowed or NotFound, which are in the audit by then.

    What goes with a change (`then`) is done in its transaction.
    """

    access: Access
    inviting: Inviting

    @property
    def store(self) -> Store:
        """Where they are kept."""
        return self.access.store

    def agency(self, actor_id: int, agency_id: str, now: datetime) -> Agency:
        """The agency, for somebody who keeps its focal points."""
        self.access.require(actor_id, Operation.MANAGE_FOCAL_POINTS, now, f"agency {agency_id}")
        return self.listed(agency_id)

    def invite(
        self, actor_id: int, agency_id: str, place: Place, now: datetime, replaces: int | None = None
    ) -> tuple[Offer, str]:
        """Invites somebody to a place at the agency, perhaps that of a focal point; also the secret of the link."""
        with self.access.acting(actor_id, Operation.MANAGE_FOCAL_POINTS, now, f"agency {agency_id}") as entry:
            agency = self.listed(agency_id)
            former = self.focal_point(replaces) if replaces is not None else None
            invitation, token = self.inviting.invite(actor_id, Role.FOCAL_POINT, agency_id, now)
            self.store.agency_invitations.add(invitation.id, Invited(place, replaces))
            entry.details |= {"invitation": invitation.id, "place": place, "replaces": replaces}
        return Offer(invitation, agency, place, former), token

    def look(self, person_id: int, token: str, now: datetime) -> Offer:
        """What a link offers; changes nothing."""
        invitation = self.inviting.look(person_id, token, now, for_role=False)
        offer = self._offer(invitation, Entry(person_id, Operation.ACCEPT_INVITATION), now)
        if offer.place is Place.FOCAL_POINT and self._moving_up(person_id, offer) is None:
            self.inviting.look(person_id, token, now)
        return offer

    def accept(
        self, person_id: int, name: str, token: str, now: datetime, then: Callable[[Offer], None] = _nothing
    ) -> Offer:
        """Takes the place, which ends for whoever had it."""
        with self.inviting.taking(person_id, token, now) as (invitation, entry):
            offer = self._offer(invitation, entry, now)
            entry.details["place"] = offer.place
            if offer.place is Place.LEADER:
                self.store.agencies.set_leader(offer.agency.id, person_id)
            else:
                self._settle(offer, name, entry, now)
            then(offer)
        return offer

    def move(self, actor_id: int, focal_point_id: int, by: int, now: datetime) -> str:
        """Moves a focal point up (-1) or down (1) in the order of its agency, and returns that agency's id."""
        subject = f"focal point {focal_point_id}"
        with self.access.acting(actor_id, Operation.MANAGE_FOCAL_POINTS, now, subject) as entry:
            focal_point = self.focal_point(focal_point_id)
            order = [each.id for each in self.store.focal_points.of_agency(focal_point.agency)]
            place = order.index(focal_point_id)
            order.insert(max(0, place + by), order.pop(place))
            self.store.focal_points.put_in_order(order)
            entry.details |= {"agency": focal_point.agency, "rank": order.index(focal_point_id) + 1}
        return focal_point.agency

    def take_back(
        self, actor_id: int, focal_point_id: int, now: datetime, then: Callable[[FocalPoint], None] = _nothing
    ) -> FocalPoint:
        """Ends the place of a focal point, and the role with it."""
        with self.access.acting(actor_id, Operation.MANAGE_FOCAL_POINTS, now, f"focal point {focal_point_id}") as entry:
            focal_point = self.focal_point(focal_point_id)
            self.access.revoke(actor_id, focal_point.role_id, now)
            entry.details |= {"agency": focal_point.agency, "person": focal_point.person_id}
            then(focal_point)
        return focal_point

    def drop_leader(self, actor_id: int, agency_id: str, now: datetime) -> Agency:
        """The agency's leader gets no messages any more: said by who keeps the agencies, or by that person."""
        agency = self.store.agencies.get(agency_id)
        own = agency is not None and agency.leader_person_id == actor_id
        operation = Operation.GIVE_BACK_ROLE if own else Operation.MANAGE_FOCAL_POINTS
        with self.access.acting(actor_id, operation, now, f"agency {agency_id}") as entry:
            if agency is None or agency.leader_person_id is None:
                raise NotFound(_("This agency has no leader who gets messages from me."))
            self.store.agencies.set_leader(agency_id, None)
            entry.details |= {"place": Place.LEADER, "person": agency.leader_person_id}
        return agency

    def confirm(
        self,
        person_id: int,
        focal_point_id: int,
        still: bool,
        now: datetime,
        then: Callable[[FocalPoint], None] = _nothing,
    ) -> FocalPoint:
        """The person says whether they still are the focal point.

        If not, they stay until somebody else has taken the place, so that the agency is never without.
        """
        subject = f"focal point {focal_point_id}"
        with self.access.acting(person_id, Operation.CONFIRM_PLACE, now, subject) as entry:
            focal_point = self.own(person_id, focal_point_id)
            if still:
                self.store.focal_points.confirmed(focal_point_id, now)
            entry.details |= {"agency": focal_point.agency, "still": int(still)}
            then(focal_point)
        return focal_point

    def focal_point(self, focal_point_id: int) -> FocalPoint:
        """One that still holds. Raises NotFound."""
        found = self.store.focal_points.get(focal_point_id)
        if found is None:
            raise NotFound(_("This person is not a focal point any more. Please open the agency again."))
        return found

    def own(self, person_id: int, focal_point_id: int) -> FocalPoint:
        """As `focal_point`, if it is the person. Raises NotFound."""
        focal_point = self.focal_point(focal_point_id)
        if focal_point.person_id != person_id:
            raise NotFound(_("You are not this agency's focal point (any more)."))
        return focal_point

    def listed(self, agency_id: str) -> Agency:
        """The agency, if it owes reports now. Raises NotFound."""
        agency = self.store.agencies.listed(agency_id)
        if agency is None:
            raise NotFound(_("This agency is not in the list any more. Please choose again with /daumoi."))
        return agency

    def _offer(self, invitation: Invitation, entry: Entry, now: datetime) -> Offer:
        """What the invitation is for; NotFound for one to something else, or to an agency that owes nothing now."""
        invited = self.store.agency_invitations.get(invitation.id)
        agency = self.store.agencies.listed(invitation.agency) if invitation.agency else None
        if invited is None or agency is None:
            with self.access.refusals(entry, now):
                raise NotFound(gone())
        former = self.store.focal_points.get(invited.replaces) if invited.replaces is not None else None
        return Offer(invitation, agency, invited.place, former, invited.former_stays)

    def _moving_up(self, person_id: int, offer: Offer) -> FocalPoint | None:
        """The place that the person has at the agency already, if another's is offered to them."""
        former = offer.former
        if former is None or former.person_id == person_id:
            return None
        others = self.store.focal_points.of_agency(offer.agency.id)
        return next((each for each in others if each.person_id == person_id), None)

    def _settle(self, offer: Offer, name: str, entry: Entry, now: datetime) -> None:
        new = self._moving_up(entry.actor_id, offer)
        if new is None:
            grant = self.inviting.give(offer.invitation, name, entry, now)
            new = self.store.focal_points.add(grant.id, offer.agency.id, grant.person_id, now)
        if offer.former is not None:
            self._replace(offer.former, new, offer, now)
            entry.details |= {"replaced": offer.former.id, "former_stays": int(offer.former_stays)}

    def _replace(self, former: FocalPoint, new: FocalPoint, offer: Offer, now: datetime) -> None:
        """Puts the new one in the former one's place of the order; the former one comes next, or their role ends."""
        order = [each.id for each in self.store.focal_points.of_agency(former.agency) if each.id != new.id]
        place = order.index(former.id)
        order[place : place + 1] = [new.id, former.id] if offer.former_stays else [new.id]
        if not offer.former_stays:
            self.store.roles.revoke(former.role_id, offer.invitation.made_by, now)
            self.store.focal_points.end(former.role_id, now)
            self.access.withdraw_orphans(former.person_id, now)
        self.store.focal_points.put_in_order(order)
