"""The officials' side of petitions as a test needs it: it notes what it is told, and acts as an officer would."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.outgoing import Kind, Outgoing
from bot.petitions.citizen_pages import CitizenPages, question_about
from bot.petitions.codes import new_code
from bot.petitions.model import Event, Law, NewPetition, Petition
from bot.petitions.model import Kind as KindOfPetition
from bot.petitions.staff_side import Nobody, StaffSide
from bot.petitions.states import Actor, Move
from bot.store import Store

OFFICER_ID = 5001


@dataclass
class Office:
    """Notes petitions as "submit" and what citizens did later by the name of the move, with its words.

    `behind` is the officials' side that is told all the same.
    """

    told: list[tuple[str, str | None]] = field(default_factory=list)
    behind: StaffSide = field(default_factory=Nobody)

    def on_submitted(self, petition: Petition, now: datetime) -> None:
        self.told.append(("submit", petition.words))
        self.behind.on_submitted(petition, now)

    def on_changed(self, petition: Petition, event: Event, now: datetime) -> None:
        self.told.append((event.move.value, event.words))
        self.behind.on_changed(petition, event, now)


def act(
    store: Store, pages: CitizenPages, petition: Petition, move: Move, now: datetime, words: str | None = None
) -> None:
    """Does what an officer does, and tells the sender."""
    with store.db.atomic():
        event = store.petitions.move(petition, move, Actor.OFFICER, now, OFFICER_ID, words)
        changed = store.petitions.get(petition.id)
        reply = pages.told(changed, event, now)
        assert reply is not None
        assert changed.chat_id is not None
        about = question_about(petition.id, event.id)
        store.outbox.add(f"test:{event.id}", Outgoing(changed.chat_id, reply, Kind.NOTICE, about=about), now)


def petition_of(
    store: Store, person_id: int, now: datetime, words: str = "Đường hư", law: Law | None = None
) -> Petition:
    """A petition that the person has sent."""
    store.people.seen(person_id, now)
    return store.petitions.add(
        NewPetition(
            code=new_code(),
            person_id=person_id,
            chat_id=person_id,
            kind=KindOfPetition.REPORT,
            category="khac",
            place=None,
            location=None,
            words=words,
            folded=words.lower(),
            sender_name=None,
            contact_phone=None,
            law=law,
            confidential=law is Law.DENUNCIATION,
            urgent=False,
            agency="so-noi-vu",
            received_at=now,
            due_at=now + timedelta(days=14),
        )
    )
