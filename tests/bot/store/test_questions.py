from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.errors import NotAllowed, NotFound
from bot.store import Store
from knowledge.answers import Action, Answer, Part, Reason, Status
from tests.bot.conftest import BINH, LAN, NOW


@pytest.fixture
def answered(part: Callable[[str], Part]) -> Answer:
    return Answer("hạn báo cáo năm", Status.ANSWERED, (part("han-bao-cao-nam"),), score=0.93)


def keep(store: Store, answer: Answer, person: int = LAN) -> int:
    store.people.seen(person, NOW)
    return store.questions.add(person, person, answer, NOW)


def waiting(store: Store) -> list[tuple[int, str]]:
    return [(row["question_id"], row["why"]) for row in store.db.query("SELECT * FROM curation_queue ORDER BY id")]


def test_a_question_is_kept_with_its_outcome(store: Store, answered: Answer) -> None:
    question = keep(store, answered)
    row = store.db.table("questions").get(question)
    assert row["text"] == "hạn báo cáo năm"
    assert (row["status"], row["key"], row["score"]) == ("answered", "han-bao-cao-nam", 0.93)
    assert (row["action"], row["reason"], row["rating"]) == (None, None, None)
    assert row["asked_at"] == "2026-11-23T02:00:00+00:00"


def test_actions_and_reasons_are_kept_by_their_names(store: Store) -> None:
    thanks = keep(store, Answer("cảm ơn", Status.ACTION, action=Action.THANKS))
    refused = keep(store, Answer("kinh phí", Status.UNKNOWN, reason=Reason.NOT_IN_PLAN))
    assert store.db.table("questions").get(thanks)["action"] == "thanks"
    assert store.db.table("questions").get(refused)["reason"] == "not_in_plan"


def test_what_was_not_answered_waits_for_a_curator(store: Store, answered: Answer) -> None:
    keep(store, answered)
    unsure = keep(store, replace(answered, status=Status.CHOICES, parts=()))
    unknown = keep(store, Answer("kinh phí", Status.UNKNOWN, reason=Reason.NOT_IN_PLAN))
    assert waiting(store) == [(unsure, "choices"), (unknown, "unknown")]


def test_a_message_without_words_teaches_nothing(store: Store) -> None:
    keep(store, Answer("", Status.UNKNOWN, reason=Reason.EMPTY))
    assert waiting(store) == []


def test_a_disliked_answer_waits_for_a_curator_once(store: Store, answered: Answer) -> None:
    question = keep(store, answered)
    store.questions.rate(question, LAN, good=False, now=NOW)
    store.questions.rate(question, LAN, good=False, now=NOW)
    assert store.db.table("questions").get(question)["rating"] == "bad"
    assert waiting(store) == [(question, "disliked")]


def test_the_last_rating_counts(store: Store, answered: Answer) -> None:
    question = keep(store, answered)
    store.questions.rate(question, LAN, good=False, now=NOW)
    store.questions.rate(question, LAN, good=True, now=NOW)
    row = store.db.table("questions").get(question)
    assert (row["rating"], row["rated_at"]) == ("good", "2026-11-23T02:00:00+00:00")
    assert waiting(store) == []


def test_only_the_chat_that_asked_can_rate(store: Store, answered: Answer) -> None:
    question = keep(store, answered)
    with pytest.raises(NotAllowed):
        store.questions.rate(question, BINH, good=True, now=NOW)
    assert store.db.table("questions").get(question)["rating"] is None


def test_a_question_that_is_gone_cannot_be_rated(store: Store) -> None:
    with pytest.raises(NotFound):
        store.questions.rate(99, LAN, good=True, now=NOW)


def test_the_number_of_a_deleted_question_is_never_used_again(store: Store, answered: Answer) -> None:
    first = keep(store, answered)
    store.db.table("questions").delete(first)
    assert keep(store, answered) > first


def test_a_question_needs_a_known_person(store: Store, answered: Answer) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.questions.add(LAN, LAN, answered, NOW)
