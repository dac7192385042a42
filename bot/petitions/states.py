"""The life of a petition: a closed table of what may happen when, and by whom."""

from __future__ import annotations

from enum import StrEnum

from bot.errors import BotError


class State(StrEnum):
    """How a petition stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    FORWARDED = "forwarded"
    NEED_INFO = "need_info"
    ANSWERED = "answered"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    EXPIRED = "expired"


class Actor(StrEnum):
    """On whose side something happens."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    CLOCK = "clock"


class Move(StrEnum):
    """What happens to a petition, by the name it has among its events."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    FORWARD = "forward"
    ASK = "ask"
    SUPPLY = "supply"
    """The citizen answers what was asked."""
    ANSWER = "answer"
    DECLINE = "decline"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    EXPIRE = "expire"
    ADD = "add"
    """The citizen adds something unasked."""
    NOTE = "note"
    """For officials alone."""
    JOIN = "join"
    RATE = "rate"
    REVEAL = "reveal"
    """An officer looked at the numbers that are masked on the card."""
    RELEASE = "release"
    """The handling officer gives it up."""
    ESCALATE = "escalate"
    CHANGE = "change"
    """The desk corrects kind, category or place."""


class IllegalMove(BotError):
    """This cannot be done with the petition as it stands now."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"{move} is not possible from {state}")
        self.move = move
        self.state = state


OPEN = frozenset({State.RECEIVED, State.ACCEPTED, State.FORWARDED, State.NEED_INFO, State.REOPENED})
"""Somebody still has to do something."""
ENDED = frozenset(State) - OPEN

_BEGUN = OPEN - {State.RECEIVED}

TRANSITIONS: dict[tuple[Move, Actor], dict[State, State | None]] = {
    (Move.ACCEPT, Actor.OFFICER): dict.fromkeys((State.RECEIVED, State.REOPENED, State.FORWARDED), State.ACCEPTED),
    (Move.FORWARD, Actor.OFFICER): dict.fromkeys(OPEN, State.FORWARDED),
    (Move.ASK, Actor.OFFICER): dict.fromkeys(OPEN, State.NEED_INFO),
    (Move.SUPPLY, Actor.CITIZEN): {State.NEED_INFO: State.ACCEPTED},
    (Move.ANSWER, Actor.OFFICER): dict.fromkeys(OPEN | {State.ANSWERED}, State.ANSWERED),
    (Move.DECLINE, Actor.OFFICER): dict.fromkeys(OPEN, State.DECLINED),
    (Move.CLOSE, Actor.OFFICER): dict.fromkeys((State.ANSWERED, State.DECLINED), State.CLOSED),
    (Move.CLOSE, Actor.CLOCK): dict.fromkeys((State.ANSWERED, State.DECLINED), State.CLOSED),
    (Move.WITHDRAW, Actor.CITIZEN): dict.fromkeys(OPEN, State.WITHDRAWN),
    (Move.REOPEN, Actor.CITIZEN): dict.fromkeys((State.ANSWERED, State.DECLINED, State.CLOSED), State.REOPENED),
    (Move.EXPIRE, Actor.CLOCK): {State.NEED_INFO: State.EXPIRED},
    (Move.ADD, Actor.CITIZEN): {**dict.fromkeys(OPEN, None), State.EXPIRED: State.ACCEPTED},
    (Move.NOTE, Actor.OFFICER): dict.fromkeys(State, None),
    (Move.JOIN, Actor.OFFICER): dict.fromkeys(OPEN, None),
    (Move.RATE, Actor.CITIZEN): dict.fromkeys((State.ANSWERED, State.DECLINED, State.CLOSED), None),
    (Move.REVEAL, Actor.OFFICER): dict.fromkeys(State, None),
    (Move.RELEASE, Actor.OFFICER): dict.fromkeys(_BEGUN, None),
    (Move.ESCALATE, Actor.CLOCK): dict.fromkeys(OPEN, None),
    (Move.CHANGE, Actor.OFFICER): dict.fromkeys(OPEN, None),
}
"""For each move and side: from which states it is possible, and to which it leads; None leaves the state as it is."""


def after(state: State, move: Move, actor: Actor) -> State:
    """The state after the move. Raises IllegalMove."""
    table = TRANSITIONS.get((move, actor), {})
    if state not in table:
        raise IllegalMove(move, state)
    return table[state] or state
