"""Petitions about the same are joined, so that one answer reaches all who sent them, and separated again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.petitions.desk import Desk, Forestalled, Officer
from bot.petitions.model import Petition
from bot.petitions.states import Move
from bot.roles import Operation


@dataclass(frozen=True, slots=True)
class Joining:
    """Joins and separates. Raises NotAllowed or NotFound, which are in the audit by then, and Forestalled."""

    desk: Desk

    def alike(self, officer: Officer, petition: Petition, now: datetime) -> list[Petition]:
        """Those that may be about the same, of which the officer may see."""
        cards = self.desk.cards
        return [one for one in cards.likeness.alike(petition, now) if cards.routing.is_for(officer.id, one)]

    def join(self, officer: Officer, petition_id: int, other_id: int, now: datetime) -> Petition:
        """Lets the petition be answered together with another one, and returns that one."""
        desk = self.desk
        with desk.acting(officer, Operation.HANDLE_PETITIONS, petition_id, now) as (petition, entry):
            other = desk.visible(officer, other_id)
            root = desk.visible(officer, other.joined_to) if other.joined_to is not None else other
            if root.id == petition.id or petition.joined_to is not None:
                raise Forestalled(_("They are joined already."))
            if not root.open or petition.confidential:
                raise NotFound(_("It cannot be joined to this one (any more)."))
            entry.details["to"] = root.id
            for moved in (petition, *desk.store.petitions.joined_to(petition.id)):
                self._join_one(officer, moved, root, now)
            desk.cards.refresh(root, now, f":with:{petition.id}")
        return root

    def split(self, officer: Officer, petition_id: int, seen: int, now: datetime) -> Petition:
        """Separates the petition from the one to which it was joined."""
        desk, store = self.desk, self.desk.store
        with desk.acting(officer, Operation.HANDLE_PETITIONS, petition_id, now) as (petition, _audit):
            desk.check_first(officer, petition, seen)
            if petition.joined_to is None:
                raise Forestalled(_("It is not joined to any other."))
            root = store.petitions.get(petition.joined_to)
            desk.record(officer, petition, Move.JOIN, now, details={"from": root.id, "to": None})
            store.petitions.update(petition.id, joined_to=None)
            desk.cards.refresh(store.petitions.get(petition.id), now)
            desk.cards.refresh(root, now, f":without:{petition.id}:{store.worklist.last_event(petition.id)}")
        return store.petitions.get(petition_id)

    def _join_one(self, officer: Officer, petition: Petition, root: Petition, now: datetime) -> None:
        desk, petitions = self.desk, self.desk.store.petitions
        event = desk.record(officer, petition, Move.JOIN, now, details={"to": root.id})
        petitions.update(petition.id, joined_to=root.id, agency=root.agency, handler_id=root.handler_id)
        joined = petitions.get(petition.id)
        desk.notices.tell(joined, event, now)
        desk.cards.on_passed_on(joined, now)
