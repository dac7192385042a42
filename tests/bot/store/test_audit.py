from __future__ import annotations

import sqlite3

import pytest

from bot.store import Store
from bot.store.audit import Entry, Outcome
from tests.bot.conftest import LAN, NOW


@pytest.fixture
def store(store: Store) -> Store:
    store.audit.add(Entry(LAN, "invite", "invitation 5", {"role": "coordinator"}), Outcome.DONE, NOW)
    return store


def test_an_entry_is_readable_as_it_stands(store: Store) -> None:
    [row] = store.db["audit"].rows
    assert row == {
        "id": 1,
        "at": "2026-11-23T02:00:00+00:00",
        "actor_id": LAN,
        "action": "invite",
        "subject": "invitation 5",
        "details": '{"role": "coordinator"}',
        "outcome": "done",
    }


@pytest.mark.parametrize("statement", ["UPDATE audit SET outcome = 'refused'", "DELETE FROM audit"])
def test_what_was_written_stays(store: Store, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        store.db.execute(statement)
    assert store.db.table("audit").count == 1


def test_it_belongs_to_the_transaction_at_hand(store: Store) -> None:
    def fail_after_an_entry() -> None:
        with store.db.atomic():
            store.audit.add(Entry(LAN, "invite"), Outcome.DONE, NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_an_entry()
    assert store.db.table("audit").count == 1
