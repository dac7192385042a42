"""The answer engine: one message in, one answer out.

The way of a message: normalise → curated? → route → read documents, places and duties → rank → decide → compose. Each
step is a method that either settles the answer or leaves it to the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge import following
from knowledge.answers import Action, Answer, Reason, Status, Topic
from knowledge.base import Item, ItemKind, Knowledge
from knowledge.composing import Composer, asks_standing, confirms
from knowledge.deciding import Decider, Decision
from knowledge.document_numbers import DocumentReader, Mention
from knowledge.duties import DutyReader
from knowledge.evidence import build_index
from knowledge.named_documents import Named, NameReader
from knowledge.negation import without_negated
from knowledge.normalising import Normaliser, Query
from knowledge.places import Place, PlaceReader
from knowledge.ranking import Ranked, Ranker
from knowledge.relations import RelationReader
from knowledge.routing import Router
from knowledge.segments import asked_in, asks, questions
from knowledge.syllables import is_syllable
from knowledge.text import words

_NOISE, _NOISY = 3, 0.6
"""A message with so many words, and more than such a share of them, that mean nothing is noise."""

_POLITE = (Action.THANKS, Action.GREETING, Action.HELP)
_MOST_PARTS = 3
_CLEARLY = 1.0
"""How much likelier (a logarithm) one thing has to be than another to be put before it."""

_FAR = 3.0
"""So far behind (a logarithm) what a phrase asks for is not meant, unless it is nearly the whole message."""
_SENTENCE = 6

_STORY = 20
"""In a message of so many words, what is asked may be only a part of it."""
_TELLING = 4
"""So many words of meaning that part needs, to be understood by itself."""

_TELLING_MORE = 2
"""So many words of meaning beside the name of a place say what is asked of it."""

_BEYOND_NAMED = 3.0
"""How much likelier (a logarithm) something else has to be than the document that a message names."""

_BESIDE = 1.0
"""How much likelier (a logarithm) an item is that goes with what the chat was just about."""


@dataclass(slots=True)
class Trace:
    """How an answer came about, for the curator: filled in as the steps run."""

    query: Query | None = None
    action: Action | None = None
    mentions: list[Mention | Named] = field(default_factory=list)
    place: Place | None = None
    ranked: list[Ranked] = field(default_factory=list)
    settled_by: str = ""


class Engine:
    """Answers messages from one knowledge base. Holds no state of its own between messages."""

    def __init__(self, knowledge: Knowledge) -> None:
        language = knowledge.language
        self._knowledge = knowledge
        index = build_index(knowledge.findable, language)
        self._known = index.known
        self._ranker = Ranker(knowledge.findable, index, language.tuning)
        self._normalise = Normaliser(language.vocabulary, language.synonyms, index.known)
        self._router = Router(language.intents)
        self._documents = DocumentReader(knowledge.documents.values(), language.documents)
        self._names = NameReader(knowledge.documents.values(), language.questioning.elsewhere, language.documents)
        self._relations = RelationReader(knowledge.documents.values(), language.documents)
        self._places = PlaceReader(knowledge.nodes)
        self._duties = DutyReader(knowledge.agencies, language.questioning.duties, self._normalise)
        places = knowledge.petitions.place_file.names
        self._decider = Decider(language, knowledge.plan.years, places, self._ranker.shares)
        self._composer = Composer(knowledge)

    def answer(self, message: str, topic: Topic | None = None) -> Answer:
        """The answer to `message`, in the light of what the chat was just about. Never raises on any text."""
        return self.trace(message, topic)[0]

    def open(self, key: str) -> Answer:
        """The answer that shows the item `key` (a pressed button). Raises KeyError when nothing can be shown for it."""
        item = self._knowledge.items[key]
        if item.kind is ItemKind.GAP:
            raise KeyError(key)
        return self._composer.answered(item.title, [item], score=1.0)

    def read(self, message: str) -> Query:
        """`message` as the engine understands it."""
        return self._normalise(without_negated(message))

    def trace(self, message: str, topic: Topic | None = None) -> tuple[Answer, Trace]:
        """The answer to `message`, and how it came about."""
        trace = Trace()
        query = trace.query = self.read(message)
        steps = (
            ("following", lambda q, t: self._follow(q, topic or Topic(), t)),
            ("curated", self._curated),
            ("routing", self._route),
            ("readable", self._unreadable),
            ("documents", self._cited),
            ("places", self._placed),
            ("duties", self._dutied),
            ("ranking", lambda q, t: self._search(q, topic or Topic(), t)),
        )
        for name, step in steps:
            if answer := step(query, trace):
                trace.settled_by = name
                return replace(answer, q=message), trace
        raise AssertionError("the last step always answers")

    def petition_signs(self, query: Query) -> dict[str, list[str]]:
        """The signs of a petition that `query` carries, by kind, for the curator."""
        return self._router.petition_signs(query)

    def aspects(self, query: Query) -> tuple[str, ...]:
        """The aspects (money, dates …) that `query` asks for, for the curator."""
        return self._decider.aspects(query)

    def because(self, query: Query, item: Item) -> list[str]:
        """The words and pairs of `query` that speak loudest for `item`, for the curator."""
        return self._ranker.because(query, item)

    def _unreadable(self, query: Query, _: Trace) -> Answer | None:
        if not query.tokens:
            return self._composer.refused(query.raw, Reason.EMPTY)
        typed = [word for word in words(query.clean) if not word.isdigit()]
        odd = sum(not self._normalise.reads(word) for word in typed)
        letters = [token.folded for token in query.tokens if not token.folded.isdigit()]
        meant = any(is_syllable(word) or word in self._known for word in letters)
        if not meant or (odd >= _NOISE and odd > len(typed) * _NOISY):
            return None if self._documents.read(query.clean) else self._composer.refused(query.raw, Reason.UNREADABLE)
        return None

    def _follow(self, query: Query, topic: Topic, _: Trace) -> Answer | None:
        picked = following.picked(query, topic)
        if picked in self._knowledge.items:
            return self.open(picked)
        last = next((key for key in topic.keys if key in self._knowledge.items), None)
        if last is None or self._documents.read(query.clean):
            return None
        if following.asks_more(query):
            return self._more(last)
        if following.points_back(query) and self._router.route(query) is None:
            item = self._knowledge.items[last]
            missing = self._decider.missing_aspect(query, item)
            if missing:
                return self._composer.refused(query.raw, Reason.ASPECT, missing, [item])
            return self.open(last)
        return None

    def _more(self, key: str) -> Answer:
        """More of the item `key`: what stands under its heading, or the whole of the passage it quotes from."""
        item = self._knowledge.items[key]
        if not item.address or item.kind not in (ItemKind.FACT, ItemKind.NODE):
            return self.open(key)
        below = [self._knowledge.item_of(node.id) for node in self._knowledge.children(item.address)]
        if below:
            return self._composer.answered(item.title, below[:_MOST_PARTS], score=1.0)
        return self.open(self._knowledge.key_of(item.address))

    def _curated(self, query: Query, _: Trace) -> Answer | None:
        item = self._ranker.asked(query)
        return None if item is None else self._compose(query, self._decider.certain(item))

    def _route(self, query: Query, trace: Trace) -> Answer | None:
        action = trace.action = self._router.route(query)
        if action is None:
            return None
        asked = self._asked_in(query)
        if asked and self._decider.asks_plan(asked) and self._router.route(asked) is None:
            return None
        ranked = self._ranked(query, trace)
        asks_too = action in _POLITE and len(query.content) > 3 and any(query.asking)
        if asks_too and self._decider.sure(query, ranked):
            return None
        best, own = self._behind(action, ranked)
        told = action is Action.FEEDBACK and not (asks(query.clean) or asks(query.line))
        if own <= -_FAR and len(query.tokens) >= _SENTENCE and not told:
            # The phrase means something else here ("lời nhắc hệ thống"), or stands in another wish.
            action = Action(best.item.key) if best and best.item.kind is ItemKind.ACTION else None
        return Answer(query.raw, Status.ACTION, action=action, score=1.0) if action else None

    @staticmethod
    def _behind(action: Action, ranked: list[Ranked]) -> tuple[Ranked | None, float]:
        """The likeliest thing, and how far behind it `action` is (0 or less)."""
        if not ranked:
            return None, 0.0
        own = next((one for one in ranked if one.item.key == action), ranked[-1])
        return ranked[0], own.evidence - ranked[0].evidence

    def _cited(self, query: Query, trace: Trace) -> Answer | None:
        mentions: list[Mention | Named] = [*(self._documents.read(query.clean) or self._documents.read(query.line))]
        sessions = self._names.sessions(query.line)
        if sessions and not any(mention.found for mention in mentions):
            mentions = [*sessions]
        if not mentions and self._decider.about_documents(query):
            mentions = [named for named in self._names.dated(query.clean) if named.found]
        trace.mentions = mentions
        if not mentions:
            return None
        corrects = confirms(query.clean)
        found = list(dict.fromkeys(number for mention in mentions for number in _meant(mention, corrects=corrects)))
        if not found:
            near = [self._knowledge.item_of(number) for number in mentions[0].near]
            return self._composer.refused(query.raw, Reason.NOT_CITED, mentions[0].said, near)
        ranked = self._ranked(query, trace)
        named = [self._knowledge.item_of(number) for number in found]
        items = (named if corrects else _likeliest_first(named, ranked))[:_MOST_PARTS]
        if self._decider.asks_inside(query, items[0]) or self._decider.beyond(ranked):
            return self._composer.refused(query.raw, Reason.DOCUMENT_CONTENT, items[0].title, items)
        wrong = [mention.said for mention in mentions if not mention.found and _meant(mention, corrects=corrects)]
        if wrong or len(items) > 1:
            return self._composer.answered(query.clean, items, score=1.0, absent=wrong)
        if not asks_standing(query.clean) and (others := self._relations.asked(query.clean, found[0])):
            related = [self._knowledge.item_of(number) for number in others[:_MOST_PARTS]]
            return self._composer.answered(query.clean, related, score=1.0)
        if fact := self._said_of(items[0], query, ranked):
            return self._composer.answered(query.clean, [fact, *items], score=1.0)
        return self._composer.answered(query.clean, self._with_second_part(query, items), score=1.0)

    def _said_of(self, named: Item, query: Query, ranked: list[Ranked]) -> Item | None:
        """What the plan says of the document `named`, when that is clearly what is asked, not the document itself
        ("tỉnh triển khai chỉ thị 33 bằng kế hoạch nào")."""
        facts = (one for one in ranked if one.item.kind in (ItemKind.FACT, ItemKind.NODE))
        best = next((one for one in facts if confirms(query.clean) or _names(one.item, named)), None)
        own = next((one for one in ranked if one.item is named), ranked[-1] if ranked else None)
        clear = best and own and best.evidence - own.evidence >= _BEYOND_NAMED and self._decider.sure(query, ranked)
        return best.item if best and clear else None

    def _placed(self, query: Query, trace: Trace) -> Answer | None:
        place = trace.place = self._places.read(query.clean)
        if place is None:
            return None
        if place.address is None:
            return self._composer.refused(query.raw, Reason.NO_SUCH_PLACE, place.said)
        ranked = self._ranked(query, trace)
        more = len(query.content) - len(words(place.said))
        asks_more = more >= _TELLING_MORE and self._decider.sure(query, ranked)
        if asks_more and _within(ranked[0].item.address or "", place.address):
            return self._composer.answered(query.clean, [ranked[0].item], score=1.0)
        item = self._knowledge.item_of(place.address)
        return self._composer.answered(query.clean, [item], score=1.0)

    def _dutied(self, query: Query, _: Trace) -> Answer | None:
        agency = self._duties.read(query)
        if agency is None:
            return None
        items = [self._knowledge.item_of(address) for address in self._knowledge.duties(agency)]
        if len(items) > _MOST_PARTS and agency.overview:
            items = [self._knowledge.items[agency.overview]]
        if len(items) > _MOST_PARTS:
            return self._composer.choices(query.raw, items, score=1.0)
        return self._composer.answered(query.clean, items, score=1.0)

    def _ranked(self, query: Query, trace: Trace) -> list[Ranked]:
        """The ranking of the whole message, made by the first step that needs it."""
        if not trace.ranked:
            trace.ranked = self._ranker.rank(query)
        return trace.ranked

    def _search(self, query: Query, topic: Topic, trace: Trace) -> Answer:
        ranked = self._ranked(query, trace)
        if topic.keys and (subject := following.next_subject(query)):
            query = self._normalise(subject)
            ranked = self._nearer_to(topic, self._ranker.rank(query))
        elif _is_story(query) and not self._decider.sure(query, ranked) and (asked := self._asked_in(query)):
            of_asked = self._ranker.rank(asked)
            if self._decider.sure(asked, of_asked) and of_asked[0].item in (one.item for one in ranked):
                query, ranked = asked, of_asked
        ranked = trace.ranked = self._decider.favour(query, ranked)
        decision = self._decider.decide(query, ranked, uncited_law=self._names.uncited_law(query.line))
        return self._compose(query, decision)

    def _asked_in(self, query: Query) -> Query | None:
        """What a long message asks; None for a short one, or when all of it is asked, or too little in itself."""
        asked = asked_in(query.clean) if _is_story(query) else None
        part = self._normalise(asked) if asked else None
        return part if part and len(part.content) >= _TELLING else None

    def _with_second_part(self, query: Query, items: list[Item]) -> list[Item]:
        """`items` with the answer to another question that the message asks besides, when that one is sure."""
        told = {item.citation for item in items}
        for asked in questions(query.clean):
            if self._documents.read(asked):
                continue
            part = self._normalise(asked)
            ranked = self._ranker.rank(part)
            if not ranked or ranked[0].item.citation in told or not self._decider.sure(part, ranked):
                continue
            if self._decider.missing_aspect(part, ranked[0].item) is None:
                return [*items, ranked[0].item][:_MOST_PARTS]
        return items

    def _nearer_to(self, topic: Topic, ranked: list[Ranked]) -> list[Ranked]:
        """`ranked` with what goes with the topic put forward, and what was just said put back."""
        items = self._knowledge.items
        said = [items[key] for key in topic.keys if key in items]
        beside = {key for item in said for key in item.related} - set(topic.keys)
        shift = {**dict.fromkeys(beside, _BESIDE), **dict.fromkeys(topic.keys, -_BESIDE)}
        nearer = [replace(one, evidence=one.evidence + shift.get(one.item.key, 0.0)) for one in ranked]
        return sorted(nearer, key=lambda one: -one.evidence)

    def _compose(self, query: Query, decision: Decision) -> Answer:
        if decision.status is Status.ANSWERED:
            items = self._with_second_part(query, decision.items)
            return self._composer.answered(query.clean, items, score=decision.score)
        if decision.status is Status.CHOICES:
            return self._composer.choices(query.raw, decision.items, score=decision.score)
        if decision.action:
            return Answer(query.raw, Status.ACTION, action=decision.action, score=round(decision.score, 3))
        reason = decision.reason or Reason.NOT_IN_PLAN
        beside = [self._knowledge.items[key] for key in decision.beside if key in self._knowledge.items]
        near = list(dict.fromkeys([*beside, *decision.items]))
        return self._composer.refused(query.raw, reason, decision.subject, near, score=decision.score)


def _is_story(query: Query) -> bool:
    return len(query.tokens) >= _STORY


def _within(address: str, place: str) -> bool:
    return address == place or address.startswith(f"{place}.")


def _meant(mention: Mention | Named, *, corrects: bool) -> tuple[str, ...]:
    """The documents that `mention` names; when it is to be confirmed, those that only its year or issuer misses."""
    alike = mention.alike if corrects and isinstance(mention, Mention) else ()
    return mention.found or alike


def _names(fact: Item, document: Item) -> bool:
    """Whether `fact` speaks of the numbered `document`."""
    figure = re.match(r"0*(\d+)", document.citation.document or "")
    return figure is None or re.search(rf"\b0*{figure[1]}\b", f"{fact.title} {fact.direct}") is not None


def _likeliest_first(named: list[Item], ranked: list[Ranked]) -> list[Item]:
    """`named` as they are, or with the one first that the message clearly means ("107 hay 108 về huyện")."""
    own = [one for one in ranked if one.item in named]
    if not own or (len(own) > 1 and own[0].evidence - own[1].evidence < _CLEARLY):
        return named
    return sorted(named, key=lambda item: item is not own[0].item)
