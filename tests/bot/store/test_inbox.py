from __future__ import annotations

from datetime import timedelta

from bot.store import Store
from bot.store.inbox import KEPT, SET_ASIDE_KEPT, Arrival
from tests.bot.conftest import BINH, LAN, NOW


def arrival(number: int, chat: int = LAN) -> Arrival:
    return Arrival(number, chat, "message", '{"text": "xin chào"}')


def statuses(store: Store) -> dict[int, str]:
    return {row["update_id"]: row["status"] for row in store.db["inbox"].rows}


def test_what_came_in_waits_in_its_order(store: Store) -> None:
    assert store.inbox.add([arrival(2, BINH), arrival(1), arrival(3)], NOW) == 3
    assert store.inbox.waiting(10) == [(1, LAN), (2, BINH), (3, LAN)]
    assert store.inbox.waiting(2) == [(1, LAN), (2, BINH)]


def test_what_comes_again_has_no_second_effect(store: Store) -> None:
    store.inbox.add([arrival(1)], NOW)
    store.inbox.done(1, NOW)
    assert store.inbox.add([arrival(1), arrival(2)], NOW) == 1
    assert statuses(store) == {1: "done", 2: "waiting"}


def test_nothing_is_kept_of_a_batch_whose_transaction_fails(store: Store) -> None:
    try:
        with store.db.atomic():
            store.inbox.add([arrival(1), arrival(2)], NOW)
            raise RuntimeError
    except RuntimeError:
        assert statuses(store) == {}


def test_of_what_is_done_only_the_number_is_kept(store: Store) -> None:
    store.inbox.add([arrival(1)], NOW)
    store.inbox.done(1, NOW)
    assert store.inbox.get(1) is None
    assert [row["raw"] for row in store.db["inbox"].rows] == [""]


def test_failures_are_counted_with_their_kind_and_place(store: Store) -> None:
    store.inbox.add([arrival(1)], NOW)
    assert store.inbox.failed(1, "ValueError", "bot/asking.py:1") == 1
    assert store.inbox.failed(1, "KeyError", "bot/asking.py:2") == 2
    waiting = store.inbox.get(1)
    assert waiting is not None
    assert waiting.attempts == 2
    [row] = store.db["inbox"].rows
    assert (row["error"], row["place"]) == ("KeyError", "bot/asking.py:2")


def test_what_is_set_aside_stays_as_it_came_in(store: Store) -> None:
    store.inbox.add([arrival(1)], NOW)
    store.inbox.set_aside(1, NOW)
    assert store.inbox.waiting(10) == []
    assert [row["raw"] for row in store.db["inbox"].rows] == ['{"text": "xin chào"}']


def test_what_was_settled_long_ago_is_dropped(store: Store) -> None:
    store.inbox.add([arrival(1), arrival(2), arrival(3)], NOW)
    store.inbox.done(1, NOW)
    store.inbox.set_aside(2, NOW)
    store.inbox.purge(NOW + KEPT)
    assert set(statuses(store)) == {1, 2, 3}
    store.inbox.purge(NOW + KEPT + timedelta(seconds=1))
    assert set(statuses(store)) == {2, 3}
    store.inbox.purge(NOW + SET_ASIDE_KEPT + timedelta(seconds=1))
    assert set(statuses(store)) == {3}, "what waits is never dropped"
