from __future__ import annotations

from datetime import timedelta

import pytest

from bot.access import Access
from bot.errors import NotAllowed, NotFound
from bot.inviting import Inviting
from bot.roles import GRANTS, PERMITTED, Operation, Role
from bot.store import Store
from tests.bot.conftest import NOW
from tests.support.officials import (
    ADMINISTRATOR,
    COORDINATOR,
    FOCAL,
    HELD,
    OFFICER,
    OWNER,
    PERSONS,
    STRANGER,
    appoint,
    appoint_to,
    audited,
    last_details,
)

STORED = [role for role, _agency in HELD.values()]


@pytest.fixture
def access(store: Store) -> Access:
    return Access(store, frozenset({OWNER}))


@pytest.fixture
def staffed(access: Access) -> Access:
    for person in HELD:
        appoint(access.store, person, NOW)
    return access


def test_everybody_is_a_citizen_and_an_owner_is_one_by_the_settings(staffed: Access) -> None:
    assert staffed.roles_of(STRANGER) == {Role.CITIZEN}
    assert staffed.roles_of(OWNER) == {Role.OWNER, Role.CITIZEN}
    assert staffed.roles_of(FOCAL) == {Role.FOCAL_POINT, Role.CITIZEN}
    assert Access(staffed.store, frozenset()).roles_of(OWNER) == {Role.CITIZEN}


def test_for_which_agencies_somebody_may_do_something(staffed: Access) -> None:
    def agencies(person: int, operation: Operation = Operation.HANDLE_PETITIONS) -> frozenset[str] | None:
        return staffed.agencies_of(person, operation)

    assert agencies(OWNER) is agencies(OFFICER) is agencies(COORDINATOR) is None
    assert agencies(STRANGER) == agencies(FOCAL) == frozenset()
    assert agencies(FOCAL, Operation.SEE_FIGURES) == {"so-noi-vu"}
    appoint_to(staffed.store, FOCAL, "ubnd-tinh", NOW)
    assert agencies(FOCAL) == {"ubnd-tinh"}
    assert agencies(FOCAL, Operation.SEE_FIGURES) == {"so-noi-vu", "ubnd-tinh"}
    appoint_to(staffed.store, OFFICER, "ubnd-tinh", NOW)
    assert agencies(OFFICER) is None, "who handles all keeps that"


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("role", Role)
def test_every_operation_for_every_role(staffed: Access, role: Role, operation: Operation) -> None:
    person = PERSONS[role]
    if PERMITTED[operation] & {role, Role.CITIZEN}:
        staffed.require(person, operation, NOW)
        assert audited(staffed.store) == []
    else:
        with pytest.raises(NotAllowed, match="dành cho cán bộ"):
            staffed.require(person, operation, NOW)
        assert audited(staffed.store) == [(person, operation, None, "refused")]


@pytest.mark.parametrize("taken", STORED)
@pytest.mark.parametrize("role", Role)
def test_who_may_take_back_what(staffed: Access, role: Role, taken: Role) -> None:
    [grant] = [grant for grant in staffed.store.roles.all() if grant.role is taken]
    actor = PERSONS[role]
    if taken in GRANTS.get(role, ()):
        assert staffed.revocable(actor, grant.id, NOW) == grant
        assert staffed.revoke(actor, grant.id, NOW) == grant
        assert staffed.store.roles.held_by(grant.person_id) == []
        assert audited(staffed.store) == [(actor, "revoke_role", f"role {grant.id}", "done")]
    else:
        with pytest.raises(NotAllowed):
            staffed.revocable(actor, grant.id, NOW)
        with pytest.raises(NotAllowed):
            staffed.revoke(actor, grant.id, NOW)
        assert staffed.store.roles.held_by(grant.person_id) == [grant]
        assert audited(staffed.store) == [(actor, "revoke_role", f"role {grant.id}", "refused")] * 2


def test_a_change_is_kept_with_its_details(staffed: Access) -> None:
    [focal] = staffed.store.roles.held_by(FOCAL)
    staffed.revoke(OWNER, focal.id, NOW)
    assert last_details(staffed.store) == {"person": FOCAL, "role": "focal_point", "agency": "so-noi-vu"}


def test_a_role_taken_back_twice_is_refused_politely(staffed: Access) -> None:
    [grant] = staffed.store.roles.held_by(OFFICER)
    staffed.revoke(OWNER, grant.id, NOW)
    with pytest.raises(NotFound):
        staffed.revoke(ADMINISTRATOR, grant.id, NOW)
    assert [outcome for *_entry, outcome in audited(staffed.store)] == ["done", "refused"]


