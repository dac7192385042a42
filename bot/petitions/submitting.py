"""From a draft to a petition with its receipt, once; and from an addition to what officials get."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.i18n import gettext as _
from bot.petitions import addition_pages
from bot.petitions.codes import new_code
from bot.petitions.content import Content
from bot.petitions.drafting import Drafting
from bot.petitions.gate import Gate
from bot.petitions.model import Draft, Law, NewPetition, Petition
from bot.petitions.promising import Promising
from bot.petitions.receipts import Receipts
from bot.petitions.screens import Screen, Way
from bot.petitions.staff_side import StaffSide
from bot.petitions.states import Actor, IllegalMove, Move, State, after
from bot.store import Store
from knowledge.text import clean, folded_words


@dataclass(frozen=True, slots=True)
class Submitting:
    """Hands over what people have agreed to send."""

    store: Store
    drafting: Drafting
    gate: Gate
    promising: Promising
    receipts: Receipts
    staff: StaffSide

    def submit(self, draft: Draft, stamp: str, now: datetime) -> Screen:
        """Sends the petition and gives its receipt; when something has changed since the preview, that is shown."""
        content = self.drafting.content(draft)
        if content.empty or content.stamp != stamp:
            return _changed(self.drafting.show(draft.id, Way.HERE))
        refusal = self.gate.sending(draft.person_id, now)
        if refusal:
            return Screen(self.drafting.show(draft.id).reply, Way.HERE, f"draft:{draft.id}", toast=refusal)
        with self.store.db.atomic():
            petition = self.store.petitions.add(self._petition(content, now))
            self._hand_over(draft, petition, None)
            self.staff.on_submitted(petition, now)
        return self.receipt(petition)

    def receipt(self, petition: Petition) -> Screen:
        """The receipt of a petition, the same however often it is asked for."""
        return Screen(self.receipts.receipt(petition), Way.HERE, f"petition:{petition.id}", promised=True)

    def pass_on(self, draft: Draft, petition: Petition, stamp: str, now: datetime) -> Screen:
        """Sends what was added to a petition: as the answer if something was asked, else as an addition."""
        content = self.drafting.content(draft)
        if (content.empty and draft.location is None) or content.stamp != stamp:
            return _changed(self.drafting.show(draft.id, Way.HERE))
        if content.law is Law.DENUNCIATION and not petition.confidential:
            # The group would read it; by itself it goes to those alone who may.
            return replace(self.drafting.turn_into_petition(draft, now), toast=_never_in_a_group())
        asked = petition.state is State.NEED_INFO
        move = Move.SUPPLY if asked else Move.ADD
        refusal = self._closed(petition, move) or (None if asked else self.gate.adding(draft.person_id, now))
        if refusal:
            return Screen(self.drafting.show(draft.id).reply, Way.HERE, f"draft:{draft.id}", toast=refusal)
        details = {}
        if draft.location:
            details = {"latitude": draft.location.latitude, "longitude": draft.location.longitude}
        with self.store.db.atomic():
            event = self.store.petitions.move(
                petition, move, Actor.CITIZEN, now, draft.person_id, draft.words or None, details
            )
            self._hand_over(draft, petition, event.id)
            changed = self.store.petitions.get(petition.id)
            self.staff.on_changed(changed, event, now)
        page = addition_pages.sent(changed, answered=asked)
        return Screen(page, Way.HERE, f"petition:{petition.id}", promised=True)

    def _closed(self, petition: Petition, move: Move) -> str | None:
        try:
            after(petition.state, move, Actor.CITIZEN)
        except IllegalMove:
            return _("This petition is closed, so nothing can be added. You can reopen it, or write a new one: /gopy")
        return None

    def _hand_over(self, draft: Draft, petition: Petition, event_id: int | None) -> None:
        self.store.petitions.keep_messages(petition, draft.id)
        self.store.attachments.hand_over(draft.id, petition.id, event_id)
        self.store.drafts.delete(draft.id)

    def _petition(self, content: Content, now: datetime) -> NewPetition:
        draft = content.draft
        return NewPetition(
            code=self._code(),
            person_id=draft.person_id,
            chat_id=draft.chat_id,
            kind=content.kind,
            category=content.category,
            place=content.place,
            location=draft.location,
            words=draft.words,
            folded=" ".join(folded_words(clean(draft.words))),
            sender_name=draft.sender_name,
            contact_phone=draft.contact_phone,
            law=content.law,
            confidential=content.law is Law.DENUNCIATION,
            urgent=bool(content.dangers),
            agency=content.agency,
            received_at=now,
            due_at=self.promising.promise(content.category, now).due_at,
            draft_id=draft.id,
        )

    def _code(self) -> str:
        while True:
            code = new_code()
            if self.store.petitions.by_code(code) is None:
                return code


def _never_in_a_group() -> str:
    return _(
        "This looks like a denunciation. It is best sent by itself, so that no group sees it; please look it over."
    )


def _changed(screen: Screen) -> Screen:
    toast = _("Something has changed meanwhile. Please look it over once more.")
    return Screen(screen.reply, Way.HERE, screen.about, toast=toast)
