"""How well the bot answers: `python -m tests.evaluation [FILES...] [--show wrong|all|misses]`.

A question file has one JSON object a line: `q`, its `set` and `style`, what is wanted (`expect`), the
places of the plan and the documents that an answer may rest on, the patterns that its text must hold,
and the action. Each question gets one verdict:

    right    the first reply is the one wanted: an answer whose first citation is one of those named and
             whose text holds every `must`; for "refuse" no answer (choices, or a way to an official or to
             the help, are refusals too); for "action" that action
    offered  an answer was wanted, and one of those named is among the first three choices
    asked    nothing false was said, but what was wanted was not given either
    wrong    something false or beside the point was said
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.answer_json import answer_json
from bot.commands import load
from bot.streams import speak_utf8
from knowledge.answers import Action, Status

QUESTIONS = Path(__file__).parent / "questions"
DEV, FRESH = QUESTIONS / "dev.jsonl", QUESTIONS / "fresh.jsonl"

WAYS_ON = frozenset({Action.HUMAN, Action.HELP})
"""A reply that only points to these is a refusal too."""

CHOICES_SEEN = 3
KINDS = ("set: ", "style: ", "expect: ")

Reply = Mapping[str, Any]
"""One reply, as `bot.py ask --jsonl` prints it."""


class Expect(StrEnum):
    """What a question wants."""

    ANSWER = "answer"
    REFUSE = "refuse"
    ACTION = "action"


class Verdict(StrEnum):
    """How a reply did, best first."""

    RIGHT = "right"
    OFFERED = "offered"
    ASKED = "asked"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question. `gold` names places ("P:IV.2.3") and documents ("D:33/CT-TTg")."""

    q: str
    set: str
    style: str
    expect: Expect
    gold: frozenset[str] = frozenset()
    must: tuple[str, ...] = ()
    action: Action | None = None

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Question:
        """The question of one line. Raises KeyError or ValueError when the line is not a whole question."""
        expect = Expect(fields["expect"])
        gold = _names({"plan": place} for place in fields.get("plan") or [])
        gold += _names({"document": number} for number in fields.get("documents") or [])
        action = Action(fields["action"]) if fields.get("action") else None
        if (expect is Expect.ANSWER) != bool(gold) or (expect is Expect.ACTION) != (action is not None):
            raise ValueError(f"{fields['q']!r} does not name what is wanted")
        return cls(
            q=fields["q"],
            set=fields["set"],
            style=fields["style"],
            expect=expect,
            gold=frozenset(gold),
            must=tuple(fields.get("must") or ()),
            action=action,
        )


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, the reply to it and the verdict."""

    question: Question
    reply: Reply
    verdict: Verdict

    def __str__(self) -> str:
        """The three in one line."""
        wanted = self.question.action or ", ".join(sorted(self.question.gold)) or self.question.expect
        got = self.reply.get("action") or ", ".join(cited(self.reply)[:3]) or self.reply.get("status")
        text = " ".join(str(self.reply.get("text") or "").split())[:90]
        return f"{self.verdict:8}{self.question.q} | wanted {wanted} | got {got} | {text}"


@dataclass(frozen=True, slots=True)
class Table:
    """The verdicts of a run, counted by row: "all", "set: noisy", "style: long", "expect: answer" …"""

    rows: Mapping[str, Counter[Verdict]]
    scored: Sequence[Scored]

    def n(self, row: str = "all") -> int:
        """How many questions are in `row`."""
        return self.rows[row].total()

    def percent(self, verdict: Verdict, row: str = "all") -> float:
        """The share of `verdict` in `row`. Raises KeyError when there is no such row."""
        return 100 * self.rows[row][verdict] / self.n(row)

    def misses(self) -> list[Scored]:
        """Everything that was not right, the worst first."""
        order = list(Verdict)
        missed = [one for one in self.scored if one.verdict is not Verdict.RIGHT]
        return sorted(missed, key=lambda one: -order.index(one.verdict))

    def __str__(self) -> str:
        """The rows with n and percentages."""
        lines = [f"{'':24}{'n':>5}" + "".join(f"{verdict:>9}" for verdict in Verdict)]
        for row in self.rows:
            shares = "".join(f"{self.percent(verdict, row):9.1f}" for verdict in Verdict)
            lines.append(f"{row:24}{self.n(row):5}{shares}")
        return "\n".join(lines)


def read_questions(file: Path) -> list[Question]:
    """The questions of `file`. Raises KeyError or ValueError for a line that is not a whole question."""
    lines = file.read_text("utf-8").splitlines()
    return [Question.from_json(json.loads(line)) for line in lines if line.strip()]


def replies_to(questions: Iterable[Question]) -> list[Reply]:
    """What the bot replies to each question, exactly as `bot.py ask --jsonl` would."""
    knowledge, engine = load()
    return [answer_json(engine.answer(question.q), knowledge) for question in questions]


def cited(reply: Reply) -> list[str]:
    """What `reply` rests on, the first first, named as in `Question.gold`."""
    return _names(reply.get("citations") or [])


def judge(question: Question, reply: Reply) -> Verdict:
    """The verdict on `reply`."""
    match question.expect:
        case Expect.ACTION:
            return _judge_action(question, reply)
        case Expect.REFUSE:
            return Verdict.RIGHT if refuses(reply) else Verdict.WRONG
        case Expect.ANSWER:
            return _judge_answer(question, reply)


def refuses(reply: Reply) -> bool:
    """Whether `reply` claims nothing."""
    if reply.get("status") == Status.ACTION:
        return reply.get("action") in WAYS_ON
    return reply.get("status") in (Status.UNKNOWN, Status.CHOICES)


def score(questions: Sequence[Question], replies: Sequence[Reply]) -> Table:
    """The verdicts on `replies`, which are in the order of `questions`.

    Raises ValueError when there are more of the one than of the other.
    """
    scored = [Scored(q, reply, judge(q, reply)) for q, reply in zip(questions, replies, strict=True)]
    rows: dict[str, Counter[Verdict]] = {}
    for one in scored:
        for row in _rows_of(one.question):
            rows.setdefault(row, Counter())[one.verdict] += 1
    names = ["all", *(name for kind in KINDS for name in sorted(rows) if name.startswith(kind))]
    return Table({name: rows[name] for name in names if name in rows}, scored)


def _rows_of(question: Question) -> Iterator[str]:
    yield "all"
    yield f"set: {question.set}"
    yield f"style: {question.style}"
    yield f"expect: {question.expect}"


def _judge_action(question: Question, reply: Reply) -> Verdict:
    if reply.get("action") == question.action:
        return Verdict.RIGHT
    claimed = reply.get("status") == Status.ANSWERED and not reply.get("action")
    return Verdict.WRONG if claimed else Verdict.ASKED


def _judge_answer(question: Question, reply: Reply) -> Verdict:
    status = reply.get("status")
    if status == Status.ANSWERED and not reply.get("action"):
        return Verdict.RIGHT if rests_on_gold(question, reply) and _says_all(question, reply) else Verdict.WRONG
    if status == Status.CHOICES:
        offered = {name for choice in (reply.get("choices") or [])[:CHOICES_SEEN] for name in cited(choice)[:1]}
        return Verdict.OFFERED if offered & question.gold else Verdict.ASKED
    return Verdict.ASKED if status == Status.UNKNOWN else Verdict.WRONG


def rests_on_gold(question: Question, reply: Reply) -> bool:
    """Whether the first thing that `reply` cites is one of those wanted."""
    return not question.gold.isdisjoint(cited(reply)[:1])


def _says_all(question: Question, reply: Reply) -> bool:
    text = _lower(reply.get("text") or "")
    return all(re.search(_lower(pattern), text, re.IGNORECASE) for pattern in question.must)


def _lower(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _names(citations: Iterable[Mapping[str, str]]) -> list[str]:
    return [
        f"P:{citation['plan']}" if citation.get("plan") else f"D:{citation.get('document')}" for citation in citations
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table for each file, then its misses (or what `--show` says), and returns 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description="How well the bot answers.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILES", help="default: dev.jsonl and fresh.jsonl")
    parser.add_argument("--show", choices=("wrong", "all", "misses"), default="misses", help="default: misses")
    options = parser.parse_args(arguments)
    for file in options.files or (DEV, FRESH):
        questions = read_questions(file)
        table = score(questions, replies_to(questions))
        print(f"{file.name}\n{table}\n")
        shown = table.scored if options.show == "all" else table.misses()
        for one in shown:
            if options.show != "wrong" or one.verdict is Verdict.WRONG:
                print(one)
        print()
    return 0


if __name__ == "__main__":
    speak_utf8()
    sys.exit(main())
