"""What must hold of the curated files beyond their shape; `knowledge check` prints what does not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

import yaml

from knowledge.base import Knowledge, document_key
from knowledge.errors import N_, NO_SOURCE, NOT_VERBATIM, USED_TWICE, KnowledgeError, Problem
from knowledge.evidence import known_in
from knowledge.loading import line_of
from knowledge.negation import without_negated
from knowledge.normalising import Normaliser
from knowledge.petition_checking import check_petitions

_NO_ITEM = N_("there is no item “%(key)s”; correct or remove this id")
_NO_REFERENCE = N_("“%(reference)s” is neither an address of the plan nor the number of a cited document")


def check(knowledge: Knowledge) -> list[Problem]:
    """Every error in the curated files of `knowledge`, with file and line; an empty list when all is well."""
    where = _Where(knowledge.folder)
    proofs = (_keys, _citations, _quotes, _complete, _sources, _aspects, _one_entry_a_question)
    problems = [problem for proof in proofs for problem in proof(knowledge, where)] + check_petitions(knowledge)
    return sorted(problems, key=lambda problem: (str(problem.path), problem.line))


def check_folder(load: Callable[[], Knowledge]) -> list[Problem]:
    """The errors of a knowledge base that may not even load."""
    try:
        return check(load())
    except KnowledgeError as error:
        return error.problems


class _Where:
    """Finds the file and line where a curated thing stands, by its id, number or address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def problem(self, name: str, field: str, message: str, **values: object) -> Problem:
        """A problem with the thing called `name`."""
        path, line = self._places.get(name, (self._folder, 1))
        return Problem(path, line, f"{name}.{field}" if field else name, message, values)

    @cached_property
    def _places(self) -> dict[str, tuple[Path, int]]:
        """Where each thing stands first; the plan's own file goes before those that point into it."""
        places: dict[str, tuple[Path, int]] = {}
        for path in sorted(self._folder.rglob("*.yaml"), key=lambda path: (path.name != "plan.yaml", path)):
            root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
            for name, steps in _named(root):
                places.setdefault(name, (path, line_of(root, steps)))
        return places


def _named(root: yaml.Node | None) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The ids (or the number of a document) in a curated file, with the path to each."""
    if not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        if key.value == "number":
            yield value.value, ("number",)
        if isinstance(value, yaml.SequenceNode):
            for place, one in enumerate(value.value):
                if isinstance(one, yaml.MappingNode):
                    names = [v.value for k, v in one.value if k.value in ("id", "address", "of")]
                    yield from ((name, (key.value, place)) for name in names[:1])


def _keys(knowledge: Knowledge, where: _Where) -> Iterator[Problem]:
    ids = [e.id for e in knowledge.entries] + [t.id for t in knowledge.terms] + [g.id for g in knowledge.gaps]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield where.problem(name, "id", USED_TWICE)
    for name, field, key in _keys_named(knowledge):
        if key not in knowledge.items:
            yield where.problem(name, field, _NO_ITEM, key=key)


def _keys_named(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Every item that a curated thing names: the thing, the field, the key."""
    for entry in knowledge.entries:
        yield from ((entry.id, "related", key) for key in entry.related)
    for term in knowledge.terms:
        yield from ((term.id, "related", key) for key in term.related)
    for gap in knowledge.gaps:
        yield from ((gap.id, "near", key) for key in gap.near)
    actions = knowledge.language.examples.examples
    yield from ((heard.of, "of", heard.of) for heard in knowledge.heard if heard.of not in actions)
    yield from ((rule.id, "entry", rule.entry) for rule in knowledge.deadlines)
    yield from ((agency.id, "overview", agency.overview) for agency in knowledge.agencies if agency.overview)


def _citations(knowledge: Knowledge, where: _Where) -> Iterator[Problem]:
    known = set(knowledge.nodes) | set(knowledge.documents)
    for name, field, reference in _references(knowledge):
        allowed = known if field in ("source", "also", "relations") else knowledge.nodes
        if reference not in allowed:
            yield where.problem(name, field, _NO_REFERENCE, reference=reference)
    for term in knowledge.terms:
        if term.source not in known and not term.sources:
            yield where.problem(term.id, "source", N_("a source outside the plan must be listed under “sources”"))


