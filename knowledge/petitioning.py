"""What a citizen's words are, as a petition: kind, category, place, danger, law; and who handles it.

Everything proposed can be changed by the citizen with one tap; nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from knowledge.base import Knowledge
from knowledge.gazetteer import Gazetteer, Place
from knowledge.normalising import Normaliser, Query
from knowledge.patterns import Pattern
from knowledge.petition_models import Law, Petitions
from knowledge.text import folded_words

_MOST_READ = 1500
"""Letters of a message that are looked at: what it is about stands near its beginning, and time stays bounded."""
_ALIKE = 60.0
_OWN = "ubnd-"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a message is as a petition: ids of the curated files. `law` is set when it is more than a petition."""

    kind: str
    category: str
    place: str | None
    dangers: tuple[str, ...]
    law: Law | None


@dataclass(frozen=True, slots=True)
class Responsible:
    """Somebody who handles petitions: an agency of the plan, a body of routing.yaml, or a commune's People's
    Committee (`ubnd-<place>`)."""

    id: str
    label: str


class Proposer:
    """Proposes what a petition is from its words. Holds no state between messages."""

    def __init__(self, knowledge: Knowledge) -> None:
        petitions, language = knowledge.petitions, knowledge.language
        self._gazetteer = Gazetteer(petitions.place_file)
        self._read = Normaliser(language.vocabulary, language.synonyms, _known(petitions, self._gazetteer))
        self._kinds = _Chooser({kind.id: kind.terms for kind in petitions.kinds}, petitions.kind_file.otherwise)
        self._categories = _Chooser(
            {category.id: category.terms for category in petitions.categories}, petitions.category_file.otherwise
        )
        self._dangers = {danger.id: _Alarm(danger.terms, danger.but) for danger in petitions.danger_file.dangers}
        self._laws = {note.law: _Alarm(note.terms, note.but) for note in petitions.law_file.notes}
        self._rules = {rule.category: rule for rule in petitions.routing.rules}
        self._default = self._rules[petitions.category_file.otherwise].to
        self._responsible, self._aliases = _responsible(knowledge, self._gazetteer)

    def propose(self, text: str) -> Proposal:
        """What `text` is as a petition. Never raises on any text."""
        query = self._read(text[:_MOST_READ])
        place = self._gazetteer.find(query)
        return Proposal(
            kind=self._kinds.choose(query),
            category=self._categories.choose(query),
            place=place.id if place else None,
            dangers=tuple(key for key, alarm in self._dangers.items() if alarm.rings(query)),
            law=self._law(query),
        )

    def _law(self, query: Query) -> Law | None:
        """A denunciation goes before a complaint: it has to be kept secret."""
        laws: Sequence[Law] = ("denunciation", "complaint")
        return next((law for law in laws if law in self._laws and self._laws[law].rings(query)), None)

    def place(self, key: str) -> Place:
        """The place with the id `key`. Raises KeyError."""
        return self._gazetteer.places[key]

    def places(self, text: str, limit: int = 5) -> list[Place]:
        """The places whose names are like `text`, the likest first; typos and missing marks do no harm."""
        return self._gazetteer.search(text, limit)

    def route(self, category: str, place: str | None) -> Responsible:
        """Who handles a petition of `category` about `place` (an id, known or not, or None)."""
        rule = self._rules.get(category)
        found = self._gazetteer.places.get(place or "")
        if rule and rule.local and found and found.commune:
            return self._responsible[_OWN + found.commune]
        return self._responsible[rule.to if rule else self._default]

    def responsible(self, key: str) -> Responsible:
        """The one with the id `key`. Raises KeyError."""
        return self._responsible[key]

    def responsibles(self, text: str, limit: int = 5) -> list[Responsible]:
        """Those who handle petitions and are called like `text`, the likest first."""
        typed = " ".join(folded_words(text[:_MOST_READ]))
        best: dict[str, float] = {}
        for line, key in self._aliases:
            score = 100.0 if line == typed else fuzz.ratio(typed, line)
            best[key] = max(best.get(key, 0.0), score)
        ranked = sorted((key for key in best if best[key] >= _ALIKE), key=lambda key: (-best[key], key))
        return [self._responsible[key] for key in ranked[:limit]]


class _Chooser:
    """Chooses the thing that most of a message's words speak of."""

    def __init__(self, terms: Mapping[str, Iterable[str]], otherwise: str) -> None:
        self._patterns = {key: Pattern(phrases) for key, phrases in terms.items()}
        self._otherwise = otherwise

    def choose(self, query: Query) -> str:
        """The thing with the most words found, each phrase once; a phrase within a longer one does not count.

        Of two alike, the one named first.
        """
        found = [(start, end, key) for key, pattern in self._patterns.items() for start, end in pattern.spans(query)]
        score: Counter[str] = Counter()
        first: dict[str, int] = {}
        seen: set[tuple[str, str]] = set()
        for start, end, key in found:
            said = " ".join(token.folded for token in query.tokens[start:end])
            within = any(s <= start and end <= e and e - s > end - start for s, e, _other in found)
            if within or (key, said) in seen:
                continue
            seen.add((key, said))
            score[key] += end - start
            first[key] = min(first.get(key, start), start)
        return max(score, key=lambda key: (score[key], -first[key]), default=self._otherwise)


class _Alarm:
    """Rings when one of some phrases stands anywhere but within an exception."""

    def __init__(self, terms: Iterable[str], but: Iterable[str]) -> None:
        self._terms = Pattern(terms)
        self._but = Pattern(but)

    def rings(self, query: Query) -> bool:
        excused = list(self._but.spans(query))
        return any(not any(start < e and s < end for s, e in excused) for start, end in self._terms.spans(query))


def _known(petitions: Petitions, gazetteer: Gazetteer) -> dict[str, int]:
    """The syllables, and pairs of them, in which petitions are spoken of."""
    texts = [place.name for place in gazetteer.places.values()]
    for terms in (
        *(category.terms for category in petitions.categories),
        *(kind.terms for kind in petitions.kinds),
        *((*danger.terms, *danger.but) for danger in petitions.danger_file.dangers),
        *((*note.terms, *note.but) for note in petitions.law_file.notes),
    ):
        texts += terms
    known: Counter[str] = Counter()
    for text in texts:
        folded = folded_words(text)
        known.update({*folded, *(" ".join(pair) for pair in pairwise(folded))})
    return dict(known)


def _responsible(knowledge: Knowledge, gazetteer: Gazetteer) -> tuple[dict[str, Responsible], list[tuple[str, str]]]:
    """Everybody who may handle petitions by id, and the folded names of each."""
    named = [(a.id, a.label, [a.name, a.label, *a.aliases]) for a in knowledge.agencies]
    named += [(body.id, body.label, [body.label, *body.aliases]) for body in knowledge.petitions.routing.bodies]
    for place in gazetteer.places.values():
        if place.commune == place.id:
            lower = place.name[0].lower() + place.name[1:]
            named.append((_OWN + place.id, f"UBND {lower}", [f"UBND {lower}", f"ủy ban {lower}", lower]))
    people = {key: Responsible(key, label) for key, label, _names in named}
    return people, [(" ".join(folded_words(name)), key) for key, _label, names in named for name in names]
