"""Ranking what the knowledge base holds against a query, in two steps.

First the items that hold most of the query's telling words are picked. Then each of them is compared
closely, through its *units*: every curated question, its title and terms, its direct answer and each
clause of its passage. A unit is a bag of folded syllables and pairs of neighbouring syllables,
weighted by how few items hold them; a query is compared with a unit by what the two share (Dice's
coefficient, which does not let a bare keyword win over a whole question). An item is worth its best
unit, mixed with the share of the query's own words found anywhere in it: that share is the best sign
of whether the item is about the question at all.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from knowledge.base import Item, ItemKind
from knowledge.language import Tuning
from knowledge.normalising import Query
from knowledge.text import exact, fold, sound, words

_CLAUSE = re.compile(r"(?<=[.;:])\s+")
_TERM_SHARE = 0.9
_HELPED = 0.9
_OTHER_MARKS = 0.7
_BY_SOUND = 0.8


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item with its score in 0..1, and where that comes from: `likeness` to its best unit (whose words are
    `unit`) and `coverage` of the query's telling words. `mass` is how much the words found tell, in the units
    of rarity: a hit on one common word has little."""

    item: Item
    score: float
    likeness: float
    coverage: float
    mass: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Held:
    """What one item holds: its features, and its syllables with their marks."""

    features: frozenset[str]
    marked: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of one item: texts, what each is worth, their sizes, and where each feature stands."""

    texts: list[str]
    shares: list[float]
    sizes: list[float]
    postings: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class _Single:
    """A syllable of a query: its place, weight and forms."""

    place: int
    weight: float
    folded: str
    exact: str | None
    certainty: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair of neighbours in a query: their places, weight, and the known pairs that sound like it."""

    left: int
    right: int
    weight: float
    feature: str
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Probe:
    """A query in the form that items are compared with. `size` is the sum of squares of what was typed."""

    vector: dict[str, float]
    size: float
    singles: list[_Single]
    pairs: list[_Pair]
    total: float
    helps: list[tuple[int, int, list[tuple[str, float]], float]]
    length: int


