"""Places at agencies for those who are invited to one, have one or lose one, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.buttons import is_number
from bot.i18n import use_locale
from bot.inviting import tidy
from bot.outgoing import Kind, Outgoing
from bot.reminders import place_pages as pages
from bot.reminders.focal_points import FocalPoints, Offer
from bot.reminders.model import Agency, FocalPoint
from bot.reminders.recipients import Recipients
from bot.replies import Reply
from bot.store import Store
from bot.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Places:
    """Changes and the notices about them are one transaction. Raises as FocalPoints does."""

    focal_points: FocalPoints
    recipients: Recipients

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.focal_points.store

    def own(self, person_id: int) -> Reply | None:
        """What the person answers for; None when that is nothing."""
        held = self.store.focal_points.of_person(person_id)
        places = [
            (each, agency, each.rank, len(self.store.focal_points.of_agency(each.agency)))
            for each in held
            if (agency := self.store.agencies.get(each.agency))
        ]
        led = self.store.agencies.led_by(person_id)
        return pages.own(places, led) if places or led else None

    def offer(self, visitor: Visitor, token: str, now: datetime) -> Reply:
        """What a link offers."""
        return pages.offer(
            self.focal_points.look(visitor.person_id, token, now), token, visitor.person_id, visitor.name
        )

    def press(self, visitor: Visitor, data: list[str], now: datetime) -> Reply | None:
        """What a button of theirs leads to; None for any other button."""
        match data:
            case ["accept", token]:
                return self._accept(visitor, token, now)
            case ["decline"]:
                return pages.declined()
            case ["still", focal_point_id, ("0" | "1") as said] if is_number(focal_point_id):
                return self._answer(visitor.person_id, int(focal_point_id), said == "1", now)
            case ["quit", agency_id]:
                agency = self.focal_points.drop_leader(visitor.person_id, agency_id, now)
                return pages.no_longer_told(agency.name)
        return None

    def take_back(self, actor_id: int, focal_point_id: int, now: datetime) -> str:
        """Ends the place of a focal point, who is told, and returns the agency's id."""

        def tell(former: FocalPoint) -> None:
            agency = self.agency(former)
            self.tell(f"place:{former.id}:ended", [former.person_id], lambda: pages.ended(agency.name), now)

        return self.focal_points.take_back(actor_id, focal_point_id, now, tell).agency

    def tell(self, key: str, people: Iterable[int], say: Callable[[], Reply], now: datetime) -> None:
        """Tells each of these people, in their language and once for each `key`."""
        for person_id in people:
            with use_locale(self.store.people.language(person_id)):
                content = Outgoing(person_id, say(), Kind.NOTICE)
            self.store.outbox.add(f"{key}:{person_id}", content, now)

    def _accept(self, visitor: Visitor, token: str, now: datetime) -> Reply:
        name = tidy(visitor.name, visitor.person_id)

        def tell(offer: Offer) -> None:
            self._tell_of_acceptance(offer, name, now)

        return pages.accepted(self.focal_points.accept(visitor.person_id, visitor.name, token, now, tell))

    def _tell_of_acceptance(self, offer: Offer, name: str, now: datetime) -> None:
        key = f"place:invitation:{offer.invitation.id}"
        former = offer.former
        makers = self.recipients.coordinators() if offer.handed_over else (offer.invitation.made_by,)
        self.tell(key, makers, lambda: pages.taken(offer, name), now)
        if former is not None:
            self.tell(f"{key}:former", [former.person_id], lambda: pages.replaced(offer, name), now)

    def _answer(self, person_id: int, focal_point_id: int, still: bool, now: datetime) -> Reply:
        def tell(focal_point: FocalPoint) -> None:
            if not still:
                self._tell_of_change(focal_point, now)

        own = self.focal_points.confirm(person_id, focal_point_id, still, now, tell)
        agency = self.agency(own)
        return pages.still_right(agency.name) if still else pages.will_change(own, agency)

    def _tell_of_change(self, focal_point: FocalPoint, now: datetime) -> None:
        agency = self.agency(focal_point)
        key = f"place:{focal_point.id}:changed:{now.date()}"
        self.tell(key, self.recipients.coordinators(), lambda: pages.changed(focal_point, agency), now)

    def agency(self, focal_point: FocalPoint) -> Agency:
        """The agency of the focal point, whether it is on the list or not."""
        agency = self.store.agencies.get(focal_point.agency)
        assert agency is not None, "agencies are never deleted"
        return agency
