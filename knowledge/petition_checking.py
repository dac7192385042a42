"""What must hold of the curated files of petitions beyond their shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from string import Formatter

import yaml

from knowledge.base import Knowledge
from knowledge.errors import N_, NO_SOURCE, NOT_VERBATIM, USED_TWICE, Problem
from knowledge.models import Source
from knowledge.petition_models import Category, Kind
from knowledge.text import exact, words

REPLY_PLACES = ("code", "agency", "due")
PRIVACY_PLACES = ("months",)
_NO_SUCH = N_("there is no “%(missing)s”; correct this name, or add it")
_NO_ADDRESS = N_("“%(reference)s” is no address of the plan")
_BAD_PLACE = N_("only %(allowed)s may stand in braces here")
_NAMES = ("id", "law", "number", "category")


def check_petitions(knowledge: Knowledge) -> list[Problem]:
    """Every error in the curated files of petitions, with file and line."""
    folder = knowledge.folder / "petitions"
    proofs = (_ids, _quotes, _terms, _places, _routing, _replies, _dangers, _law, _privacy)
    return [problem for proof in proofs for problem in proof(knowledge, folder)]


class _File:
    """Finds the line where a thing stands in one file, by its id, law, number or category."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.yaml"

    def problem(self, name: str, field: str, message: str, **values: object) -> Problem:
        """A problem with the thing called `name` ("" for the file as a whole)."""
        return Problem(self._path, self._lines.get(name, 1), ".".join(filter(None, (name, field))), message, values)

    def twice(self, names: Iterable[str]) -> Iterator[Problem]:
        counted = Counter(names)
        yield from (self.problem(name, "id", USED_TWICE) for name, count in counted.items() if count > 1)

    def unsourced(self, name: str, sources: Iterable[Source]) -> Iterator[Problem]:
        yield from (self.problem(name, "sources", NO_SOURCE) for source in sources if not source.named)

    @cached_property
    def _lines(self) -> dict[str, int]:
        root = yaml.compose(self._path.read_text("utf-8"), Loader=yaml.SafeLoader)
        lines: dict[str, int] = {}
        for name, line in _named(root):
            lines.setdefault(name, line)
        return lines


