"""What officials call how a petition stands and what happened to it, in the language now in use."""

from __future__ import annotations

from bot.i18n import gettext as _
from bot.petitions.states import Move, State


def state_name(state: State) -> str:
    """How a petition stands, for officials."""
    names = {
        State.RECEIVED: _("new"),
        State.ACCEPTED: _("taken up"),
        State.FORWARDED: _("passed on, not taken up yet"),
        State.NEED_INFO: _("waiting for the citizen's word"),
        State.ANSWERED: _("answered"),
        State.CLOSED: _("closed"),
        State.DECLINED: _("declined"),
        State.WITHDRAWN: _("withdrawn by the citizen"),
        State.REOPENED: _("reopened by the citizen"),
        State.EXPIRED: _("put aside without the citizen's word"),
    }
    return names[state]


def move_name(move: Move) -> str:
    """What happened, in the history."""
    names = {
        Move.SUBMIT: _("sent"),
        Move.ACCEPT: _("taken up"),
        Move.FORWARD: _("passed on"),
        Move.ASK: _("asked the citizen"),
        Move.SUPPLY: _("the citizen replied"),
        Move.ANSWER: _("answered"),
        Move.DECLINE: _("declined"),
        Move.CLOSE: _("closed"),
        Move.WITHDRAW: _("withdrawn"),
        Move.REOPEN: _("reopened"),
        Move.EXPIRE: _("put aside"),
        Move.ADD: _("the citizen added"),
        Move.NOTE: _("internal note"),
        Move.JOIN: _("joined or separated"),
        Move.RATE: _("rated"),
        Move.REVEAL: _("numbers looked at"),
        Move.RELEASE: _("given up"),
        Move.ESCALATE: _("leaders told"),
        Move.CHANGE: _("corrected"),
    }
    return names[move]
