"""A reply as a value: what is said and what may be pressed, before any messenger's markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CALLBACK_DATA_BYTES = 64
"""Bot API, InlineKeyboardButton.callback_data: 1-64 bytes."""


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


@dataclass(frozen=True, slots=True)
class Reply:
    """Paragraphs, then rows of buttons."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()

    @classmethod
    def of(cls, *texts: str) -> Reply:
        """A reply of plain paragraphs."""
        return cls(tuple(Block(text) for text in texts))

    def plain(self) -> str:
        """The reply as plain text, a quotation between « », paragraphs on lines of their own."""
        return "\n".join(f"«{b.text}»" if b.kind is BlockKind.QUOTE else b.text for b in self.blocks)
