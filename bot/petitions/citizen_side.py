"""The citizens' side of petitions, put together: what a message, a command or a button of theirs does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.asking import Asking
from bot.buttons import are_numbers
from bot.petitions.catalogue import Catalogue
from bot.petitions.citizen_pages import STARS, CitizenPages
from bot.petitions.draft_buttons import DEEDS, DraftButtons, too_old
from bot.petitions.draft_pages import DraftPages
from bot.petitions.drafting import Drafting
from bot.petitions.following import Following
from bot.petitions.gate import Gate
from bot.petitions.listening import Listening
from bot.petitions.model import Draft
from bot.petitions.promising import Promising
from bot.petitions.receipts import Receipts
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.petitions.staff_side import StaffSide
from bot.petitions.status_pages import StatusPages
from bot.petitions.submitting import Submitting
from bot.replies import Reply
from bot.store import Store
from bot.working_days import WorkingDays


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
    draft_buttons: DraftButtons

    @classmethod
    def over(
        cls,
        store: Store,
        asking: Asking,
        staff: StaffSide,
        timezone: str,
        calendar: Callable[[], WorkingDays],
    ) -> Self:
        """The citizens' side over the store and the knowledge behind `asking`."""
        catalogue = Catalogue(asking.knowledge)
        pages = CitizenPages(catalogue, timezone)
        promising = Promising(calendar, catalogue.working_days)
        gate = Gate(store, pages)
        drafting = Drafting(store, catalogue, DraftPages(catalogue))
        submitting = Submitting(store, drafting, gate, promising, Receipts(pages, promising), staff)
        following = Following(store, drafting, gate, promising, StatusPages(pages, promising), staff)
        listening = Listening(store, asking, drafting, following, gate)
        buttons = DraftButtons(store, drafting, following, gate)
        return cls(store, catalogue, drafting, submitting, following, listening, gate, buttons)

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
            case ["fresh", question, message] if are_numbers(question, message):
                return self._fresh(pressed, int(question), int(message), now)
            case ["list", number] if are_numbers(number):
                return self.following.mine(pressed.person_id, int(number), Way.HERE)
            case ["pass", draft_id, petition_id, stamp] if are_numbers(draft_id, petition_id):
                return self._pass(pressed, int(draft_id), int(petition_id), stamp, now)
            case ["send", draft_id, stamp] if are_numbers(draft_id):
                return self._send(pressed, int(draft_id), stamp, now)
            case [deed, draft_id, *rest] if deed in DEEDS and are_numbers(draft_id):
                return self.draft_buttons.press(deed, self._own_draft(pressed, int(draft_id)), rest, now)
            case [deed, petition_id, *rest] if are_numbers(petition_id):
                return self._press_on_petition(deed, int(petition_id), rest, pressed, now)
        raise too_old()

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
            raise too_old()
        return self.submitting.pass_on(draft, petition, stamp, now)

    def _fresh(self, pressed: Pressed, question_id: int, message_id: int, now: datetime) -> Screen:
        words = self.store.questions.words(question_id, pressed.chat_id)
        if words is None:
            raise too_old()
        with self.store.db.atomic():
            draft = self.store.drafts.start(pressed.person_id, pressed.chat_id, now)
            self.store.drafts.set_words(draft.id, message_id, words, now)
        return self.drafting.show(draft.id, Way.HERE)

    def _press_on_petition(
        self, deed: str, petition_id: int, rest: list[str], pressed: Pressed, now: datetime
    ) -> Screen:
        petition = self.following.own(pressed.person_id, petition_id)
        following = self.following
        if deed == "rate" and rest in [[str(stars)] for stars in range(1, STARS + 1)]:
            return following.rate(petition, int(rest[0]), pressed.chat_id, now)
        deeds: dict[tuple[str, ...], Callable[[], Screen]] = {
            ("see",): lambda: following.see(petition, now),
            ("open",): lambda: following.see(petition, now, Way.HERE),
            ("add",): lambda: following.begin_adding(petition, pressed.chat_id, now),
            ("withdraw",): lambda: following.ask_withdrawing(petition),
            ("withdraw", "yes"): lambda: following.withdraw(petition, now),
            ("rate",): lambda: following.ask_rating(petition),
            ("reopen",): lambda: following.ask_reopening(petition, now),
            ("reopen", "yes"): lambda: following.reopen(petition, now),
        }
        do = deeds.get((deed, *rest))
        if do is None:
            raise too_old()
        return do()

    def _own_draft(self, pressed: Pressed, draft_id: int) -> Draft:
        draft = self.store.drafts.get(draft_id)
        if draft is None or draft.person_id != pressed.person_id:
            raise too_old()
        return draft
