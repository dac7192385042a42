"""What the buttons of a draft do: accept, look over, change, put something in, give up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.buttons import are_numbers
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.petitions.content import NO_PLACE
from bot.petitions.drafting import Drafting
from bot.petitions.following import Following
from bot.petitions.gate import Gate
from bot.petitions.model import Awaiting, Draft, Kind
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.replies import Reply
from bot.store import Store

_CHOICES = frozenset("kind category place".split())
DEEDS = _CHOICES | frozenset("take preview drop other done more put locate contact".split())
"""What callback data of drafts begins with: `p:<deed>:<draft>…`."""


@dataclass(frozen=True, slots=True)
class DraftButtons:
    """Does what a button on a draft says; the draft is the person's own. What leads nowhere raises NotFound."""

    store: Store
    drafting: Drafting
    following: Following
    gate: Gate

    def press(self, deed: str, draft: Draft, rest: list[str], now: datetime) -> Screen:
        """Does it."""
        if deed in _CHOICES:
            return self._choose(deed, draft, rest, now) if rest else self._offer_choice(deed, draft, now)
        match [deed, *rest]:
            case ["take"]:
                refusal = self.gate.beginning(draft.person_id, now)
                return Screen(Reply.of(refusal), Way.HERE) if refusal else self.drafting.accept(draft, now)
            case ["preview"]:
                return self.drafting.choose(draft, now)
            case ["drop"]:
                return self.drafting.drop(draft)
            case ["other"]:
                return self.drafting.turn_into_petition(draft, now)
            case ["done"]:
                return self.following.say_nothing_about_rating(draft)
            case ["more"]:
                toast = _("Just write more or send photos here; I put everything together.")
                return replace(self.drafting.choose(draft, now), toast=toast)
            case ["put", question, message] if are_numbers(question, message):
                return self._put(draft, int(question), int(message), now)
        return self._give(deed, draft, rest, now)

    def _give(self, deed: str, draft: Draft, rest: list[str], now: datetime) -> Screen:
        """What the keyboard of the phone gives, or is to give no more."""
        pages = self.drafting.pages
        match [deed, *rest]:
            case ["locate"]:
                self.drafting.wait_for(draft, Awaiting.PLACE, now)
                return Screen(pages.ask_location())
            case ["contact"]:
                self.drafting.wait_for(draft, Awaiting.CONTACT, now)
                return Screen(pages.ask_contact())
            case ["contact", "no"]:
                return self.drafting.choose(draft, now, contact_phone=None, sender_name=None)
        raise too_old()

    def _offer_choice(self, what: str, draft: Draft, now: datetime) -> Screen:
        pages, content = self.drafting.pages, self.drafting.content(draft)
        if what == "place":
            self.drafting.wait_for(draft, Awaiting.PLACE, now)
        page = {"kind": pages.kinds, "category": pages.categories, "place": pages.place}[what](content)
        return Screen(page, Way.HERE, f"draft:{draft.id}")

    def _choose(self, what: str, draft: Draft, rest: list[str], now: datetime) -> Screen:
        catalogue = self.drafting.catalogue
        match [what, *rest]:
            case ["kind", kind] if kind in list(Kind):
                return self.drafting.choose(draft, now, kind=kind)
            case ["category", category] if catalogue.is_category(category):
                return self.drafting.choose(draft, now, category=category)
            case ["place", ""]:
                return self.drafting.choose(draft, now, place=NO_PLACE, latitude=None, longitude=None)
            case ["place", place] if catalogue.is_place(place):
                return self.drafting.choose(draft, now, place=place)
        raise too_old()

    def _put(self, draft: Draft, question_id: int, message_id: int, now: datetime) -> Screen:
        """Makes what was asked in the middle of writing a part of it."""
        words = self.store.questions.words(question_id, draft.chat_id)
        if words is None:
            raise too_old()
        return self.drafting.take_in(draft, Said(draft.person_id, draft.chat_id, message_id, "", words), now)


def too_old() -> NotFound:
    """The refusal of a button that leads nowhere."""
    return NotFound(_("This button is too old. Please ask again."))
