"""Choosing by curated phrases: the thing that a message speaks of most, and whether it speaks of a thing at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from knowledge.normalising import Query
from knowledge.patterns import Pattern

Span = tuple[int, int]
"""The first token, and the one behind the last."""


class Chooser:
    """Chooses the thing that most of a message's words speak of."""

    def __init__(self, patterns: Mapping[str, Pattern], otherwise: str) -> None:
        self._patterns = patterns
        self._otherwise = otherwise

    def choose(self, query: Query, apart_from: Iterable[Span] = ()) -> str:
        """The thing with the most words found, each phrase once; a phrase within a longer one does not count.

        Of two alike, the one named first. What lies within `apart_from` (names of places) does not count.
        """
        found = [(span, key) for key, pattern in self._patterns.items() for span in pattern.spans(query)]
        longer = [*apart_from, *(span for span, _key in found)]
        score: Counter[str] = Counter()
        first: dict[str, int] = {}
        seen: set[tuple[str, ...]] = set()
        for (start, end), key in found:
            said = (key, *(token.folded for token in query.tokens[start:end]))
            if said not in seen and not any(s <= start and end <= e and e - s > end - start for s, e in longer):
                seen.add(said)
                score[key] += end - start
                first[key] = min(first.get(key, start), start)
        return max(score, key=lambda key: (score[key], -first[key]), default=self._otherwise)


class Alarm:
    """Rings when one of some phrases stands anywhere but within an exception."""

    def __init__(self, terms: Pattern, but: Pattern) -> None:
        self._terms = terms
        self._but = but

    def rings(self, query: Query) -> bool:
        found = list(self._terms.spans(query))
        excused = list(self._but.spans(query)) if found else []
        return any(not any(start < e and s < end for s, e in excused) for start, end in found)
