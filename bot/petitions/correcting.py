"""The desk corrects what a petition is: its kind, its category, its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.petitions.content import NO_PLACE
from bot.petitions.correction_pages import CorrectionPages, Field
from bot.petitions.desk import Desk, Forestalled, Officer
from bot.petitions.model import Kind, Petition
from bot.petitions.promising import Promising
from bot.petitions.states import Move
from bot.replies import Reply
from bot.roles import Operation
from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class Correcting:
    """Corrects. Raises NotAllowed or NotFound, which are in the audit by then, and Forestalled."""

    desk: Desk
    pages: CorrectionPages
    promising: Promising

    def begin(self, officer: Officer, petition_id: int, now: datetime) -> Reply:
        """Asks what is to be corrected."""
        petition = self.desk.look(officer, petition_id, now)
        return self.pages.fields(petition, self.desk.store.worklist.last_event(petition.id))

    def choose(self, officer: Officer, petition_id: int, seen: int, field: Field, now: datetime) -> Reply:
        """Asks what it is instead."""
        return self.pages.choices(self.desk.look(officer, petition_id, now), field, seen)

    def places(self, petition: Petition, typed: str) -> Reply:
        """The places that may be meant, for an officer who may see the petition."""
        found = self.pages.staff.names.search_places(typed)
        return self.pages.places(petition, typed, found, self.desk.store.worklist.last_event(petition.id))

    def correct(self, officer: Officer, petition_id: int, seen: int, field: Field, value: str, now: datetime) -> Reply:
        """Corrects it, unless somebody else did something since the event `seen`.

        Another agency is only proposed. The day that was promised stays, unless the new category, counted from now,
        promises an earlier one.
        """
        desk = self.desk
        with desk.acting(officer, Operation.HANDLE_PETITIONS, petition_id, now) as (petition, entry):
            entry.details |= {"move": Move.CHANGE, "field": field}
            desk.check_first(officer, petition, seen)
            before, after = getattr(petition, field), self._known(field, value)
            if before == after:
                raise Forestalled(_("It is that already."))
            details: dict[str, Any] = {"field": field, "from": before, "to": after}
            due = self.promising.promise(value, now).due_at if field is Field.CATEGORY else petition.due_at
            if due < petition.due_at:
                details["due"] = utc_text(due)
                desk.store.petitions.update(petition.id, due_at=utc_text(due))
            desk.store.petitions.update(petition.id, **{field: after})
            desk.move(officer, petition, Move.CHANGE, now, details=details)
        corrected = desk.store.petitions.get(petition_id)
        return self.pages.corrected(corrected, field, self._elsewhere(corrected, field))

    def _known(self, field: Field, value: str) -> str | None:
        names = self.pages.staff.names
        if field is Field.PLACE and value == NO_PLACE:
            return None
        known = {
            Field.KIND: lambda key: key in list(Kind),
            Field.CATEGORY: names.is_category,
            Field.PLACE: names.is_place,
        }
        if not known[field](value):
            raise NotFound(_("This button is too old. Please ask again."))
        return value

    def _elsewhere(self, petition: Petition, field: Field) -> str | None:
        """The agency whose it is by the rules now, if that is another one."""
        if field is Field.KIND or petition.joined_to is not None:
            return None
        agency = self.pages.staff.names.agency_for(petition.category, petition.place, petition.law)
        return agency if agency != petition.agency else None
