"""Ranking what the knowledge base holds against a message, by naive Bayes over the curated wordings.

An item is the likelier to be meant, the more of the message's words are said of it in its wordings, and the
rarer they are elsewhere. Known gaps and wishes compete with what the plan says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from knowledge.base import Item
from knowledge.evidence import TYPED, Index, features
from knowledge.lanes import UNIT, plain, unpacked, weighted
from knowledge.language import Tuning
from knowledge.normalising import Query

_LOUDEST = 4


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item with what speaks for it.

    `evidence` is a logarithm: of two items, the one with 1 more is e times as likely meant.
    """

    item: Item
    evidence: float


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares, by rarity, of a message's telling words and of its pairs of neighbours that are said of an item."""

    words: float
    pairs: float


class Ranker:
    """Ranks `items` by the evidence in their index."""

    def __init__(self, items: Sequence[Item], index: Index, tuning: Tuning) -> None:
        self._items = items
        self._places = {item.key: place for place, item in enumerate(items)}
        self._index = index
        self._tuning = tuning

    def rank(self, query: Query, *, most: int = 16) -> list[Ranked]:
        """The items that `query` is most likely about, best first, at most `most`; equals in the order of the
        knowledge base. None when it says nothing that any of them says."""
        vector = self._index.weighed(features(query, self._tuning))
        if not vector:
            return []
        sums = self._sums(vector)
        least = sorted(sums)[-most:][0]
        best = [Ranked(self._items[place], plain(said)) for place, said in enumerate(sums) if said >= least]
        return sorted(best, key=lambda one: -one.evidence)[:most]

    def asked(self, query: Query) -> Item | None:
        """The item that was given the very question `query`, with its fillers or without."""
        telling = " ".join(query.tokens[n].folded for n in query.telling)
        places = map(self._index.asked.place, (query.line.strip(), telling))
        return next((self._items[place] for place in places if place is not None), None)

    def shares(self, query: Query, item: Item) -> Shares:
        """How much of `query` is said of `item`."""
        typed = [feature for feature, weight in features(query, self._tuning).items() if weight == TYPED]
        words = [feature for feature in typed if " " not in feature]
        pairs = [feature for feature in typed if " " in feature]
        place = self._places[item.key]
        return Shares(self._share(words, place), self._share(pairs, place))

    def because(self, query: Query, item: Item) -> list[str]:
        """The words and pairs of `query` that speak loudest for `item`."""
        vector, place = self._index.weighed(features(query, self._tuning)), self._places[item.key]
        voices = {feature: weight * self._index.gain(feature, place) for feature, weight in vector.items()}
        return [feature for feature in nlargest(_LOUDEST, voices, key=voices.__getitem__) if voices[feature]]

    def _sums(self, vector: Mapping[str, float]) -> list[float]:
        """The evidence of `vector` for each item, as `unpacked` counts; what many items use is weighed at once."""
        index = self._index
        lanes, narrow = weighted(index.leads, sum(vector.values())), []
        for feature, weight in vector.items():
            if row := index.wide.get(index.numbers[feature]):
                lanes += weighted(row, weight)
            else:
                narrow.append(feature)
        sums = unpacked(lanes, len(self._items))
        for feature in narrow:
            weight, (start, end) = vector[feature] / UNIT, index.spans(feature)
            for place, gain in zip(index.places[start:end], index.gains[start:end], strict=True):
                sums[place] += weight * gain
        return sums

    def _share(self, some: list[str], place: int) -> float:
        whole = said = 0.0
        for feature in some:
            rarity = self._index.rare(feature)
            whole += rarity
            if self._index.gain(feature, place):
                said += rarity
        return said / whole if whole else 0.0
