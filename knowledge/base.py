"""The knowledge base in memory: one plan with everything curated about it, looked up by address and key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from knowledge.answers import Citation
from knowledge.errors import N_, KnowledgeError, Problem
from knowledge.language import FOLDER as LANGUAGE
from knowledge.language import Language, load_language
from knowledge.loading import Model, read
from knowledge.models import (
    Agency,
    AgencyFile,
    AnnexFile,
    DeadlineFile,
    DeadlineRule,
    Document,
    Entry,
    EntryFile,
    Gap,
    GapFile,
    Goal,
    GoalFile,
    Heard,
    HeardFile,
    Node,
    PlanFile,
    Term,
    TermFile,
)
from knowledge.petition_models import (
    CategoryFile,
    DangerFile,
    KindFile,
    LawFile,
    Petitions,
    PlaceFile,
    PrivacyFile,
    ReplyFile,
    RoutingFile,
)
from knowledge.reporting_models import ReportingFile

PLANS = Path(__file__).parent / "plans"
DEFAULT_PLAN = "tra-vinh-2022-2026"


class ItemKind(StrEnum):
    """What a thing that can be found is. A GAP is found like the others and then refused, an ACTION then done."""

    NODE = "node"
    FACT = "fact"
    DOCUMENT = "document"
    TERM = "term"
    GAP = "gap"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Item:
    """Anything a question can lead to, in one shape, so that ranking never asks what it ranks.

    `passage` is the verbatim text to show and `address` where it stands; both None for a gap.
    `topic` and `off_topic` are set for gaps only. `heard` are messages of people who meant it: unlike `questions`, they
    may tell of much else.
    """

    key: str
    kind: ItemKind
    title: str
    direct: str
    citation: Citation
    questions: tuple[str, ...]
    terms: tuple[str, ...] = ()
    passage: str | None = None
    address: str | None = None
    also: tuple[Citation, ...] = ()
    gives: frozenset[str] = frozenset()
    related: tuple[str, ...] = ()
    note: str | None = None
    topic: str | None = None
    off_topic: bool = False
    heard: tuple[str, ...] = ()


def slug(text: str) -> str:
    """`text` in lower-case ASCII words joined by hyphens ("33/CT-TTg" → "33-ct-ttg")."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    ascii_only = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def document_key(number: str) -> str:
    """The item key of the cited document `number`."""
    return f"vb-{slug(number)}"


