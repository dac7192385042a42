"""What the knowledge says of petitions, as the services need it: names, proposals, promises, notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.petitions.model import Kind, Law
from knowledge import Knowledge
from knowledge.gazetteer import Place
from knowledge.petition_models import LawNote, ReplyUse
from knowledge.petitioning import Alert, Proposer

_KINDS = {Kind.REPORT: "phan-anh", Kind.PROPOSAL: "kien-nghi", Kind.COMMENT: "gop-y"}
"""How the curated files call the kinds."""
_KIND_OF = {curated: kind for kind, curated in _KINDS.items()}
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Proposed:
    """What words look like as a petition: ids of the knowledge."""

    kind: Kind
    category: str
    place: str | None
    dangers: tuple[str, ...]
    law: Law | None


class Catalogue:
    """The curated side of petitions. What has no name any more is called by its id."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._curated = knowledge.petitions
        self._proposer = _proposer_over(knowledge)
        self._agencies = tuple(agency.id for agency in knowledge.agencies)

    def propose(self, words: str) -> Proposed:
        """What the words look like."""
        found = self._proposer.propose(words)
        law = Law(found.law) if found.law else None
        return Proposed(_KIND_OF[found.kind], found.category, found.place, found.dangers, law)

    def alert(self, words: str) -> Alert:
        """Dangers the words tell of, and what they look like in law: all that has to be known of every message."""
        return self._proposer.alert(words)

    def agency_for(self, category: str, place: str | None, law: Law | None) -> str:
        """Who handles it. A denunciation goes to no local office: it may be about the people there."""
        if law is Law.DENUNCIATION:
            category, place = self._curated.category_file.otherwise, None
        return self._proposer.route(category, place).id

    def working_days(self, category: str) -> int:
        """Within how many working days petitions of the category are answered."""
        return self._curated.category(category).working_days

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place there is or was."""
        return self._proposer.all_places

    def search_places(self, typed: str) -> list[Place]:
        """The places that are called like what was typed, the likest first."""
        return self._proposer.places(typed, _MOST_PLACES)

    def categories(self) -> list[tuple[str, str]]:
        """Id and label of each category."""
        return [(category.id, category.label) for category in self._curated.categories]

    def is_category(self, category_id: str) -> bool:
        """Whether there is such a category."""
        return any(category.id == category_id for category in self._curated.categories)

    def is_place(self, place_id: str) -> bool:
        """Whether there is such a place."""
        return self.place(place_id) != place_id

    def kind(self, kind: Kind) -> str:
        """ "Phản ánh" …"""
        return self._curated.kind(_KINDS[kind]).label

    def difference(self, kind: Kind) -> str:
        """What tells the kind from the others, in one line."""
        return self._curated.kind(_KINDS[kind]).difference

    def category(self, category_id: str) -> str:
        """ "Đất đai" …"""
        try:
            return self._curated.category(category_id).label
        except KeyError:
            return category_id

    def place(self, place_id: str) -> str:
        """ "Xã Mỹ Cẩm" …"""
        try:
            return self._proposer.place(place_id).name
        except KeyError:
            return place_id

    def place_today(self, place_id: str) -> str:
        """As `place`, of a former one with what became of it: "Xã Phước Hưng (nay là xã Tập Sơn)"."""
        try:
            return self._proposer.place(place_id).label
        except KeyError:
            return place_id

    def agency_names(self) -> dict[str, str]:
        """What each is called who handles petitions, by id; the committees of the communes last."""
        return {responsible.id: responsible.label for responsible in self._proposer.all_responsible}

    def agency(self, agency_id: str) -> str:
        """ "Sở Nội vụ" …"""
        try:
            return self._proposer.responsible(agency_id).label
        except KeyError:
            return agency_id

    def urge(self, danger: str) -> str:
        """What is said first to people in this danger."""
        return self._curated.danger(danger).urge

    def emergency_numbers(self, dangers: tuple[str, ...]) -> list[tuple[str, str]]:
        """Whom to call, the number and whose it is, the most needed first."""
        return [(number.number, number.label) for number in self._curated.numbers(dangers)]

    def note(self, law: Law) -> LawNote:
        """What is said to a person whose words are a complaint or a denunciation in law."""
        return self._curated.note(law.value)

    def consent(self) -> list[str]:
        """What is kept, who sees it, and for how long: three lines."""
        months = self._curated.privacy.keep_months
        return [line.format(months=months) for line in self._curated.privacy.consent]

    def canned(self, use: str) -> list[tuple[str, str]]:
        """Id and title of each text from which an officer may start an answer, a question or a refusal."""
        if use not in list(ReplyUse):
            return []
        return [(reply.id, reply.title) for reply in self._curated.replies(ReplyUse(use))]

    def canned_text(self, key: str, **values: str) -> str:
        """A ready text with its places filled in: code, agency and due. Raises KeyError."""
        return self._curated.reply(key).text.format(**values)

    def is_agency(self, agency_id: str) -> bool:
        """Whether there is somebody of that id to handle petitions."""
        try:
            self._proposer.responsible(agency_id)
        except KeyError:
            return False
        return True

    def agencies(self, category: str, place: str | None) -> list[str]:
        """Who may handle a petition, the likeliest first."""
        likely = [self._proposer.route(other, place).id for other in (category, *dict(self.categories()))]
        named = [rule.to for rule in self._curated.routing.rules] + [body.id for body in self._curated.routing.bodies]
        return list(dict.fromkeys([*likely, *named, *self._agencies]))

    def search_agencies(self, typed: str) -> list[str]:
        """Who handles petitions and is called like what was typed, the likest first."""
        return [found.id for found in self._proposer.responsibles(typed)]

    @property
    def months_kept(self) -> int:
        """How many months a petition is kept once it is closed."""
        return self._curated.privacy.keep_months


@lru_cache(maxsize=1)
def _proposer_over(knowledge: Knowledge) -> Proposer:
    """One for all sides: it takes a quarter of a second and some megabytes."""
    return Proposer(knowledge)
