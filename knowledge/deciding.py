"""Deciding what a ranking is worth: an answer, a choice, or an honest "not in the plan"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from knowledge.answers import Action, Reason, Status
from knowledge.base import Item, ItemKind
from knowledge.composing import confirms
from knowledge.language import Language
from knowledge.normalising import Query
from knowledge.patterns import Pattern
from knowledge.ranking import Ranked, Shares
from knowledge.segments import asks
from knowledge.text import folded_line

_MOST_OPTIONS = 4
_REAL = (ItemKind.NODE, ItemKind.FACT, ItemKind.DOCUMENT, ItemKind.TERM)
"""What the knowledge base can answer with; a gap is refused, an action done."""

_YEAR = re.compile(r"(?<= )(?:19|20)\d\d(?= )")
_DISTRICT = re.compile(r"\b[Hh]uyện\s+(?!Ủy\b|Đoàn\b|Hội\b)([^\W\d_]+)\s+([^\W\d_]+)")
"""A district and the two words of its name, which begin with capitals."""

_GAP_NAMED = Shares(words=0.6, pairs=0.25)
"""From these shares on, a gap is named in the refusal; below, it would often be beside the point."""

_STORY_WORDS = 30
"""In a message this long, another place or year is where somebody lives or when it happened, not what is asked."""

_DEEDS = (Action.PETITION_STATUS, Action.REMINDERS, Action.HUMAN, Action.LANGUAGE)
"""What the bot does or looks up for a person; to be asked for more clearly than what it only says."""

_INNER_ASPECTS = frozenset("money duration penalty template website schedule frequency hours statistics".split())


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of deciding: `items` are what to answer with, to offer, or to point to; `beside` the keys of
    what is curated as worth offering when a known gap is refused."""

    status: Status
    items: list[Item]
    score: float
    reason: Reason | None = None
    subject: str | None = None
    action: Action | None = None
    beside: tuple[str, ...] = ()