class Ranker:
    """An index over items, made once."""

    def __init__(self, items: Iterable[Item], tuning: Tuning) -> None:
        self._items = list(items)
        self._single = tuning["single_weight"]
        self._pair = tuning["pair_weight"]
        self._sound = tuning["sound_weight"]
        self._expansion = tuning["expansion_weight"]
        self._passage = tuning["passage_share"]
        self._coverage = tuning["coverage_share"]
        self._asking = tuning["asking_share"]
        self._close = int(tuning["compared_closely"])
        self._texts = [tuple(self._texts_of(item)) for item in self._items]
        self._held = [_held(text for text, _ in texts) for texts in self._texts]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, held in enumerate(self._held):
            for feature in held.features:
                self._holders[feature].append(place)
        count = len(self._items)
        self._rarity = {f: math.log(1 + (count - len(h) + 0.5) / (len(h) + 0.5)) for f, h in self._holders.items()}
        self._rarest = math.log(1 + count / 0.5)
        self._units: dict[int, _Units] = {}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every folded syllable that the knowledge base holds, and every pair of neighbouring ones."""
        return frozenset(self._rarity)

    @cached_property
    def _by_sound(self) -> dict[str, tuple[str, ...]]:
        """The known pairs by how southern speech sounds them."""
        table: dict[str, list[str]] = defaultdict(list)
        for feature in self._rarity:
            if " " in feature:
                table[_sounds(*feature.split())].append(feature)
        return {sounds: tuple(sorted(features)) for sounds, features in table.items()}

    def _texts_of(self, item: Item) -> Iterator[tuple[str, float]]:
        for question in item.questions:
            yield question, 1.0
        yield item.title, 1.0
        for term in item.terms:
            yield term, _TERM_SHARE
        if item.kind is ItemKind.GAP:
            return
        yield item.direct, self._passage
        for clause in _CLAUSE.split(item.passage or ""):
            if clause:
                yield clause, self._passage

    def _weight(self, feature: str) -> float:
        return (self._pair if " " in feature else self._single) * self._rarity.get(feature, self._rarest)

    def _units_of(self, place: int) -> _Units:
        if place not in self._units:
            units = _Units([], [], [], defaultdict(list))
            for number, (text, share) in enumerate(self._texts[place]):
                features = _features([fold(word) for word in words(text)])
                units.texts.append(text)
                units.shares.append(share)
                units.sizes.append(sum(self._weight(feature) ** 2 for feature in features))
                for feature in features:
                    units.postings[feature].append(number)
            self._units[place] = units
        return self._units[place]

    def rank(self, query: Query, *, most: int = 12) -> list[Ranked]:
        """The items most like `query`, best first, at most `most`; equal scores in the order of the knowledge base."""
        probe = self._probe(query)
        if not probe.size:
            return []
        sums: dict[int, float] = defaultdict(float)
        for feature, weight in probe.vector.items():
            for place in self._holders.get(feature, ()):
                sums[place] += weight
        likely = sorted(sums, key=lambda place: (-sums[place], place))[: self._close]
        ranked = [self._compare(probe, place) for place in sorted(likely)]
        return sorted(ranked, key=lambda one: -one.score)[:most]

    def _probe(self, query: Query) -> _Probe:
        places = [n for n in range(len(query.tokens)) if not query.filler[n]] or list(range(len(query.tokens)))
        folded = [query.tokens[n].folded for n in places]
        vector = {feature: self._weight(feature) for feature in _features(folded)}
        size = sum(weight * weight for weight in vector.values())
        singles = list({(one := self._probe_single(query, n)).folded: one for n in reversed(places)}.values())
        pairs = list({(two := self._probe_pair(query, *both)).feature: two for both in pairwise(places)}.values())
        for pair in pairs:
            if pair.feature not in self._rarity:
                for feature in pair.alike:
                    vector[feature] = max(vector.get(feature, 0.0), self._sound * self._weight(feature))
        helps = []
        for expansion in query.expansions:
            features = [(f, self._weight(f)) for f in _features([token.folded for token in expansion.tokens])]
            helps.append((expansion.start, expansion.end, features, sum(weight for _, weight in features)))
            for feature, weight in features:
                vector[feature] = max(vector.get(feature, 0.0), self._expansion * weight)
        total = sum(single.weight for single in singles) + sum(pair.weight for pair in pairs)
        return _Probe(vector, size, singles, pairs, total, helps, len(query.tokens))

    def _probe_single(self, query: Query, n: int) -> _Single:
        token = query.tokens[n]
        weight = self._rarity.get(token.folded, self._rarest) * (self._asking if query.asking[n] else 1.0)
        return _Single(n, weight, token.folded, token.exact, token.certainty)

    def _probe_pair(self, query: Query, left: int, right: int) -> _Pair:
        first, second = query.tokens[left].folded, query.tokens[right].folded
        feature = f"{first} {second}"
        weight = self._rarity.get(feature, self._rarest)
        weight *= self._asking if query.asking[left] or query.asking[right] else 1.0
        return _Pair(left, right, weight, feature, self._by_sound.get(_sounds(first, second), ()))

    def _compare(self, probe: _Probe, place: int) -> Ranked:
        units = self._units_of(place)
        shared: dict[int, float] = defaultdict(float)
        for feature, weight in probe.vector.items():
            found = units.postings.get(feature)
            if found:
                worth = weight * self._weight(feature)
                for number in found:
                    shared[number] += worth
        likeness, best = 0.0, 0
        for number, common in shared.items():
            value = min(1.0, 2 * common / (probe.size + units.sizes[number])) * units.shares[number]
            if value > likeness or (value == likeness and number < best):
                likeness, best = value, number
        held = self._covered(probe, self._held[place])
        coverage = held / probe.total if probe.total else 0.0
        score = (1 - self._coverage) * likeness + self._coverage * coverage * math.sqrt(likeness)
        return Ranked(self._items[place], min(1.0, score), likeness, coverage, held, units.texts[best])

    @staticmethod
    def _covered(probe: _Probe, held: _Held) -> float:
        """How much of the query's telling words and pairs the item holds, by rarity."""
        features = held.features
        helped = [0.0] * probe.length
        for start, end, parts, whole in probe.helps:
            value = _HELPED * sum(weight for feature, weight in parts if feature in features) / whole
            for n in range(start, end):
                helped[n] = max(helped[n], value)
        covered = 0.0
        for one in probe.singles:
            has = 0.0
            if one.folded in features:
                has = one.certainty if one.exact is None or one.exact in held.marked else _OTHER_MARKS
            covered += one.weight * max(has, helped[one.place])
        for pair in probe.pairs:
            if pair.feature in features:
                covered += pair.weight
                continue
            alike = _BY_SOUND if any(feature in features for feature in pair.alike) else 0.0
            covered += pair.weight * max(alike, min(helped[pair.left], helped[pair.right]))
        return covered


def _held(texts: Iterable[str]) -> _Held:
    features: set[str] = set()
    marked: set[str] = set()
    for text in texts:
        typed = words(text)
        features.update(_features([fold(word) for word in typed]))
        marked.update(map(exact, typed))
    return _Held(frozenset(features), frozenset(marked))


def _sounds(left: str, right: str) -> str:
    return f"{sound(left)} {sound(right)}"


def _features(folded: Sequence[str]) -> set[str]:
    """The features of a run of folded syllables: each syllable, and each pair of neighbours."""
    return {*folded, *(f"{left} {right}" for left, right in pairwise(folded))}
