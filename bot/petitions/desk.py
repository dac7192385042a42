"""What officers do with petitions by one tap: take up, give up, pass on, close, look at numbers.

Each change happens in one transaction with its row in the audit, the card and what citizens are told. Everything
raises NotAllowed or NotFound, which are in the audit by then, and Forestalled when somebody else was first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.access import Access
from bot.errors import BotError, NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.petitions.cards import Cards
from bot.petitions.masking import numbers
from bot.petitions.model import Attachment, Event, Petition
from bot.petitions.notices import Notices
from bot.petitions.officer_pages import OfficerPages
from bot.petitions.states import Actor, IllegalMove, Move, State, after
from bot.roles import Operation
from bot.store import Store
from bot.store.audit import Entry

REPLICATED = frozenset({Move.ACCEPT, Move.FORWARD, Move.ANSWER, Move.DECLINE, Move.CLOSE})
"""What happens to the petitions joined to one as well."""
_TAKES = frozenset({Move.ACCEPT, Move.ASK, Move.ANSWER, Move.DECLINE})


class Forestalled(BotError):
    """Somebody else did something with the petition before; the message says who."""

    def __init__(self, message: str, event: Event | None = None) -> None:
        super().__init__(message)
        self.event = event


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts, and in which chat."""

    id: int
    chat_id: int

    @property
    def private(self) -> bool:
        """Whether nobody else reads along."""
        return self.chat_id == self.id


