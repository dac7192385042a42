"""Curated phrases found in queries.

A phrase written with marks fits the same words typed with the same marks, or typed with none; a
phrase written without marks fits any marks. `*` stands for up to four words. A leading `=` asks for
the very marks: for short words that mean too many things when unmarked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from operator import attrgetter

from knowledge.normalising import Query, Token
from knowledge.text import exact, fold, has_marks, words

_MOST_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a phrase: `exact` is None when any marks fit, `strict` when unmarked typing does not."""

    folded: str
    exact: str | None
    strict: bool

    def fits(self, token: Token) -> bool:
        if token.folded != self.folded:
            return False
        if self.exact is None or token.exact == self.exact:
            return True
        return token.exact is None and not self.strict


class _Phrase:
    """A phrase to be found. Of several that begin at one place, the first in `order` is meant.

    It begins with `start`: its first word, or its first two where they are known. Where it stands, the line of a query
    holds its `head`, the words before any `*`.
    """

    __slots__ = ("head", "order", "start", "words")

    def __init__(self, order: int, words: list[_Word | None]) -> None:
        self.order = order
        self.words = words
        known = [word.folded for word in takewhile(bool, words) if word]
        self.head = f" {' '.join(known)} "
        self.start = " ".join(known[:2])


_order = attrgetter("order")


class Pattern:
    """Finds any of some phrases in queries."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_start: dict[str, list[_Phrase]] = {}
        for order, phrase in enumerate(sorted(phrases, key=lambda phrase: (-len(phrase), phrase))):
            parsed = _parse(phrase)
            if parsed and parsed[0]:
                found = _Phrase(order, parsed)
                self._by_start.setdefault(found.start, []).append(found)
        self._starts = frozenset(self._by_start)

    def found(self, query: Query) -> str | None:
        """The folded words of the first place where a phrase stands; None when none does."""
        return next(self._matches(query), None)

    def all_found(self, query: Query) -> list[str]:
        """The folded words of every place where a phrase stands."""
        return list(self._matches(query))

    def spans(self, query: Query) -> Iterator[tuple[int, int]]:
        """Every place where a phrase stands, without overlaps: the first token and the one behind the last."""
        if self._starts.isdisjoint(query.places):
            return
        begin: dict[int, list[_Phrase]] = {}
        for start in self._starts.intersection(query.places):
            for place in query.places[start]:
                begin.setdefault(place, []).extend(self._by_start[start])
        after = 0
        for place in sorted(begin):
            if place < after:
                continue
            for phrase in sorted(begin[place], key=_order):
                if phrase.head in query.line and (end := _end(phrase.words, query.tokens, place)):
                    after = end
                    yield place, end
                    break

    def _matches(self, query: Query) -> Iterator[str]:
        for start, end in self.spans(query):
            yield " ".join(found.folded for found in query.tokens[start:end])


def _parse(phrase: str) -> list[_Word | None]:
    """The words of a phrase; None for a `*`."""
    strict = phrase.startswith("=")
    return [None if piece == "*" else _word(words(piece)[0], strict) for piece in phrase.removeprefix("=").split()]


def _word(word: str, strict: bool) -> _Word:
    return _Word(fold(word), exact(word) if strict or has_marks(word) else None, strict)


def _end(phrase: list[_Word | None], tokens: tuple[Token, ...], start: int) -> int:
    """Where `phrase` ends when it begins at `start` (exclusive); 0 when it does not stand there."""
    at = start
    for place, word in enumerate(phrase):
        if word is None:
            between = takewhile(lambda n: n < len(tokens) and not tokens[n].opens, range(at, at + _MOST_BETWEEN + 1))
            ends = (_end(phrase[place + 1 :], tokens, n) for n in between)
            return next((end for end in ends if end), 0)
        if at >= len(tokens) or not word.fits(tokens[at]) or (at > start and tokens[at].opens):
            return 0
        at += 1
    return at
