"""A reply as a value: what is said and what may be pressed, before any messenger's markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CALLBACK_DATA_BYTES = 64
"""Bot API, InlineKeyboardButton.callback_data: 1-64 bytes."""


PLACEHOLDER_CHARACTERS = 64
"""Bot API, ForceReply.input_field_placeholder: 1-64 characters."""


class BlockKind(StrEnum):
    TEXT = "text"
    STRONG = "strong"
    QUOTE = "quote"
    NOTE = "note"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of plain text (no markup) and how it is meant."""

    text: str
    kind: BlockKind = BlockKind.TEXT


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the callback data it sends (ids only, at most CALLBACK_DATA_BYTES bytes)."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= CALLBACK_DATA_BYTES:
            raise ValueError(f"callback data must have 1 to {CALLBACK_DATA_BYTES} bytes: {self.data!r}")


class Asks(StrEnum):
    """What the person is asked to give with the keyboard of their phone; NOTHING takes such a keyboard away."""

    CONTACT = "contact"
    LOCATION = "location"
    ANSWER = "answer"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reply:
    """Paragraphs, then rows of buttons; or, as a message bears only one of the two, what is asked for.

    `label` are the words on the button that gives the contact or the location, or those in the empty field
    of the answer (at most PLACEHOLDER_CHARACTERS), in the reader's language.
    Raises ValueError when there are both buttons and something asked for.
    """

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    asks: Asks | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if self.buttons and self.asks is not None:
            raise ValueError("a message bears either buttons or what it asks for")

    @classmethod
    def of(cls, *texts: str) -> Reply:
        """A reply of plain paragraphs."""
        return cls(tuple(Block(text) for text in texts))

    def plain(self) -> str:
        """The reply as plain text, a quotation between « », paragraphs on lines of their own."""
        return "\n".join(f"«{b.text}»" if b.kind is BlockKind.QUOTE else b.text for b in self.blocks)