class Decider:
    """Applies the thresholds and the rules on what was asked for."""

    def __init__(
        self,
        language: Language,
        years: tuple[int, int],
        places: Iterable[str],
        shares: Callable[[Query, Item], Shares],
    ) -> None:
        """`years` are the first and last that the plan covers, `places` the names of the province's own; `shares`
        tells how much of a message an item says."""
        self._shares = shares
        self._own_places = {folded_line(name) for name in places}
        questioning, documents, tuning = language.questioning, language.documents, language.tuning
        self._years = years
        self._tuning = tuning
        self._floor = tuning["answer_floor"]
        self._choice_floor = tuning["choice_floor"]
        self._offer_floor = tuning["offer_floor"]
        self._wish_said = tuning["wish_said"]
        self._wish_over = tuning["wish_over"]
        self._deed_over_gap = tuning["deed_over_gap"]
        self._asked_wish_over = tuning["asked_wish_over"]
        self._within = tuning["near_within"]
        self._beyond = tuning["beyond"]
        self._sure = tuning["sure"]
        self._asks_plan = Pattern(language.intents.petition.signs["asks_plan"])
        self._labels = {name: aspect.label for name, aspect in questioning.aspects.items()}
        self._aspects = {
            name: (Pattern(aspect.patterns), Pattern(aspect.unless)) for name, aspect in questioning.aspects.items()
        }
        self._supplies = [(Pattern(supply.asked), re.compile(supply.shown)) for supply in questioning.supplies.values()]
        self._supplied = tuning["supplied"]
        self._places = Pattern(questioning.elsewhere.places)
        self._inner = re.compile(rf" (?:{'|'.join(documents.inner_parts)}) (?:so |thu )?\d+ ")
        # "Theo nghị định 04, …" wants what stands in it.
        types = "|".join(word for words in documents.types.values() for word in words)
        self._ruled = re.compile(rf" theo (?:quy dinh cua |dung )?(?:{types}) ")
        self._inner_phrases = Pattern(documents.inner_phrases)
        self._generic = Pattern(documents.generic)

    def confidence(self, query: Query, ranked: list[Ranked]) -> float:
        """How likely it is, in 0..1, that the best thing the plan says of `ranked` answers `query`."""
        top = _best(ranked, *_REAL)
        if top is None:
            return 0.0
        signs = self.signs(query, ranked, top)
        total = self._tuning["confidence_bias"]
        total += sum(self._tuning[f"confidence_{name}"] * value for name, value in signs.items())
        return 1 / (1 + math.exp(-total))

    def signs(self, query: Query, ranked: list[Ranked], top: Ranked) -> dict[str, float]:
        """What speaks for and against answering `query` with `top`, the best of `ranked` that the plan says.

        How far it stands above known gaps, and above what rests on another source; how much of the message is
        said of it; whether the plan is named; whether something is asked that it does not give.
        """
        gap = _best(ranked, ItemKind.GAP)
        # What is not even among the ranked has less for it than the last of them.
        others = (one for one in ranked if one.item.kind in _REAL and _source(one.item) != _source(top.item))
        other = next(others, None)
        shares = self._shares(query, top.item)
        return {
            "over_gap": top.evidence - (gap or ranked[-1]).evidence,
            "margin": top.evidence - (other or ranked[-1]).evidence,
            "words": shares.words,
            "pairs": shares.pairs,
            "asks_plan": float(self._asks_plan.found(query) is not None),
            "aspect": float(self.missing_aspect(query, top.item) is not None),
        }

    def sure(self, query: Query, ranked: list[Ranked]) -> bool:
        """Whether the best of `ranked` would be answered whatever else speaks against it."""
        return bool(ranked) and ranked[0].item.kind in _REAL and self.confidence(query, ranked) >= self._sure

    def about_documents(self, query: Query) -> bool:
        """Whether `query` speaks of documents in general (so that a date in it may name one)."""
        return self._generic.found(query) is not None

    def asks_plan(self, query: Query) -> bool:
        """Whether `query` asks what the plan says."""
        return self._asks_plan.found(query) is not None

    def asks_inside(self, query: Query, document: Item) -> bool:
        """Whether `query` asks for what stands inside a cited `document` (an article, an annex, a time limit)."""
        # "Điều kiện lao động" is in the name of a decree.
        said = folded_line(document.direct)
        inner = any(f" {phrase} " not in said for phrase in self._inner_phrases.all_found(query))
        inside = inner or self._inner.search(query.line) or self._ruled.match(query.line)
        return bool(inside) or any(self._asks(query, aspect) for aspect in _INNER_ASPECTS)

    def beyond(self, ranked: list[Ranked]) -> bool:
        """Whether what the plan does not say is likelier meant than anything it does say."""
        top = _best(ranked, *_REAL)
        if not ranked or ranked[0].item.kind is not ItemKind.GAP:
            return False
        return top is None or ranked[0].evidence - top.evidence >= self._beyond

    def aspects(self, query: Query) -> tuple[str, ...]:
        """The aspects that `query` asks for."""
        return tuple(aspect for aspect in self._aspects if self._asks(query, aspect))

    def _asks(self, query: Query, aspect: str) -> bool:
        asked, unless = self._aspects[aspect]
        return asked.found(query) is not None and unless.found(query) is None

    def favour(self, query: Query, ranked: list[Ranked]) -> list[Ranked]:
        """`ranked` with the answers that state the kind of fact asked for (a date, a number …) put forward."""
        shown = [pattern for asked, pattern in self._supplies if asked.found(query)]
        if not shown:
            return ranked
        favoured = [
            replace(one, evidence=one.evidence + self._supplied)
            if one.item.kind in _REAL and any(pattern.search(one.item.direct) for pattern in shown)
            else one
            for one in ranked
        ]
        return sorted(favoured, key=lambda one: -one.evidence)

    def missing_aspect(self, query: Query, item: Item) -> str | None:
        """The label of an aspect that `query` asks for and `item` does not give; None when nothing is missing."""
        missing = (aspect for aspect in self._aspects if aspect not in item.gives and self._asks(query, aspect))
        return next((self._labels[aspect] for aspect in missing), None)

    def certain(self, item: Item) -> Decision:
        """What to do when a question was asked just as it was curated for `item`."""
        if item.kind is ItemKind.ACTION:
            return Decision(Status.ACTION, [], 1.0, action=Action(item.key))
        return self._refused(item, [], 1.0) if item.kind is ItemKind.GAP else Decision(Status.ANSWERED, [item], 1.0)

    def decide(self, query: Query, ranked: list[Ranked], *, uncited_law: str | None = None) -> Decision:
        """What to do with `ranked` (best first)."""
        top, gap = _best(ranked, *_REAL), _best(ranked, ItemKind.GAP)
        confidence = self.confidence(query, ranked)
        if wish := self._wish(query, ranked, top):
            return Decision(Status.ACTION, [], 1 - confidence, action=Action(wish.item.key))
        missing = self.missing_aspect(query, top.item) if top and confidence < self._floor else None
        if missing and ranked[0] is top and confidence >= self._offer_floor:
            return Decision(Status.UNKNOWN, self._near(ranked), confidence, Reason.ASPECT, missing)
        if top is None or confidence < self._choice_floor:
            return self._unknown(query, gap, self._near(ranked) if confidence >= self._offer_floor else [], confidence)
        if elsewhere := self._elsewhere(query, top.item, uncited_law):
            return Decision(Status.UNKNOWN, [], confidence, Reason.NOT_IN_PLAN, elsewhere)
        on_document = top.item.kind in (ItemKind.DOCUMENT, ItemKind.TERM) and top.item.citation.document
        if on_document and self.asks_inside(query, top.item):
            return Decision(Status.UNKNOWN, [top.item], confidence, Reason.DOCUMENT_CONTENT, top.item.title)
        if confidence >= self._floor:
            return Decision(Status.ANSWERED, [top.item], confidence)
        near = self._near(ranked)
        if missing:
            return Decision(Status.UNKNOWN, near, confidence, Reason.ASPECT, missing)
        if ranked[0] is gap:
            return self._unknown(query, gap, near, confidence)
        if len(near) > 1:
            return Decision(Status.CHOICES, near, confidence)
        return Decision(Status.UNKNOWN, near, confidence, Reason.NOT_IN_PLAN)

    def _near(self, ranked: list[Ranked]) -> list[Item]:
        """What the plan says that is nearly as likely meant as the best of it, one item for each source."""
        real = [one for one in ranked if one.item.kind in _REAL]
        near: dict[str, Item] = {}
        for one in real:
            if one.evidence >= real[0].evidence - self._within:
                near.setdefault(_source(one.item), one.item)
        return list(near.values())[:_MOST_OPTIONS]

    def _wish(self, query: Query, ranked: list[Ranked], top: Ranked | None) -> Ranked | None:
        """The action that leads `ranked` clearly; None when `query` asks of the plan.

        A grievance has to lead by more when it is told in words of asking: it may be a question after all.
        """
        wish = ranked[0] if ranked else None
        if wish is None or wish.item.kind is not ItemKind.ACTION or self._asks_plan.found(query):
            return None
        asked = wish.item.key == Action.FEEDBACK and asks(query.clean)
        if self._shares(query, wish.item).words < self._wish_said:
            return None
        gap = _best(ranked, ItemKind.GAP)
        if wish.item.key in _DEEDS and gap and wish.evidence - gap.evidence < self._deed_over_gap:
            return None
        over = wish.evidence - top.evidence if top else math.inf
        return wish if over >= (self._asked_wish_over if asked else self._wish_over) else None

    def _unknown(self, query: Query, gap: Ranked | None, near: list[Item], confidence: float) -> Decision:
        """A refusal, naming what the plan does not say when a known gap is near enough."""
        said = self._shares(query, gap.item) if gap else None
        if not gap or not said or said.words < _GAP_NAMED.words or said.pairs < _GAP_NAMED.pairs:
            return Decision(Status.UNKNOWN, near, confidence, Reason.NOT_IN_PLAN)
        return self._refused(gap.item, near, confidence)

    @staticmethod
    def _refused(gap: Item, near: list[Item], confidence: float) -> Decision:
        if gap.off_topic:
            return Decision(Status.UNKNOWN, [], confidence, Reason.OFF_TOPIC, gap.topic, beside=gap.related)
        return Decision(Status.UNKNOWN, near, confidence, Reason.NOT_IN_PLAN, gap.topic, beside=gap.related)

    def _elsewhere(self, query: Query, item: Item, uncited_law: str | None) -> str | None:
        """Another province or a law that the question is about and `item` is not."""
        if len(query.tokens) >= _STORY_WORDS:
            return None
        places = self._places.all_found(query)
        # A year beside a document is the document's.
        years = [] if self.about_documents(query) else _YEAR.findall(query.line)
        beyond = [year for year in years if not self._years[0] <= int(year) <= self._years[1]]
        if district := self._unknown_district(query):
            return district
        if not (places or beyond or uncited_law):
            return None
        own = folded_line(" ".join((item.direct, *item.questions, *item.terms, item.passage or "")))
        for found in places:
            if f" {found} " not in own:
                return self._as_typed(query, found)
        # "… năm 2017 phải không": the answer tells the right year.
        corrected = confirms(query.clean) and _YEAR.search(folded_line(item.direct))
        for year in () if corrected else beyond:
            if year not in own:
                return str(year)
        if uncited_law and f" luat {uncited_law.split()[0]}" not in own:
            return self._as_typed(query, f"luat {uncited_law}")
        return None

    def _unknown_district(self, query: Query) -> str | None:
        """A district named in the message that is none of the province's, as typed."""
        for named in _DISTRICT.finditer(query.clean):
            name = f"{named[1]} {named[2]}"
            if name.istitle() and folded_line(name) not in self._own_places:
                return named[0]
        return None

    @staticmethod
    def _as_typed(query: Query, folded: str) -> str:
        """The words of the message that read `folded`, as they were typed; title case for unmarked ones."""
        typed = re.findall(r"[^\W_]+", query.clean)
        line = [folded_line(word).strip() for word in typed]
        wanted = folded.split()
        for start in range(len(line) - len(wanted) + 1):
            if line[start : start + len(wanted)] == wanted:
                return " ".join(typed[start : start + len(wanted)])
        return folded


def _best(ranked: list[Ranked], *kinds: ItemKind) -> Ranked | None:
    """The first of these kinds."""
    return next((one for one in ranked if one.item.kind in kinds), None)


def _source(item: Item) -> str:
    """What an item rests on: two items on the same source do not contradict each other."""
    return item.address or item.citation.document or item.key
