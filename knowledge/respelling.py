"""Words that are no syllables as typed, but are by the habits of quick and southern writing ("jám", "trog", "hàh")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.syllables import is_syllable
from knowledge.text import fold

_LONGEST = 9
_CONSONANTS = "bcdfghjklmnpqrstvwxzđ"
_VOWEL = rf"(?<=[^\W\d_{_CONSONANTS}])"
_TWICE = re.compile(r"([^\W\d_])\1+")
_OPENINGS = (
    (re.compile(r"^f"), ("ph",)),
    (re.compile(r"^j(?=[iìíỉĩị])"), ("g",)),
    (re.compile(r"^j"), ("gi",)),
    (re.compile(r"^(?:dz|z)"), ("d", "gi", "v")),
    (re.compile(r"^w"), ("qu", "hu")),
)
_ENDINGS = (
    (re.compile(rf"{_VOWEL}g$"), "ng"),
    (re.compile(rf"{_VOWEL}h$"), "nh"),
    (re.compile(rf"{_VOWEL}b$"), "p"),
    (re.compile(r"(?<=[iìíỉĩị])ng?$"), "nh"),
    (re.compile(r"(?<=y[eêếềểễệ])c$"), "t"),
    (re.compile(r"(?<=y[eêếềểễệ])ng$"), "n"),
)
"""How openings and ends of syllables are written short or by ear. Each is tried by itself and both together."""


def respelt(word: str) -> Iterator[str]:
    """The syllables, with the marks of the lower-case `word`, that it may be meant as; none for what is one already."""
    if len(word) > _LONGEST or is_syllable(fold(word)):
        return
    once = _TWICE.sub(r"\1", word)
    for opened in (once, *_opened(once)):
        for ended in (opened, *_ended(opened)):
            if ended != word and is_syllable(fold(ended)):
                yield ended


def _opened(word: str) -> Iterator[str]:
    for pattern, openings in _OPENINGS:
        if match := pattern.match(word):
            yield from (opening + word[match.end() :] for opening in openings)
            return


def _ended(word: str) -> Iterator[str]:
    for pattern, ending in _ENDINGS:
        if pattern.search(word):
            yield pattern.sub(ending, word)
