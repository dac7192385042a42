"""The categories, places and agencies that somebody may name when they look for petitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from bot.petitions.catalogue import Catalogue
from knowledge import Knowledge
from knowledge.gazetteer import Gazetteer, Place


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
        places = Gazetteer(knowledge.petitions.place_file).places.values()
        return cls(
            categories={category.label: category.id for category in knowledge.petitions.categories},
            places=_names(places),
            agencies={label: key for key, label in names.agency_names().items()},
            within={place.id: _parts(place, places) for place in places},
        )


def _names(places: Iterable[Place]) -> dict[str, str]:
    """The ids by full name, and by the name without its type where only one place is called so."""
    full = {place.name: place.id for place in places}
    short: dict[str, list[str]] = {}
    for name, key in full.items():
        short.setdefault(name.partition(" ")[2].removeprefix("trấn ").removeprefix("phố "), []).append(key)
    unique = {name: keys[0] for name, keys in short.items() if len(keys) == 1 and " " in name}
    return unique | full


def _parts(place: Place, places: Iterable[Place]) -> frozenset[str]:
    return frozenset({place.id, *(other.id for other in places if place.id in (other.commune, other.district))})