def test_who_may_not_take_back_learns_nothing_of_what_there_is(staffed: Access) -> None:
    [grant] = staffed.store.roles.held_by(OFFICER)
    words = set()
    for number in (grant.id, 999):
        with pytest.raises(NotAllowed) as refused:
            staffed.revoke(STRANGER, number, NOW)
        words.add(str(refused.value))
    assert len(words) == 1


def test_the_rights_of_a_removed_official_end_at_once(staffed: Access) -> None:
    [grant] = staffed.store.roles.held_by(ADMINISTRATOR)
    staffed.revoke(OWNER, grant.id, NOW)
    for operation in (Operation.INVITE, Operation.SEE_OFFICIALS, Operation.REVOKE_ROLE):
        with pytest.raises(NotAllowed):
            staffed.require(ADMINISTRATOR, operation, NOW)


def test_open_invitations_end_with_the_role_they_rested_on(staffed: Access) -> None:
    inviting = Inviting(staffed, ["so-noi-vu"])
    by_coordinator, _token = inviting.invite(COORDINATOR, Role.FOCAL_POINT, "so-noi-vu", NOW)
    by_owner, _token = inviting.invite(OWNER, Role.FOCAL_POINT, "so-noi-vu", NOW)
    [grant] = staffed.store.roles.held_by(COORDINATOR)
    staffed.revoke(ADMINISTRATOR, grant.id, NOW)
    assert [each.id for each in staffed.store.invitations.open(NOW)] == [by_owner.id]
    assert last_details(staffed.store)["invitations"] == str(by_coordinator.id)


def test_a_role_can_be_given_back(staffed: Access) -> None:
    [grant] = staffed.store.roles.held_by(OFFICER)
    assert staffed.own(OFFICER, grant.id, NOW) == grant
    assert staffed.give_back(OFFICER, grant.id, NOW) == grant
    assert staffed.roles_of(OFFICER) == {Role.CITIZEN}
    assert audited(staffed.store) == [(OFFICER, "give_back_role", f"role {grant.id}", "done")]


@pytest.mark.parametrize("person", [OWNER, ADMINISTRATOR, STRANGER])
def test_only_ones_own_role_can_be_given_back(staffed: Access, person: int) -> None:
    [grant] = staffed.store.roles.held_by(OFFICER)
    words = set()
    for number in (grant.id, 999):
        with pytest.raises(NotFound) as refused:
            staffed.own(person, number, NOW)
        with pytest.raises(NotFound):
            staffed.give_back(person, number, NOW)
        words.add(str(refused.value))
    assert len(words) == 1, "it is not told whether the role exists"
    assert staffed.store.roles.held_by(OFFICER) == [grant]
    assert [outcome for *_entry, outcome in audited(staffed.store)] == ["refused"] * 4


def test_officials_see_each_other_and_citizens_do_not(staffed: Access) -> None:
    assert len(staffed.officials(FOCAL, NOW)) == len(HELD)
    with pytest.raises(NotAllowed):
        staffed.officials(STRANGER, NOW)


def change_and_fail(access: Access, error: Exception) -> None:
    with access.acting(OWNER, Operation.INVITE, NOW, "x") as entry:
        access.store.people.seen(99, NOW)
        entry.details["why"] = "late"
        raise error


def test_a_refusal_outlives_the_change_that_it_undid(staffed: Access) -> None:
    with pytest.raises(NotAllowed):
        change_and_fail(staffed, NotAllowed("no"))
    assert audited(staffed.store) == [(OWNER, "invite", "x", "refused")]
    assert last_details(staffed.store) == {"why": "late"}
    assert not staffed.store.db.table("people").count_where("id = 99")


def test_a_refusal_is_kept_when_it_is_answered_inside_a_larger_transaction(staffed: Access) -> None:
    with staffed.store.db.atomic():
        staffed.store.people.seen(STRANGER, NOW)
        with pytest.raises(NotAllowed):
            staffed.revoke(STRANGER, 1, NOW)
    assert len(audited(staffed.store)) == 1


def test_what_fails_otherwise_leaves_neither_change_nor_entry(staffed: Access) -> None:
    with pytest.raises(RuntimeError):
        change_and_fail(staffed, RuntimeError())
    assert audited(staffed.store) == []
    assert not staffed.store.db.table("people").count_where("id = 99")


def test_the_moment_is_that_of_the_action(staffed: Access) -> None:
    [grant] = staffed.store.roles.held_by(OFFICER)
    staffed.revoke(OWNER, grant.id, NOW + timedelta(minutes=1))
    [row] = staffed.store.db["audit"].rows
    assert row["at"] == staffed.store.db.table("roles").get(grant.id)["revoked_at"] == "2026-11-23T02:01:00+00:00"
