"""Finding petitions for officials: what was asked for exactly first, then what is like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from string import ascii_lowercase
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.petitions.criteria import Criteria, Scope
from bot.store import Store
from bot.store.finding import Condition, Finding
from knowledge.text import clean, folded_words

MOST = 200
"""More than a person turns pages for."""
ENOUGH = 8
"""With fewer found as they were typed, words are taken for misspelt."""
MOST_WORDS = 12
LIKE = 70.0
"""Of 100, by rapidfuzz: how like a petition has to be that holds all words but one."""
_CHANGED = 4
"""Shorter syllables with one letter changed are other syllables."""


@dataclass(frozen=True, slots=True)
class Found:
    """The petitions, best first; `more` when there are more than MOST. `corrected` are the words looked for instead."""

    petition_ids: tuple[int, ...]
    more: bool = False
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Searching:
    """Finds petitions; days are those of `zone`."""

    store: Store
    zone: ZoneInfo

    def find(self, criteria: Criteria, scope: Scope, now: datetime) -> Found:
        """The petitions that are asked for, of those that may be listed. Among equals the newest come first."""
        finding = Finding(self.store.db, self.zone)
        condition = finding.condition(criteria, scope, now)
        if criteria.code:
            return Found(tuple(finding.by_code(criteria.code, condition)))
        syllables = folded_words(clean(criteria.words))[:MOST_WORDS]
        if not syllables:
            return _found(finding.newest(condition, MOST + 1))
        return _ByWords(finding, condition, syllables).find()


class _ByWords:
    """One search by words: as they stand, then in any order, then respelt, then all but one of them."""

    def __init__(self, finding: Finding, condition: Condition, syllables: list[str]) -> None:
        self._finding = finding
        self._condition = condition
        self._syllables = syllables

    def find(self) -> Found:
        typed = self._matching(_quoted(" ".join(self._syllables)))
        if len(typed) <= MOST and len(self._syllables) > 1:
            typed = _joined(typed, self._matching(_all(self._syllables)))
        if len(typed) >= ENOUGH:
            return _found(typed)
        choices = [self._spellings(syllable) for syllable in self._syllables]
        respelt = [" OR ".join(map(_quoted, spellings)) for spellings in choices]
        found = _joined(typed, self._like(self._matching(" AND ".join(f"({part})" for part in respelt))))
        if len(found) < ENOUGH and len(respelt) > 2:
            found = _joined(found, self._like(self._matching(_all_but_one(respelt)), LIKE))
        changed = any(spellings != [syllable] for spellings, syllable in zip(choices, self._syllables, strict=True))
        corrected = " ".join("/".join(spellings[:3]) for spellings in choices)
        return _found(found, corrected if changed and len(found) > len(typed) else None)

    def _matching(self, match: str) -> list[int]:
        return self._finding.matching(match, self._condition, MOST + 1)

    def _spellings(self, syllable: str) -> list[str]:
        """The syllable itself where petitions hold it, else those like it which they hold."""
        if len(syllable) < _CHANGED or self._finding.is_known(syllable):
            return [syllable]
        known = [other for other in sorted(_one_off(syllable)) if self._finding.is_known(other)]
        return known or [syllable]

    def _like(self, petition_ids: list[int], at_least: float = 0.0) -> list[int]:
        """Those of them that are like the words, the likest first."""
        if not petition_ids:
            return []
        texts = self._finding.folded(petition_ids)
        ranked = process.extract(
            " ".join(self._syllables),
            {key: texts[key] for key in petition_ids},
            scorer=fuzz.token_set_ratio if at_least else fuzz.partial_ratio,
            score_cutoff=at_least,
            limit=None,
        )
        return [key for _text, _score, key in ranked]


def _found(petition_ids: list[int], corrected: str | None = None) -> Found:
    return Found(tuple(petition_ids[:MOST]), len(petition_ids) > MOST, corrected)


def _joined(first: Iterable[int], second: Iterable[int]) -> list[int]:
    return list(dict.fromkeys([*first, *second]))


def _quoted(words: str) -> str:
    return f'"{words}"'


def _all(syllables: Iterable[str]) -> str:
    return " AND ".join(map(_quoted, dict.fromkeys(syllables)))


def _all_but_one(parts: list[str]) -> str:
    """All of the parts with any one left out, in the language of FTS5."""
    ways = ([part for place, part in enumerate(parts) if place != left_out] for left_out in range(len(parts)))
    return " OR ".join("(" + " AND ".join(f"({part})" for part in way) + ")" for way in ways)


def _one_off(syllable: str) -> set[str]:
    """All words that come of one letter changed, left out, put in, or of two neighbours that changed places."""
    cuts = [(syllable[:place], syllable[place:]) for place in range(len(syllable) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase),
        *(head + letter + tail for head, tail in cuts for letter in ascii_lowercase),
    }
