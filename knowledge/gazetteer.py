"""The places of the province: found in citizens' words, and searched for with typos and without marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.process import extract

from knowledge.normalising import Query, Token
from knowledge.petition_models import District, Former, PlaceFile, PlaceType, Present
from knowledge.text import clean, exact, fold, folded_words, sound, words

_LIKE = 62.0
"""How alike (0 to 100) a name has to be to be worth offering."""
_BEGUN = 90.0
"""How alike a name is that begins with what was typed."""
_SOUNDS = 0.95
"""What a likeness in sound counts beside one in letters."""
_MOST_TYPED, _MOST_LIKE = 80, 20

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
class _Name:
    """One name of a place, as it is compared. `everyday`: it counts only behind its type."""

    place: Place
    type: PlaceType
    folded: tuple[str, ...]
    exact: tuple[str, ...]
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
        self._types = [
            (tuple(folded_words(form)), PlaceType(key)) for key, forms in file.types.items() for form in [key, *forms]
        ]
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
        for name in sorted(self._names, key=lambda name: -len(name.folded)):
            self._by_first.setdefault(name.folded[0], []).append(name)
        self._written = [(line, name.place) for name in self._names for line in _lines(name, self.places)]
        self._lines = [line for line, _place in self._written]
        self._sounds = [_sounding(line) for line in self._lines]
        self._search = lru_cache(maxsize=1024)(self._ranked)

    def _add(self, place: Place, source: District | Present | Former) -> None:
        self.places.setdefault(place.id, place)
        for written in (source.name, *source.aliases):
            folded = tuple(folded_words(written))
            marked = tuple(map(exact, words(written)))
            self._names.append(_Name(place, source.type, folded, marked, folded in self._everyday))

    def _add_former(self, present: Present, former: Former) -> None:
        """A place that kept its name is the one of today; any other is a place of its own."""
        if former.name == present.name:
            self._add(self.places[present.id], former)
        else:
            self._add(_former(present, former, self._districts.get(former.district)), former)

    def find(self, query: Query) -> Place | None:
        """The place that a message names most closely; None when it names none, or may mean several."""
        hits = self._hits(query.tokens)
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
            yield from (_Hit(name, start, start + len(name.folded), typed=True) for name in meant)
            return
        wide = {name.folded for name in names if name.type in _WIDE}
        for name in names:
            hidden = name.type not in _WIDE and name.folded in wide
            if not hidden and not name.everyday and self._bare(name, tokens, start):
                yield _Hit(name, start, start + len(name.folded), typed=False)

    def _type_before(self, tokens: tuple[Token, ...], start: int) -> PlaceType | None:
        for form, type_ in self._types:
            before = tokens[max(0, start - len(form)) : start]
            if tuple(token.folded for token in before) == form:
                return type_
        return None

    def _bare(self, name: _Name, tokens: tuple[Token, ...], start: int) -> bool:
        """Whether a name without its type is meant as one: its marks fit, or a word of place stands before it."""
        if len(name.folded) < 2 or name.type is PlaceType.PROVINCE:
            return False
        typed = tokens[start : start + len(name.folded)]
        if any(token.exact not in (None, form) for token, form in zip(typed, name.exact, strict=True)):
            return False
        marked = all(token.exact for token in typed)
        return marked or len(name.folded) > 2 or (start > 0 and tokens[start - 1].folded in self._before)

    def search(self, text: str, limit: int = 5) -> list[Place]:
        """The places whose names are like `text`, the likest first. Never raises."""
        return list(self._search(text[:_MOST_TYPED], limit))

    def _ranked(self, text: str, limit: int) -> tuple[Place, ...]:
        typed = " ".join(folded_words(clean(text)))
        if not typed:
            return ()
        best: dict[str, float] = {}
        for own, lines, share in ((typed, self._lines, 1.0), (_sounding(typed), self._sounds, _SOUNDS)):
            for place, score in self._like(own, lines):
                best[place.id] = max(best.get(place.id, 0.0), score * share)
        ranked = sorted(best, key=lambda key: (-best[key], self.places[key].commune != key, key))
        return tuple(self.places[key] for key in ranked[:limit])

    def _like(self, typed: str, lines: list[str]) -> Iterator[tuple[Place, float]]:
        for _line, score, at in extract(typed, lines, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_MOST_LIKE):
            yield self._written[at][1], score
        for line, (_own, place) in zip(lines, self._written, strict=True):
            if len(typed) > 1 and line.startswith(typed):
                yield place, _BEGUN


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
    here = tokens[start : start + len(name.folded)]
    if tuple(token.folded for token in here) != name.folded:
        return False
    return not any(token.opens for token in here[1:])


def _lines(name: _Name, places: dict[str, Place]) -> list[str]:
    """The ways in which a name is written when it is searched for: with and without type and district."""
    own, district = " ".join(name.folded), places.get(name.place.district or "")
    typed = f"{' '.join(folded_words(name.type))} {own}"
    lines = [typed] if own.isdigit() else [own, typed]
    if district and district is not name.place:
        lines += [f"{line} {' '.join(folded_words(district.name))}" for line in lines]
        lines.append(f"{own} {' '.join(folded_words(district.name)[1:])}")
    return lines


def _sounding(line: str) -> str:
    return " ".join(map(sound, line.split()))


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
