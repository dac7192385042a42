"""The categories, places and agencies that somebody may name when they look for petitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from bot.petitions.catalogue import Catalogue
from knowledge import Knowledge
from knowledge.gazetteer import Place


@dataclass(frozen=True, slots=True)
class Directory:
    """Ids by what people call them. `within` has for a wide place all places that are a part of it."""

    categories: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, knowledge: Knowledge, names: Catalogue) -> Self:
        """What the knowledge names. Build it once."""
        places = names.places
        return cls(
            categories={category.label: category.id for category in knowledge.petitions.categories},
            places=_names(places),
            agencies={label: key for key, label in names.agency_names().items()},
            within=_parts(places),
        )


def _names(places: Iterable[Place]) -> dict[str, str]:
    """The ids by full name, and by the name without its type where only one place is called so."""
    full = {place.name: place.id for place in places}
    short: dict[str, list[str]] = {}
    for name, key in full.items():
        short.setdefault(name.partition(" ")[2].removeprefix("trấn ").removeprefix("phố "), []).append(key)
    unique = {name: keys[0] for name, keys in short.items() if len(keys) == 1 and " " in name}
    return unique | full


def _parts(places: Iterable[Place]) -> dict[str, frozenset[str]]:
    parts: dict[str, set[str]] = {place.id: {place.id} for place in places}
    for place in places:
        for wide in filter(None, (place.commune, place.district)):
            parts.setdefault(wide, set()).add(place.id)
    return {wide: frozenset(within) for wide, within in parts.items()}
