"""What a service gives back to be shown, and how it takes its place in the chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.replies import Reply


class Way(StrEnum):
    """How a reply takes its place."""

    BELOW = "below"
    """A new message."""
    ANEW = "anew"
    """A new message, in whose favour what was last said about the same is taken away."""
    HERE = "here"
    """In the place of the message whose button was pressed."""
    QUIETLY = "quietly"
    """In the place of what was last said about the same, wherever that stands."""
    ORDINARY = "ordinary"
    """As the answer to a question: tied to it, and changed when it is edited."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A reply, how it is shown, what it is about, and what is said before it (`first`) or pops up (`toast`).

    What is `promised` is said however long that takes; other replies are old news after a while.
    """

    reply: Reply
    way: Way = Way.BELOW
    about: str | None = None
    first: Reply | None = None
    toast: str | None = None
    promised: bool = False
