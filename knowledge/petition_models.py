"""What the curated files of petitions hold, as strict models (see knowledge.models)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import Field, StringConstraints

from knowledge.models import Curated, Label, Slug, Source, Text

ButtonLabel = Annotated[str, StringConstraints(min_length=2, max_length=32, strip_whitespace=True)]
Law = Literal["complaint", "denunciation"]


class Category(Curated):
    """What a petition may be about.

    `working_days` is by when it is answered. `source` and `quote` say where the plan names this concern; both
    None where it does not.
    """

    id: Slug
    label: ButtonLabel
    working_days: int = Field(ge=1, le=60)
    source: str | None = None
    quote: str | None = None
    terms: list[Text] = []


class CategoryFile(Curated):
    """The categories in the order of their buttons; `otherwise` is the one of words that fit none."""

    otherwise: Slug
    categories: list[Category] = Field(min_length=1)


class Kind(Curated):
    """A kind of petition; `difference` tells it from the others in one line."""

    id: Slug
    label: ButtonLabel
    difference: Text
    terms: list[Text] = []


class KindFile(Curated):
    """The kinds in the order of their buttons; `otherwise` is the one of words that fit none."""

    otherwise: Slug
    kinds: list[Kind] = Field(min_length=1)


class PlaceType(StrEnum):
    PROVINCE = "tỉnh"
    CITY = "thành phố"
    TOWN = "thị xã"
    DISTRICT = "huyện"
    WARD = "phường"
    TOWNSHIP = "thị trấn"
    COMMUNE = "xã"


class Former(Curated):
    """A commune, ward or township of before the mergers, which is now a part of the place it stands under."""

    id: Slug
    type: PlaceType = Field(strict=False)
    name: Text
    district: Slug
    aliases: list[Text] = []


class Present(Curated):
    """A commune or ward of today with what was merged into it.

    `unverified`, when given, tells what is said of the place but was not verified.
    """

    id: Slug
    type: PlaceType = Field(strict=False)
    name: Text
    aliases: list[Text] = []
    unverified: str | None = None
    former: list[Former] = []


class District(Curated):
    """A district, town, city or province that is no administrative unit any more, but is still said."""

    id: Slug
    type: PlaceType = Field(strict=False)
    name: Text
    aliases: list[Text] = []


class PlaceFile(Curated):
    """The places of the province.

    `types` are the ways to write each type. `everyday` lists names that are everyday words as well, and so count
    only behind their type ("xã Phong Phú"). A name typed without marks counts only behind its type, or one of
    `before` ("ở", "chợ").
    """

    as_of: date = Field(strict=False)
    sources: list[Source] = Field(min_length=1)
    types: dict[Annotated[PlaceType, Field(strict=False)], list[Text]]
    before: list[Text] = []
    everyday: list[Text] = []
    districts: list[District]
    communes: list[Present]

    @property
    def names(self) -> Iterator[str]:
        """The names of all places, without their types."""
        yield from (district.name for district in self.districts)
        for commune in self.communes:
            yield commune.name
            yield from (former.name for former in commune.former)


class Body(Curated):
    """Somebody who handles petitions and is none of the plan's agencies."""

    id: Slug
    label: Label
    aliases: list[Text] = []


class Rule(Curated):
    """Who handles petitions of a category.

    `to` is an agency of the plan or a body. With `local`, where the place is known to the commune, its own People's
    Committee handles them. `basis` are the addresses of the plan that this rests on.
    """

    category: Slug
    to: Slug
    local: bool = False
    basis: list[Text] = Field(min_length=1)
    why: Text


class RoutingFile(Curated):
    bodies: list[Body] = []
    rules: list[Rule] = Field(min_length=1)


class ReplyUse(StrEnum):
    ANSWER = "answer"
    ASK = "ask"
    DECLINE = "decline"
    FORWARD = "forward"


class CannedReply(Curated):
    """Words that an officer may start from; {code}, {agency} and {due} are filled in."""

    id: Slug
    title: ButtonLabel
    use: ReplyUse = Field(strict=False)
    text: Text


class ReplyFile(Curated):
    replies: list[CannedReply] = Field(min_length=1)


class EmergencyNumber(Curated):
    """A number to call at once."""

    number: Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
    label: ButtonLabel
    sources: list[Source] = Field(min_length=1)


class Danger(Curated):
    """A danger to life: what is said first (`urge`), and whom to call.

    `but` are phrases within which a term means something else ("cháy hàng").
    """

    id: Slug
    label: ButtonLabel
    urge: Text
    numbers: list[Text] = Field(min_length=1)
    terms: list[Text] = Field(min_length=1)
    but: list[Text] = []


class DangerFile(Curated):
    numbers: list[EmergencyNumber] = Field(min_length=1)
    dangers: list[Danger] = Field(min_length=1)


class LawNote(Curated):
    """What is said to a person whose words are a complaint or a denunciation in the sense of the law.

    `ways` are the lawful ways, `references` the lines that name the law, `uncertain` what is not known for sure.
    """

    law: Law
    label: ButtonLabel
    terms: list[Text] = Field(min_length=1)
    but: list[Text] = []
    note: Text
    ways: list[Text] = Field(min_length=1)
    references: list[Text] = Field(min_length=1)
    uncertain: Text
    sources: list[Source] = Field(min_length=1)


class LawFile(Curated):
    notes: list[LawNote] = Field(min_length=1)


class Section(Curated):
    title: Text
    text: Text


class PrivacyFile(Curated):
    """What is kept of a person, why, how long, and who sees it.

    `consent` are the three lines before the tap that agrees; `page` is the longer text. {months} stands for
    `keep_months`.
    """

    keep_months: int = Field(ge=1, le=240)
    consent: list[Text] = Field(min_length=3, max_length=3)
    page: list[Section] = Field(min_length=1)
    references: list[Text] = Field(min_length=1)
    sources: list[Source] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Petitions:
    """All that is curated about petitions. What is looked up by an id raises KeyError when there is none such."""

    category_file: CategoryFile
    kind_file: KindFile
    place_file: PlaceFile
    routing: RoutingFile
    reply_file: ReplyFile
    danger_file: DangerFile
    law_file: LawFile
    privacy: PrivacyFile

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories in the order of their buttons."""
        return tuple(self.category_file.categories)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds in the order of their buttons."""
        return tuple(self.kind_file.kinds)

    def replies(self, use: ReplyUse) -> tuple[CannedReply, ...]:
        """The canned replies for one use, in their order."""
        return tuple(reply for reply in self.reply_file.replies if reply.use is use)

    def category(self, key: str) -> Category:
        return _named(self.category_file.categories, key)

    def kind(self, key: str) -> Kind:
        return _named(self.kind_file.kinds, key)

    def reply(self, key: str) -> CannedReply:
        return _named(self.reply_file.replies, key)

    def danger(self, key: str) -> Danger:
        return _named(self.danger_file.dangers, key)

    def note(self, law: Law) -> LawNote:
        """What is said of a complaint or a denunciation."""
        return next(note for note in self.law_file.notes if note.law == law)

    def numbers(self, dangers: Iterable[str]) -> tuple[EmergencyNumber, ...]:
        """Whom to call in these dangers, each once, the first danger's first."""
        wanted = dict.fromkeys(number for key in dangers for number in self.danger(key).numbers)
        by_number = {number.number: number for number in self.danger_file.numbers}
        return tuple(by_number[number] for number in wanted)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Named)


def _named(things: Iterable[_Thing], key: str) -> _Thing:
    for thing in things:
        if thing.id == key:
            return thing
    raise KeyError(key)
