"""The codes on receipts: short, not to be guessed, fit for being read out, and telling when they are mistyped.

Eight random characters and a check character. The alphabet leaves out what looks alike (0 O 1 I, S and 5, Z and 2,
B and 8) and every vowel and W, D: so no code is a word, and no Vietnamese keyboard (Telex, VNI) turns it into accents.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

ALPHABET = "23456789CFGHJKLMNPQRTVX"
"""A prime number of characters, so that a weighted sum finds every single wrong one and every two that were swapped."""
LENGTH = 9
_GROUP = 3
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9)
"""All different, and none the 1 of the check character."""
_MIXED = 2
"""Letters and digits a code has at least, so that one wrong character leaves it neither a word nor a number."""

_GAP = r"[\s.\-–—_]*"
_WORD = r"[0-9A-Z]{3}"
_IN_TEXT = re.compile(rf"(?<!\w){_WORD}{_GAP}{_WORD}{_GAP}{_WORD}(?!\w)", re.IGNORECASE)
_CUT_SHORT = re.compile(r"\W*[0-9A-Z]{2,4}[\-–—][0-9A-Z]{2,4}[\-–—][0-9A-Z]{2,4}\W*", re.IGNORECASE)
_LONGEST = 200
"""Characters of a message in which a code is looked for; a longer one is about something else."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was typed rightly; whether there is such a petition is another question."""

    text: str


@dataclass(frozen=True, slots=True)
class Mistyped:
    """Something that was meant as a code, as it was typed."""

    text: str


def new_code() -> str:
    """A new code, as it is kept: nine characters without dashes."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in _WEIGHTS)
        code = body + _check(body)
        if _MIXED <= sum(character.isdigit() for character in code) <= LENGTH - _MIXED:
            return code


def shown(code: str) -> str:
    """The code as people see it: K7M-4QX-P29."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def parse(text: str) -> Code | Mistyped | None:
    """The code in a message, typed in any case, with or without spaces and dashes, alone or in a short sentence."""
    if len(text) > _LONGEST:
        return None
    mistyped: Mistyped | None = None
    for match in _IN_TEXT.finditer(text):
        typed = re.sub(r"[^0-9A-Z]", "", match[0].upper())
        if not _meant(typed):
            continue
        if all(character in ALPHABET for character in typed) and _check(typed[:-1]) == typed[-1]:
            return Code(typed)
        mistyped = mistyped or Mistyped(match[0].strip())
    if mistyped is None and _CUT_SHORT.fullmatch(text):
        typed = re.sub(r"[^0-9A-Z]", "", text.upper())
        if abs(len(typed) - LENGTH) <= 1 and _meant(typed):
            mistyped = Mistyped(text.strip())
    return mistyped


def _meant(typed: str) -> bool:
    """Whether it was meant as a code: digits and letters, at most one of them in no code."""
    strange = sum(character not in ALPHABET for character in typed)
    digits = sum(character.isdigit() for character in typed)
    return strange <= 1 and 0 < digits < len(typed)


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[-total % len(ALPHABET)]
