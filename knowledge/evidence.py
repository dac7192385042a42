"""What speaks for which item: the words in which people are known to speak of each thing that can be found.

Every curated wording (question, title, term, and the sentences of the answer and the passage) is normalised
as a message would be, so that the two meet in the same words. What it holds, syllables and pairs of neighbouring
ones, weighted by rarity, is evidence for its item; all wordings of an item add up.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from typing import Self

from knowledge.base import Item, ItemKind
from knowledge.lanes import packed
from knowledge.language import Language, Tuning
from knowledge.normalising import Normaliser, Query
from knowledge.text import exact, folded_words, words

TYPED = 1.0
"""What a word counts that stands in the message itself."""

_WIDE = 1 / 6
"""When more than this share of the items use a feature, adding up lanes is quicker than going through those items."""

_LEAST_TOLD = 2
"""A curated question is known again by its words that are no fillers, when it has so many of them."""

_CLAUSE = re.compile(r"(?<=[.;:])\s+")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which item each curated question belongs to, found by a digest of it: the questions would take megabytes."""

    digests: array[int]
    places: array[int]

    @classmethod
    def of(cls, owners: Mapping[str, int]) -> Self:
        """`owners` has the place of the item by question."""
        found = sorted((_digest(question), place) for question, place in owners.items())
        return cls(array("Q", (digest for digest, _ in found)), array("H", (place for _, place in found)))

    def place(self, question: str) -> int | None:
        """The place of the item that was given the very `question`."""
        digest = _digest(question)
        at = bisect_left(self.digests, digest)
        return self.places[at] if at < len(self.digests) and self.digests[at] == digest else None


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


