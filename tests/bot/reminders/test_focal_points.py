from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BotError, NotAllowed, NotFound
from bot.reminders.focal_points import FocalPoints
from bot.roles import Role
from bot.store import Store
from bot.store.agency_invitations import Place
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.agencies import AN, BA, CHI, HEALTH, LAW, found, order, settle, side_over
from tests.support.officials import COORDINATOR, OFFICER, OWNER, STRANGER, appoint, audited, last_details


@pytest.fixture
def focal_points(store: Store, knowledge: Knowledge, tmp_path: Path) -> FocalPoints:
    for person in (COORDINATOR, OFFICER):
        appoint(store, person, NOW)
    found(store, NOW)
    return side_over(store, knowledge, tmp_path).focal_points


def link(focal_points: FocalPoints, place: Place = Place.FOCAL_POINT, replaces: int | None = None) -> str:
    _offer, token = focal_points.invite(COORDINATOR, HEALTH.id, place, NOW, replaces)
    return token


def test_who_takes_the_place_holds_the_role_and_stands_in_the_list(focal_points: FocalPoints, store: Store) -> None:
    focal_points.accept(AN, "An", link(focal_points), NOW)
    [grant] = store.roles.held_by(AN)
    [point] = store.focal_points.of_agency(HEALTH.id)
    assert (grant.role, grant.agency) == (Role.FOCAL_POINT, HEALTH.id)
    assert (point.role_id, point.person_id, point.rank, point.name) == (grant.id, AN, 1, "An")
    assert audited(store)[-1] == (AN, "accept_invitation", "invitation 1", "done")
    assert last_details(store)["place"] == "focal_point"


def test_the_first_is_the_main_one_and_the_next_a_deputy(focal_points: FocalPoints, store: Store) -> None:
    for person in (AN, BA, CHI):
        focal_points.accept(person, "x", link(focal_points), NOW)
    assert order(store) == [AN, BA, CHI]


def test_looking_changes_nothing(focal_points: FocalPoints, store: Store) -> None:
    token = link(focal_points)
    assert focal_points.look(AN, token, NOW).agency == HEALTH
    assert order(store) == []


def test_a_link_works_for_one(focal_points: FocalPoints, store: Store) -> None:
    token = link(focal_points)
    focal_points.accept(AN, "An", token, NOW)
    for attempt in (lambda: focal_points.look(BA, token, NOW), lambda: focal_points.accept(BA, "Ba", token, NOW)):
        with pytest.raises(NotFound):
            attempt()
    assert order(store) == [AN]


def test_a_link_to_an_agency_that_left_the_list_does_not_work(focal_points: FocalPoints, store: Store) -> None:
    token = link(focal_points)
    store.agencies.remove(HEALTH.id, NOW)
    for attempt in (lambda: focal_points.look(AN, token, NOW), lambda: focal_points.accept(AN, "An", token, NOW)):
        with pytest.raises(NotFound, match="không dùng được"):
            attempt()
    assert store.roles.held_by(AN) == []
    assert len(store.invitations.open(NOW)) == 1, "taking it was rolled back"


def test_nor_does_one_to_a_role(focal_points: FocalPoints, store: Store) -> None:
    _invitation, token = focal_points.inviting.invite(OWNER, Role.DESK_OFFICER, None, NOW)
    with pytest.raises(NotFound):
        focal_points.accept(AN, "An", token, NOW)
    assert store.roles.held_by(AN) == []


def test_who_is_the_focal_point_leaves_the_link_for_somebody_else(focal_points: FocalPoints, store: Store) -> None:
    settle(store, AN, NOW)
    token = link(focal_points)
    for attempt in (lambda: focal_points.look(AN, token, NOW), lambda: focal_points.accept(AN, "An", token, NOW)):
        with pytest.raises(NotAllowed, match="đã giữ vai trò"):
            attempt()
    focal_points.accept(BA, "Ba", token, NOW)
    assert order(store) == [AN, BA]


def test_a_successor_takes_the_very_place(focal_points: FocalPoints, store: Store) -> None:
    first = settle(store, AN, NOW)
    settle(store, BA, NOW)
    offer = focal_points.accept(CHI, "Chi", link(focal_points, replaces=first.id), NOW)
    assert offer.former == first
    assert order(store) == [CHI, BA]
    assert store.roles.held_by(AN) == []
    assert last_details(store)["replaced"] == first.id


def test_a_successor_of_who_left_meanwhile_comes_behind_the_others(focal_points: FocalPoints, store: Store) -> None:
    first = settle(store, AN, NOW)
    settle(store, BA, NOW)
    token = link(focal_points, replaces=first.id)
    focal_points.access.give_back(AN, first.role_id, NOW)
    assert focal_points.accept(CHI, "Chi", token, NOW).former is None
    assert order(store) == [BA, CHI]


