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
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise

from knowledge.base import Item, ItemKind
from knowledge.language import Tuning
from knowledge.normalising import Expansion, Query
from knowledge.text import exact, fold, folded_line, sound, words

_CLAUSE = re.compile(r"(?<=[.;:])\s+")
_TERM_SHARE = 0.9
_HELPED = 0.9
_OTHER_MARKS = 0.7
_BY_SOUND = 0.8
_NOBODY: frozenset[int] = frozenset()
_KEPT = 1024
"""Sets of holders kept ready: those of common words come back with every message."""


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
class Index:
    """Which items hold what, by their place in the list of items.

    `features` are folded syllables and pairs of neighbouring ones, `marked` syllables with their marks
    (knowledge.text.exact), `alike` the known syllables by how southern speech sounds them. `asked` tells
    which one item a curated question belongs to, by its folded syllables.
    """

    features: dict[str, tuple[int, ...]]
    marked: dict[str, tuple[int, ...]]
    alike: dict[str, tuple[str, ...]]
    asked: dict[str, int]


def build_index(items: Sequence[Item]) -> Index:
    """The index over `items`."""
    features: dict[str, list[int]] = defaultdict(list)
    marked: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        held: dict[str, None] = {}
        typed: dict[str, None] = {}
        for text, _ in texts_of(item):
            one = words(text)
            typed.update(dict.fromkeys(one))
            held.update(_features([fold(word) for word in one]))
        for feature in held:
            features[feature].append(place)
        for form in dict.fromkeys(map(exact, typed)):
            marked[form].append(place)
    alike: dict[str, list[str]] = defaultdict(list)
    for feature in sorted(features):
        if " " not in feature:
            alike[sound(feature)].append(feature)
    same: dict[tuple[int, ...], tuple[int, ...]] = {}
    return Index(
        _shared(features, same),
        _shared(marked, same),
        {heard: tuple(known) for heard, known in alike.items()},
        _asked(items),
    )


def _asked(items: Sequence[Item]) -> dict[str, int]:
    owners: dict[str, set[int]] = defaultdict(set)
    for place, item in enumerate(items):
        for question in item.questions:
            owners[folded_line(question).strip()].add(place)
    return {question: next(iter(places)) for question, places in owners.items() if len(places) == 1}


