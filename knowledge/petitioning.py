"""What a citizen's words are, as a petition: kind, category, place, danger, law; and who handles it.

Everything proposed can be changed by the citizen with one tap; nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.base import Knowledge
from knowledge.gazetteer import Gazetteer, Place, Span
from knowledge.language import Synonyms, Vocabulary
from knowledge.normalising import Normaliser, Query
from knowledge.patterns import Pattern
from knowledge.petition_models import Category, Danger, Kind, Law, LawNote, Petitions, PlaceFile
from knowledge.text import folded_line, folded_words, words

_PIECE, _OVERLAP = 1500, 80
"""Letters of a message that are read at once. What it is about stands in the first piece; danger is looked for in all,
which overlap so that no phrase is cut."""
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
        self._read = Normaliser(
            _vocabulary(language.vocabulary, petitions.place_file), Synonyms(synonyms=[]), _known(petitions)
        )
        self._gazetteer = Gazetteer(petitions.place_file)
        self._kinds = self._chooser(petitions.kinds, petitions.kind_file.otherwise)
        self._categories = self._chooser(petitions.categories, petitions.category_file.otherwise)
        self._dangers = {danger.id: self._alarm(danger) for danger in petitions.danger_file.dangers}
        self._laws = {note.law: self._alarm(note) for note in petitions.law_file.notes}
        self._rules = {rule.category: rule for rule in petitions.routing.rules}
        self._default = self._rules[petitions.category_file.otherwise].to
        self._responsible, self._aliases = _responsible(knowledge, self._gazetteer)

    def propose(self, text: str) -> Proposal:
        """What `text` is as a petition. Never raises on any text."""
        pieces = [self._read(text[at : at + _PIECE]) for at in range(0, max(1, len(text)), _PIECE - _OVERLAP)]
        query = pieces[0]
        found = self._gazetteer.find(query)
        return Proposal(
            kind=self._kinds.choose(query),
            category=self._categories.choose(query, apart_from=found.spans),
            place=found.place.id if found.place else None,
            dangers=tuple(key for key, alarm in self._dangers.items() if any(map(alarm.rings, pieces))),
            law=self._law(pieces),
        )

    def _chooser(self, things: Iterable[Kind | Category], otherwise: str) -> _Chooser:
        return _Chooser({thing.id: Pattern(self._as_read(thing.terms)) for thing in things}, otherwise)

    def _alarm(self, thing: Danger | LawNote) -> _Alarm:
        return _Alarm(Pattern(self._as_read(thing.terms)), Pattern(self._as_read(thing.but)))

    def _as_read(self, terms: Iterable[str]) -> Iterator[str]:
        """The terms, and each as a message with it is read ("coi" as "xem")."""
        for term in terms:
            yield term
            read = self._read(term).line
            if read != folded_line(term) and not term.startswith("=") and "*" not in term:
                yield read

    def _law(self, pieces: Sequence[Query]) -> Law | None:
        """A denunciation goes before a complaint: it has to be kept secret."""
        laws: Sequence[Law] = ("denunciation", "complaint")
        return next((law for law in laws if law in self._laws and any(map(self._laws[law].rings, pieces))), None)

    @property
    def all_places(self) -> tuple[Place, ...]:
        """Every place: the wider ones, those of today, those of before."""
        return tuple(self._gazetteer.places.values())

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
        typed = " ".join(folded_words(text[:_PIECE]))
        best: dict[str, float] = {}
        for line, key in self._aliases:
            score = 100.0 if line == typed else fuzz.ratio(typed, line)
            best[key] = max(best.get(key, 0.0), score)
        ranked = sorted((key for key in best if best[key] >= _ALIKE), key=lambda key: (-best[key], key))
        return [self._responsible[key] for key in ranked[:limit]]


class _Chooser:
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


class _Alarm:
    """Rings when one of some phrases stands anywhere but within an exception."""

    def __init__(self, terms: Pattern, but: Pattern) -> None:
        self._terms = terms
        self._but = but

    def rings(self, query: Query) -> bool:
        excused = list(self._but.spans(query))
        return any(not any(start < e and s < end for s, e in excused) for start, end in self._terms.spans(query))


def _vocabulary(vocabulary: Vocabulary, places: PlaceFile) -> Vocabulary:
    """`vocabulary` as petitions need it: the names of places are left as they are ("Phước Hảo")."""
    kept = {word for name in _place_names(places) for word in words(name)}
    return vocabulary.model_copy(
        update={
            "abbreviations": {short: full for short, full in vocabulary.abbreviations.items() if short not in kept},
            "spellings": {said: meant for said, meant in vocabulary.spellings.items() if said not in kept},
            "fillers": [],
            "asking": [],
        }
    )


def _place_names(file: PlaceFile) -> Iterator[str]:
    yield from (district.name for district in file.districts)
    for commune in file.communes:
        yield commune.name
        yield from (former.name for former in commune.former)


def _known(petitions: Petitions) -> dict[str, int]:
    """The syllables in which petitions are spoken of. No pairs: what people write is not to be heard as a term."""
    texts = list(_place_names(petitions.place_file))
    for category in petitions.categories:
        texts += category.terms
    for kind in petitions.kinds:
        texts += kind.terms
    for danger in petitions.danger_file.dangers:
        texts += [*danger.terms, *danger.but]
    for note in petitions.law_file.notes:
        texts += [*note.terms, *note.but]
    return dict(Counter(word for text in texts for word in folded_words(text)))


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
