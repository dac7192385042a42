"""The places of the province: found in citizens' words, and searched for with typos and without marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.choosing import Span
from knowledge.name_search import NameSearch
from knowledge.normalising import Query, Token
from knowledge.petition_models import District, Former, PlaceFile, PlaceType, Present
from knowledge.text import exact, fold, folded_words, words

_WIDE = (PlaceType.PROVINCE, PlaceType.CITY, PlaceType.TOWN, PlaceType.DISTRICT)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be chosen.

    `name` is its own ("Xã Mỹ Cẩm"), `label` says too what became of it. `commune` is the commune or ward of today
    that it is (or became a part of), None for wider places; `district` is the district it belonged to.
    """

    id: str
    name: str
    label: str
    commune: str | None
    district: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """The place that a message names, if it is clear which; and where it names places, with their types."""

    place: Place | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a place, as it is found in messages. `everyday`: it counts only behind its type."""

    place: Place
    type: PlaceType
    written: str
    tokens: tuple[Token, ...]
    everyday: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """A place name found in a message; `typed` when its type stands before it."""

    name: _Name
    start: int
    end: int
    typed: bool


class Gazetteer:
    """Knows the places and their names. Pure: nothing is kept between calls."""

    def __init__(self, file: PlaceFile) -> None:
        self._everyday = {tuple(folded_words(name)) for name in file.everyday}
        self._types = [(tuple(folded_words(form)), key) for key, forms in file.types.items() for form in [key, *forms]]
        self._before = {fold(word) for phrase in file.before for word in words(phrase)[-1:]}
        self.places: dict[str, Place] = {}
        self._names: list[_Name] = []
        self._districts = {district.id: district for district in file.districts}
        for district in file.districts:
            self._add(_district(district), district)
        for present in file.communes:
            self._add(_present(present), present)
        for present in file.communes:
            for former in present.former:
                self._add_former(present, former)
        self._by_first: dict[str, list[_Name]] = {}
        for name in self._names:
            self._by_first.setdefault(name.tokens[0].folded, []).append(name)
        self._search = NameSearch(self._written())

    def _add(self, place: Place, source: District | Present | Former) -> None:
        self.places.setdefault(place.id, place)
        for written in (source.name, *source.aliases):
            everyday = tuple(folded_words(written)) in self._everyday
            tokens = tuple(Token(fold(word), exact(word)) for word in words(written))
            self._names.append(_Name(place, source.type, written, tokens, everyday))

    def _written(self) -> Iterator[tuple[str, str]]:
        """The ways in which each place is searched for: its names with and without their type and their district.

        The communes of today come first.
        """
        for name in sorted(self._names, key=lambda name: name.place.commune != name.place.id):
            place, own = name.place, name.written
            names = [f"{name.type} {own}"] if own.isdigit() else [own, f"{name.type} {own}"]
            yield from ((line, place.id) for line in names)
            district = self._districts.get(place.district or "")
            if district and district.id != place.id:
                ends = (district.name, f"{district.type} {district.name}")
                yield from ((f"{line} {end}", place.id) for line in names for end in ends)

    def _add_former(self, present: Present, former: Former) -> None:
        """A place that kept its name is the one of today; any other is a place of its own."""
        if former.name == present.name:
            self._add(self.places[present.id], former)
        else:
            self._add(_former(present, former, self._districts.get(former.district)), former)

    def find(self, query: Query) -> Named:
        """The place that a message names most closely; none when it names none, or may mean several."""
        hits = self._hits(query.tokens)
        return Named(self._closest(hits), tuple({(hit.start - hit.typed, hit.end) for hit in hits}))

    def _closest(self, hits: list[_Hit]) -> Place | None:
        wide = {hit.name.place.id for hit in hits if hit.name.type in _WIDE}
        narrow = [hit for hit in hits if hit.name.type not in _WIDE]
        for hit in sorted(narrow, key=lambda hit: (not hit.typed, hit.start)):
            same = [other.name for other in narrow if (other.start, other.end) == (hit.start, hit.end)]
            if place := _only(same, wide):
                return place
        places = {place: self.places[place] for place in wide}
        district = [key for key in places if places[key].district]
        return places[district[0]] if len(district) == 1 else None

    def _hits(self, tokens: tuple[Token, ...]) -> list[_Hit]:
        hits: list[_Hit] = []
        after = 0
        for start, token in enumerate(tokens):
            if start < after or token.folded not in self._by_first:
                continue
            found = list(self._at(tokens, start))
            longest = max((hit.end for hit in found), default=0)
            hits += [hit for hit in found if hit.end == longest]
            after = max(after, longest)
        return hits

    def _at(self, tokens: tuple[Token, ...], start: int) -> Iterator[_Hit]:
        """The names that stand at `start`: those of the type before them, or else all whose marks fit."""
        type_ = self._type_before(tokens, start)
        names = [name for name in self._by_first[tokens[start].folded] if _stands(name, tokens, start)]
        if type_:
            like = [name for name in names if (name.type in _WIDE) == (type_ in _WIDE)]
            same = [name for name in like if name.type is type_]
            meant = same or ([] if type_ in _WIDE else like)
            yield from (_Hit(name, start, start + len(name.tokens), typed=True) for name in meant)
            return
        wide = {name.tokens for name in names if name.type in _WIDE}
        for name in names:
            hidden = name.type not in _WIDE and name.tokens in wide
            if not hidden and not name.everyday and self._bare(name, tokens, start):
                yield _Hit(name, start, start + len(name.tokens), typed=False)

    def _type_before(self, tokens: tuple[Token, ...], start: int) -> PlaceType | None:
        for form, type_ in self._types:
            before = tokens[max(0, start - len(form)) : start]
            if tuple(token.folded for token in before) == form:
                return type_
        return None

    def _bare(self, name: _Name, tokens: tuple[Token, ...], start: int) -> bool:
        """Whether a name without its type is meant as one: its marks fit, or a word of place stands before it."""
        if len(name.tokens) < 2 or name.type is PlaceType.PROVINCE:
            return False
        typed = tokens[start : start + len(name.tokens)]
        if any(token.exact not in (None, own.exact) for token, own in zip(typed, name.tokens, strict=True)):
            return False
        marked = all(token.exact for token in typed)
        return marked or len(name.tokens) > 2 or (start > 0 and tokens[start - 1].folded in self._before)

    def search(self, text: str, limit: int = 5) -> list[Place]:
        """The places whose names are like `text`, the likest first. Never raises."""
        return [self.places[key] for key in self._search(text, limit)]


def _only(names: list[_Name], wide: set[str]) -> Place | None:
    """The one place that these names of one spelling mean, in the light of the districts named; None when unclear."""
    places = {name.place.id: name.place for name in names}
    near = {key: place for key, place in places.items() if place.district in wide}
    left = near or places
    if len(left) > 1:
        today = {key: place for key, place in left.items() if place.commune == key}
        left = today or left
    return next(iter(left.values())) if len(left) == 1 else None


def _stands(name: _Name, tokens: tuple[Token, ...], start: int) -> bool:
    here = tokens[start : start + len(name.tokens)]
    if [token.folded for token in here] != [own.folded for own in name.tokens]:
        return False
    return not any(token.opens for token in here[1:])


def _titled(source: District | Present | Former) -> str:
    return f"{source.type.capitalize()} {source.name}"


def _district(source: District) -> Place:
    name = _titled(source)
    return Place(source.id, name, f"{name} (cũ)", None, None if source.type is PlaceType.PROVINCE else source.id)


def _present(source: Present) -> Place:
    name = _titled(source)
    kept = [former.district for former in source.former if former.name == source.name]
    districts = kept or [former.district for former in source.former]
    return Place(source.id, name, name, source.id, districts[0] if districts else None)


def _former(present: Present, former: Former, district: District | None) -> Place:
    name = _titled(former)
    where = f"{district.type} {district.name}, " if former.name.isdigit() and district else ""
    label = f"{name} ({where}nay là {present.type} {present.name})"
    return Place(former.id, name, label, present.id, former.district)
