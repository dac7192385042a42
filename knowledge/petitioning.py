"""What a citizen's words are, as a petition: kind, category, place, danger, law; and who handles it.

Everything proposed can be changed by the citizen with one tap; nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.base import Knowledge
from knowledge.choosing import Alarm, Chooser
from knowledge.competence import Directory, Responsible
from knowledge.gazetteer import Gazetteer, Place
from knowledge.language import Synonyms, Vocabulary
from knowledge.normalising import Normaliser, Query
from knowledge.patterns import Pattern
from knowledge.petition_models import Category, Danger, Kind, Law, LawNote, Petitions, PlaceFile
from knowledge.text import folded_line, folded_words, words

__all__ = ["Alert", "Place", "Proposal", "Proposer", "Responsible"]

_PIECE, _OVERLAP = 1500, 80
"""Letters of a message that are read at once. What it is about stands in the first piece; danger is looked for in all,
which overlap so that no phrase is cut."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a message is as a petition: ids of the curated files. `law` is set when it is more than a petition."""

    kind: str
    category: str
    place: str | None
    dangers: tuple[str, ...]
    law: Law | None


@dataclass(frozen=True, slots=True)
class Alert:
    """Dangers to life that words tell of, and what they look like in law."""

    dangers: tuple[str, ...]
    law: Law | None


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
        self._directory = Directory(knowledge, self.all_places)

    def propose(self, text: str) -> Proposal:
        """What `text` is as a petition. Never raises on any text."""
        pieces = self._pieces(text)
        query, alert = pieces[0], self._alert(pieces)
        found = self._gazetteer.find(query)
        return Proposal(
            kind=self._kinds.choose(query),
            category=self._categories.choose(query, apart_from=found.spans),
            place=found.place.id if found.place else None,
            dangers=alert.dangers,
            law=alert.law,
        )

    def alert(self, text: str) -> Alert:
        """What `text` may mean besides a petition; for every message, so nothing more is looked for. Never raises."""
        return self._alert(self._pieces(text))

    def _pieces(self, text: str) -> list[Query]:
        return [self._read(text[at : at + _PIECE]) for at in range(0, max(1, len(text)), _PIECE - _OVERLAP)]

    def _alert(self, pieces: Sequence[Query]) -> Alert:
        dangers = tuple(key for key, alarm in self._dangers.items() if any(map(alarm.rings, pieces)))
        return Alert(dangers, self._law(pieces))

    def _chooser(self, things: Iterable[Kind | Category], otherwise: str) -> Chooser:
        return Chooser({thing.id: Pattern(self._as_read(thing.terms)) for thing in things}, otherwise)

    def _alarm(self, thing: Danger | LawNote) -> Alarm:
        return Alarm(Pattern(self._as_read(thing.terms)), Pattern(self._as_read(thing.but)))

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
        found = self._gazetteer.places.get(place or "")
        return self._directory.route(category, found.commune if found else None)

    @property
    def all_responsible(self) -> tuple[Responsible, ...]:
        """Everybody who handles petitions, the committees of the communes last."""
        return tuple(self._directory.people.values())

    def responsible(self, key: str) -> Responsible:
        """The one with the id `key`. Raises KeyError."""
        return self._directory.people[key]

    def responsibles(self, text: str, limit: int = 5) -> list[Responsible]:
        """Those who handle petitions and are called like `text`, the likest first."""
        return self._directory.search(text, limit)


def _vocabulary(vocabulary: Vocabulary, places: PlaceFile) -> Vocabulary:
    """`vocabulary` as petitions need it: the names of places are left as they are ("Phước Hảo")."""
    kept = {word for name in places.names for word in words(name)}
    return vocabulary.model_copy(
        update={
            "abbreviations": {short: full for short, full in vocabulary.abbreviations.items() if short not in kept},
            "spellings": {said: meant for said, meant in vocabulary.spellings.items() if said not in kept},
            "fillers": [],
            "asking": [],
        }
    )


def _known(petitions: Petitions) -> dict[str, int]:
    """The syllables in which petitions are spoken of. No pairs: what people write is not to be heard as a term."""
    texts = list(petitions.place_file.names)
    for category in petitions.categories:
        texts += category.terms
    for kind in petitions.kinds:
        texts += kind.terms
    for danger in petitions.danger_file.dangers:
        texts += [*danger.terms, *danger.but]
    for note in petitions.law_file.notes:
        texts += [*note.terms, *note.but]
    return dict(Counter(word for text in texts for word in folded_words(text)))
