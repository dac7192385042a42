"""What an officer reads while correcting what a petition is.

Callback data (`<v>` is the last event that the officer has seen): `s:fix:<petition>` what is to be corrected,
`s:fix:<petition>:<v>` the same in this place, `s:fix:<petition>:<v>:<field>` to what it is, and
`s:fix:<petition>:<v>:<field>:<value>` corrects it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import Row, rows
from bot.i18n import gettext as _
from bot.petitions.codes import shown
from bot.petitions.content import NO_PLACE
from bot.petitions.model import Kind, Petition
from bot.petitions.staff_pages import StaffPages
from bot.replies import Block, BlockKind, Button, Reply
from knowledge.gazetteer import Place


class Field(StrEnum):
    """What the desk corrects, by the name of its column."""

    KIND = "kind"
    CATEGORY = "category"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class CorrectionPages:
    """The words, in the officer's language."""

    staff: StaffPages

    def fields(self, petition: Petition, seen: int) -> Reply:
        """What the petition is now; each of it can be corrected."""
        start, value = f"s:fix:{petition.id}:{seen}", self.staff.value
        labels = {
            Field.KIND: _("Kind: %(name)s", name=value(Field.KIND, petition.kind)),
            Field.CATEGORY: _("Topic: %(name)s", name=value(Field.CATEGORY, petition.category)),
            Field.PLACE: _("Place: %(place)s", place=value(Field.PLACE, petition.place)),
        }
        buttons = tuple((Button(label, f"{start}:{field}"),) for field, label in labels.items())
        return Reply((Block(_("%(code)s: what should be corrected?", code=shown(petition.code))),), buttons)

    def choices(self, petition: Petition, field: Field, seen: int) -> Reply:
        """What it may be instead; a place is typed."""
        code, start = shown(petition.code), f"s:fix:{petition.id}:{seen}:{field}"
        names = self.staff.names
        if field is Field.PLACE:
            how = _("%(code)s: reply to this message with the name of the commune, ward or hamlet.", code=code)
            none = rows(Button(_("Name no place"), f"{start}:{NO_PLACE}")) if petition.place else ()
            return Reply((Block(how),), (*none, *self._back(petition, seen)))
        known: Sequence[tuple[str, str]] = names.categories()
        if field is Field.KIND:
            known = [(kind, names.kind(kind)) for kind in Kind]
        present = getattr(petition, field)
        buttons = [Button(label, f"{start}:{key}") for key, label in known if key != present]
        title = _("%(code)s: what is it rightly?", code=code)
        return Reply((Block(title),), (*rows(*buttons), *self._back(petition, seen)))

    def places(self, petition: Petition, typed: str, found: Sequence[Place], seen: int) -> Reply:
        """The places that were perhaps meant."""
        start = f"s:fix:{petition.id}:{seen}:{Field.PLACE}"
        buttons = tuple((Button(place.label, f"{start}:{place.id}"),) for place in found)
        title = _("Which place do you mean by “%(typed)s”?", typed=typed) if found else _("I know no such place.")
        again = _("For another place, reply to this message with its name.")
        return Reply((Block(title), Block(again, BlockKind.NOTE)), (*buttons, *self._back(petition, seen)))

    def corrected(self, petition: Petition, field: Field, agency: str | None) -> Reply:
        """What it is now; `agency` is who would handle it by the rules, where that is another one."""
        value = self.staff.value(field, getattr(petition, field))
        done = _("%(code)s has been corrected: %(value)s.", code=shown(petition.code), value=value)
        if agency is None:
            return Reply.of(done)
        name = self.staff.names.agency(agency)
        proposal = _("By the rules it is now for %(agency)s. It stays here until you pass it on.", agency=name)
        button = Button(_("Pass on to %(agency)s", agency=name), f"s:to:{petition.id}:{agency}")
        return Reply(Reply.of(done, proposal).blocks, ((button,),))

    def _back(self, petition: Petition, seen: int) -> tuple[Row, ...]:
        return rows(Button(_("‹ Back"), f"s:fix:{petition.id}:{seen}"))