@dataclass(frozen=True, slots=True)
class Index:
    """The evidence over a list of items, packed.

    `known` is every folded syllable in their texts, every pair of neighbouring ones, and behind "=" every exact
    syllable, as written, with how many of them hold it. `numbers` numbers the features (syllables and pairs of the
    normalised wordings). Feature n has `rarity[n]`; the items at `places[starts[n] : starts[n + 1]]` use it, and
    `gains` at the same indices are the logarithms of how much likelier it is said of them than of an item that never
    uses it. `wide` has the gains of a feature that many items use once more, as the lanes of all items. `leads` are
    lanes as well: who uses many words proves less by each, so an item leads the one with most to say by the logarithm
    of how much less it says. `unheard` is the rarity of a word nobody uses. `asked` tells which one item a curated
    question belongs to, by its folded syllables, with its fillers and without.
    """

    known: dict[str, int]
    numbers: dict[str, int]
    rarity: array[float]
    starts: array[int]
    places: array[int]
    gains: array[float]
    wide: dict[int, int]
    leads: int
    unheard: float
    asked: Asked

    def spans(self, feature: str) -> tuple[int, int]:
        """Where in `places` and `gains` the items stand that use `feature`: start and end; equal when none does."""
        number = self.numbers.get(feature)
        return (0, 0) if number is None else (self.starts[number], self.starts[number + 1])

    def gain(self, feature: str, place: int) -> float:
        """What `feature` says for the item at `place`."""
        start, end = self.spans(feature)
        at = bisect_left(self.places, place, start, end)
        return self.gains[at] if at < end and self.places[at] == place else 0.0

    def weighed(self, found: Mapping[str, float]) -> dict[str, float]:
        """`found` weighted by rarity, as a vector of length 1; what nobody uses is left out."""
        known = {feature: self.numbers[feature] for feature in found if feature in self.numbers}
        vector = {feature: found[feature] * self.rarity[number] for feature, number in known.items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        return {feature: weight / length for feature, weight in vector.items()}

    def rare(self, feature: str) -> float:
        """How rare a syllable or pair is. A pair that nobody uses tells no more than its two words do."""
        number = self.numbers.get(feature)
        if number is not None:
            return self.rarity[number]
        first, space, second = feature.partition(" ")
        return (self.rare(first) + self.rare(second)) / 2 if space else self.unheard


def build_index(items: Sequence[Item], language: Language) -> Index:
    """The evidence of `items`, whose wordings are read as messages in `language` are."""
    known, tuning = known_in(items), language.tuning
    wordings, asked = _read_all(items, Normaliser(language.vocabulary, language.synonyms, known), tuning)
    held = Counter(feature for _, _, found in wordings for feature in found)
    # They are many, and nearly all known: one text serves both.
    kept = {run: run for run in known}
    index = Index(
        known=known,
        numbers={kept.get(feature, feature): number for number, feature in enumerate(held)},
        rarity=array("d", (math.log(1 + len(wordings) / count) for count in held.values())),
        starts=array("L", [0]),
        places=array("H"),
        gains=array("f"),
        wide={},
        leads=0,
        unheard=math.log(1 + len(wordings)),
        asked=asked,
    )
    sums: dict[str, dict[int, float]] = {feature: defaultdict(float) for feature in held}
    totals = [0.0] * len(items)
    for place, share, found in wordings:
        for feature, weight in index.weighed(found).items():
            sums[feature][place] += share * weight
            totals[place] += share * weight
    smooth = tuning["smoothing"]
    for by_place in sums.values():
        index.places.extend(by_place)
        index.gains.extend(math.log1p(weight / smooth) for weight in by_place.values())
        index.starts.append(len(index.places))
    return _with_lanes(index, [math.log(total + smooth * len(held)) for total in totals])


def _read_all(
    items: Sequence[Item], read: Normaliser, tuning: Tuning
) -> tuple[list[tuple[int, float, dict[str, float]]], Asked]:
    """Each wording: whose it is, what it counts, its features; and the questions that are curated for one item only.

    The queries are not kept: so many objects would cost Python's garbage collector more time than anything else here.
    """
    wordings: list[tuple[int, float, dict[str, float]]] = []
    owners: dict[str, set[int]] = defaultdict(set)
    for place, item in enumerate(items):
        for text, told in (*texts_of(item), *((message, False) for message in item.heard)):
            query = read(text)
            wordings.append((place, tuning["told_share"] if told else 1.0, features(query, tuning)))
            if text in item.questions:
                owners[query.line.strip()].add(place)
                if len(query.telling) >= _LEAST_TOLD:
                    owners[" ".join(query.tokens[n].folded for n in query.telling)].add(place)
    return wordings, Asked.of({asked: next(iter(places)) for asked, places in owners.items() if len(places) == 1})


def _with_lanes(index: Index, costs: Sequence[float]) -> Index:
    """`index` with its lanes; `costs` are, for each item, the logarithm of all it has to say."""
    most = max(costs, default=0.0)
    wide = {}
    for number, (start, end) in enumerate(pairwise(index.starts)):
        if end - start > len(costs) * _WIDE:
            gains = dict(zip(index.places[start:end], index.gains[start:end], strict=True))
            wide[number] = packed(gains.get(place, 0.0) for place in range(len(costs)))
    return replace(index, wide=wide, leads=packed(most - cost for cost in costs))


def known_in(items: Iterable[Item]) -> dict[str, int]:
    """`Index.known` of `items`."""
    held = ({run: None for text, _ in texts_of(item) for run in _written(text)} for item in items)
    return dict(Counter(run for runs in held for run in runs))


def _written(text: str) -> Iterator[str]:
    """What `text` makes known: its folded syllables, the pairs of neighbours, and, behind "=", the exact syllables."""
    yield from _runs(folded_words(text))
    yield from (f"={exact(word)}" for word in words(text))


def features(query: Query, tuning: Tuning) -> dict[str, float]:
    """The telling syllables of `query` and its pairs of neighbouring ones, each worth TYPED; official words that say
    the same count less.

    In the order of the message, because sums of floats depend on it, and the same message must get the same
    answer everywhere.
    """
    typed = [query.tokens[n].folded for n in query.telling] or [token.folded for token in query.tokens]
    found = dict.fromkeys(_runs(typed), TYPED)
    for expansion in query.expansions:
        for feature in _runs(expansion.split()):
            found.setdefault(feature, tuning["expansion_weight"])
    return found


def texts_of(item: Item) -> Iterator[tuple[str, bool]]:
    """The curated texts through which `item` is found, and whether each is its answer or passage (not a way of asking).

    What was heard is not among them: it is full of slips, which must not be taken for words that people know.
    """
    for asked in (*item.questions, item.title, *item.terms):
        yield asked, False
    if item.kind not in (ItemKind.GAP, ItemKind.ACTION):
        yield item.direct, True
        for clause in _CLAUSE.split(item.passage or ""):
            if clause:
                yield clause, True


def _runs(folded: Sequence[str]) -> dict[str, None]:
    """Each syllable and each pair of neighbours, once and in order."""
    return dict.fromkeys([*folded, *(f"{left} {right}" for left, right in pairwise(folded))])
