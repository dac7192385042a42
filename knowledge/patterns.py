"""Curated phrases as patterns over a query.

A phrase written with marks fits the same words typed with the same marks, or typed with none; a
phrase written without marks fits any marks. `*` stands for up to four words. A leading `=` asks for
the very marks: for short words that mean too many things when unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.normalising import Query
from knowledge.text import exact, fold, has_marks, words

_ANY_WORDS = r"(?:\S+ ){0,4}"


class Pattern:
    """Finds any of some phrases in queries."""

    def __init__(self, phrases: Iterable[str]) -> None:
        longest_first = sorted(phrases, key=len, reverse=True)
        self._regex = re.compile(rf"(?<= )(?:{'|'.join(map(_regex, longest_first))})") if longest_first else None

    def found(self, query: Query) -> str | None:
        """The folded words of the first place where a phrase stands; None when none does."""
        match = self._regex.search(query.marked) if self._regex else None
        return " ".join(word.split("/")[0] for word in match[0].split()) if match else None

    def all_found(self, query: Query) -> list[str]:
        """The folded words of every place where a phrase stands."""
        matches = self._regex.finditer(query.marked) if self._regex else ()
        return [" ".join(word.split("/")[0] for word in match[0].split()) for match in matches]

    def is_whole(self, query: Query) -> bool:
        """Whether a phrase is all that the query says."""
        match = self._regex.match(query.marked, 1) if self._regex else None
        return bool(match and match.end() == len(query.marked))


def _regex(phrase: str) -> str:
    strict = phrase.startswith("=")
    return "".join(
        _ANY_WORDS if piece == "*" else _word(words(piece)[0], strict=strict)
        for piece in phrase.removeprefix("=").split()
    )


def _word(word: str, *, strict: bool) -> str:
    folded = re.escape(fold(word))
    if strict:
        return rf"{folded}/{re.escape(exact(word))} "
    return rf"{folded}/(?:{re.escape(exact(word))})? " if has_marks(word) else rf"{folded}/\S* "