@dataclass(frozen=True, eq=False, repr=False)
class Knowledge:
    """Everything curated about one plan. Build it with `load_knowledge`. Each is equal to itself alone."""

    folder: Path
    plan: PlanFile
    entries: tuple[Entry, ...]
    documents: dict[str, Document]
    terms: tuple[Term, ...]
    gaps: tuple[Gap, ...]
    heard: tuple[Heard, ...]
    agencies: tuple[Agency, ...]
    goals: tuple[Goal, ...]
    deadlines: tuple[DeadlineRule, ...]
    annex: AnnexFile
    petitions: Petitions
    reporting: ReportingFile
    language: Language

    def __repr__(self) -> str:
        """Where it is from: all that it holds would be megabytes, and asyncio shows what its tasks gave."""
        return f"<Knowledge of {self.folder}>"

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """The plan's nodes by address, in the order of the paper."""
        return {node.id: node for node in self.plan.nodes}

    @cached_property
    def items(self) -> dict[str, Item]:
        """Everything that can be found, by key. A key that is used twice keeps its first item."""
        items: dict[str, Item] = {}
        for item in self._all_items():
            items.setdefault(item.key, self._with_heard(item))
        return items

    def _with_heard(self, item: Item) -> Item:
        heard = self._heard_of.get(item.key)
        return replace(item, heard=tuple(heard)) if heard else item

    @cached_property
    def _heard_of(self) -> dict[str, list[str]]:
        messages: dict[str, list[str]] = {}
        for heard in self.heard:
            messages.setdefault(heard.of, []).extend(heard.messages)
        return messages

    def _all_items(self) -> Iterable[Item]:
        for entry in self.entries:
            yield self._entry_item(entry, ItemKind.NODE if entry.whole else ItemKind.FACT)
        for document in self.documents.values():
            yield self._document_item(document)
        for term in self.terms:
            yield self._term_item(term)
        for gap in self.gaps:
            yield _gap_item(gap)

    @cached_property
    def findable(self) -> tuple[Item, ...]:
        """Everything that a message may be like: the items, and the actions by their examples."""
        examples = self.language.examples.examples
        actions = (self._with_heard(_action_item(name, asked)) for name, asked in examples.items())
        return (*self.items.values(), *actions)

    @cached_property
    def _whole_entries(self) -> dict[str, Entry]:
        """The entry that stands for each source as a whole."""
        return {entry.source: entry for entry in self.entries if entry.whole}

    def _entry_item(self, entry: Entry, kind: ItemKind) -> Item:
        node = self.nodes.get(entry.source)
        passage = (entry.quote or node.text) if node else None
        return Item(
            key=entry.id,
            kind=kind,
            title=entry.title,
            direct=entry.answer,
            citation=Citation(plan=entry.source, quote=passage) if node else Citation(document=entry.source),
            questions=tuple(entry.questions),
            terms=tuple(entry.terms),
            passage=passage,
            address=entry.source if node else None,
            also=self._citations(entry.also),
            gives=frozenset(entry.gives),
            related=tuple(entry.related),
            note=entry.note,
        )

    def _document_item(self, document: Document) -> Item:
        address = document.cited_at[0]
        return Item(
            key=document_key(document.number),
            kind=ItemKind.DOCUMENT,
            title=document_label(document),
            direct=document.answer,
            citation=Citation(document=document.number),
            questions=tuple(document.questions),
            terms=(document.title, *document.terms),
            passage=sentence_naming(document, self.nodes[address].text) if address in self.nodes else None,
            address=address,
            also=self._citations(document.cited_at),
            related=tuple(document_key(relation.document) for relation in document.relations),
        )

    def _term_item(self, term: Term) -> Item:
        node = self.nodes.get(term.source)
        passage = node.text if node else None
        return Item(
            key=term.id,
            kind=ItemKind.TERM,
            title=term.term,
            direct=term.definition,
            citation=Citation(plan=term.source, quote=passage) if node else Citation(document=term.source),
            questions=tuple(term.questions),
            terms=(term.term, *term.terms),
            passage=passage,
            address=term.source if node else None,
            also=self._citations(term.also),
            related=tuple(term.related),
        )

    def _citations(self, references: Iterable[str]) -> tuple[Citation, ...]:
        return tuple(
            Citation(plan=ref, quote=self.nodes[ref].text) if ref in self.nodes else Citation(document=ref)
            for ref in references
        )

    def key_of(self, reference: str) -> str:
        """The key of the item that shows the plan's node or the cited document named by `reference`.

        Raises KeyError when there is none.
        """
        if reference in self.documents:
            return document_key(reference)
        return self._whole_entries[reference].id

    def item_of(self, reference: str) -> Item:
        """The item that shows the plan's node or the cited document named by `reference`. Raises KeyError."""
        return self.items[self.key_of(reference)]

    def children(self, address: str) -> list[Node]:
        """The nodes directly below `address` ("" for the top of the plan), in the order of the paper."""
        if not address:
            return [node for node in self.plan.nodes if "." not in node.id]
        depth = address.count(".") + 1
        prefix = f"{address}."
        return [n for n in self.plan.nodes if n.id.startswith(prefix) and n.id.count(".") == depth]

    def duties(self, agency: Agency) -> list[str]:
        """The addresses that together say what `agency` has to do.

        Where the plan has a heading with nothing but duties of the agency below ("IV.1" for Sở Nội vụ),
        such headings alone; else each duty.
        """
        parents = dict.fromkeys(address.rpartition(".")[0] for address in agency.duties)
        headings = []
        for parent in parents:
            below = {node.id for node in self.children(parent)} if "." in parent else set()
            if len(below) > 1 and below <= set(agency.duties):
                headings.append(parent)
        return headings or agency.duties

    def heading_path(self, address: str) -> list[Node]:
        """The headings above `address`, outermost first ("IV.2.3" → part IV, heading IV.2)."""
        steps = address.split(".")
        return [self.nodes[".".join(steps[: n + 1])] for n in range(len(steps) - 1)]


def document_label(document: Document) -> str:
    """The document's type and number as people say them, short enough for a button."""
    return document.names[0] if document.names else f"{document.type} {document.number}"


def sentence_naming(document: Document, text: str) -> str:
    """The clause of `text` (between semicolons or full stops) that names `document`; all of it if none does."""
    names = [document.number, *document.names]
    for clause in re.split(r"(?<=[;.])\s+(?=[A-ZĐÂÊÔƯ])|(?<=;)\s+", text):
        if any(name.casefold() in clause.casefold() for name in names):
            return clause.strip(" ;")
    return text