@dataclass(frozen=True, slots=True)
class Desk:
    """The officers' side."""

    access: Access
    cards: Cards
    notices: Notices
    pages: OfficerPages

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.access.store

    def look(self, officer: Officer, petition_id: int, now: datetime) -> Petition:
        """The petition, for somebody who may handle it in this chat."""
        subject = f"petition {petition_id}"
        self.access.require(officer.id, Operation.HANDLE_PETITIONS, now, subject)
        with self.access.refusals(Entry(officer.id, Operation.HANDLE_PETITIONS, subject), now):
            return self.visible(officer, petition_id)

    def accept(self, officer: Officer, petition_id: int, seen: int, now: datetime) -> Petition:
        """Takes the petition up; `seen` is the last event that the officer's card showed."""
        return self.do(officer, petition_id, Move.ACCEPT, now, seen=seen)

    def release(self, officer: Officer, petition_id: int, seen: int, now: datetime) -> Petition:
        """Gives it up, so that somebody else takes it."""
        return self.do(officer, petition_id, Move.RELEASE, now, seen=seen)

    def close(self, officer: Officer, petition_id: int, seen: int, now: datetime) -> Petition:
        """Closes what has been answered or declined."""
        return self.do(officer, petition_id, Move.CLOSE, now, seen=seen)

    def forward(self, officer: Officer, petition_id: int, agency: str, now: datetime) -> Petition:
        """Passes it on to another agency, where somebody has to take it up."""
        with self.acting(officer, Operation.HANDLE_PETITIONS, petition_id, now) as (petition, entry):
            if not self.pages.staff.names.is_agency(agency):
                raise NotFound(_("There is no such agency (any more)."))
            if agency == petition.agency:
                raise Forestalled(_("It is there already."))
            entry.details["agency"] = agency
            self.move(officer, petition, Move.FORWARD, now, details={"from": petition.agency, "to": agency})
        return self.store.petitions.get(petition_id)

    def reveal(self, officer: Officer, petition_id: int, now: datetime) -> tuple[str, ...]:
        """The numbers that are masked on the card, for the officer who handles the petition."""
        with self.acting(officer, Operation.REVEAL_NUMBERS, petition_id, now) as (petition, _audit):
            if petition.handler_id != officer.id:
                raise NotAllowed(_("Only the officer who has taken it up sees the numbers. Please take it up first."))
            self.record(officer, petition, Move.REVEAL, now)
            contact = (petition.contact_phone,) if petition.contact_phone else ()
            added = (event.words or "" for event in self.store.petitions.events(petition_id) if _by_citizen(event))
            found = [*contact, *numbers(petition.words), *(number for words in added for number in numbers(words))]
        return tuple(dict.fromkeys(found))

    def do(
        self,
        officer: Officer,
        petition_id: int,
        move: Move,
        now: datetime,
        *,
        seen: int | None = None,
        words: str | None = None,
    ) -> Petition:
        """Makes the move, unless somebody else did something since `seen`, and returns the petition as it is then."""
        with self.acting(officer, Operation.HANDLE_PETITIONS, petition_id, now) as (petition, entry):
            entry.details["move"] = move
            if seen is not None:
                self.check_first(officer, petition, seen)
            self.move(officer, petition, move, now, words=words)
        return self.store.petitions.get(petition_id)

    @contextmanager
    def acting(
        self, officer: Officer, operation: Operation, petition_id: int, now: datetime
    ) -> Iterator[tuple[Petition, Entry]]:
        """One transaction for a change of the petition, with its row in the audit."""
        with self.access.acting(officer.id, operation, now, f"petition {petition_id}") as entry:
            yield self.visible(officer, petition_id), entry

    def move(
        self,
        officer: Officer,
        petition: Petition,
        move: Move,
        now: datetime,
        words: str | None = None,
        details: dict[str, Any] | None = None,
        staff_draft_id: int | None = None,
    ) -> Event:
        """Makes a move on the petition and, where it concerns them, on those joined to it; all are told.

        To be called inside `acting`. Raises Forestalled when it is not possible (any more).
        """
        joined = self.concerned(petition, move)
        event = self.record(officer, petition, move, now, words, details)
        files: tuple[Attachment, ...] = ()
        if staff_draft_id is not None:
            self.store.attachments.hand_over_staff(staff_draft_id, petition.id, event.id)
            files = self.store.attachments.of_event(event.id)
        self._settle(officer, petition, move, event, now, files)
        for other in joined:
            same = self.record(officer, other, move, now, words, {**(details or {}), "with": petition.id})
            self._settle(officer, other, move, same, now, files)
        return event

    def first(self, officer: Officer, petition_id: int, seen: int) -> Event | None:
        """What another officer did with the petition after the event `seen`, the last of it; or None."""
        events = reversed(self.store.petitions.events(petition_id))
        return next((event for event in events if event.id > seen and _counts(event, officer)), None)

    def check_first(self, officer: Officer, petition: Petition, seen: int) -> None:
        """Raises Forestalled when another officer did something with the petition after the event `seen`."""
        event = self.first(officer, petition.id, seen)
        if event is not None:
            raise Forestalled(self.pages.meanwhile(petition, event), event)

    def concerned(self, petition: Petition, move: Move) -> list[Petition]:
        """Those joined to it with which the same happens: the open ones, and for a correction the answered ones."""
        if move not in REPLICATED:
            return []
        found = []
        for other in self.store.petitions.joined_to(petition.id):
            try:
                after(other.state, move, Actor.OFFICER)
            except IllegalMove:
                continue
            if other.open or move is Move.CLOSE or petition.state is State.ANSWERED:
                found.append(other)
        return found

    def visible(self, officer: Officer, petition_id: int) -> Petition:
        """The petition, if the officer may see it in this chat. Raises NotFound; see `look`."""
        try:
            petition = self.store.petitions.get(petition_id)
        except KeyError:
            raise NotFound(_("There is no such petition.")) from None
        if petition.confidential and not (officer.private and self.access.may(officer.id, Operation.SEE_DENUNCIATIONS)):
            raise NotFound(_("There is no such petition."))
        if not self.cards.routing.is_for(officer.id, petition):
            raise NotFound(_("This petition is not with your agency (any more)."))
        if not officer.private and not self.cards.routing.is_desk(officer.chat_id):
            raise NotFound(_("This group does not handle petitions any more."))
        return petition

    def record(
        self,
        officer: Officer,
        petition: Petition,
        move: Move,
        now: datetime,
        words: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> Event:
        """Adds the move to the petition's events and nothing else. Raises Forestalled when it is not possible."""
        try:
            return self.store.petitions.move(petition, move, Actor.OFFICER, now, officer.id, words, details)
        except IllegalMove:
            raise self._impossible(petition) from None

    def _impossible(self, petition: Petition) -> Forestalled:
        events = self.store.petitions.events(petition.id)
        last = next((event for event in reversed(events) if event.to_state is not None), None)
        if last is not None and last.actor is Actor.OFFICER:
            return Forestalled(self.pages.meanwhile(petition, last), last)
        return Forestalled(self.pages.not_now(petition))

    def _settle(
        self,
        officer: Officer,
        petition: Petition,
        move: Move,
        event: Event,
        now: datetime,
        files: tuple[Attachment, ...] = (),
    ) -> None:
        update = self.store.petitions.update
        if move is Move.FORWARD:
            update(petition.id, agency=event.details["to"], handler_id=None)
        elif move is Move.RELEASE:
            update(petition.id, handler_id=None)
        elif move is Move.ACCEPT or (move in _TAKES and petition.handler_id is None):
            update(petition.id, handler_id=officer.id)
        changed = self.store.petitions.get(petition.id)
        self.notices.tell(changed, event, now, files)
        (self.cards.on_passed_on if move is Move.FORWARD else self.cards.refresh)(changed, now)


def _by_citizen(event: Event) -> bool:
    return event.actor is Actor.CITIZEN


def _counts(event: Event, officer: Officer) -> bool:
    """Whether it is a deed of another officer that changes what can be done; notes and looking at numbers do not."""
    quiet = (Move.NOTE, Move.REVEAL)
    return event.actor is Actor.OFFICER and event.actor_id != officer.id and event.move not in quiet
