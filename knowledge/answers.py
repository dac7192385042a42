"""What the answer engine gives back: values only, with no words of its own.

The curated sentences in an answer come from the knowledge base; everything else that is said around
them (why something was refused, what can be done instead) is chosen by whoever shows the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The closed list of outcomes."""

    ANSWERED = "answered"
    CHOICES = "choices"
    UNKNOWN = "unknown"
    ACTION = "action"


class Action(StrEnum):
    """What a person may want of the bot that is not a question to the plan."""

    FEEDBACK = "feedback"
    PETITION_STATUS = "petition_status"
    REMINDERS = "reminders"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    HUMAN = "human"
    LANGUAGE = "language"


class Reason(StrEnum):
    """Why nothing was answered.

    EMPTY: no words at all. UNREADABLE: words, but none that mean anything here (keyboard noise,
    emoji, another language). NOT_IN_PLAN: understood, not in the knowledge base; `subject` may name
    what the plan does not say. OFF_TOPIC: nothing to do with the plan; `subject` may name it.
    NOT_CITED: names a document that the plan does not cite (`subject` is how the person named it).
    DOCUMENT_CONTENT: asks for the inner content of a cited document that nobody quoted (`subject` is
    that document's name). ASPECT: the topic is in the plan, the asked-for aspect (money, telephone,
    statistics …) is not; `subject` names the aspect. NO_SUCH_PLACE: points at a place that the plan does
    not have ("giải pháp số 9"); `subject` is how the person named it.
    """

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_IN_PLAN = "not_in_plan"
    OFF_TOPIC = "off_topic"
    NOT_CITED = "not_cited"
    DOCUMENT_CONTENT = "document_content"
    ASPECT = "aspect"
    NO_SUCH_PLACE = "no_such_place"


@dataclass(frozen=True, slots=True)
class Citation:
    """What an answer rests on: an address of the plan (with its verbatim words) or a document's number."""

    plan: str | None = None
    document: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing answered.

    `key` names the item of the knowledge base; `direct` is its curated sentence; `citation` what it
    rests on; `passage` the verbatim words to show, with `address` where they stand in the plan.
    `absent` lists dates or numbers that the person took for granted and that stand nowhere in the
    passage ("hạn là 30/6 phải không?" → "30/6"). `asks_standing`: whether a document still holds was asked.
    """

    key: str
    title: str
    direct: str
    citation: Citation
    passage: str | None = None
    address: str | None = None
    also: tuple[Citation, ...] = ()
    note: str | None = None
    absent: tuple[str, ...] = ()
    asks_standing: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """Something offered on a button: `key` opens it."""

    key: str
    label: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Topic:
    """What a chat was just about, so that "văn bản đó ngày nào" or "số 2" can be understood.

    `keys` are the items last answered, `options` the keys last offered, in the order shown.
    """

    keys: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one message. `score` is in 0..1.

    ANSWERED has 1 to 3 parts; CHOICES 2 to 5 `options`, best first; UNKNOWN a `reason` and perhaps
    `options` (near things, to be offered, not claimed); ACTION an `action`. `related` are further
    readings for an answered question.
    """

    q: str
    status: Status
    parts: tuple[Part, ...] = ()
    options: tuple[Option, ...] = ()
    related: tuple[Option, ...] = ()
    action: Action | None = None
    reason: Reason | None = None
    subject: str | None = None
    score: float = 0.0

    @property
    def topic(self) -> Topic:
        """What a follow-up to this answer may refer to."""
        shown = self.options or self.related
        return Topic(tuple(part.key for part in self.parts), tuple(option.key for option in shown))
