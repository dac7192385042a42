from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.models import Curated, DeadlineRule, Document, Entry, Gap, Node, PlanFile, Source
from tests.knowledge.conftest import SmallPlan

ENTRY: dict[str, Any] = {
    "id": "an-entry",
    "title": "Tên",
    "answer": "Đáp.",
    "source": "I",
    "questions": ["a", "b", "c"],
}


def test_it_fills_in_what_may_be_left_out() -> None:
    entry = Entry.model_validate(ENTRY)
    assert (entry.quote, entry.also, entry.terms, entry.gives, entry.related, entry.note) == (
        None,
        [],
        [],
        [],
        [],
        None,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("titel", "Tên", id="unknown field"),
        pytest.param("answer", 7, id="number for text"),
        pytest.param("answer", "  ", id="blank text"),
        pytest.param("id", "Có Dấu", id="id with marks and spaces"),
        pytest.param("id", "a", id="id too short"),
        pytest.param("title", "x" * 49, id="label too long for a button"),
        pytest.param("questions", ["a", "b"], id="too few questions"),
        pytest.param("questions", "a", id="text for a list"),
    ],
)
def test_it_refuses_a_slip_of_the_pen(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate(ENTRY | {field: value})


@pytest.mark.parametrize("field", ["id", "title", "answer", "source", "questions"])
def test_it_misses_what_must_be_there(field: str) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate({name: value for name, value in ENTRY.items() if name != field})


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (Node, {"id": "I", "kind": "chapter", "text": "Chữ"}),
        (Source, {"supports": "tên", "reliability": "rumour"}),
        (Gap, {"id": "gap-a", "topic": "giá", "questions": ["a", "b"]}),
    ],
)
def test_it_refuses_values_outside_the_closed_lists(model: type[Curated], data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(data)


@pytest.mark.parametrize(("field", "value"), [("before_month", 13), ("before_month", 0), ("before_day", 32)])
def test_it_refuses_a_deadline_outside_the_calendar(small_plan: SmallPlan, field: str, value: int) -> None:
    rule = small_plan.one("deadlines.yaml")
    assert DeadlineRule.model_validate(rule).before_month == 6
    with pytest.raises(ValidationError):
        DeadlineRule.model_validate(rule | {field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [("cited_at", []), ("sources", []), ("verified", "perhaps"), ("dated", "hôm qua"), ("congress", ["world", 1])],
)
def test_it_refuses_a_card_that_says_too_little_or_wrong(small_plan: SmallPlan, field: str, value: object) -> None:
    assert Document.model_validate(small_plan.document).standing.text is None
    with pytest.raises(ValidationError):
        Document.model_validate(small_plan.document | {field: value})


def test_what_was_read_cannot_be_changed(small_plan: SmallPlan) -> None:
    plan = PlanFile.model_validate(small_plan.files["plan.yaml"])
    with pytest.raises(ValidationError):
        plan.title = "Khác"  # type: ignore[misc]
