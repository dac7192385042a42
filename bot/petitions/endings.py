"""What the clock ends: answered petitions that nobody disputes, questions without an answer, drafts left lying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n import use_locale
from bot.outgoing import Kind, Outgoing
from bot.petitions.cards import Cards
from bot.petitions.citizen_pages import REOPENING, question_about
from bot.petitions.model import Draft, Petition, Purpose
from bot.petitions.notices import Notices
from bot.petitions.states import Actor, Move
from bot.petitions.watch_pages import WatchPages
from bot.store import Store

ASKED_FOR = timedelta(days=30)
WARNED_BEFORE = timedelta(days=5)
WARNED_AT_LEAST = timedelta(days=3)
"""So long a citizen has to answer once warned, however late an outage made the warning."""
DRAFT_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Endings:
    """Each ending happens in one transaction with what is said of it."""

    store: Store
    cards: Cards
    notices: Notices
    pages: WatchPages

    def close(self, now: datetime) -> None:
        """Closes what was answered or declined so long ago that it cannot be reopened any more."""
        for number in self.store.worklist.settled(now - REOPENING):
            self._end(self.store.petitions.get(number), Move.CLOSE, now)

    def end_questions(self, now: datetime) -> None:
        """Puts aside what the sender was asked about and never said, after a warning."""
        for number in self.store.worklist.asked(now - ASKED_FOR + WARNED_BEFORE):
            petition, since = self.store.petitions.get(number), self.store.worklist.asked_at(number)
            assert since is not None, "a question was asked"
            warning = f"warned:{number}:{since.isoformat()}"
            warned_at = self.store.worklist.marked_at(warning)
            until = max(since + ASKED_FOR, (warned_at or now) + WARNED_AT_LEAST)
            if petition.person_id is not None and warned_at is None:
                with self.store.db.atomic():
                    self.store.worklist.mark(warning, now)
                    self._warn(petition, until, now)
            elif now >= (until if petition.person_id is not None else since + ASKED_FOR):
                self._end(petition, Move.EXPIRE, now)

    def end_drafts(self, now: datetime) -> None:
        """Forgets what was begun and left, and says so where the person had really begun."""
        for draft in self.store.drafts.untouched_since(now - DRAFT_LIFE):
            with self.store.db.atomic():
                self.store.drafts.delete(draft.id)
                if _begun(draft):
                    with use_locale(self.store.people.language(draft.person_id)):
                        reply = self.pages.draft_gone(draft, DRAFT_LIFE.days)
                    self.store.outbox.add(f"draft:{draft.id}:gone", Outgoing(draft.chat_id, reply, Kind.NOTICE), now)

    def note_unreachable(self, now: datetime) -> None:
        """Shows on the cards that what is sent does not arrive."""
        for number, since in self.store.worklist.unreachable():
            with self.store.db.atomic():
                if self.store.worklist.mark(f"unreachable:{number}:{since}", now):
                    self.cards.refresh(self.store.petitions.get(number), now, f":unreachable:{since}")

    def _warn(self, petition: Petition, until: datetime, now: datetime) -> None:
        person, chat_id = petition.person_id, petition.chat_id
        if person is None or chat_id is None:
            return
        asked = [event for event in self.store.petitions.events(petition.id) if event.move is Move.ASK][-1]
        with use_locale(self.store.people.language(person)):
            reply = self.pages.still_asked(petition, asked.words or "", until)
        content = Outgoing(chat_id, reply, Kind.NOTICE, about=question_about(petition.id, asked.id))
        self.store.outbox.add(f"petition:{petition.id}:event:{asked.id}:warning:to:{person}", content, now)

    def _end(self, petition: Petition, move: Move, now: datetime) -> None:
        with self.store.db.atomic():
            event = self.store.petitions.move(petition, move, Actor.CLOCK, now, None)
            ended = self.store.petitions.get(petition.id)
            self.notices.tell(ended, event, now)
            self.cards.refresh(ended, now)


def _begun(draft: Draft) -> bool:
    return not draft.offered and draft.purpose is not Purpose.RATING and bool(draft.words.strip() or draft.files)
