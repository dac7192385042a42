"""Numbers in people's words by which somebody could be found: where they stand, and the words without them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

REGION = "VN"
SHOWN = 2
"""So many of its last digits remain, by which an officer who has the number recognises it."""

_PUBLIC = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.UAN, PhoneNumberType.SHARED_COST})
_CURRENCY = r"(?!\d|\s*(?:đồng|đ\b|dong\b|vnd|vnđ|usd|%))"
_IDENTITY = re.compile(rf"(?<![\d.,])(?:\d{{9,19}}|\d{{3}}(?: \d{{3}}){{2,3}}){_CURRENCY}", re.IGNORECASE)
"""Identity cards have 9 or 12 digits, accounts and bank cards up to 19. Sums of money are left alone."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def mask(text: str) -> str:
    """The text with telephone, identity-card and account numbers and mail addresses made unreadable."""
    masked, end = [], 0
    for start, stop in _spans(text):
        masked += [text[end:start], _hidden(text[start:stop])]
        end = stop
    return "".join([*masked, text[end:]])


def numbers(text: str) -> tuple[str, ...]:
    """What `mask` hides, in the order of the text, each once."""
    return tuple(dict.fromkeys(text[start:stop] for start, stop in _spans(text)))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where they stand, without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(_found(text)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _found(text: str) -> Iterator[tuple[int, int]]:
    for match in PhoneNumberMatcher(text, REGION, leniency=Leniency.VALID):
        if number_type(match.number) not in _PUBLIC:
            yield match.start, match.end
    for pattern in (_IDENTITY, _MAIL):
        for found in pattern.finditer(text):
            yield found.span()


def _hidden(what: str) -> str:
    digits = [char for char in what if char.isdigit()]
    return "•••" if "@" in what else "•••" + "".join(digits[-SHOWN:])
