from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.petitions.setting_desk import Group
from bot.store import Store
from bot.store.desks import Desk
from knowledge import Knowledge
from tests.support.desk_world import DESK, LAN, OTHER_DESK, DeskWorld, desk_world
from tests.support.officials import ADMINISTRATOR, COORDINATOR, OFFICER, OWNER, STRANGER, appoint, audited

GROUP = Group(DESK, "Tổ xử lý", is_forum=True)


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    return desk_world(store, knowledge, tmp_path)


@pytest.mark.parametrize(
    ("typed", "agency"),
    [("", None), ("Sở Nội vụ", "so-noi-vu"), ("so-noi-vu", "so-noi-vu"), ("sở nội vụ", "so-noi-vu")],
)
def test_a_group_becomes_a_desk(world: DeskWorld, typed: str, agency: str | None) -> None:
    world.staff.setting.ask(OWNER, GROUP, typed, world.now)
    assert world.store.desks.all() == [Desk(DESK, agency, "Tổ xử lý", is_forum=True)]
    assert audited(world.store)[-1] == (OWNER, "set_desk", f"group {DESK}", "done")


def test_several_agencies_of_like_names_are_offered(world: DeskWorld) -> None:
    reply = world.staff.setting.ask(OWNER, GROUP, "ban dân vận", world.now)
    assert len(reply.buttons) > 1
    assert world.store.desks.all() == []
    agency = reply.buttons[0][0].data.rpartition(":")[2]
    world.staff.setting.set(OWNER, GROUP, agency, world.now)
    assert [desk.agency for desk in world.store.desks.all()] == [agency]


def test_unknown_names_set_nothing(world: DeskWorld) -> None:
    assert "không biết cơ quan" in world.staff.setting.ask(OWNER, GROUP, "qwxzj kkk", world.now).plain()
    with pytest.raises(NotFound):
        world.staff.setting.set(OWNER, GROUP, "nowhere", world.now)
    assert world.store.desks.all() == []


@pytest.mark.parametrize("person", [COORDINATOR, OFFICER, STRANGER])
@pytest.mark.parametrize("typed", ["", "ban dân vận"])
def test_only_owners_and_administrators_may(world: DeskWorld, person: int, typed: str) -> None:
    if person is not STRANGER:
        appoint(world.store, person, world.now)
    with pytest.raises(NotAllowed):
        world.staff.setting.ask(person, GROUP, typed, world.now)
    with pytest.raises(NotAllowed):
        world.staff.setting.give_up(person, DESK, world.now)
    assert {row[-1] for row in audited(world.store)} == {"refused"}


def test_an_administrator_may(world: DeskWorld) -> None:
    appoint(world.store, ADMINISTRATOR, world.now)
    world.staff.setting.ask(ADMINISTRATOR, GROUP, "", world.now)
    world.staff.setting.give_up(ADMINISTRATOR, DESK, world.now)
    assert world.store.desks.all() == []


def test_what_nobody_has_seen_comes_to_the_new_desk(world: DeskWorld) -> None:
    petition = world.petition()
    world.store.db.execute("UPDATE outbox SET status = 'failed'")
    world.staff.setting.ask(OWNER, GROUP, "", world.now)
    assert world.card(petition).topic == f"card:{petition.id}"


def test_the_overview_names_the_groups(world: DeskWorld) -> None:
    assert "Chưa có nhóm" in world.staff.setting.overview(OWNER, world.now).plain()
    world.has_desk()
    world.has_desk(OTHER_DESK, "ubnd-tinh")
    text = world.staff.setting.overview(OWNER, world.now).plain()
    assert "Tổ xử lý: mọi cơ quan còn lại" in text
    assert "Tổ xử lý: UBND tỉnh" in text


class TestLosingTheGroup:
    def test_petitions_go_to_people_and_the_administrators_are_told(self, world: DeskWorld) -> None:
        world.has_desk()
        appoint(world.store, OFFICER, world.now)
        old = world.petition()
        world.deliver()
        world.staff.setting.left(GROUP, world.now)
        assert any("không còn ở trong nhóm “Tổ xử lý”" in text for text in world.told(OWNER))
        new = world.petition("Đèn hư")
        for person in (OWNER, OFFICER):
            assert world.card(old, person)
            assert world.card(new, person)

    def test_of_any_other_group_nobody_is_told(self, world: DeskWorld) -> None:
        world.staff.setting.left(GROUP, world.now)
        assert world.told(OWNER) == []

    def test_it_works_again_when_the_bot_is_back(self, world: DeskWorld) -> None:
        world.has_desk()
        world.staff.setting.left(GROUP, world.now)
        world.staff.setting.came_back(DESK)
        assert world.card(world.petition())

    def test_the_group_of_the_settings_is_lost_too(self, store: Store, knowledge: Knowledge, tmp_path: Path) -> None:
        world = desk_world(store, knowledge, tmp_path, staff_chat_id=DESK)
        world.staff.setting.left(GROUP, world.now)
        assert world.card(world.petition(), OWNER)
        assert world.out(DESK) == []
        world.staff.setting.came_back(DESK)
        assert world.card(world.petition())

    def test_the_group_of_the_settings_is_followed_when_it_moves(
        self, store: Store, knowledge: Knowledge, tmp_path: Path
    ) -> None:
        world = desk_world(store, knowledge, tmp_path, staff_chat_id=DESK)
        world.staff.setting.moved(DESK, Group(OTHER_DESK, "Tổ xử lý"), world.now)
        world.staff.setting.moved(DESK, Group(OTHER_DESK, "Tổ xử lý"), world.now)
        assert world.card(world.petition(), OTHER_DESK)


class TestNobody:
    def test_the_administrators_are_told_when_there_is_neither_group_nor_officer(self, world: DeskWorld) -> None:
        petition = world.petition("Chuyện riêng của tôi")
        [alarm] = world.told(OWNER)
        assert "chưa có nhóm hay cán bộ nào" in alarm
        assert "riêng" not in alarm
        assert world.card(petition, OWNER), "they can handle it themselves meanwhile"

    def test_an_officer_is_enough(self, world: DeskWorld) -> None:
        appoint(world.store, OFFICER, world.now)
        petition = world.petition()
        assert world.told(OWNER) == []
        assert world.card(petition, OFFICER)

    def test_one_who_cannot_be_written_to_is_not(self, world: DeskWorld) -> None:
        appoint(world.store, OFFICER, world.now)
        world.store.people.unreachable(OFFICER, world.now)
        world.petition(person=LAN)
        assert len(world.told(OWNER)) == 1
