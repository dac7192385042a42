from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import Store
from bot.store.desks import Desk
from tests.bot.conftest import LAN, NOW

GENERAL, ROADS = Desk(-1, None, "Tổ xử lý", is_forum=False), Desk(-2, "so-xay-dung", "Tổ cầu đường", is_forum=True)


def test_each_agency_has_one_group_and_each_group_one_agency(store: Store) -> None:
    for desk in (GENERAL, ROADS):
        store.desks.set(desk, 11, NOW)
    assert store.desks.all() == [GENERAL, ROADS]
    moved = Desk(-2, None, "Tổ cầu đường", is_forum=True)
    store.desks.set(moved, 11, NOW)
    assert store.desks.all() == [moved]


@pytest.mark.parametrize(("agency", "desk"), [("so-xay-dung", ROADS), ("so-noi-vu", GENERAL), (None, GENERAL)])
def test_an_agency_without_a_group_shares_the_general_one(store: Store, agency: str | None, desk: Desk) -> None:
    for each in (GENERAL, ROADS):
        store.desks.set(each, 11, NOW)
    assert store.desks.of_agency(agency) == desk


def test_a_group_that_was_left_is_none_until_the_bot_is_back(store: Store) -> None:
    store.desks.set(GENERAL, 11, NOW)
    store.desks.left(-1, NOW)
    assert store.desks.all() == []
    assert store.desks.of_agency(None) is None
    assert store.desks.known(-1)
    assert store.desks.came_back(-1)
    assert not store.desks.came_back(-1)
    assert store.desks.get(-1) == GENERAL
    store.desks.remove(-1)
    assert not store.desks.known(-1)


def test_the_longest_block_counts_until_it_ends_or_is_lifted(store: Store) -> None:
    for days in (7, 30):
        store.desks.block(LAN, f"{days} ngày", NOW + timedelta(days=days), 11, NOW)
    blocked = store.desks.blocked(LAN, NOW)
    assert blocked is not None
    assert blocked.reason == "30 ngày"
    assert store.desks.blocked(LAN, NOW + timedelta(days=31)) is None
    store.desks.lift(LAN, 11, NOW)
    assert store.desks.blocked(LAN, NOW) is None
