"""Searching names with typos, without marks, and as they sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.process import extract

from knowledge.text import clean, folded_words, sound

_LIKE = 62.0
"""How alike (0 to 100) a name has to be to be worth offering."""
_BEGUN = 90.0
"""How alike a name is that begins with what was typed."""
_SOUNDS = 0.95
"""What a likeness in sound counts beside one in letters."""
_MOST_TYPED, _MOST_LIKE = 80, 20


class NameSearch:
    """Finds the things whose names are like what was typed."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of a name and the id of what it names; of two equally alike, the one named first wins."""
        pairs = [(" ".join(folded_words(name)), key) for name, key in names]
        self._keys = [key for _line, key in pairs]
        self._rank = {key: rank for rank, key in reversed(list(enumerate(self._keys)))}
        self._lines = [line for line, _key in pairs]
        self._sounds = [_sounding(line) for line in self._lines]
        self._ranked = lru_cache(maxsize=1024)(self._rank_all)

    def __call__(self, text: str, limit: int) -> tuple[str, ...]:
        """The ids of what is called like `text`, the likest first. Never raises."""
        return self._ranked(text[:_MOST_TYPED])[:limit]

    def _rank_all(self, text: str) -> tuple[str, ...]:
        typed = " ".join(folded_words(clean(text)))
        if not typed:
            return ()
        best: dict[str, float] = {}
        for own, lines, share in ((typed, self._lines, 1.0), (_sounding(typed), self._sounds, _SOUNDS)):
            for key, score in self._like(own, lines):
                best[key] = max(best.get(key, 0.0), score * share)
        return tuple(sorted(best, key=lambda key: (-best[key], self._rank[key])))

    def _like(self, typed: str, lines: list[str]) -> Iterator[tuple[str, float]]:
        for _line, score, at in extract(typed, lines, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_MOST_LIKE):
            yield self._keys[at], score
        for line, key in zip(lines, self._keys, strict=True):
            if len(typed) > 1 and line.startswith(typed):
                yield key, _BEGUN


def _sounding(line: str) -> str:
    return " ".join(map(sound, line.split()))