def test_the_order_is_changed_one_by_one(focal_points: FocalPoints, store: Store) -> None:
    points = [settle(store, person, NOW) for person in (AN, BA, CHI)]
    assert focal_points.move(COORDINATOR, points[2].id, -1, NOW) == HEALTH.id
    assert order(store) == [AN, CHI, BA]
    focal_points.move(COORDINATOR, points[0].id, -1, NOW)
    assert order(store) == [AN, CHI, BA]
    focal_points.move(COORDINATOR, points[0].id, 1, NOW)
    assert order(store) == [CHI, AN, BA]


def test_a_place_taken_back_ends_the_role_and_the_others_move_up(focal_points: FocalPoints, store: Store) -> None:
    points = [settle(store, person, NOW) for person in (AN, BA, CHI)]
    focal_points.take_back(COORDINATOR, points[0].id, NOW)
    assert order(store) == [BA, CHI]
    assert store.roles.held_by(AN) == []
    with pytest.raises(NotFound):
        focal_points.take_back(COORDINATOR, points[0].id, NOW)


@pytest.mark.parametrize("by", ["give_back", "revoke"])
def test_a_role_that_ends_elsewhere_ends_the_place(focal_points: FocalPoints, store: Store, by: str) -> None:
    settle(store, BA, NOW, LAW)
    point = settle(store, AN, NOW)
    settle(store, BA, NOW)
    actor = AN if by == "give_back" else COORDINATOR
    getattr(focal_points.access, by)(actor, point.role_id, NOW)
    assert order(store) == [BA]
    assert order(store, LAW) == [BA]


def test_a_leader_is_told_things_and_holds_no_role(focal_points: FocalPoints, store: Store) -> None:
    focal_points.accept(STRANGER, "Lan", link(focal_points, Place.LEADER), NOW)
    agency = store.agencies.get(HEALTH.id)
    assert agency is not None
    assert agency.leader_person_id == STRANGER
    assert store.roles.held_by(STRANGER) == []
    assert order(store) == []
    focal_points.drop_leader(STRANGER, HEALTH.id, NOW)
    assert store.agencies.led_by(STRANGER) == []


def test_a_focal_point_can_be_the_leader_as_well(focal_points: FocalPoints, store: Store) -> None:
    settle(store, AN, NOW)
    token = link(focal_points, Place.LEADER)
    assert focal_points.look(AN, token, NOW).place is Place.LEADER
    focal_points.accept(AN, "An", token, NOW)
    assert [agency.id for agency in store.agencies.led_by(AN)] == [HEALTH.id]


def test_the_leader_is_dropped_by_who_keeps_agencies_and_nobody_else(focal_points: FocalPoints, store: Store) -> None:
    store.agencies.set_leader(HEALTH.id, STRANGER)
    for person in (AN, OFFICER):
        with pytest.raises(NotAllowed):
            focal_points.drop_leader(person, HEALTH.id, NOW)
    focal_points.drop_leader(COORDINATOR, HEALTH.id, NOW)
    with pytest.raises(NotFound):
        focal_points.drop_leader(COORDINATOR, HEALTH.id, NOW)


def test_a_person_says_of_themselves_alone_that_they_still_are_it(focal_points: FocalPoints, store: Store) -> None:
    point = settle(store, AN, NOW)
    settle(store, BA, NOW)
    with pytest.raises(NotFound):
        focal_points.confirm(BA, point.id, True, NOW)
    with pytest.raises(NotAllowed):
        focal_points.confirm(STRANGER, point.id, True, NOW)
    store.focal_points.asked(point.id, NOW)
    focal_points.confirm(AN, point.id, True, NOW)
    assert audited(store)[-1] == (AN, "confirm_place", f"focal point {point.id}", "done")


@pytest.mark.parametrize("person", [OFFICER, AN, STRANGER])
def test_nobody_else_touches_focal_points(focal_points: FocalPoints, store: Store, person: int) -> None:
    points = [settle(store, AN, NOW), settle(store, BA, NOW)]
    attempts = [
        lambda: focal_points.agency(person, HEALTH.id, NOW),
        lambda: focal_points.invite(person, HEALTH.id, Place.FOCAL_POINT, NOW),
        lambda: focal_points.move(person, points[1].id, -1, NOW),
        lambda: focal_points.take_back(person, points[1].id, NOW),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert order(store) == [AN, BA]
    assert [row[3] for row in audited(store)] == ["refused"] * len(attempts)


@pytest.mark.parametrize("agency", ["", "so-x", "' OR 1=1 --"])
def test_an_agency_that_nobody_knows_is_not_found(focal_points: FocalPoints, agency: str) -> None:
    with pytest.raises(BotError):
        focal_points.invite(COORDINATOR, agency, Place.FOCAL_POINT, NOW)
