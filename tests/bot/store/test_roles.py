from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from bot.roles import Role
from bot.store import Store
from bot.store.roles import Grant
from tests.bot.conftest import BINH, LAN, NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def store(store: Store) -> Store:
    for person in (LAN, BINH):
        store.people.seen(person, NOW)
    return store


def give(store: Store, role: Role = Role.COORDINATOR, agency: str | None = None, person: int = LAN) -> Grant:
    return store.roles.add(person, role, agency, "Lan", BINH, NOW)


def test_a_role_is_kept_with_who_gave_it_and_when(store: Store) -> None:
    grant = give(store)
    assert store.roles.get(grant.id) == grant == Grant(1, LAN, Role.COORDINATOR, None, "Lan", BINH, NOW)
    assert store.roles.held_by(LAN) == store.roles.all() == [grant]
    assert store.roles.held_by(BINH) == []


def test_a_revoked_role_is_no_longer_held_but_stays_readable(store: Store) -> None:
    grant = give(store)
    assert store.roles.revoke(grant.id, BINH, LATER)
    assert store.roles.get(grant.id) is None
    assert store.roles.held_by(LAN) == store.roles.all() == []
    row = store.db.table("roles").get(grant.id)
    assert (row["revoked_by"], row["revoked_at"]) == (BINH, "2026-11-24T02:00:00+00:00")


def test_only_the_first_to_revoke_does_so(store: Store) -> None:
    grant = give(store)
    assert store.roles.revoke(grant.id, BINH, LATER)
    assert not store.roles.revoke(grant.id, LAN, LATER)
    assert store.db.table("roles").get(grant.id)["revoked_by"] == BINH


def test_a_role_is_held_once_and_may_be_given_again_after_it_ended(store: Store) -> None:
    first = give(store)
    with pytest.raises(sqlite3.IntegrityError):
        give(store)
    store.roles.revoke(first.id, BINH, LATER)
    assert give(store).id > first.id


def test_somebody_can_be_the_focal_point_of_two_agencies(store: Store) -> None:
    both = [give(store, Role.FOCAL_POINT, "so-noi-vu"), give(store, Role.FOCAL_POINT, "ubnd-xa")]
    assert store.roles.held_by(LAN) == both


@pytest.mark.parametrize(
    ("role", "agency"),
    [(Role.OWNER, None), (Role.CITIZEN, None), (Role.FOCAL_POINT, None), (Role.COORDINATOR, "so-noi-vu")],
)
def test_the_database_itself_refuses_what_no_rule_allows(store: Store, role: Role, agency: str | None) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        give(store, role, agency)


def test_the_number_of_a_deleted_row_is_never_given_again(store: Store) -> None:
    first = give(store)
    store.db.table("roles").delete(first.id)
    assert give(store).id > first.id


def test_the_last_name_of_a_person_outlives_the_role(store: Store) -> None:
    grant = give(store)
    store.roles.revoke(grant.id, BINH, LATER)
    assert store.roles.name_of(LAN) == "Lan"
    assert store.roles.name_of(BINH) is None


def test_a_person_who_is_forgotten_leaves_no_name_behind(store: Store) -> None:
    give(store)
    store.db.table("people").delete(LAN)
    assert store.roles.name_of(LAN) is None
