from __future__ import annotations

from dataclasses import replace

import pytest

from bot.access import Access
from bot.errors import NotAllowed
from bot.reminders.agencies import COMMAND_LINE, AgencyList, AgencyNames, compare
from bot.reminders.model import Agency, AgencyKind
from bot.roles import Role
from bot.store import Store
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.officials import COORDINATOR, FOCAL, OFFICER, OWNER, STRANGER, appoint, audited, last_details

HEALTH = Agency("so-y-te", "Sở Y tế", AgencyKind.DEPARTMENT)
LAW = Agency("so-tu-phap", "Sở Tư pháp", AgencyKind.DEPARTMENT)


@pytest.fixture
def agencies(store: Store, knowledge: Knowledge) -> AgencyList:
    for person in (COORDINATOR, OFFICER):
        appoint(store, person, NOW)
    return AgencyList.over(Access(store, frozenset({OWNER})), knowledge)


def test_at_first_there_is_what_the_plan_names(agencies: AgencyList, store: Store) -> None:
    agencies.seed(NOW)
    assert [agency.name for agency in store.agencies.all()] == ["Sở Nội vụ"]


def test_a_list_that_was_emptied_stays_empty(agencies: AgencyList, store: Store) -> None:
    agencies.seed(NOW)
    store.agencies.remove("so-noi-vu", NOW)
    agencies.seed(NOW)
    assert store.agencies.all() == []


def test_a_new_list_takes_the_place_of_the_old_one(agencies: AgencyList, store: Store) -> None:
    agencies.replace(COORDINATOR, [HEALTH, LAW], NOW)
    renamed = replace(HEALTH, name="Sở Y tế và Dân số")
    changes = agencies.replace(COORDINATOR, [renamed], NOW)
    assert (changes.added, changes.changed, changes.removed) == ((), ((HEALTH, renamed),), (LAW,))
    assert store.agencies.all() == [renamed]
    assert audited(store)[-1] == (COORDINATOR, "manage_agencies", None, "done")
    assert last_details(store) == {"added": 0, "changed": 1, "removed": 1}


def test_an_agency_that_comes_back_has_its_focal_points_again(agencies: AgencyList, store: Store) -> None:
    agencies.replace(COORDINATOR, [HEALTH, LAW], NOW)
    store.people.seen(STRANGER, NOW)
    grant = store.roles.add(STRANGER, Role.FOCAL_POINT, HEALTH.id, "Lan", COORDINATOR, NOW)
    store.focal_points.add(grant.id, HEALTH.id, STRANGER, NOW)
    agencies.replace(COORDINATOR, [LAW], NOW)
    assert store.agencies.listed(HEALTH.id) is None
    agencies.replace(COORDINATOR, [LAW, HEALTH], NOW)
    assert [each.person_id for each in store.focal_points.of_agency(HEALTH.id)] == [STRANGER]


def test_who_took_the_role_before_there_was_a_list_gets_their_place(agencies: AgencyList, store: Store) -> None:
    appoint(store, FOCAL, NOW)
    store.roles.add(FOCAL, Role.FOCAL_POINT, HEALTH.id, "Đầu", OWNER, NOW)
    agencies.seed(NOW)
    agencies.seed(NOW)
    assert [each.agency for each in store.focal_points.of_person(FOCAL)] == ["so-noi-vu"]
    agencies.replace(OWNER, [*store.agencies.all(), HEALTH], NOW)
    assert [each.agency for each in store.focal_points.of_person(FOCAL)] == ["so-noi-vu", HEALTH.id]


@pytest.mark.parametrize("person", [OFFICER, STRANGER])
def test_only_who_keeps_agencies_may_replace_the_list(agencies: AgencyList, store: Store, person: int) -> None:
    with pytest.raises(NotAllowed):
        agencies.replace(person, [HEALTH], NOW)
    assert store.agencies.all() == []
    assert audited(store) == [(person, "manage_agencies", None, "refused")]


def test_what_is_done_at_the_machine_is_in_the_audit_as_well(agencies: AgencyList, store: Store) -> None:
    agencies.replace_at_the_machine([HEALTH], NOW)
    assert audited(store) == [(COMMAND_LINE, "manage_agencies", "command line", "done")]


def test_a_list_without_leaders_leaves_those_who_are_there() -> None:
    led = replace(HEALTH, leader_name="Nguyễn Văn A", leader_person_id=7)
    assert compare([led], [HEALTH]).nothing


def test_another_leader_in_the_list_gets_no_messages_of_the_former_one(agencies: AgencyList, store: Store) -> None:
    agencies.replace(OWNER, [replace(HEALTH, leader_name="A")], NOW)
    store.agencies.set_leader(HEALTH.id, 7)
    agencies.replace(OWNER, [replace(HEALTH, leader_name="A")], NOW)
    assert store.agencies.get(HEALTH.id) == replace(HEALTH, leader_name="A", leader_person_id=7)
    agencies.replace(OWNER, [replace(HEALTH, leader_name="B")], NOW)
    assert store.agencies.get(HEALTH.id) == replace(HEALTH, leader_name="B")


def test_names_are_known_of_all_that_ever_were(agencies: AgencyList, store: Store) -> None:
    names = AgencyNames(store)
    agencies.replace(OWNER, [HEALTH, LAW], NOW)
    agencies.replace(OWNER, [LAW], NOW)
    assert names["so-y-te"] == "Sở Y tế"
    assert names.get("so-x", "so-x") == "so-x"
    assert list(names) == ["so-tu-phap"]
    assert len(names) == 1


def test_a_preview_changes_nothing_and_doubts_a_new_name(agencies: AgencyList, store: Store) -> None:
    agencies.replace(OWNER, [HEALTH], NOW)
    found = agencies.preview("Tên,Loại\nSở Y Tế tỉnh,sở\n".encode())
    assert [agency.name for agency in found.changes.added] == ["Sở Y Tế tỉnh"]
    assert found.changes.removed == (HEALTH,)
    assert [doubt.other for doubt in found.doubts] == [HEALTH]
    assert store.agencies.all() == [HEALTH]
