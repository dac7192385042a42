"""Time of one answer, and how often it is right, of the engine and of two simpler ways to look things up.

All three know the same texts: the nodes of the plan, and the titles, answers, questions and terms of
everything curated (entries, document cards, glossary, gaps). The simpler ways find the best text and
answer with what it belongs to. When that is a gap, or when nothing is found, they refuse.
"""

from __future__ import annotations

import re
import sqlite3
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from benchmarks import ratio, table
from bot.answer_json import answer_json
from bot.commands import load
from knowledge import Knowledge
from knowledge.answering import Engine
from knowledge.answers import Citation, Status
from knowledge.base import ItemKind
from tests.evaluation import DEV, Expect, Question, Reply, read_questions, refuses, rests_on_gold

PASSES = 3
"""Timed passes over all questions, after one that is not timed."""

HEAD = (
    "",
    "p50, ms",
    "p99, ms",
    "p50 ÷ ours",
    "p99 ÷ ours",
    "right, %",
    "right ÷ ours",
    "refused, %",
    "refused ÷ ours",
)

Answerer = Callable[[str], Reply]


@dataclass(frozen=True, slots=True)
class Source:
    """Texts that lead to the same thing, and what a reply with it rests on: None for a gap."""

    texts: tuple[str, ...]
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one way to answer: times in milliseconds, shares in percent."""

    name: str
    p50: float
    p99: float
    right: float
    refused: float


def report() -> str:
    """Measures the engine and the baselines on dev.jsonl, in one run."""
    questions = read_questions(DEV)
    knowledge, engine = load()
    sources = list(sources_of(knowledge))
    ways = {
        "our engine": ours(knowledge, engine),
        "SQLite FTS5, bm25": full_text(sources),
        "RapidFuzz, WRatio": fuzzy(sources),
    }
    measured = measure(ways, questions)
    answerable = sum(question.expect is Expect.ANSWER for question in questions)
    refusable = sum(question.expect is Expect.REFUSE for question in questions)
    counted = (
        f"{DEV.name}: {answerable} questions to answer (right: the first citation is a wanted one), "
        f"{refusable} to refuse; times over all {len(questions)}, {PASSES} passes after a warm-up."
    )
    rows = [_row(figures, measured[0]) for figures in measured]
    return "\n".join(["## Answering", "", counted, "", table(HEAD, rows)])


def _row(figures: Figures, base: Figures) -> list[str]:
    return [
        figures.name,
        f"{figures.p50:.2f}",
        f"{figures.p99:.2f}",
        ratio(figures.p50, base.p50),
        ratio(figures.p99, base.p99),
        f"{figures.right:.1f}",
        ratio(figures.right, base.right),
        f"{figures.refused:.1f}",
        ratio(figures.refused, base.refused),
    ]


def measure(ways: Mapping[str, Answerer], questions: Sequence[Question]) -> list[Figures]:
    """The figures of each of `ways` on `questions`.

    The pass that warms up also tells what is right. The ways take turns at the timed passes, so that
    whatever else the machine does meanwhile slows all of them.
    """
    replies = {name: [answer(question.q) for question in questions] for name, answer in ways.items()}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(PASSES):
        for name, answer in ways.items():
            for question in questions:
                began = time.perf_counter()
                answer(question.q)
                times[name].append((time.perf_counter() - began) * 1000)
    return [_figures(name, list(zip(questions, replies[name], strict=True)), times[name]) for name in ways]


def _figures(name: str, answers: Sequence[tuple[Question, Reply]], times: Sequence[float]) -> Figures:
    answerable = [(question, reply) for question, reply in answers if question.expect is Expect.ANSWER]
    refusable = [reply for question, reply in answers if question.expect is Expect.REFUSE]
    return Figures(
        name=name,
        p50=statistics.median(times),
        p99=statistics.quantiles(times, n=100, method="inclusive")[98],
        right=100 * statistics.mean(_right(question, reply) for question, reply in answerable),
        refused=100 * statistics.mean(refuses(reply) for reply in refusable),
    )


def _right(question: Question, reply: Reply) -> bool:
    return reply.get("status") == Status.ANSWERED and rests_on_gold(question, reply)


def sources_of(knowledge: Knowledge) -> Iterator[Source]:
    """Everything that can be cited or refused, with its texts."""
    for node in knowledge.plan.nodes:
        yield Source((node.text,), Citation(plan=node.id))
    for item in knowledge.items.values():
        citable = bool(item.citation.plan or item.citation.document)
        if citable or item.kind is ItemKind.GAP:
            texts = (item.title, item.direct, *item.questions, *item.terms)
            yield Source(tuple(text for text in texts if text), item.citation if citable else None)


def ours(knowledge: Knowledge, engine: Engine) -> Answerer:
    """The engine, with its answer put into words."""
    return lambda q: answer_json(engine.answer(q), knowledge)


def full_text(sources: Sequence[Source]) -> Answerer:
    """SQLite's full-text search: any of the words, best by bm25; one row for each source."""
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE VIRTUAL TABLE source USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')")
    rows.executemany(
        "INSERT INTO source (rowid, words) VALUES (?, ?)",
        ((number, without_marks("\n".join(source.texts))) for number, source in enumerate(sources)),
    )
    best = "SELECT rowid FROM source WHERE source MATCH ? ORDER BY bm25(source) LIMIT 1"

    def answer(q: str) -> Reply:
        words = re.findall(r"[^\W_]+", without_marks(q))
        any_word = " OR ".join(f'"{word}"' for word in words)
        found = rows.execute(best, (any_word,)).fetchone() if words else None
        return _reply(sources[found[0]].citation if found else None)

    return answer


def fuzzy(sources: Sequence[Source]) -> Answerer:
    """RapidFuzz's likest text by WRatio; each text by itself, for long ones are like nothing short."""
    owners = [source for source in sources for _ in source.texts]
    texts = [without_marks(text) for source in sources for text in source.texts]

    def answer(q: str) -> Reply:
        _text, likeness, number = process.extractOne(without_marks(q), texts, scorer=fuzz.WRatio)
        return _reply(owners[number].citation if likeness else None)

    return answer


def without_marks(text: str) -> str:
    """`text` in small letters without marks, đ as d (which SQLite takes for a letter of its own)."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def _reply(citation: Citation | None) -> Reply:
    if citation is None:
        return {"status": Status.UNKNOWN}
    return {
        "status": Status.ANSWERED,
        "citations": [{"plan": citation.plan, "document": citation.document}],
    }
