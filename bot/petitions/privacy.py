"""A person's own data: what is kept and why, all of it to take away, and its erasure.

Law 91/2025/QH15 and Decree 356/2025/NĐ-CP give people these rights; requests are met at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.petitions.cards import Cards
from bot.petitions.masking import mask
from bot.petitions.privacy_pages import PrivacyPages, Stays
from bot.replies import Reply
from bot.store import Store
from bot.store.audit import Entry, Outcome
from bot.store.belongings import Belongings
from bot.store.erasing import Erasing
from bot.store.former_officials import NOBODY, FormerOfficials
from knowledge import Knowledge
from knowledge.text import clean, folded_words

ERASE = "erase_person"
"""How an erasure is called in the audit."""
CONFIRMED_WITHIN = timedelta(hours=1)
"""After that the button that erases is too old to be meant."""


def erasing(store: Store) -> Erasing:
    """Takes people out of the store."""
    return Erasing(store.db, mask, lambda words: " ".join(folded_words(clean(words))))


@dataclass(frozen=True, slots=True)
class Privacy:
    """Serves people in their own private chat, which has their own number."""

    store: Store
    pages: PrivacyPages
    cards: Cards

    @classmethod
    def over(cls, cards: Cards, knowledge: Knowledge) -> Self:
        """The service, with the curated words; `cards` are what officials see of the petitions."""
        pages = PrivacyPages(knowledge.petitions.privacy, cards.pages.names, cards.settings.timezone)
        return cls(cards.store, pages, cards)

    def policy(self) -> Reply:
        """What is kept, why, how long, who sees it, and the law."""
        return self.pages.policy()

    def own_data(self, person_id: int, now: datetime) -> tuple[bytes, bytes]:
        """All that is kept of the person: as JSON, and as a text to read."""
        data: dict[str, Any] = {"telegram_id": person_id, "as_of": now.isoformat(timespec="seconds")}
        data |= Belongings(self.store.db).of(person_id)
        return json.dumps(data, ensure_ascii=False, indent=2).encode(), self.pages.own_data(data).encode()

    def ask(self, person_id: int, now: datetime) -> Reply:
        """What erasing takes away and what stays, and the button that does it."""
        if self._has_role(person_id):
            return self.pages.role_first()
        still_open, ended = erasing(self.store).petitions_of(person_id)
        in_office = FormerOfficials(self.store.db).acted(person_id)
        blocked = self.store.desks.blocked(person_id, now) is not None
        return self.pages.ask(Stays(len(still_open), len(ended), blocked, in_office), int(now.timestamp()))

    def erase(self, person_id: int, asked_at: int, now: datetime) -> Reply:
        """Erases the person, in one transaction. `asked_at` is the moment of the question, in seconds.

        Raises NotFound when that was too long ago, and NotAllowed while the person holds a role.
        """
        if not timedelta(0) <= now - datetime.fromtimestamp(asked_at, now.tzinfo) <= CONFIRMED_WITHIN:
            raise NotFound(_("This button is too old. Please write /xoadulieu again."))
        if self._has_role(person_id):
            raise NotAllowed(_("Please give your role back first: /vaitro"))
        eraser = erasing(self.store)
        with self.store.db.atomic():
            still_open, ended = eraser.petitions_of(person_id)
            eraser.person(person_id, now)
            counts: dict[str, str | int | None] = {"open": len(still_open), "ended": len(ended)}
            self._show_without_person(still_open, ended, now)
            self.store.audit.add(Entry(NOBODY, ERASE, details=counts), Outcome.DONE, now)
        return self.pages.erased(len(still_open))

    def _show_without_person(self, still_open: Iterable[int], ended: Iterable[int], now: datetime) -> None:
        """Takes the name, and of ended petitions the words, off the cards that officials have or await."""
        shown = [number for number in ended if self.store.worklist.chats_with_card(number)]
        for petition_id in (*still_open, *shown):
            self.cards.refresh(self.store.petitions.get(petition_id), now, ":erased")

    def _has_role(self, person_id: int) -> bool:
        return bool(self.store.roles.held_by(person_id))
