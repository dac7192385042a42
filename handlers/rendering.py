"""A Reply in Telegram's HTML: cut into messages that fit, everything that people wrote escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from bot.i18n import gettext as _
from bot.replies import PLACEHOLDER_CHARACTERS, Asks, Block, BlockKind, Reply

MESSAGE_UNITS = 4096
"""Bot API, sendMessage.text: 1-4096 characters, counted in UTF-16 units; here markup is counted too."""

CAPTION_UNITS = 1024
"""Bot API, sendPhoto.caption and others: 0-1024 characters; counted as above."""

_MARKUP = {
    BlockKind.TEXT: ("", ""),
    BlockKind.STRONG: ("<b>", "</b>"),
    BlockKind.QUOTE: ("<blockquote expandable>", "</blockquote>"),
    BlockKind.NOTE: ("<i>", "</i>"),
    BlockKind.SOURCE: ("<i>", "</i>"),
}
_BREAKS = tuple(re.compile(pattern) for pattern in (r"\n+", r"(?<=[.!?;…])\s+", r"\s+"))


def parts(reply: Reply) -> list[str]:
    """The reply as HTML messages of at most MESSAGE_UNITS each, cut between paragraphs if it can be."""
    messages: list[str] = []
    current, before = "", None
    for block in (piece for whole in reply.blocks for piece in _pieces(whole)):
        html = markup(block)
        joined = f"{current}{_gap(before, block)}{html}" if current else html
        if current and units(joined) > MESSAGE_UNITS:
            messages.append(current)
            joined = html
        current, before = joined, block
    return [*messages, current] if current else messages


def keyboard(reply: Reply, *, in_group: bool = False) -> dict[str, Any] | None:
    """What stands below the reply, as one of the reply markups of the Bot API, or None."""
    if reply.asks is not None:
        return _asking(reply.asks, reply.label, in_group=in_group)
    if not reply.buttons:
        return None
    rows = [[{"text": button.label, "callback_data": button.data} for button in row] for row in reply.buttons]
    return {"inline_keyboard": rows}


def _asking(asks: Asks, label: str, *, in_group: bool) -> dict[str, Any] | None:
    match asks:
        case Asks.NOTHING:
            return {"remove_keyboard": True, "selective": in_group}
        case Asks.ANSWER:
            placeholder = {"input_field_placeholder": label[:PLACEHOLDER_CHARACTERS]} if label else {}
            return {"force_reply": True, "selective": in_group, **placeholder}
        case Asks.CONTACT:
            button = {"text": label or _("Share my phone number"), "request_contact": True}
        case Asks.LOCATION:
            button = {"text": label or _("Share where I am"), "request_location": True}
    # Bot API, KeyboardButton.request_contact, request_location: available in private chats only.
    return None if in_group else {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}


def shortened(text: str, most: int) -> str:
    """`text`, cut to at most `most` units."""
    if units(text) <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


def markup(block: Block) -> str:
    """One paragraph in HTML."""
    opening, closing = _MARKUP[block.kind]
    return f"{opening}{escape(block.text, quote=False)}{closing}"


def units(text: str) -> int:
    """How long Telegram finds `text`: in UTF-16 units, so most emoji count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _gap(before: Block | None, block: Block) -> str:
    quoted = before is not None and BlockKind.QUOTE in (before.kind, block.kind)
    return "\n" if quoted else "\n\n"


def _pieces(block: Block) -> Iterator[Block]:
    """`block`, cut where it is too long for one message; empty paragraphs are left out."""
    rest = block.text.strip()
    while rest:
        piece = _fitting(rest, block.kind)
        yield Block(piece, block.kind)
        rest = rest[len(piece) :].strip()


def _fitting(text: str, kind: BlockKind) -> str:
    """The longest beginning of `text` that fits, ending with a line, a sentence or a word if there is one."""
    if units(markup(Block(text, kind))) <= MESSAGE_UNITS:
        return text
    low, high = 1, min(len(text), MESSAGE_UNITS)
    while low < high:
        middle = (low + high + 1) // 2
        fits = units(markup(Block(text[:middle], kind))) <= MESSAGE_UNITS
        low, high = (middle, high) if fits else (low, middle - 1)
    for pattern in _BREAKS:
        ends = [match.start() for match in pattern.finditer(text, 0, low + 1) if match.start() > low // 2]
        if ends:
            return text[: ends[-1]]
    return text[:low]


def plain(html: str) -> str:
    """The text of a message made by `parts`, without its markup and a quotation between « »."""
    marked = re.sub(r"<blockquote[^>]*>", "«", html).replace("</blockquote>", "»")
    return unescape(re.sub(r"</?[bi]>", "", marked))
