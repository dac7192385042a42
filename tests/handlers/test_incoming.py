"""Updates before the library makes objects of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.store.inbox import Arrival
from handlers.incoming import arrivals, sent_at

CHAT = {"chat": {"id": -5}, "from": {"id": 7}}


@pytest.mark.parametrize(
    ("update", "kind", "chat"),
    [
        ({"message": CHAT}, "message", -5),
        ({"callback_query": {"from": {"id": 7}, "message": CHAT}}, "callback_query", -5),
        ({"callback_query": {"from": {"id": 7}, "inline_message_id": "1"}}, "callback_query", 7),
        ({"inline_query": {"from": {"id": 7}}}, "inline_query", 7),
        ({"poll": {"id": "1"}}, "poll", 0),
        ({"message": {"chat": {"id": "no number"}}}, "message", 0),
        ({}, "", 0),
    ],
)
def test_an_update_belongs_to_its_chat_or_else_to_its_person(update: dict[str, Any], kind: str, chat: int) -> None:
    [arrival] = arrivals([{"update_id": 1, **update}])
    assert (arrival.update_id, arrival.kind, arrival.chat_id) == (1, kind, chat)


@pytest.mark.parametrize(
    "update", [None, 5, "x", [], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**63}]
)
def test_what_has_no_number_is_left_out(update: object) -> None:
    assert list(arrivals([update, {"update_id": 2}])) == [Arrival(2, 0, "", '{"update_id": 2}')]


def test_halves_of_letters_can_be_kept() -> None:
    [arrival] = arrivals([{"update_id": 1, "message": {"text": "\ud83d"}}])
    assert arrival.raw.encode()


@pytest.mark.parametrize(
    ("update", "seconds"),
    [
        ({"message": {"date": 100}}, 100),
        ({"edited_message": {"date": 100, "edit_date": 200}}, 200),
        ({"callback_query": {"message": {"date": 100}}}, None),
        ({"inline_query": {}}, None),
        ({"message": {"date": "yesterday"}}, None),
        ({"message": {"date": 10**30}}, None),
    ],
)
def test_when_it_was_written(update: dict[str, Any], seconds: int | None) -> None:
    assert sent_at(update) == (None if seconds is None else datetime.fromtimestamp(seconds, UTC))