def _references(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Every address and document number that a curated thing names: the thing, the field, the reference."""
    for entry in knowledge.entries:
        yield entry.id, "source", entry.source
        yield from ((entry.id, "also", reference) for reference in entry.also)
    for term in knowledge.terms:
        yield from ((term.id, "also", reference) for reference in term.also)
    for document in knowledge.documents.values():
        yield from ((document.number, "cited_at", address) for address in document.cited_at)
        yield from ((document.number, "relations", relation.document) for relation in document.relations)
    for agency in knowledge.agencies:
        yield from ((agency.id, "duties", address) for address in agency.duties)
    yield from ((goal.address, "address", goal.address) for goal in knowledge.goals)
    yield from ((rule.id, "address", rule.address) for rule in knowledge.deadlines)
    yield knowledge.reporting.address, "address", knowledge.reporting.address
    yield from ((agency.id, "source", agency.source) for agency in knowledge.reporting.agencies)
    yield from ((short.address, "address", short.address) for short in knowledge.annex.abbreviations)


def _quotes(knowledge: Knowledge, where: _Where) -> Iterator[Problem]:
    for entry in knowledge.entries:
        node = knowledge.nodes.get(entry.source)
        if entry.quote and node is None:
            yield where.problem(entry.id, "quote", N_("only the plan can be quoted; remove “quote”"))
        if entry.quote and node and entry.quote not in node.text:
            yield where.problem(entry.id, "quote", NOT_VERBATIM, address=entry.source)
    for document in knowledge.documents.values():
        names = [name.casefold() for name in (document.number, *document.names)]
        for address in document.cited_at:
            node = knowledge.nodes.get(address)
            if node and not any(name in node.text.casefold() for name in names):
                message = N_("%(address)s does not name this document")
                yield where.problem(document.number, "cited_at", message, address=address)


def _complete(knowledge: Knowledge, where: _Where) -> Iterator[Problem]:
    whole = Counter(entry.source for entry in knowledge.entries if entry.whole)
    for address in knowledge.nodes:
        if not whole[address]:
            message = N_("no entry stands for this part of the plan; write one under entries/, with “whole: true”")
            yield where.problem(address, "", message)
    for entry in knowledge.entries:
        if entry.whole and whole[entry.source] > 1:
            message = N_("another entry stands for %(address)s as well; leave “whole: true” to one of them")
            yield where.problem(entry.id, "whole", message, address=entry.source)
    for document in knowledge.documents.values():
        if "?" in (document.answer, document.cited_for):
            yield where.problem(document.number, "answer", N_("the answer has not been written yet"))


def _sources(knowledge: Knowledge, where: _Where) -> Iterator[Problem]:
    for name, sources in [
        *((document.number, document.sources) for document in knowledge.documents.values()),
        *((term.id, term.sources) for term in knowledge.terms),
    ]:
        for source in sources:
            if not source.named:
                yield where.problem(name, "sources", NO_SOURCE)
    for document in knowledge.documents.values():
        if document.standing.text and not document.standing.as_of and document.standing.outdated:
            yield where.problem(
                document.number, "standing", N_("say “as_of”: the date of the source that calls it outdated")
            )


def _aspects(knowledge: Knowledge, where: _Where) -> Iterator[Problem]:
    known = set(knowledge.language.questioning.aspects)
    for entry in knowledge.entries:
        for aspect in entry.gives:
            if aspect not in known:
                message = N_("there is no aspect “%(aspect)s” in language/questioning.yaml")
                yield where.problem(entry.id, "gives", message, aspect=aspect)


def _one_entry_a_question(knowledge: Knowledge, where: _Where) -> Iterator[Problem]:
    """No question stands under two items, nor one that reads the same once spelling and short forms are put right."""
    language = knowledge.language
    read = Normaliser(language.vocabulary, language.synonyms, known_in(knowledge.findable))
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for item in knowledge.findable:
        for question in (*item.questions, *item.heard):
            asked[read(without_negated(question)).line].setdefault(item.key, question)
    for owners in asked.values():
        first, *others = owners
        for other in others:
            message = N_("“%(question)s” stands under “%(key)s” too; keep it in one place")
            shown, kept = (first, other) if other not in knowledge.items else (other, first)
            yield where.problem(_name(knowledge, shown), "questions", message, question=owners[shown], key=kept)


def _name(knowledge: Knowledge, key: str) -> str:
    """What the thing behind an item key is called in its file."""
    numbers = {document_key(number): number for number in knowledge.documents}
    return numbers.get(key, key)
