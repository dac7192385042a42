"""The verdicts of the evaluation, and the figures that must not fall."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge import Knowledge
from knowledge.text import folded_line
from tests.evaluation import (
    DEV,
    FRESH,
    Question,
    Table,
    Verdict,
    judge,
    main,
    read_questions,
    refuses,
    replies_to,
    score,
)

# Percentages. A change that goes below one of these made the bot worse: look at what
# `python -m tests.evaluation` lists before lowering one. Raise them when the bot got better.
DEV_RIGHT = 98.0  # dev.jsonl is known to whoever tunes the engine, so more is asked of it
DEV_WRONG = 1.0
DEV_SET_RIGHT = 95.0  # each set by itself, so that none is traded for another
FRESH_RIGHT = 94.5  # fresh.jsonl: strangers asking in their own ways, of which the knowledge base has heard none
FRESH_WRONG = 2.5

DEV_SETS = ("officials", "citizens", "noisy", "adversarial")


@pytest.fixture(scope="module")
def dev() -> Table:
    return _evaluated(DEV)


@pytest.fixture(scope="module")
def fresh() -> Table:
    return _evaluated(FRESH)


def _evaluated(file: Path) -> Table:
    questions = read_questions(file)
    return score(questions, replies_to(questions))


def _listed(table: Table) -> str:
    return "\n".join(["", str(table), *map(str, table.misses())])


# ---- the figures


def test_dev_is_answered_right(dev: Table) -> None:
    assert dev.percent(Verdict.RIGHT) >= DEV_RIGHT, _listed(dev)


def test_dev_is_seldom_answered_wrong(dev: Table) -> None:
    assert dev.percent(Verdict.WRONG) <= DEV_WRONG, _listed(dev)


@pytest.mark.parametrize("name", DEV_SETS)
def test_every_set_of_dev_is_answered_right(dev: Table, name: str) -> None:
    assert dev.percent(Verdict.RIGHT, f"set: {name}") >= DEV_SET_RIGHT, _listed(dev)


def test_fresh_is_answered_right(fresh: Table) -> None:
    assert fresh.percent(Verdict.RIGHT) >= FRESH_RIGHT, _listed(fresh)


def test_fresh_is_seldom_answered_wrong(fresh: Table) -> None:
    assert fresh.percent(Verdict.WRONG) <= FRESH_WRONG, _listed(fresh)


# ---- the question files


@pytest.mark.parametrize("file", [DEV, FRESH], ids=lambda file: file.name)
def test_labels_name_what_the_knowledge_base_has(file: Path, knowledge: Knowledge) -> None:
    known = {f"P:{address}" for address in knowledge.nodes} | {f"D:{number}" for number in knowledge.documents}
    for question in read_questions(file):
        assert question.gold <= known, question.q


@pytest.mark.parametrize("file", [DEV, FRESH], ids=lambda file: file.name)
def test_the_knowledge_base_has_heard_none_of_them(file: Path, knowledge: Knowledge) -> None:
    heard = {folded_line(message) for item in knowledge.findable for message in item.heard}
    assert [question.q for question in read_questions(file) if folded_line(question.q) in heard] == []


def test_dev_has_the_four_sets(dev: Table) -> None:
    assert {question.question.set for question in dev.scored} == set(DEV_SETS)


# ---- the verdicts


def question(expect: str, **fields: Any) -> Question:
    return Question.from_json({"q": "?", "set": "made up", "style": "formal", "expect": expect, **fields})


def answered(*citations: dict[str, str], text: str = "") -> dict[str, Any]:
    return {"status": "answered", "action": None, "text": text, "citations": list(citations), "choices": []}


def choices(*places: str) -> dict[str, Any]:
    offered = [{"label": place, "citations": [{"plan": place}]} for place in places]
    return {"status": "choices", "action": None, "text": "?", "citations": [], "choices": offered}


def acting(action: str) -> dict[str, Any]:
    return {"status": "action", "action": action, "text": "…", "citations": [], "choices": []}


UNKNOWN: dict[str, Any] = {"status": "unknown", "action": None, "text": "…", "citations": [], "choices": []}
HERE, THERE = {"plan": "IV.2.3", "quote": "…"}, {"plan": "II.7"}
DEADLINE = question("answer", plan=["IV.2.3", "IV.2"])


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (answered(HERE), Verdict.RIGHT),
        (answered(HERE, THERE), Verdict.RIGHT),
        (answered(THERE, HERE), Verdict.WRONG),
        (answered(), Verdict.WRONG),
        (answered({"document": "IV.2.3"}), Verdict.WRONG),
        (choices("II.7", "I.1", "IV.2.3"), Verdict.OFFERED),
        (choices("II.7", "I.1", "I.2", "IV.2.3"), Verdict.ASKED),
        (choices(), Verdict.ASKED),
        (UNKNOWN, Verdict.ASKED),
        (acting("reminders"), Verdict.WRONG),
        (acting("help"), Verdict.WRONG),
        ({}, Verdict.WRONG),
    ],
)
def test_an_answer_was_wanted(reply: dict[str, Any], verdict: Verdict) -> None:
    assert judge(DEADLINE, reply) is verdict


def test_a_document_may_be_what_the_answer_rests_on() -> None:
    wanted = question("answer", documents=["33/CT-TTg"])
    assert judge(wanted, answered({"document": "33/CT-TTg"})) is Verdict.RIGHT
    assert judge(wanted, answered({"document": "35-CT/TW"})) is Verdict.WRONG


@pytest.mark.parametrize(
    ("must", "text", "verdict"),
    [
        (["sở nội vụ"], "Gửi qua Sở Nội vụ.", Verdict.RIGHT),
        (["SNV|sở nội vụ"], "Gửi qua SNV.", Verdict.RIGHT),
        (["0?5\\s*(/|tháng)\\s*12", "sở nội vụ"], "Trước ngày 05/12, qua Sở Nội vụ.", Verdict.RIGHT),
        (["0?5\\s*(/|tháng)\\s*12", "sở nội vụ"], "Trước ngày 05/12.", Verdict.WRONG),
        (["sở nội vụ"], "Gư\u0309i Sơ\u0309 Nô\u0323i vu\u0323.", Verdict.RIGHT),
        (["so noi vu"], "Gửi Sở Nội vụ.", Verdict.WRONG),
    ],
)
def test_the_text_must_hold_every_pattern(must: list[str], text: str, verdict: Verdict) -> None:
    assert judge(question("answer", plan=["IV.2.3"], must=must), answered(HERE, text=text)) is verdict


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (UNKNOWN, Verdict.RIGHT),
        (choices("II.7"), Verdict.RIGHT),
        (acting("human"), Verdict.RIGHT),
        (acting("help"), Verdict.RIGHT),
        (acting("feedback"), Verdict.WRONG),
        (answered(HERE), Verdict.WRONG),
        ({}, Verdict.WRONG),
    ],
)
def test_a_refusal_was_wanted(reply: dict[str, Any], verdict: Verdict) -> None:
    assert judge(question("refuse"), reply) is verdict
    assert refuses(reply) is (verdict is Verdict.RIGHT)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (acting("feedback"), Verdict.RIGHT),
        (acting("human"), Verdict.ASKED),
        (UNKNOWN, Verdict.ASKED),
        (choices("II.7"), Verdict.ASKED),
        (answered(HERE), Verdict.WRONG),
    ],
)
def test_an_action_was_wanted(reply: dict[str, Any], verdict: Verdict) -> None:
    assert judge(question("action", action="feedback"), reply) is verdict


@pytest.mark.parametrize(
    ("expect", "fields"),
    [
        ("answer", {}),
        ("refuse", {"plan": ["I.1"]}),
        ("action", {}),
        ("action", {"action": "dance"}),
        ("sing", {}),
    ],
)
def test_a_question_that_names_nothing_wanted_is_refused(expect: str, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        question(expect, **fields)


# ---- the table


def test_verdicts_are_counted_by_set_style_and_expectation() -> None:
    asked = [
        DEADLINE,
        DEADLINE,
        question("refuse", set="other"),
        question("action", action="help", style="long"),
    ]
    table = score(asked, [answered(HERE), choices("IV.2"), answered(HERE), acting("help")])
    assert list(table.rows) == [
        "all",
        "set: made up",
        "set: other",
        "style: formal",
        "style: long",
        "expect: action",
        "expect: answer",
        "expect: refuse",
    ]
    assert [table.percent(verdict) for verdict in Verdict] == [50.0, 25.0, 0.0, 25.0]
    assert table.n("set: made up") == 3
    assert table.percent(Verdict.WRONG, "set: other") == 100.0
    assert [one.verdict for one in table.misses()] == [Verdict.WRONG, Verdict.OFFERED]
    assert "expect: answer" in str(table)


def test_every_question_needs_its_reply() -> None:
    with pytest.raises(ValueError, match="shorter"):
        score([DEADLINE, DEADLINE], [UNKNOWN])


def test_no_questions_give_an_empty_table() -> None:
    assert score([], []).misses() == []
    assert "right" in str(score([], []))


@pytest.mark.parametrize(
    ("show", "seen"),
    [("all", {"thanks", "feedback"}), ("misses", {"feedback"}), ("wrong", set())],
)
def test_the_command_prints_a_table_and_what_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], show: str, seen: set[str]
) -> None:
    file = tmp_path / "two.jsonl"
    fields = {"q": "cảm ơn", "set": "made up", "style": "formal", "expect": "action"}
    file.write_text("".join(json.dumps({**fields, "action": a}) + "\n" for a in ("thanks", "feedback")), "utf-8")
    assert main([str(file), "--show", show]) == 0
    table, _blank, shown = capsys.readouterr().out.partition("\n\n")
    assert table.startswith("two.jsonl\n")
    assert table.split("set: made up", 1)[1].split()[:2] == ["2", "50.0"]
    assert {action for action in ("thanks", "feedback") if f"wanted {action}" in shown} == seen