def _shared(lists: dict[str, list[int]], same: dict[tuple[int, ...], tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """`lists` as tuples, equal ones being one object: most features are held by one item alone."""
    return {name: same.setdefault(places, places) for name, places in ((n, tuple(p)) for n, p in lists.items())}


def texts_of(item: Item) -> Iterator[tuple[str, bool]]:
    """The texts through which `item` is found, and whether each is its answer or passage (not a way of asking)."""
    for asked in (*item.questions, item.title, *item.terms):
        yield asked, False
    if item.kind not in (ItemKind.GAP, ItemKind.ACTION):
        yield item.direct, True
        for clause in _CLAUSE.split(item.passage or ""):
            if clause:
                yield clause, True


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of one item, packed: texts, what each is worth, their sizes, and the units that hold each feature.

    Feature `features[n]` (a number, in order) stands in the units `numbers[starts[n] : starts[n + 1]]`.
    """

    texts: list[str]
    shares: array[float]
    sizes: array[float]
    features: array[int]
    starts: array[int]
    numbers: array[int]


@dataclass(frozen=True, slots=True)
class _Single:
    """A syllable of a query: its place and weight, and the items that hold it, and hold it with its marks."""

    place: int
    weight: float
    certainty: float
    holders: frozenset[int]
    marked: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair of neighbours in a query: their places and weight, and the items that hold it, or one that sounds so."""

    left: int
    right: int
    weight: float
    holders: frozenset[int]
    alike: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Help:
    """Official words for the tokens from `start` to `end`: weights with holders, and the sum of the weights."""

    start: int
    end: int
    parts: list[tuple[float, frozenset[int]]]
    whole: float


@dataclass(frozen=True, slots=True)
class _Probe:
    """A query in the form that items are compared with.

    `worth` is what each feature (by its number) adds when a unit holds it; `size` is the sum of squares of
    what was typed.
    """

    vector: dict[str, float]
    worth: list[tuple[int, float]]
    size: float
    singles: list[_Single]
    pairs: list[_Pair]
    helps: list[_Help]
    total: float
    length: int


class Ranker:
    """Ranks `items` with a ready-made index."""

    def __init__(self, items: Iterable[Item], index: Index, tuning: Tuning) -> None:
        self._items = list(items)
        self._index = index
        self._single = tuning["single_weight"]
        self._pair = tuning["pair_weight"]
        self._sound = tuning["sound_weight"]
        self._expansion = tuning["expansion_weight"]
        self._passage = tuning["passage_share"]
        self._coverage = tuning["coverage_share"]
        self._asking = tuning["asking_share"]
        self._common = tuning["common_rarity"]
        self._close = int(tuning["compared_closely"])
        count = len(self._items)
        self._rarities = [math.log(1 + (count - n + 0.5) / (n + 0.5)) for n in range(count + 1)]
        self._rarest = math.log(1 + count / 0.5)
        self._numbers = {feature: number for number, feature in enumerate(index.features)}
        self._units: dict[int, _Units] = {}
        self._holders = lru_cache(maxsize=_KEPT)(self._find_holders)

    @property
    def known(self) -> dict[str, tuple[int, ...]]:
        """Every folded syllable that the knowledge base holds, and every pair of neighbouring ones."""
        return self._index.features

    def _rarity(self, feature: str) -> float:
        """How telling a feature is: the logarithm of how few items hold it.

        A pair that nobody holds tells no more than its two words do.
        """
        held = self._index.features.get(feature)
        if held:
            return self._rarities[len(held)]
        first, space, second = feature.partition(" ")
        return (self._rarity(first) + self._rarity(second)) / 2 if space else self._rarest

    def _weight(self, feature: str) -> float:
        """What sharing a feature counts; nothing for one that so many items hold that it tells nothing."""
        rarity = self._rarity(feature)
        return (self._pair if " " in feature else self._single) * rarity if rarity > self._common else 0.0

    def _find_holders(self, feature: str) -> frozenset[int]:
        return frozenset(self._index.features.get(feature, ()))

    def rank(self, query: Query, *, most: int = 12, close: int = 0) -> list[Ranked]:
        """The items most like `query`, best first, at most `most`; equal scores in the order of the knowledge base.

        `close` is how many items are compared closely; 0 stands for the tuned number. The item that was given
        the very question is certain.
        """
        asked = self._asked(query)
        probe = self._probe(query)
        if not probe.size and asked is None:
            return []
        sums: dict[int, float] = defaultdict(float)
        for feature, weight in probe.vector.items():
            for place in self._index.features.get(feature, ()):
                sums[place] += weight
        likely = nsmallest(close or self._close, sums, key=lambda place: (-sums[place], place))
        ranked = [self._compare(probe, place) for place in sorted(likely) if place != asked]
        if asked is not None:
            ranked.insert(0, replace(self._compare(probe, asked), score=1.0, likeness=1.0, coverage=1.0))
        return sorted(ranked, key=lambda one: -one.score)[:most]

    def _asked(self, query: Query) -> int | None:
        """The item whose very question `query` is, with its fillers or without."""
        telling = " ".join(query.tokens[n].folded for n in query.telling)
        return self._index.asked.get(query.line.strip(), self._index.asked.get(telling))

    def _probe(self, query: Query) -> _Probe:
        places = query.telling or list(range(len(query.tokens)))
        folded = [query.tokens[n].folded for n in places]
        vector = {feature: weight for feature in _features(folded) if (weight := self._weight(feature))}
        size = sum(weight * weight for weight in vector.values())
        singles = {query.tokens[n].folded: self._probe_single(query, n) for n in reversed(places)}
        pairs: dict[str, _Pair] = {}
        for left, right in pairwise(places):
            feature = f"{query.tokens[left].folded} {query.tokens[right].folded}"
            alike = self._alike(query, left, right) if feature not in self._index.features else []
            for other in alike:
                vector[other] = max(vector.get(other, 0.0), self._sound * self._weight(other))
            pairs[feature] = self._probe_pair(query, left, right, feature, alike)
        helps = [aid for expansion in query.expansions if (aid := self._probe_help(expansion, vector)).whole]
        total = sum(one.weight for one in singles.values()) + sum(pair.weight for pair in pairs.values())
        worth = [(self._numbers[f], weight * self._weight(f)) for f, weight in vector.items() if f in self._numbers]
        held = list(singles.values()), list(pairs.values())
        return _Probe(vector, worth, size, *held, helps, total, len(query.tokens))

    def _alike(self, query: Query, left: int, right: int) -> list[str]:
        """The known pairs that sound like the two tokens, which together are not known."""
        firsts = self._index.alike.get(sound(query.tokens[left].folded), ())
        seconds = self._index.alike.get(sound(query.tokens[right].folded), ())
        pairs = (f"{first} {second}" for first in firsts for second in seconds)
        return [pair for pair in pairs if pair in self._index.features]

    def _probe_single(self, query: Query, n: int) -> _Single:
        token = query.tokens[n]
        weight = self._rarity(token.folded) * (self._asking if query.asking[n] else 1.0)
        marked = None if token.exact is None else frozenset(self._index.marked.get(token.exact, ()))
        return _Single(n, weight, token.certainty, self._holders(token.folded), marked)

    def _probe_pair(self, query: Query, left: int, right: int, feature: str, alike: list[str]) -> _Pair:
        weight = self._rarity(feature) * (self._asking if query.asking[left] or query.asking[right] else 1.0)
        holders = frozenset().union(*map(self._holders, alike)) if alike else _NOBODY
        return _Pair(left, right, weight, self._holders(feature), holders)

    def _probe_help(self, expansion: Expansion, vector: dict[str, float]) -> _Help:
        """The official words of `expansion`; they are added to `vector` too, at a discount."""
        parts, whole = [], 0.0
        for feature in _features([token.folded for token in expansion.tokens]):
            weight = self._weight(feature)
            whole += weight
            parts.append((weight, self._holders(feature)))
            vector[feature] = max(vector.get(feature, 0.0), self._expansion * weight)
        return _Help(expansion.start, expansion.end, parts, whole)

    def _units_of(self, place: int) -> _Units:
        if place not in self._units:
            self._units[place] = self._pack(self._items[place])
        return self._units[place]

    def _pack(self, item: Item) -> _Units:
        units = _Units([], array("d"), array("d"), array("L"), array("L"), array("H"))
        holding: dict[int, list[int]] = defaultdict(list)
        terms = set(item.terms)
        for number, (text, told) in enumerate(texts_of(item)):
            features = _features([fold(word) for word in words(text)])
            units.texts.append(text)
            units.shares.append(self._passage if told else _TERM_SHARE if text in terms else 1.0)
            units.sizes.append(sum(self._weight(feature) ** 2 for feature in features))
            for feature in features:
                if self._weight(feature):
                    holding[self._numbers[feature]].append(number)
        for feature_number in sorted(holding):
            units.features.append(feature_number)
            units.starts.append(len(units.numbers))
            units.numbers.extend(holding[feature_number])
        units.starts.append(len(units.numbers))
        return units

    def _compare(self, probe: _Probe, place: int) -> Ranked:
        units = self._units_of(place)
        shared: dict[int, float] = defaultdict(float)
        features, starts, numbers = units.features, units.starts, units.numbers
        for feature, worth in probe.worth:
            at = bisect_left(features, feature)
            if at < len(features) and features[at] == feature:
                for number in numbers[starts[at] : starts[at + 1]]:
                    shared[number] += worth
        likeness, best = 0.0, 0
        for number, common in shared.items():
            value = min(1.0, 2 * common / (probe.size + units.sizes[number])) * units.shares[number]
            if value > likeness or (value == likeness and number < best):
                likeness, best = value, number
        held = _covered(probe, place)
        coverage = held / probe.total if probe.total else 0.0
        score = (1 - self._coverage) * likeness + self._coverage * coverage * math.sqrt(likeness)
        return Ranked(self._items[place], min(1.0, score), likeness, coverage, held, units.texts[best])


def _covered(probe: _Probe, place: int) -> float:
    """How much of the query's telling words and pairs the item at `place` holds, by rarity."""
    helped = [0.0] * probe.length
    for aid in probe.helps:
        value = _HELPED * sum(weight for weight, holders in aid.parts if place in holders) / aid.whole
        for n in range(aid.start, aid.end):
            helped[n] = max(helped[n], value)
    covered = 0.0
    for one in probe.singles:
        has = 0.0
        if place in one.holders:
            has = one.certainty if one.marked is None or place in one.marked else _OTHER_MARKS
        covered += one.weight * max(has, helped[one.place])
    for pair in probe.pairs:
        if place in pair.holders:
            covered += pair.weight
        else:
            alike = _BY_SOUND if place in pair.alike else 0.0
            covered += pair.weight * max(alike, min(helped[pair.left], helped[pair.right]))
    return covered


def _features(folded: Sequence[str]) -> dict[str, None]:
    """The features of a run of folded syllables, each once and in order: each syllable, and each pair of neighbours.

    In order, because sums of floats depend on it, and the same message must get the same answer everywhere.
    """
    return dict.fromkeys([*folded, *(f"{left} {right}" for left, right in pairwise(folded))])
