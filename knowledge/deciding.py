"""Deciding what a ranking is worth: an answer, a choice, or an honest "not in the plan"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from knowledge.answers import Action, Reason, Status
from knowledge.base import Item, ItemKind
from knowledge.language import Language
from knowledge.normalising import Query
from knowledge.patterns import Pattern
from knowledge.ranking import Ranked
from knowledge.segments import asks
from knowledge.text import folded_line

_MOST_OPTIONS = 4
_RIVALS = (ItemKind.GAP, ItemKind.ACTION)
_SMOOTH = 0.02
"""Keeps the ratio of two small scores from saying more than it knows."""

_YEAR = re.compile(r"(?<= )(?:19|20)\d\d(?= )")
_BARE_WORDS, _BARE_COVERED = 5, 0.7
"""A message of so few telling words, nearly all of which an item holds, names its topic."""

_GAP_NAMED = 0.18
"""From this likeness on, a gap is named in the refusal; below, it would often be beside the point."""

_INNER_ASPECTS = frozenset(("money", "duration", "penalty", "statistics", "template", "website"))


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

    def __init__(self, language: Language, years: tuple[int, int]) -> None:
        questioning, documents, tuning = language.questioning, language.documents, language.tuning
        self._years = years
        self._tuning = tuning
        self._floor = tuning["answer_floor"]
        self._choice_floor = tuning["choice_floor"]
        self._offer_floor = tuning["offer_floor"]
        self._gap_over = tuning["gap_over"]
        self._wish_floor = tuning["wish_floor"]
        self._wish_else = tuning["wish_else"]
        self._wish_over = tuning["wish_over"]
        self._beyond = tuning["beyond"]
        self._near = tuning["near_share"]
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
        self._inner_phrases = Pattern(documents.inner_phrases)
        self._generic = Pattern(documents.generic)

    def confidence(self, query: Query, ranked: list[Ranked]) -> float:
        """How likely it is, in 0..1, that the best thing the plan says of `ranked` answers `query`.

        A logistic function of how much it shares with the query, how far it stands above what rests on
        another source, and how it compares with its best rival: something the plan
        does not say, or a wish that is no question.
        """
        real = [one for one in ranked if one.item.kind not in _RIVALS]
        if not real:
            return 0.0
        top = real[0]
        other = next((one.score for one in real[1:] if _source(one.item) != _source(top.item)), 0.0)
        rival = next((one.score for one in ranked if one.item.kind in _RIVALS), 0.0)
        features = {
            "mass": math.log1p(top.mass),
            "coverage": top.coverage,
            "likeness": top.likeness,
            "score": top.score,
            "margin": math.log((top.score + _SMOOTH) / (other + _SMOOTH)),
            "over_rival": math.log((top.score + _SMOOTH) / (rival + _SMOOTH)),
            "asks_plan": float(self._asks_plan.found(query) is not None),
        }
        total = self._tuning["confidence_bias"]
        total += sum(self._tuning[f"confidence_{name}"] * value for name, value in features.items())
        return 1 / (1 + math.exp(-total))

    def sure(self, query: Query, ranked: list[Ranked]) -> bool:
        """Whether the best of `ranked` would be answered whatever else speaks against it."""
        return bool(ranked) and ranked[0].item.kind not in _RIVALS and self.confidence(query, ranked) >= self._sure

    def about_documents(self, query: Query) -> bool:
        """Whether `query` speaks of documents in general (so that a date in it may name one)."""
        return self._generic.found(query) is not None

    def asks_inside(self, query: Query) -> bool:
        """Whether `query` asks for what stands inside a cited document (an article, an annex, a time limit)."""
        inside = self._inner.search(query.line) or self._inner_phrases.found(query)
        return bool(inside) or bool(_INNER_ASPECTS & set(self.aspects(query)))

    def beyond(self, ranked: list[Ranked]) -> bool:
        """Whether what the plan does not say is much liker than anything it does say."""
        top = ranked[0] if ranked else None
        return top is not None and top.item.kind is ItemKind.GAP and top.score >= self._beyond

    def aspects(self, query: Query) -> tuple[str, ...]:
        """The aspects that `query` asks for."""
        return tuple(
            name
            for name, (patterns, unless) in self._aspects.items()
            if patterns.found(query) and not unless.found(query)
        )

    def favour(self, query: Query, ranked: list[Ranked]) -> list[Ranked]:
        """`ranked` with the answers that state the kind of fact asked for (a date, a number …) put forward."""
        shown = [pattern for asked, pattern in self._supplies if asked.found(query)]
        if not shown:
            return ranked
        favoured = [
            replace(one, score=min(1.0, one.score * self._supplied))
            if one.item.kind not in _RIVALS and any(pattern.search(one.item.direct) for pattern in shown)
            else one
            for one in ranked
        ]
        return sorted(favoured, key=lambda one: -one.score)

    def missing_aspect(self, query: Query, item: Item) -> str | None:
        """The label of an aspect that `query` asks for and `item` does not give; None when nothing is missing."""
        missing = [name for name in self.aspects(query) if name not in item.gives]
        return self._labels[missing[0]] if missing else None

    def decide(self, query: Query, ranked: list[Ranked], *, uncited_law: str | None = None) -> Decision:
        """What to do with `ranked` (best first)."""
        real = [one for one in ranked if one.item.kind not in _RIVALS]
        gap = next((one for one in ranked if one.item.kind is ItemKind.GAP), None)
        confidence = self.confidence(query, ranked)
        if action := self._wish(query, ranked, real):
            return Decision(Status.ACTION, [], action.score, action=Action(action.item.key))
        if gap and real and gap.score >= max(_GAP_NAMED, min(1.0, real[0].score * self._gap_over)):
            return self._unknown(gap, [], min(confidence, self._choice_floor))
        if real and self._bare(query, real[0], gap):
            confidence = max(confidence, self._floor)
        near = [one.item for one in real if one.score >= real[0].score * self._near][:_MOST_OPTIONS]
        if confidence < self._choice_floor:
            if wish := self._likely_wish(query, ranked):
                return Decision(Status.ACTION, [], wish.score, action=Action(wish.item.key))
            return self._unknown(gap, near if confidence >= self._offer_floor else [], confidence)
        if elsewhere := self._elsewhere(query, real[0].item, uncited_law):
            return Decision(Status.UNKNOWN, [], confidence, Reason.NOT_IN_PLAN, elsewhere)
        return self._within_plan(query, real, near, gap, confidence)

    def _within_plan(
        self, query: Query, real: list[Ranked], near: list[Item], gap: Ranked | None, confidence: float
    ) -> Decision:
        """What to do when the plan speaks of the topic: answer, unless what is asked of it is not there."""
        top = real[0].item
        if top.kind is ItemKind.DOCUMENT and self.asks_inside(query):
            return Decision(Status.UNKNOWN, [top], confidence, Reason.DOCUMENT_CONTENT, top.title)
        if missing := self.missing_aspect(query, top):
            others = (one.item for one in real[1:_MOST_OPTIONS])
            giving = next((item for item in others if self.missing_aspect(query, item) is None), None)
            if giving is None:
                return Decision(Status.UNKNOWN, near, confidence, Reason.ASPECT, missing)
            top = giving
        if confidence >= self._floor:
            return Decision(Status.ANSWERED, [top], confidence)
        if gap and gap.score > real[0].score:
            return self._unknown(gap, near, confidence)
        if len(near) > 1:
            return Decision(Status.CHOICES, near, confidence)
        return Decision(Status.UNKNOWN, near, confidence, Reason.NOT_IN_PLAN)

    def _wish(self, query: Query, ranked: list[Ranked], real: list[Ranked]) -> Ranked | None:
        """The action whose examples `query` is more like than anything else; None when it asks of the plan."""
        wish = self._liked_wish(query, ranked, self._wish_floor)
        return wish if wish and (not real or wish.score > real[0].score * self._wish_over) else None

    def _likely_wish(self, query: Query, ranked: list[Ranked]) -> Ranked | None:
        """The action that `query` is most like when the plan says nothing of it; a question is no petition."""
        wish = self._liked_wish(query, ranked, self._wish_else)
        return None if wish and wish.item.key == Action.FEEDBACK and asks(query.clean) else wish

    def _liked_wish(self, query: Query, ranked: list[Ranked], floor: float) -> Ranked | None:
        """The action that leads `ranked` with at least the score `floor`, unless `query` asks of the plan."""
        wish = ranked[0] if ranked else None
        if wish is None or wish.item.kind is not ItemKind.ACTION or wish.score < floor:
            return None
        return None if self._asks_plan.found(query) else wish

    @staticmethod
    def _bare(query: Query, top: Ranked, gap: Ranked | None) -> bool:
        """Whether `query` is a bare keyword that `top` is wholly about ("khen thưởng"): any of its answers serves."""
        few = 0 < len(query.content) <= _BARE_WORDS
        return few and top.coverage >= _BARE_COVERED and (gap is None or gap.score < top.score)

    @staticmethod
    def _unknown(gap: Ranked | None, near: list[Item], confidence: float) -> Decision:
        """A refusal, naming what the plan does not say when a known gap is near enough."""
        if gap is None or gap.score < _GAP_NAMED:
            return Decision(Status.UNKNOWN, near, confidence, Reason.NOT_IN_PLAN)
        if gap.item.off_topic:
            return Decision(Status.UNKNOWN, [], confidence, Reason.OFF_TOPIC, gap.item.topic)
        return Decision(Status.UNKNOWN, near, confidence, Reason.NOT_IN_PLAN, gap.item.topic, beside=gap.item.related)

    def _elsewhere(self, query: Query, item: Item, uncited_law: str | None) -> str | None:
        """Another province or a law that the question is about and `item` is not."""
        own = folded_line(" ".join((item.direct, *item.questions, *item.terms, item.passage or "")))
        for found in self._places.all_found(query):
            if f" {found} " not in own:
                return self._as_typed(query, found)
        for year in _YEAR.findall(query.line):
            if not self._years[0] <= int(year) <= self._years[1] and year not in own:
                return str(year)
        if uncited_law and f" luat {uncited_law.split()[0]}" not in own:
            return self._as_typed(query, f"luat {uncited_law}")
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


def _source(item: Item) -> str:
    """What an item rests on: two items on the same source do not contradict each other."""
    return item.address or item.citation.document or item.key
