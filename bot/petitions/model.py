"""The values that petitions are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.petitions.states import OPEN, Actor, Move, State


class Kind(StrEnum):
    """What a petition is: phản ánh, kiến nghị or góp ý."""

    REPORT = "report"
    PROPOSAL = "proposal"
    COMMENT = "comment"


class Law(StrEnum):
    """What the words look like in law, where a message in a chat is no lawful form."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"


class Purpose(StrEnum):
    """What somebody is writing."""

    PETITION = "petition"
    ADDITION = "addition"
    """To a petition that was sent, also in answer to a question."""
    RATING = "rating"
    """A word about the answer."""


class Awaiting(StrEnum):
    """What the next message of somebody who is writing means, if it is not part of the words."""

    PLACE = "place"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody sent: how the messenger names it, and once it is kept its content's SHA-256 in hex."""

    id: int
    chat_id: int
    message_id: int
    kind: str
    file_id: str
    file_unique_id: str
    name: str | None = None
    mime_type: str | None = None
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that came with a message, before it is kept. `size` in bytes, None where the messenger does not say."""

    message_id: int
    kind: str
    file_id: str
    file_unique_id: str
    name: str | None = None
    mime_type: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is writing and has not sent. None means: not chosen, so what is proposed counts.

    `offered` is a draft which the person has not asked for: words that looked like a petition.
    """

    id: int
    person_id: int
    chat_id: int
    purpose: Purpose
    petition_id: int | None
    offered: bool
    kind: Kind | None
    category: str | None
    place: str | None
    location: Location | None
    sender_name: str | None
    contact_phone: str | None
    awaiting: Awaiting | None
    started_at: datetime
    touched_at: datetime
    words: str = ""
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Petition:
    """A petition as it stands. Times in UTC. Without `person_id` the sender has been erased."""

    id: int
    code: str
    person_id: int | None
    chat_id: int | None
    kind: Kind
    category: str
    place: str | None
    location: Location | None
    words: str
    sender_name: str | None
    contact_phone: str | None
    law: Law | None
    confidential: bool
    urgent: bool
    agency: str
    state: State
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    handler_id: int | None
    joined_to: int | None
    rating: int | None
    reopened: bool
    """Whether it was reopened, which is possible once."""

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    def late(self, now: datetime) -> bool:
        """Whether it should have been answered by now."""
        return self.open and now > self.due_at


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a petition."""

    id: int
    petition_id: int
    at: datetime
    move: Move
    actor: Actor
    actor_id: int | None
    from_state: State | None
    to_state: State | None
    words: str | None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewPetition:
    """All that is known of a petition when it is sent; `folded` is what is searched, without marks."""

    code: str
    person_id: int
    chat_id: int
    kind: Kind
    category: str
    place: str | None
    location: Location | None
    words: str
    folded: str
    sender_name: str | None
    contact_phone: str | None
    law: Law | None
    confidential: bool
    urgent: bool
    agency: str
    received_at: datetime
    due_at: datetime
    draft_id: int | None = None
    """What it was written as: of one draft there is one petition at most."""


def about(petition_id: int) -> str:
    """How messages that are the card of the petition are marked."""
    return f"petition:{petition_id}"
