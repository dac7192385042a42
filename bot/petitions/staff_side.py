"""What the citizens' side asks of the officials' side, and what both know of names."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.petitions.model import Event, Petition


class StaffSide(Protocol):
    """Learns what citizens do, inside the transaction in which they do it, and lets the officials know."""

    def on_submitted(self, petition: Petition, now: datetime) -> None:
        """A petition was sent; its files are handed over to it already."""

    def on_changed(self, petition: Petition, event: Event, now: datetime) -> None:
        """The citizen added something, answered a question, withdrew, rated or reopened; `petition` is as it is now.

        `event.words` are the citizen's, files that came with them are `store.attachments.of_event(event.id)`, and
        the stars of a rating stand in `petition.rating`.
        """


class Nobody:
    """A staff side on which nobody is."""

    def on_submitted(self, petition: Petition, now: datetime) -> None:
        """Nobody is told."""

    def on_changed(self, petition: Petition, event: Event, now: datetime) -> None:
        """Nobody is told."""


class Names(Protocol):
    """What people call the categories, places and agencies of the knowledge; an unknown id is its own name."""

    def category(self, category_id: str) -> str:
        """ "Đất đai" …"""

    def place(self, place_id: str) -> str:
        """ "Xã Phước Hưng (Trà Cú)" …"""

    def agency(self, agency_id: str) -> str:
        """ "Sở Nội vụ" …"""
