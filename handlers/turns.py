"""What handling one update leads to: rows staged in its transaction, and passing things said after it."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from telegram import InlineQueryResultArticle
from telegram.error import TelegramError

from bot.outgoing import Outgoing, Parcel
from bot.store.outbox import Outbox


class Suspended(TelegramError):
    """A handler waited or called Telegram: it must run to its end in its transaction and stage what it says."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A word about a pressed button, which stops the button's clock."""

    query_id: str
    text: str | None = None
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """The results of an inline query."""

    query_id: str
    results: Sequence[InlineQueryResultArticle]


Passing = Toast | Offer
"""What is worth nothing a minute later, and is therefore not kept."""


@dataclass(slots=True)
class Turn:
    """The handling of one update. `chat_id` is the chat whose turn it is, `late` whether the person wrote long ago."""

    update_id: int
    chat_id: int
    now: datetime
    outbox: Outbox
    late: bool = False
    last_album: str | None = None
    album: str | None = None
    staged: list[Parcel] = field(default_factory=list)
    passing: list[Passing] = field(default_factory=list)
    _count: int = 0

    def stage(self, content: Outgoing) -> None:
        """Keeps something to be said: to this chat right after the turn, to others as soon as may be."""
        self._count += 1
        own = content.chat_id == self.chat_id and content.due_at is None
        parcel = self.outbox.add(f"u:{self.update_id}:{self._count}", content, self.now, claimed=own)
        if own and parcel is not None:
            self.staged.append(parcel)

    def say_in_passing(self, what: Passing) -> None:
        """Says it once the turn is over; lost if the process dies before."""
        self.passing.append(what)


current: ContextVar[Turn] = ContextVar("turn")
"""The turn of the update that is being handled."""


def forbid_in_turn() -> None:
    """Raises Suspended while an update is being handled."""
    if current.get(None) is not None:
        raise Suspended("a handler called Telegram instead of staging what it says")
