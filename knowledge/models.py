"""What the curated files hold, as strict models.

Every model refuses unknown fields and wrong types, so a slip of the curator's pen is found when
the file is read, not when somebody asks.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Label = Annotated[str, StringConstraints(min_length=2, max_length=48, strip_whitespace=True)]


class Curated(BaseModel):
    """The base of everything read from the curated files: closed, strict and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class NodeKind(StrEnum):
    TITLE = "title"
    PREAMBLE = "preamble"
    PART = "part"
    HEADING = "heading"
    ITEM = "item"
    BULLET = "bullet"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNER = "signer"


class Node(Curated):
    """One addressed piece of the plan, verbatim."""

    id: Text
    kind: NodeKind = Field(strict=False)
    text: Text


class PlanFile(Curated):
    """The plan itself: what it is, and its nodes in the order of the paper."""

    id: Slug
    title: Text
    province: Text
    years: tuple[int, int] = Field(strict=False)
    nodes: list[Node]


class Reliability(StrEnum):
    """How far a source is to be trusted; sources of low reliability are never shown to users."""

    OFFICIAL = "official"
    LEGAL_DB = "legal_db"
    PRESS = "press"
    SECONDARY = "secondary"
    PLAN = "plan"


class Source(Curated):
    """Where a fact was read: the plan, an address on the web, or a file of a public repository."""

    plan: str | None = None
    url: str | None = None
    repository: str | None = None
    path: str | None = None
    supports: Text
    reliability: Reliability = Field(strict=False)

    @property
    def named(self) -> bool:
        """Whether it says where it can be read."""
        return bool(self.plan or self.url or (self.repository and self.path))


class Entry(Curated):
    """One thing that can be answered.

    `source` is what the answer rests on: an address of the plan or the number of a cited document.
    `quote`, when given, is the verbatim words of that node which carry the answer; without it the
    whole node is shown. `whole` marks the one entry that stands for its source as such, in lists and behind
    its address. `gives` names the aspects (see aspects.yaml) that the answer supplies, so
    that a question for a sum of money is not answered with a date.
    """

    id: Slug
    title: Label
    answer: Text
    source: Text
    whole: bool = False
    quote: str | None = None
    also: list[str] = []
    questions: list[Text] = Field(min_length=3)
    terms: list[Text] = []
    gives: list[str] = []
    related: list[Slug] = []
    note: str | None = None


class EntryFile(Curated):
    entries: list[Entry]


class Gap(Curated):
    """Something people ask for that the plan does not say; it is refused with a word of why.

    `topic` completes the sentence "Kế hoạch không nêu …". `near` are entries worth offering.
    An `off_topic` gap has nothing to do with the plan at all.
    """

    id: Slug
    topic: Text
    questions: list[Text] = Field(min_length=3)
    terms: list[Text] = []
    near: list[Slug] = []
    off_topic: bool = False


class GapFile(Curated):
    gaps: list[Gap]


class Heard(Curated):
    """Messages in which people have asked for the item `of`, or wished for the action of that name, as they wrote them.

    They make it easier to find and are shown nowhere.
    """

    of: Text
    messages: list[Text] = Field(min_length=1)


class HeardFile(Curated):
    heard: list[Heard]


class RelationKind(StrEnum):
    IMPLEMENTS = "implements"
    IMPLEMENTED_BY = "implemented_by"
    GUIDES = "guides"
    GUIDED_BY = "guided_by"
    AMENDS = "amends"
    AMENDED_BY = "amended_by"
    CONTINUES = "continues"
    CONTINUED_BY = "continued_by"
    SAME_SUBJECT = "same_subject"


class Relation(Curated):
    """How the plan relates one cited document to another."""

    kind: RelationKind = Field(strict=False)
    document: Text


class Standing(Curated):
    """What is known of a document's validity, and how fresh that knowledge is.

    `text` is None when nothing was found: unknown is said as unknown. `as_of` is the date (or year,
    or month) of the newest source behind `text`.
    """

    text: str | None = None
    as_of: str | None = None
    outdated: bool = False
    replaced_by: list[str] = []


class DocumentNote(Curated):
    """A place where plan and document differ, or where one may be taken for another."""

    kind: Literal["difference", "confusion", "inference"]
    text: Text


class Document(Curated):
    """The card of one cited document.

    `number` is the name by which it is addressed (as the plan writes it, or the key given to those
    that the plan names without a number); `names` are the plan's other wordings for it, `plenum` is
    (plenum, term) and `congress` (level, ordinal) of a resolution named by its session.
    `official_number` and `dated` may be known from elsewhere
    although the plan does not say them. `cited_for` tells for what the plan cites it.
    """

    number: Text
    names: list[Text] = []
    official_number: str | None = None
    plenum: tuple[int, int] | None = Field(default=None, strict=False)
    congress: tuple[Literal["province", "party"], int] | None = Field(default=None, strict=False)
    type: Text
    title: Text
    issuer: Text
    dated: date | None = Field(default=None, strict=False)
    date_in_plan: bool = True
    signer: str | None = None
    effective: date | None = Field(default=None, strict=False)
    cited_at: list[Text] = Field(min_length=1)
    cited_for: Text
    verified: Literal["sourced", "plan_only"]
    standing: Standing = Standing()
    about: Text
    points: list[Text] = []
    relations: list[Relation] = []
    notes: list[DocumentNote] = []
    sources: list[Source] = Field(min_length=1)
    answer: Text
    questions: list[Text] = Field(min_length=3)
    terms: list[Text] = []


class Term(Curated):
    """A word of the glossary. Its definition comes from the plan or from a listed source.

    `source` is an address of the plan, or the number of a law listed under `sources`.
    """

    id: Slug
    term: Label
    definition: Text
    source: Text
    sources: list[Source] = []
    also: list[str] = []
    questions: list[Text] = Field(min_length=3)
    terms: list[Text] = []
    related: list[Slug] = []


class TermFile(Curated):
    terms: list[Term]


class Agency(Curated):
    """Somebody whom the plan gives duties to, with the addresses of those duties.

    Where these are scattered, the entry `overview` sums them up.
    """

    id: Slug
    name: Text
    label: Label
    aliases: list[Text] = []
    duties: list[Text] = Field(min_length=1)
    overview: Slug | None = None


class AgencyFile(Curated):
    agencies: list[Agency]


class Goal(Curated):
    """A goal of Part II; `percent` is None where the plan sets no figure."""

    address: Text
    label: Label
    percent: int | None = None


class GoalFile(Curated):
    goals: list[Goal]


class DeadlineRule(Curated):
    """A yearly deadline: the report must be in before `month`/`day`, so the last valid day is the one before."""

    id: Slug
    title: Label
    address: Text
    entry: Slug
    before_month: int = Field(ge=1, le=12)
    before_day: int = Field(ge=1, le=31)
    to: Text


class DeadlineFile(Curated):
    deadlines: list[DeadlineRule]


class Recipient(Curated):
    """A line of the plan's "Nơi nhận", as written and spelt out."""

    written: Text
    full: Text


class Abbreviation(Curated):
    """A short form the plan itself uses."""

    short: Text
    full: Text
    address: Text


class AnnexFile(Curated):
    """The recipients and the short forms of the plan."""

    recipients: list[Recipient]
    abbreviations: list[Abbreviation]
