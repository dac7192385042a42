"""Petitions that are simply there, in the state they are wanted in, and the services that look at all of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import new_code
from bot.petitions.inquiring import Inquiring
from bot.petitions.model import Kind, Law, Location, NewPetition, Petition
from bot.petitions.privacy import Privacy
from bot.petitions.staff import Staff
from bot.petitions.states import Actor, Move, State
from bot.settings import Settings
from bot.store import Store
from knowledge import Knowledge
from knowledge.text import clean, folded_words

PROMISED = timedelta(days=14)
_MOVES = {
    State.ACCEPTED: ((Move.ACCEPT, Actor.OFFICER),),
    State.FORWARDED: ((Move.FORWARD, Actor.OFFICER),),
    State.NEED_INFO: ((Move.ASK, Actor.OFFICER),),
    State.ANSWERED: ((Move.ANSWER, Actor.OFFICER),),
    State.CLOSED: ((Move.ANSWER, Actor.OFFICER), (Move.CLOSE, Actor.OFFICER)),
    State.DECLINED: ((Move.DECLINE, Actor.OFFICER),),
    State.WITHDRAWN: ((Move.WITHDRAW, Actor.CITIZEN),),
    State.RECEIVED: (),
}
"""The shortest way to each state."""


def petition(
    store: Store,
    words: str,
    received: datetime,
    *,
    person: int = 1001,
    state: State = State.RECEIVED,
    after: timedelta = timedelta(days=3),
    law: Law | None = None,
    **more: Any,
) -> Petition:
    """A petition of the person; it came to its state `after` it was received."""
    store.people.seen(person, received)
    values: dict[str, Any] = {
        "code": new_code(),
        "person_id": person,
        "chat_id": person,
        "kind": Kind.REPORT,
        "category": "dat-dai",
        "place": "phuong-long-duc",
        "location": None,
        "words": words,
        "folded": " ".join(folded_words(clean(words))),
        "sender_name": None,
        "contact_phone": None,
        "law": law,
        "confidential": law is Law.DENUNCIATION,
        "urgent": False,
        "agency": "so-noi-vu",
        "received_at": received,
        "due_at": received + PROMISED,
    }
    new = store.petitions.add(NewPetition(**values | more))
    for move, actor in _MOVES[state]:
        by = person if actor is Actor.CITIZEN else 14
        store.petitions.move(new, move, actor, received + after, by, words=f"{move} words")
    return store.petitions.get(new.id)


def spot() -> Location:
    """A point in Trà Vinh."""
    return Location(9.934, 106.342)


def inquiring_over(store: Store, knowledge: Knowledge, settings: Settings) -> Inquiring:
    """The officials' view, without pictures."""
    return Inquiring.over(Staff.over(store, knowledge, settings).cards, knowledge, lambda: False)


def privacy_over(store: Store, knowledge: Knowledge, settings: Settings) -> Privacy:
    """People's own data."""
    return Privacy.over(store, knowledge, Catalogue(knowledge), settings.timezone)
