"""The citizens' side of petitions, put together: what a message, a command or a button of theirs does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.asking import Asking
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.petitions.catalogue import Catalogue
from bot.petitions.citizen_pages import STARS, CitizenPages
from bot.petitions.draft_pages import DraftPages
from bot.petitions.drafting import Drafting
from bot.petitions.following import Following
from bot.petitions.gate import Gate
from bot.petitions.listening import Listening
from bot.petitions.model import Awaiting, Draft, Kind
from bot.petitions.promising import Promising
from bot.petitions.receipts import Receipts
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.petitions.staff_side import StaffSide
from bot.petitions.status_pages import StatusPages
from bot.petitions.submitting import Submitting
from bot.replies import Reply
from bot.store import Store
from bot.working_days import Corrections, WorkingDays


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button with callback data `p:<data>`, and who pressed it in their private chat."""

    person_id: int
    chat_id: int
    data: str


@dataclass(frozen=True, slots=True)
class CitizenSide:
    """Everything that citizens can do. What leads nowhere raises NotFound."""

    store: Store
    catalogue: Catalogue
    drafting: Drafting
    submitting: Submitting
    following: Following
    listening: Listening
    gate: Gate

    @classmethod
    def over(
        cls,
        store: Store,
        asking: Asking,
        staff: StaffSide,
        timezone: str,
        corrections: Corrections | None = None,
    ) -> Self:
        """The citizens' side over the store and the knowledge behind `asking`."""
        catalogue = Catalogue(asking.knowledge)
        pages = CitizenPages(catalogue, timezone)
        promising = Promising(WorkingDays(ZoneInfo(timezone), corrections or Corrections()), catalogue.working_days)
        gate = Gate(store, pages)
        drafting = Drafting(store, catalogue, DraftPages(catalogue))
        submitting = Submitting(store, drafting, gate, promising, Receipts(pages, promising), staff)
        following = Following(store, drafting, gate, promising, StatusPages(pages, promising), staff)
        listening = Listening(store, asking, drafting, following, gate)
        return cls(store, catalogue, drafting, submitting, following, listening, gate)

    def hear(self, said: Said, now: datetime) -> Screen | None:
        """What a message leads to; None when nothing in it can be read."""
        return self.listening.hear(said, now)

    def begin(self, person_id: int, chat_id: int, now: datetime) -> Screen:
        """Begins a petition."""
        refusal = self.gate.beginning(person_id, now)
        return Screen(Reply.of(refusal)) if refusal else self.drafting.begin(person_id, chat_id, now)

    def hand_to_official(self, person_id: int, chat_id: int, now: datetime) -> Screen:
        """Makes the question that was asked last a petition, to be looked over."""
        words = self.store.questions.last_words(chat_id)
        if words is None or self.gate.beginning(person_id, now) or self.drafting.unfinished(person_id):
            return self.begin(person_id, chat_id, now)
        with self.store.db.atomic():
            draft = self.store.drafts.start(person_id, chat_id, now)
            self.store.drafts.set_words(draft.id, 0, words, now)
        return self.drafting.show(draft.id)

    def press(self, pressed: Pressed, now: datetime) -> Screen:
        """Does what a button asks for."""
        match pressed.data.split(":"):
            case ["new"]:
                return self.begin(pressed.person_id, pressed.chat_id, now)
            case ["fresh", question, message] if _numbers(question, message):
                return self._fresh(pressed, int(question), int(message), now)
            case ["list", number] if _numbers(number):
                return self.following.mine(pressed.person_id, int(number), Way.HERE)
            case ["pass", draft_id, petition_id, stamp] if _numbers(draft_id, petition_id):
                return self._pass(pressed, int(draft_id), int(petition_id), stamp, now)
            case ["send", draft_id, stamp] if _numbers(draft_id):
                return self._send(pressed, int(draft_id), stamp, now)
            case [deed, draft_id, *rest] if deed in _OF_DRAFTS and _numbers(draft_id):
                return self._press_on_draft(deed, self._own_draft(pressed, int(draft_id)), rest, now)
            case [deed, petition_id, *rest] if _numbers(petition_id):
                return self._press_on_petition(deed, int(petition_id), rest, pressed, now)
        raise _too_old()

    def _send(self, pressed: Pressed, draft_id: int, stamp: str, now: datetime) -> Screen:
        sent = self.store.petitions.of_draft(draft_id)
        if sent is not None and sent.person_id == pressed.person_id:
            return self.submitting.receipt(sent)
        return self.submitting.submit(self._own_draft(pressed, draft_id), stamp, now)

    def _pass(self, pressed: Pressed, draft_id: int, petition_id: int, stamp: str, now: datetime) -> Screen:
        petition = self.following.own(pressed.person_id, petition_id)
        draft = self.store.drafts.get(draft_id)
        if draft is None:
            return self.following.see(petition, now, Way.HERE)
        if draft.person_id != pressed.person_id or draft.petition_id != petition_id:
            raise _too_old()
        return self.submitting.pass_on(draft, petition, stamp, now)

    def _fresh(self, pressed: Pressed, question_id: int, message_id: int, now: datetime) -> Screen:
        words = self.store.questions.words(question_id, pressed.chat_id)
        if words is None:
            raise _too_old()
        with self.store.db.atomic():
            draft = self.store.drafts.start(pressed.person_id, pressed.chat_id, now)
            self.store.drafts.set_words(draft.id, message_id, words, now)
        return self.drafting.show(draft.id, Way.HERE)

    def _press_on_draft(self, deed: str, draft: Draft, rest: list[str], now: datetime) -> Screen:
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
                self.store.drafts.delete(draft.id)
                return Screen(self.following.pages.rating_words_noted(self.store.petitions.get(draft.petition_id or 0)), Way.HERE)
            case ["more"]:
                self.store.drafts.touch(draft.id, now)
                toast = _("Just write more or send photos here; I put everything together.")
                shown = self.drafting.show(draft.id, Way.HERE)
                return Screen(shown.reply, Way.HERE, shown.about, toast=toast)
            case ["put", question, message] if _numbers(question, message):
                words = self.store.questions.words(int(question), draft.chat_id)
                if words is None:
                    raise _too_old()
                return self.drafting.take_in(
                    draft, Said(draft.person_id, draft.chat_id, int(message), "", words), now
                )
        return self._choose(deed, draft, rest, now)

    def _choose(self, deed: str, draft: Draft, rest: list[str], now: datetime) -> Screen:
        pages, content = self.drafting.pages, self.drafting.content(draft)
        about = f"draft:{draft.id}"
        match [deed, *rest]:
            case ["kind"]:
                return Screen(pages.kinds(content), Way.HERE, about)
            case ["kind", kind] if kind in list(Kind):
                return self.drafting.choose(draft, now, kind=kind)
            case ["category"]:
                return Screen(pages.categories(content), Way.HERE, about)
            case ["category", category] if self.catalogue.is_category(category):
                return self.drafting.choose(draft, now, category=category)
            case ["place"]:
                self.drafting.wait_for(draft, Awaiting.PLACE, now)
                return Screen(pages.place(content), Way.HERE, about)
            case ["place", ""]:
                return self.drafting.choose(draft, now, place="", latitude=None, longitude=None)
            case ["place", place] if self.catalogue.is_place(place):
                return self.drafting.choose(draft, now, place=place)
            case ["locate"]:
                self.drafting.wait_for(draft, Awaiting.PLACE, now)
                return Screen(pages.ask_location())
            case ["contact"]:
                self.drafting.wait_for(draft, Awaiting.CONTACT, now)
                return Screen(pages.ask_contact())
            case ["contact", "no"]:
                return self.drafting.choose(draft, now, contact_phone=None, sender_name=None)
        raise _too_old()

    def _press_on_petition(
        self, deed: str, petition_id: int, rest: list[str], pressed: Pressed, now: datetime
    ) -> Screen:
        petition = self.following.own(pressed.person_id, petition_id)
        following = self.following
        deeds: dict[tuple[str, ...], Callable[[], Screen]] = {
            ("see",): lambda: following.see(petition, now),
            ("open",): lambda: following.see(petition, now, Way.HERE),
            ("add",): lambda: following.begin_adding(petition, pressed.chat_id, now),
            ("withdraw",): lambda: following.ask_withdrawing(petition),
            ("withdraw", "yes"): lambda: following.withdraw(petition, now),
            ("rate",): lambda: following.ask_rating(petition),
            ("reopen",): lambda: following.ask_reopening(petition, now),
            ("reopen", "yes"): lambda: following.reopen(petition, now),
            **{
                ("rate", str(stars)): (lambda stars=stars: following.rate(petition, stars, pressed.chat_id, now))
                for stars in range(1, STARS + 1)
            },
        }
        do = deeds.get((deed, *rest))
        if do is None:
            raise _too_old()
        return do()

    def _own_draft(self, pressed: Pressed, draft_id: int) -> Draft:
        draft = self.store.drafts.get(draft_id)
        if draft is None or draft.person_id != pressed.person_id:
            raise _too_old()
        return draft


_OF_DRAFTS = frozenset("take preview drop other done more put kind category place locate contact".split())


def _too_old() -> NotFound:
    return NotFound(_("This button is too old. Please ask again."))


def _numbers(*texts: str) -> bool:
    """Whether all are numbers that SQLite can hold."""
    return all(text.isascii() and text.isdecimal() and len(text) <= 18 for text in texts)
