"""What people call the categories, places and agencies, and which of them somebody means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Directory:
    """The names by id. An unknown id is its own name: the knowledge may have changed since."""

    categories: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, knowledge: Knowledge) -> Self:
        """The names that the knowledge gives."""
        return cls(agencies={agency.id: agency.label for agency in knowledge.agencies})

    def category(self, category_id: str) -> str:
        """ "Đất đai" …"""
        return self.categories.get(category_id, category_id)

    def place(self, place_id: str) -> str:
        """ "Xã Phước Hưng (Trà Cú)" …"""
        return self.places.get(place_id, place_id)

    def agency(self, agency_id: str) -> str:
        """ "Sở Nội vụ" …"""
        return self.agencies.get(agency_id, agency_id)
