from __future__ import annotations

from datetime import timedelta

import pytest

from bot.petitions.model import NewFile
from bot.store import Store
from bot.store.fetches import Fetch, Loss
from bot.store.outbox import MOST_ATTEMPTS
from tests.bot.conftest import LAN, NOW

HASH = "0" * 64


@pytest.fixture
def fetch(store: Store) -> Fetch:
    """A photo that has to be fetched."""
    store.attachments.add(LAN, NewFile(1, "photo", "id", "unique", size=10), NOW)
    fetch = store.fetches.next(NOW)
    assert fetch is not None
    return fetch


def test_each_file_is_due_at_once_until_it_is_stored(store: Store, fetch: Fetch) -> None:
    store.attachments.add(LAN, NewFile(2, "voice", "id2", "unique2"), NOW)
    other = store.fetches.next(NOW, {fetch.id})
    assert other is not None
    assert (fetch.file_id, other.file_id) == ("id", "id2")
    assert store.fetches.next(NOW, {fetch.id, other.id}) is None
    store.fetches.stored(fetch.id, HASH, 12, NOW)
    assert store.fetches.next(NOW) == other
    assert store.fetches.needed(HASH)
    assert store.fetches.twin("unique") == HASH
    assert store.fetches.twin("unique2") is None


def test_after_failures_it_waits_longer_and_longer_and_is_given_up_after_a_day(store: Store, fetch: Fetch) -> None:
    now, waits = NOW, []
    for _attempt in range(MOST_ATTEMPTS):
        store.fetches.again(fetch.id, now)
        wait = timedelta()
        while store.fetches.next(now + wait) is None:
            wait += timedelta(minutes=1)
        waits.append(wait)
        now += wait
    minutes = [int(wait.total_seconds() // 60) for wait in waits]
    assert minutes[:6] == [0, 1, 5, 30, 60, 60]
    assert now - NOW >= timedelta(hours=24)
    store.fetches.again(fetch.id, now)
    assert store.fetches.next(now + timedelta(days=30)) is None
    assert [row["error"] for row in store.db["attachments"].rows] == [Loss.UNREACHABLE]


def test_what_is_lost_is_not_tried_again(store: Store, fetch: Fetch) -> None:
    store.fetches.lost(fetch.id, Loss.TOO_BIG)
    assert store.fetches.next(NOW) is None


def test_a_file_that_was_dropped_meanwhile_is_no_error(store: Store, fetch: Fetch) -> None:
    store.db.execute("DELETE FROM attachments")
    store.fetches.again(fetch.id, NOW)
    store.fetches.stored(fetch.id, HASH, 1, NOW)
    store.fetches.lost(fetch.id, Loss.REFUSED)
    assert not store.fetches.needed(HASH)
