"""What citizens do with petitions that were sent: look, add, withdraw, rate, reopen. Only with their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.petitions import addition_pages
from bot.petitions.codes import Code, Mistyped
from bot.petitions.drafting import Drafting
from bot.petitions.gate import Gate
from bot.petitions.model import Draft, Petition, Purpose
from bot.petitions.promising import Promising
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.petitions.staff_side import StaffSide
from bot.petitions.states import Actor, IllegalMove, Move, State, after
from bot.petitions.status_pages import RATEABLE, StatusPages, may_reopen
from bot.replies import Reply
from bot.store import Store
from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class Following:
    """The sender's side of petitions. What is no petition of the person raises NotFound."""

    store: Store
    drafting: Drafting
    gate: Gate
    promising: Promising
    pages: StatusPages
    staff: StaffSide

    def own(self, person_id: int, petition_id: int) -> Petition:
        """The petition of the person."""
        try:
            petition = self.store.petitions.get(petition_id)
        except KeyError:
            petition = None
        if petition is None or petition.person_id != person_id:
            raise NotFound(_("I do not find this among your petitions."))
        return petition

    def mine(self, person_id: int, number: int = 0, way: Way = Way.BELOW) -> Screen:
        """A page of the person's petitions."""
        return Screen(self.pages.listing(self.store.petitions.of_person(person_id), number), way)

    def by_code(self, person_id: int, code: Code | Mistyped, now: datetime) -> Screen:
        """The petition of a typed code, if it is the person's; strangers' and unknown codes are answered alike."""
        if isinstance(code, Mistyped):
            return Screen(self.pages.mistyped(code))
        petition = self.store.petitions.by_code(code.text)
        if petition is None or petition.person_id != person_id:
            return Screen(self.pages.not_found())
        return self.see(petition, now)

    def see(self, petition: Petition, now: datetime, way: Way = Way.BELOW) -> Screen:
        """How it stands."""
        events = self.store.petitions.events(petition.id)
        # Files of officials came in other chats.
        sent = self.store.attachments.of_petition(petition.id)
        files = [file.kind for file in sent if file.chat_id == petition.chat_id]
        return Screen(self.pages.one(petition, events, files, now), way, f"petition:{petition.id}")

    def awaiting_answer(self, person_id: int) -> Petition | None:
        """The person's newest petition about which an official has asked something, or None."""
        found = self.store.petitions.select(
            "person_id = ? AND state = ? ORDER BY id DESC LIMIT 1", [person_id, State.NEED_INFO]
        )
        return found[0] if found else None

    def begin_adding(self, petition: Petition, chat_id: int, now: datetime) -> Screen:
        """Begins an addition, or goes on with the one that was begun."""
        refusal = self._cannot_add(petition, now)
        if refusal:
            return Screen(self.see(petition, now).reply, Way.HERE, f"petition:{petition.id}", toast=refusal)
        draft = self._addition(petition, chat_id, now, guessed=False)
        if draft.words or draft.files:
            return self.drafting.show(draft.id)
        return Screen(addition_pages.begin(petition, self._question(petition)), Way.ANEW, f"draft:{draft.id}")

    def add(self, petition: Petition, said: Said, now: datetime, *, guessed: bool = False) -> Screen:
        """Keeps what was said as an addition, to be sent with one tap; `guessed`: nobody said that it is one."""
        refusal = self._cannot_add(petition, now)
        if refusal:
            return replace(self.see(petition, now), first=Reply.of(refusal))
        with self.store.db.atomic():
            draft = self._addition(petition, said.chat_id, now, guessed=guessed)
            if said.location:
                columns = {"latitude": said.location.latitude, "longitude": said.location.longitude}
                self.store.drafts.update(draft.id, now, **columns)
            return self.drafting.take_in(draft, said, now)

    def correct(self, petition: Petition, said: Said, now: datetime) -> Screen | None:
        """Offers to send the new words of a message that was sent with the petition; None when it is too late."""
        if self._cannot_add(petition, now):
            return None
        self.add(petition, said, now)
        draft = self._addition(petition, said.chat_id, now, guessed=False)
        page = addition_pages.corrected(self.drafting.content(draft), petition)
        return Screen(page, Way.ANEW, f"draft:{draft.id}")

    def ask_withdrawing(self, petition: Petition) -> Screen:
        """Asks once whether it is to be withdrawn."""
        self._require(petition, Move.WITHDRAW)
        return Screen(self.pages.withdrawing(petition), Way.HERE)

    def withdraw(self, petition: Petition, now: datetime) -> Screen:
        """Withdraws it."""
        changed = self._move(petition, Move.WITHDRAW, now)
        return Screen(self.pages.withdrawn(changed), Way.HERE, f"petition:{petition.id}", promised=True)

    def ask_rating(self, petition: Petition) -> Screen:
        """Asks for stars."""
        self._require(petition, Move.RATE)
        return Screen(self.pages.rating(petition), Way.BELOW)

    def rate(self, petition: Petition, stars: int, chat_id: int, now: datetime) -> Screen:
        """Keeps the stars, and waits for a word about them."""
        with self.store.db.atomic():
            self._require(petition, Move.RATE)
            self.store.petitions.update(petition.id, rating=stars)
            self._move(petition, Move.RATE, now, details={"stars": stars})
            assert petition.person_id is not None
            draft = self.store.drafts.start(
                petition.person_id, chat_id, now, purpose=Purpose.RATING, petition_id=petition.id
            )
        return Screen(self.pages.rated(petition, stars, draft.id), Way.HERE)

    def is_rated(self, draft: Draft) -> bool:
        """Whether a word about the stars still makes sense: not once the petition is reopened."""
        assert draft.petition_id is not None
        return self.store.petitions.get(draft.petition_id).state in RATEABLE

    def say_about_rating(self, draft: Draft, words: str, now: datetime) -> Screen:
        """Keeps the word about the stars."""
        assert draft.petition_id is not None
        petition = self.store.petitions.get(draft.petition_id)
        with self.store.db.atomic():
            self.store.drafts.delete(draft.id)
            self.store.petitions.update(petition.id, rating_words=words)
            self._move(petition, Move.RATE, now, words=words, details={"stars": petition.rating})
        return Screen(self.pages.rating_words_noted(petition), Way.BELOW)

    def say_nothing_about_rating(self, draft: Draft) -> Screen:
        """Waits no longer for a word about the stars."""
        assert draft.petition_id is not None
        self.store.drafts.delete(draft.id)
        return Screen(self.pages.rating_words_noted(self.store.petitions.get(draft.petition_id)), Way.HERE)

    def ask_reopening(self, petition: Petition, now: datetime) -> Screen:
        """Asks once whether it is to be reopened."""
        self._require_reopening(petition, now)
        return Screen(self.pages.reopening(petition), Way.BELOW)

    def reopen(self, petition: Petition, now: datetime) -> Screen:
        """Opens it again, with a new promise."""
        with self.store.db.atomic():
            self._require_reopening(petition, now)
            due = self.promising.promise(petition.category, now).due_at
            self.store.petitions.update(petition.id, due_at=utc_text(due))
            changed = self._move(petition, Move.REOPEN, now)
        return Screen(self.pages.reopened(changed), Way.HERE, f"petition:{petition.id}", promised=True)

    def _move(
        self,
        petition: Petition,
        move: Move,
        now: datetime,
        words: str | None = None,
        details: dict[str, object] | None = None,
    ) -> Petition:
        self._require(petition, move)
        with self.store.db.atomic():
            event = self.store.petitions.move(petition, move, Actor.CITIZEN, now, petition.person_id, words, details)
            changed = self.store.petitions.get(petition.id)
            self.staff.on_changed(changed, event, now)
        return changed

    def _require(self, petition: Petition, move: Move) -> None:
        try:
            after(petition.state, move, Actor.CITIZEN)
        except IllegalMove:
            raise NotFound(_("That is not possible any more, as this petition now stands.")) from None

    def _require_reopening(self, petition: Petition, now: datetime) -> None:
        if not may_reopen(petition, now):
            raise NotFound(
                _("A petition can be reopened once, within 15 days of the answer. You can write a new one: /gopy")
            )

    def _cannot_add(self, petition: Petition, now: datetime) -> str | None:
        if petition.state is State.NEED_INFO:
            return None
        try:
            after(petition.state, Move.ADD, Actor.CITIZEN)
        except IllegalMove:
            return _("This petition is closed, so nothing can be added. You can write a new one: /gopy")
        return self.gate.adding(petition.person_id or 0, now)

    def _addition(self, petition: Petition, chat_id: int, now: datetime, *, guessed: bool) -> Draft:
        assert petition.person_id is not None
        drafts = self.store.drafts.all_of_person(petition.person_id)
        mine = (draft for draft in drafts if draft.purpose is Purpose.ADDITION and draft.petition_id == petition.id)
        draft = next(mine, None)
        if draft is not None:
            self.store.drafts.update(draft.id, now, offered=int(draft.offered and guessed))
            return draft
        return self.store.drafts.start(
            petition.person_id, chat_id, now, purpose=Purpose.ADDITION, petition_id=petition.id, offered=guessed
        )

    def _question(self, petition: Petition) -> str | None:
        if petition.state is not State.NEED_INFO:
            return None
        asked = [event for event in self.store.petitions.events(petition.id) if event.move is Move.ASK]
        return asked[-1].words if asked else None
