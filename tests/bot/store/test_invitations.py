from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.roles import Role
from bot.store import Store, open_store
from bot.store.invitations import Invitation
from tests.bot.conftest import BINH, LAN, NOW

END = NOW + timedelta(hours=72)
BEFORE = END - timedelta(seconds=1)


def make(store: Store, token_hash: str = "h", role: Role = Role.COORDINATOR, agency: str | None = None) -> Invitation:
    return store.invitations.add(token_hash, role, agency, LAN, NOW, END)


@pytest.fixture
def other(store: Store, tmp_path: Path) -> Iterator[Store]:
    """A second connection to the same database."""
    other = open_store(tmp_path / "data")
    yield other
    other.close()


def test_an_invitation_is_found_by_its_hash_and_by_its_number(store: Store) -> None:
    made = make(store)
    assert store.invitations.find("h") == store.invitations.get(made.id, NOW) == made
    assert store.invitations.open(NOW) == [made]
    assert store.invitations.find("other") is None


def test_it_is_taken_once(store: Store) -> None:
    made = make(store)
    taken = store.invitations.take("h", BINH, NOW)
    assert taken is not None
    assert taken.id == made.id
    assert taken.used
    assert store.invitations.take("h", LAN, NOW) is None
    assert store.db.table("invitations").get(made.id)["used_by"] == BINH


def test_of_two_connections_one_takes_it(store: Store, other: Store) -> None:
    make(store)
    assert other.invitations.find("h")
    assert store.invitations.take("h", BINH, NOW)
    assert other.invitations.take("h", LAN, NOW) is None


@pytest.mark.parametrize(("moment", "valid"), [(NOW, True), (BEFORE, True), (END, False)])
def test_it_ends_at_the_second(store: Store, moment: datetime, valid: bool) -> None:
    made = make(store)
    assert bool(store.invitations.open(moment)) is valid
    assert bool(store.invitations.get(made.id, moment)) is valid
    assert bool(store.invitations.take("h", BINH, moment)) is valid


def test_a_revoked_one_cannot_be_taken(store: Store) -> None:
    made = make(store)
    assert store.invitations.revoke(made.id, NOW)
    assert not store.invitations.revoke(made.id, NOW)
    assert store.invitations.take("h", BINH, NOW) is None
    found = store.invitations.find("h")
    assert found is not None
    assert found.revoked
    assert not found.used


def test_one_that_was_taken_or_has_ended_is_not_revoked_any_more(store: Store) -> None:
    taken, ended = make(store, "taken"), make(store, "ended")
    store.invitations.take("taken", BINH, NOW)
    assert not store.invitations.revoke(taken.id, NOW)
    assert not store.invitations.revoke(ended.id, END)


def test_a_hash_stands_for_one_invitation(store: Store) -> None:
    make(store)
    with pytest.raises(sqlite3.IntegrityError):
        make(store)


def test_a_focal_point_has_an_agency_and_nobody_else_does(store: Store) -> None:
    assert make(store, role=Role.FOCAL_POINT, agency="so-noi-vu").agency == "so-noi-vu"
    with pytest.raises(sqlite3.IntegrityError):
        make(store, "2", Role.FOCAL_POINT)
    with pytest.raises(sqlite3.IntegrityError):
        make(store, "3", Role.COORDINATOR, "so-noi-vu")