def _named(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """What is named in a file, at any depth, with its line (from 1)."""
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _named(one)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in _NAMES and isinstance(value, yaml.ScalarNode):
                yield value.value, node.start_mark.line + 1
            yield from _named(value)


def _ids(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    petitions = knowledge.petitions
    yield from _File(folder, "categories").twice(category.id for category in petitions.categories)
    yield from _File(folder, "kinds").twice(kind.id for kind in petitions.kinds)
    yield from _File(folder, "replies").twice(reply.id for reply in petitions.reply_file.replies)
    yield from _File(folder, "dangers").twice(
        [danger.id for danger in petitions.danger_file.dangers]
        + [number.number for number in petitions.danger_file.numbers]
    )
    for name, otherwise, things in (
        ("categories", petitions.category_file.otherwise, petitions.categories),
        ("kinds", petitions.kind_file.otherwise, petitions.kinds),
    ):
        if otherwise not in {thing.id for thing in things}:
            yield _File(folder, name).problem("", "otherwise", _NO_SUCH, missing=otherwise)


def _quotes(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    file = _File(folder, "categories")
    for category in knowledge.petitions.categories:
        node = knowledge.nodes.get(category.source or "")
        if (category.source is None) != (category.quote is None):
            yield file.problem(category.id, "quote", N_("“source” and “quote” go together; give both or none"))
        elif category.source and node is None:
            yield file.problem(category.id, "source", _NO_ADDRESS, reference=category.source)
        elif node and category.quote and category.quote not in node.text:
            yield file.problem(category.id, "quote", NOT_VERBATIM, address=category.source)


def _terms(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    """No term stands under two categories, or two kinds, nor twice under one."""
    petitions = knowledge.petitions
    yield from _terms_of(petitions.categories, _File(folder, "categories"))
    yield from _terms_of(petitions.kinds, _File(folder, "kinds"))


def _terms_of(things: Sequence[Category | Kind], file: _File) -> Iterator[Problem]:
    owners: dict[tuple[str, ...], str] = {}
    for thing in things:
        for term in thing.terms:
            form = tuple(
                "*" if piece == "*" else exact(word) for piece in term.split() for word in words(piece) or [""]
            )
            if first := owners.get(form):
                message = N_("“%(term)s” stands under “%(key)s” too; keep it in one place")
                yield file.problem(thing.id, "terms", message, term=term, key=first)
            owners.setdefault(form, thing.id)


def _places(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    file, places = _File(folder, "places"), knowledge.petitions.place_file
    districts = {district.id for district in places.districts}
    formers = [former for commune in places.communes for former in commune.former]
    yield from file.twice(
        [*(district.id for district in places.districts), *(commune.id for commune in places.communes)]
        + [former.id for former in formers]
    )
    yield from file.unsourced("", places.sources)
    for former in formers:
        if former.district not in districts:
            yield file.problem(former.id, "district", _NO_SUCH, missing=former.district)


def _routing(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    file, routing = _File(folder, "routing"), knowledge.petitions.routing
    people = [*(agency.id for agency in knowledge.agencies), *(body.id for body in routing.bodies)]
    categories = {category.id for category in knowledge.petitions.categories}
    routed = Counter(rule.category for rule in routing.rules)
    yield from file.twice(people)
    for rule in routing.rules:
        if rule.category not in categories:
            yield file.problem(rule.category, "category", _NO_SUCH, missing=rule.category)
        if rule.to not in people:
            yield file.problem(rule.category, "to", _NO_SUCH, missing=rule.to)
        for address in rule.basis:
            if address not in knowledge.nodes:
                yield file.problem(rule.category, "basis", _NO_ADDRESS, reference=address)
    for category in sorted(categories | routed.keys()):
        if routed[category] != 1:
            message = N_("there must be exactly one rule for this category; there are %(count)s")
            yield file.problem(category, "", message, count=routed[category])


def _replies(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    file = _File(folder, "replies")
    for reply in knowledge.petitions.reply_file.replies:
        if not _fits(reply.text, REPLY_PLACES):
            yield file.problem(reply.id, "text", _BAD_PLACE, allowed=_braced(REPLY_PLACES))


def _dangers(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    file, dangers = _File(folder, "dangers"), knowledge.petitions.danger_file
    numbers = {number.number for number in dangers.numbers}
    for number in dangers.numbers:
        yield from file.unsourced(number.number, number.sources)
    for danger in dangers.dangers:
        unknown = [number for number in danger.numbers if number not in numbers]
        yield from (file.problem(danger.id, "numbers", _NO_SUCH, missing=number) for number in unknown)


def _law(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    file, notes = _File(folder, "law"), knowledge.petitions.law_file.notes
    yield from file.twice(note.law for note in notes)
    for law in {"complaint", "denunciation"} - {note.law for note in notes}:
        yield file.problem(law, "", _NO_SUCH, missing=law)
    for note in notes:
        yield from file.unsourced(note.law, note.sources)


def _privacy(knowledge: Knowledge, folder: Path) -> Iterator[Problem]:
    file, privacy = _File(folder, "privacy"), knowledge.petitions.privacy
    yield from file.unsourced("", privacy.sources)
    for field, texts in (("consent", privacy.consent), ("page", [section.text for section in privacy.page])):
        if not all(_fits(text, PRIVACY_PLACES) for text in texts):
            yield file.problem("", field, _BAD_PLACE, allowed=_braced(PRIVACY_PLACES))


def _fits(text: str, allowed: Sequence[str]) -> bool:
    """Whether nothing but the placeholders `allowed` stands in braces."""
    try:
        found = [(name, spec, how) for _words, name, spec, how in Formatter().parse(text) if name is not None]
    except ValueError:
        return False
    return all(name in allowed and not spec and not how for name, spec, how in found)


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
