from __future__ import annotations

from datetime import timedelta

import pytest

from bot.petitions.model import Petition
from bot.petitions.privacy import erasing
from bot.petitions.retention import Retention
from bot.petitions.states import Actor, Move, State
from bot.store import Store
from knowledge.answering import Engine
from tests.bot.conftest import BINH, LAN, NOW
from tests.support.figures import petition
from tests.support.officials import OFFICER, appoint

YEARS = timedelta(days=731)
"""A little more than 24 months."""


@pytest.fixture
def retention(store: Store) -> Retention:
    return Retention(store, 24)


def counts(done: list[tuple[str, int]]) -> list[int]:
    return [count for _what, count in done]


def closed(store: Store, ago: timedelta) -> Petition:
    return petition(store, "cầu gãy", NOW - ago, state=State.CLOSED, after=timedelta(0), sender_name="Lan")


def test_a_petition_loses_its_person_and_words_when_its_time_is_over(retention: Retention, store: Store) -> None:
    old, young = closed(store, YEARS), closed(store, timedelta(days=700))
    still_open = petition(store, "chưa xong", NOW - YEARS)
    assert counts(retention.run(NOW))[0] == 1
    gone = store.petitions.get(old.id)
    assert (gone.words, gone.sender_name, gone.person_id) == ("", None, None)
    assert gone.state is State.CLOSED
    assert [store.petitions.get(p.id).sender_name for p in (young, still_open)] == ["Lan", None]
    assert store.petitions.get(still_open.id).words == "chưa xong"
    assert counts(retention.run(NOW))[0] == 0


def test_the_words_of_an_erased_person_go_as_soon_as_the_petition_has_ended(retention: Retention, store: Store) -> None:
    new = petition(store, "cầu gãy", NOW, person=LAN)
    erasing(store).person(LAN, NOW)
    assert counts(retention.run(NOW))[1] == 0
    store.petitions.move(new, Move.ANSWER, Actor.OFFICER, NOW, OFFICER, words="xong")
    assert counts(retention.run(NOW))[1] == 1
    assert store.petitions.get(new.id).words == ""
    dump = "\n".join(store.db.conn.iterdump())
    assert "cầu gãy" not in dump
    assert "cau gai" not in dump


def test_everything_else_has_its_time_too(retention: Retention, store: Store, engine: Engine) -> None:
    for ago in (timedelta(days=400), timedelta(days=1)):
        store.people.seen(LAN, NOW - ago)
        store.questions.add(LAN, LAN, engine.answer("thời hạn báo cáo"), NOW - ago)
        store.orders.keep_search(LAN, "nước thải", NOW - ago)
        store.desks.block(BINH, "spam", NOW - ago, OFFICER, NOW - ago)
    store.people.seen(BINH, NOW)
    store.drafts.start(LAN, LAN, NOW - timedelta(days=9))
    assert counts(retention.run(NOW)) == [0, 0, 1, 1, 1, 0, 0, 1, 0, 0]


def test_a_block_that_has_ended_goes_with_who_was_erased(retention: Retention, store: Store) -> None:
    store.people.seen(BINH, NOW)
    store.desks.block(BINH, "spam", NOW + timedelta(days=7), OFFICER, NOW)
    erasing(store).person(BINH, NOW)
    retention.run(NOW)
    assert store.desks.blocked(BINH, NOW) is not None, "until it ends"
    retention.run(NOW + timedelta(days=8))
    assert store.db["blocks"].count == 0


def test_people_who_left_long_ago_go_unless_something_of_theirs_lives(retention: Retention, store: Store) -> None:
    store.people.seen(1, NOW - YEARS)
    petition(store, "chưa xong", NOW - YEARS, person=2)
    appoint(store, OFFICER, NOW - YEARS)
    assert counts(retention.run(NOW))[-1] == 1
    assert [row["id"] for row in store.db["people"].rows] == [2, OFFICER]


def test_a_dry_run_counts_and_changes_nothing(retention: Retention, store: Store) -> None:
    closed(store, YEARS)
    before = list(store.db.conn.iterdump())
    done = retention.run(NOW, dry_run=True)
    assert counts(done)[0] == 1
    assert list(store.db.conn.iterdump()) == before
    assert retention.told(done, dry_run=True).splitlines()[:2] == [
        "Sẽ dọn:",
        "– người gửi và lời viết của phản ánh đã xong: 1 dòng",
    ]
    assert counts(retention.run(NOW)) == counts(done)


def test_a_waiting_order_keeps_its_search(retention: Retention, store: Store) -> None:
    from bot.store.orders import What

    store.people.seen(OFFICER, NOW)
    search = store.orders.keep_search(OFFICER, "nước", NOW - timedelta(days=31))
    order = store.orders.add(search, OFFICER, None, What.TABLE, "vi", NOW - timedelta(days=31))
    retention.run(NOW)
    assert store.orders.get(order.id) is not None
    store.orders.done(order.id, NOW)
    retention.run(NOW)
    assert store.orders.search(search.id) is None