def _gap_item(gap: Gap) -> Item:
    return Item(
        key=gap.id,
        kind=ItemKind.GAP,
        title=gap.topic,
        direct="",
        citation=Citation(),
        questions=tuple(gap.questions),
        terms=tuple(gap.terms),
        related=tuple(gap.near),
        topic=gap.topic,
        off_topic=gap.off_topic,
    )


def _action_item(name: str, asked: Iterable[str]) -> Item:
    return Item(name, ItemKind.ACTION, "", "", Citation(), tuple(asked))


def load_knowledge(folder: Path | None = None, language: Path = LANGUAGE) -> Knowledge:
    """The knowledge base of the plan in `folder` (default: the plan that comes with the bot), asked about as the files
    in `language` say that people write.

    Raises KnowledgeError with every file that cannot be read as its model; what is wrong beyond the
    shape of the files is found by `knowledge.checking.check`.
    """
    folder = folder or PLANS / DEFAULT_PLAN
    files = _Files(folder)
    plan = files.one("plan.yaml", PlanFile)
    entries = files.all("entries", EntryFile)
    cards = files.all("documents", Document)
    glossary = files.one("glossary.yaml", TermFile)
    gaps = files.all("gaps", GapFile)
    heard = files.any("heard", HeardFile)
    agencies = files.one("agencies.yaml", AgencyFile)
    goals = files.one("goals.yaml", GoalFile)
    deadlines = files.one("deadlines.yaml", DeadlineFile)
    annex = files.one("annex.yaml", AnnexFile)
    petitions = _petitions(files)
    reporting = files.one("reporting.yaml", ReportingFile)
    files.finish()
    # Nothing is missing here: what could not be read has just been raised.
    assert plan
    assert glossary
    assert agencies
    assert goals
    assert deadlines
    assert annex
    assert petitions
    assert reporting
    return Knowledge(
        folder=folder,
        plan=plan,
        entries=tuple(entry for file in entries for entry in file.entries),
        documents={card.number: card for card in sorted(cards, key=lambda card: card.cited_at[0])},
        terms=tuple(glossary.terms),
        gaps=tuple(gap for file in gaps for gap in file.gaps),
        heard=tuple(heard for file in heard for heard in file.heard),
        agencies=tuple(agencies.agencies),
        goals=tuple(goals.goals),
        deadlines=tuple(deadlines.deadlines),
        annex=annex,
        petitions=petitions,
        reporting=reporting,
        language=load_language(language),
    )


def _petitions(files: _Files) -> Petitions | None:
    """What is curated about petitions; None when a file of it cannot be read."""
    categories = files.one("petitions/categories.yaml", CategoryFile)
    kinds = files.one("petitions/kinds.yaml", KindFile)
    places = files.one("petitions/places.yaml", PlaceFile)
    routing = files.one("petitions/routing.yaml", RoutingFile)
    replies = files.one("petitions/replies.yaml", ReplyFile)
    dangers = files.one("petitions/dangers.yaml", DangerFile)
    law = files.one("petitions/law.yaml", LawFile)
    privacy = files.one("petitions/privacy.yaml", PrivacyFile)
    if categories and kinds and places and routing and replies and dangers and law and privacy:
        return Petitions(categories, kinds, places, routing, replies, dangers, law, privacy)
    return None


class _Files:
    """Reads the files of a plan's folder, and keeps count of all that is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[Problem] = []
        self._numbers: dict[str, Path] = {}

    def one(self, name: str, model: type[Model]) -> Model | None:
        """The file `name`; None when it cannot be read."""
        return self._read(self._folder / name, model)

    def all(self, name: str, model: type[Model]) -> list[Model]:
        """Every file of the folder `name` that can be read; a folder without any is as wrong as a missing file."""
        if not any((self._folder / name).glob("*.yaml")):
            self._read(self._folder / name, model)
        return self.any(name, model)

    def any(self, name: str, model: type[Model]) -> list[Model]:
        """Every file of the folder `name` that can be read; there may be none."""
        paths = sorted((self._folder / name).glob("*.yaml"))
        return [found for path in paths if (found := self._read(path, model)) is not None]

    def finish(self) -> None:
        """Raises KnowledgeError when anything was wrong."""
        if self._problems:
            raise KnowledgeError(self._problems)

    def _read(self, path: Path, model: type[Model]) -> Model | None:
        try:
            found = read(path, model)
        except KnowledgeError as error:
            self._problems += error.problems
            return None
        if isinstance(found, Document):
            first = self._numbers.setdefault(found.number, path)
            if first != path:
                message = N_("the document %(number)s has a card already (%(first)s); keep one")
                values = {"number": found.number, "first": first.name}
                self._problems.append(Problem(path, 1, "number", message, values))
        return found
