from __future__ import annotations

from pathlib import Path

import pytest

from bot.petitions.states import Move
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import LAN, DeskWorld, desk_world
from tests.support.officials import OFFICER, appoint


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    appoint(store, OFFICER, world.now)
    return world


def test_the_sender_is_told_once_for_each_event_in_their_language(world: DeskWorld) -> None:
    petition = world.petition()
    world.store.people.set_language(LAN, "en", world.now)
    world.press_card(OFFICER, petition, "Tiếp nhận")
    event = world.store.petitions.events(petition.id)[-1]
    world.staff.pressing.desk.notices.tell(world.again(petition), event, world.now)
    [told] = world.told(LAN)
    assert "An official has taken up" in told
    keys = [row["key"] for row in world.store.db["outbox"].rows if ":to:" in row["key"]]
    assert keys == [f"petition:{petition.id}:event:{event.id}:to:{LAN}"]


def test_a_question_is_marked_so_that_a_reply_to_it_is_its_answer(world: DeskWorld) -> None:
    petition = world.petition()
    world.send(OFFICER, petition, "Ở ấp nào?", Move.ASK)
    event = world.store.petitions.events(petition.id)[-1]
    assert world.out(LAN)[-1].about == f"petition:{petition.id}:question:{event.id}"


def test_nobody_is_told_of_notes_and_nobody_who_is_erased(world: DeskWorld) -> None:
    petition = world.petition()
    world.send(OFFICER, petition, "nội bộ", Move.NOTE)
    world.store.petitions.update(petition.id, person_id=None, chat_id=None)
    world.send(OFFICER, petition, "Xong", Move.ANSWER)
    assert world.out(LAN) == []
