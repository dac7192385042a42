from __future__ import annotations

from pathlib import Path

import pytest

from bot.petitions.model import Law, Petition
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import DESK, OTHER_DESK, DeskWorld, desk_world
from tests.support.officials import ADMINISTRATOR, COORDINATOR, FOCAL, OFFICER, OWNER, appoint


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    return desk_world(store, knowledge, tmp_path)


def readers(world: DeskWorld, petition: Petition) -> set[int]:
    return {reader.chat_id for reader in world.staff.cards.routing.readers(petition)}


def test_the_agency_s_own_group_comes_before_the_general_one(world: DeskWorld) -> None:
    petition = world.petition()
    world.has_desk(DESK)
    assert readers(world, petition) == {DESK}
    world.has_desk(OTHER_DESK, petition.agency)
    assert readers(world, petition) == {OTHER_DESK}


def test_another_agency_s_group_does_not_see_it(world: DeskWorld) -> None:
    world.has_desk(OTHER_DESK, "ubnd-tinh")
    assert readers(world, world.petition()) == {OWNER}


def test_without_a_group_it_goes_to_all_who_may_handle_petitions(world: DeskWorld) -> None:
    for person in (ADMINISTRATOR, COORDINATOR, OFFICER, FOCAL):
        appoint(world.store, person, world.now)
    assert readers(world, world.petition()) == {OWNER, ADMINISTRATOR, COORDINATOR, OFFICER}


def test_who_cannot_be_written_to_is_left_out(world: DeskWorld) -> None:
    appoint(world.store, OFFICER, world.now)
    world.store.people.unreachable(OFFICER, world.now)
    assert readers(world, world.petition()) == {OWNER}


def test_a_denunciation_goes_to_no_group(world: DeskWorld) -> None:
    world.has_desk()
    for person in (COORDINATOR, OFFICER):
        appoint(world.store, person, world.now)
    assert readers(world, world.petition(law=Law.DENUNCIATION)) == {OWNER, COORDINATOR}


def test_the_group_of_the_settings_counts_until_another_is_set(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    world = desk_world(store, knowledge, tmp_path, staff_chat_id=DESK)
    petition = world.petition()
    assert readers(world, petition) == {DESK}
    world.has_desk(OTHER_DESK)
    assert readers(world, petition) == {OTHER_DESK}


@pytest.mark.parametrize(
    ("chat_id", "ordinary", "denunciation"),
    [
        (DESK, True, False),
        (OTHER_DESK, False, False),
        (OFFICER, True, False),
        (COORDINATOR, True, True),
        (1, False, False),
    ],
)
def test_where_a_card_may_stay(world: DeskWorld, chat_id: int, ordinary: bool, denunciation: bool) -> None:
    world.has_desk()
    for person in (COORDINATOR, OFFICER):
        appoint(world.store, person, world.now)
    may_see = world.staff.cards.routing.may_see
    assert may_see(chat_id, world.petition()) is ordinary
    assert may_see(chat_id, world.petition(law=Law.DENUNCIATION)) is denunciation


def test_without_coordinators_the_administrators_take_their_place(world: DeskWorld) -> None:
    routing = world.staff.cards.routing
    assert routing.coordinators() == (OWNER,)
    appoint(world.store, COORDINATOR, world.now)
    assert routing.coordinators() == (COORDINATOR,)
