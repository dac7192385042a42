"""What a citizen's message means: part of what they are writing, about a petition that was sent, or a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from bot.actions import too_late
from bot.asking import Asking
from bot.errors import NotFound
from bot.petitions.codes import parse
from bot.petitions.drafting import Drafting
from bot.petitions.following import Following
from bot.petitions.gate import Gate
from bot.petitions.model import Awaiting, Draft, Petition, Purpose
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.replies import Reply
from bot.store import Store
from knowledge.answers import Action, Answer, Status
from knowledge.segments import asks

_Consider = Callable[[], Answer]
_FEW = 8
_SHORT = 30
"""Characters of a message that is a code and little else."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Decides; what is then done is in Drafting and Following, and Asking answers what is a question."""

    store: Store
    asking: Asking
    drafting: Drafting
    following: Following
    gate: Gate

    def hear(self, said: Said, now: datetime) -> Screen | None:
        """What the message leads to; None when it is nothing that can be read."""
        if said.edited:
            # A live location is edited every few seconds.
            return None if said.location else self._hear_edited(said, now)
        self.store.people.seen(said.person_id, now)
        consider = self._considering(said, now)
        draft = self.drafting.fresh(said.person_id, now)
        code = parse(said.words) if said.only_words else None
        if code and (draft is None or draft.offered or len(said.words) < _SHORT):
            return self.following.by_code(said.person_id, code, now)
        about = self._petition_replied_to(said)
        if about is not None:
            return self.following.add(about, said, now)
        if draft is not None:
            heard = self._hear_in_draft(draft, said, consider, now)
            if heard is not None:
                return heard
        return self._hear_anew(said, consider, now)

    def _considering(self, said: Said, now: datetime) -> _Consider:
        """What the engine makes of the words, found out once and only when it is needed."""
        return cache(lambda: self.asking.consider(said.chat_id, said.words, now))

    def _hear_edited(self, said: Said, now: datetime) -> Screen | None:
        """The new words of a message take the place of the old ones, wherever those went."""
        for draft in self.store.drafts.all_of_person(said.person_id):
            if self.store.drafts.holds_message(draft.id, said.message_id):
                return self.drafting.take_in(draft, said, now)
        petition = self.store.petitions.of_message(said.chat_id, said.message_id)
        if petition is not None and petition.person_id == said.person_id:
            return self.following.correct(petition, said, now)
        return self._hear_anew(said, self._considering(said, now), now)

    def _hear_anew(self, said: Said, consider: _Consider, now: datetime) -> Screen | None:
        """What it is by itself, whatever the person was writing."""
        return self._hear_words(said, consider, now) if said.only_words else self._hear_file(said, consider, now)

    def _hear_in_draft(self, draft: Draft, said: Said, consider: _Consider, now: datetime) -> Screen | None:
        """What it is to somebody who is writing; None when it has nothing to do with that."""
        if draft.purpose is Purpose.RATING:
            return self._hear_about_rating(draft, said, consider, now)
        if said.location:
            return self.drafting.locate(draft, said, now)
        if said.phone or said.foreign_contact:
            return self.drafting.take_contact(draft, said, now)
        if not said.only_words:
            return self.drafting.take_in(draft, said, now) if said.file else None
        if draft.awaiting is Awaiting.PLACE:
            return self.drafting.type_place(draft, said, now)
        if not draft.offered and (not (draft.words or draft.files) or self._names_place(said.words)):
            return self.drafting.take_in(draft, said, now)
        answer = consider()
        if not self._goes_on(answer, said.words, draft.offered):
            return None if draft.offered else self._answer_meanwhile(draft, answer, said, now)
        return self.drafting.take_in(draft, said, now)

    def _hear_about_rating(self, draft: Draft, said: Said, consider: _Consider, now: datetime) -> Screen | None:
        alert = self.drafting.catalogue.alert(said.words)
        about_it = said.only_words and not (alert.law or alert.dangers) and self.following.is_rated(draft)
        if about_it and not self._asks(consider(), said.words):
            return self.following.say_about_rating(draft, said.words, now)
        self.store.drafts.delete(draft.id)
        return None

    def _hear_words(self, said: Said, consider: _Consider, now: datetime) -> Screen:
        answer = consider()
        alert = self.drafting.catalogue.alert(said.words)
        wish = answer.action is Action.FEEDBACK or bool((alert.law or alert.dangers) and not asks(said.words))
        if wish or (answer.status is Status.UNKNOWN and not asks(said.words)):
            asked = self.following.awaiting_answer(said.person_id)
            if asked is not None and not alert.dangers:
                return self.following.add(asked, said, now, guessed=True)
        if wish:
            return self._offer(said, answer, now)
        if said.late:
            return Screen(too_late(), Way.ORDINARY)
        if answer.action is Action.PETITION_STATUS:
            self.asking.keep(said.chat_id, said.person_id, answer, now)
            return replace(self.following.mine(said.person_id), way=Way.ORDINARY)
        question_id = self.asking.keep(said.chat_id, said.person_id, answer, now)
        reply = self.asking.put(answer, question_id, said.person_id, now)
        urgent = self.drafting.pages.emergency(alert.dangers)
        return Screen(Reply((*urgent, *reply.blocks), reply.buttons), Way.ORDINARY)

    def _hear_file(self, said: Said, consider: _Consider, now: datetime) -> Screen | None:
        """A file nobody was waiting for: an answer to what an official asked, a question about it, or a petition."""
        if said.file is None and not said.location:
            return None
        asked = self.following.awaiting_answer(said.person_id)
        if asked is not None:
            return self.following.add(asked, said, now, guessed=True)
        if said.file is None or said.follows:
            return None
        if said.words and self._asks(consider(), said.words):
            return self._hear_words(said, consider, now)
        return self._kept_from_beginning(said, now) or self.drafting.offer(said, now)

    def _offer(self, said: Said, answer: Answer, now: datetime) -> Screen:
        refusal = self._kept_from_beginning(said, now)
        if refusal:
            return refusal
        unfinished = self.drafting.unfinished(said.person_id)
        if unfinished is None or self.drafting.content(unfinished).empty:
            return self.drafting.offer(said, now)
        question_id = self.asking.keep(said.chat_id, said.person_id, answer, now)
        page = self.drafting.pages.resume(unfinished.id, question_id, said.message_id)
        urgent = self.drafting.pages.emergency(self.drafting.catalogue.alert(said.words).dangers)
        return Screen(Reply((*urgent, *page.blocks), page.buttons), Way.BELOW)

    def _kept_from_beginning(self, said: Said, now: datetime) -> Screen | None:
        refusal = self.gate.beginning(said.person_id, now)
        if refusal is None:
            return None
        urgent = self.drafting.pages.emergency(self.drafting.catalogue.alert(said.words).dangers)
        return Screen(Reply((*urgent, *Reply.of(refusal).blocks)), Way.BELOW)

    def _answer_meanwhile(self, draft: Draft, answer: Answer, said: Said, now: datetime) -> Screen:
        """The answer to a question, and the way to make it a part of the petition after all."""
        question_id = self.asking.keep(said.chat_id, said.person_id, answer, now)
        if answer.action is Action.PETITION_STATUS:
            reply = self.following.mine(said.person_id).reply
        else:
            reply = self.asking.put(answer, question_id, said.person_id, now)
        rows = self.drafting.pages.meanwhile(draft.id, question_id, said.message_id)
        return Screen(Reply(reply.blocks, (*reply.buttons, *rows)), Way.ORDINARY)

    def _names_place(self, words: str) -> bool:
        """Whether it says where, and little else: that goes on with a petition whatever else it may look like."""
        return (
            len(words.split()) <= _FEW and not asks(words) and self.drafting.catalogue.propose(words).place is not None
        )

    def _goes_on(self, answer: Answer, words: str, offered: bool) -> bool:
        """Whether the words go on with what is being written; with what is only offered no question does."""
        if answer.action is Action.FEEDBACK:
            return True
        return answer.action is None and not (asks(words) if offered else self._asks(answer, words))

    def _asks(self, answer: Answer, words: str) -> bool:
        """Whether it is a clear question, which is answered."""
        return answer.status in (Status.ANSWERED, Status.CHOICES) and asks(words)

    def _petition_replied_to(self, said: Said) -> Petition | None:
        kind, _colon, rest = (said.about or "").partition(":")
        number = rest.partition(":")[0]
        if kind != "petition" or not number.isdecimal():
            return None
        try:
            return self.following.own(said.person_id, int(number))
        except NotFound:
            return None
