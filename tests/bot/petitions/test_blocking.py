from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NotFound
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import LAN, DeskWorld, desk_world
from tests.support.officials import OFFICER, appoint, audited, last_details


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    appoint(store, OFFICER, world.now)
    return world


def test_blocking_asks_why_and_for_how_long(world: DeskWorld) -> None:
    petition = world.petition()
    history = world.press_card(OFFICER, petition, "Lịch sử")
    why = world.press(OFFICER, _data(history.reply.buttons[0][0].data))
    how_long = world.press(OFFICER, _data(why.reply.buttons[0][0].data))
    done = world.press(OFFICER, _data(how_long.reply.buttons[0][0].data))
    assert "đến hết ngày 30/11/2026" in done.reply.plain()
    block = world.store.desks.blocked(LAN, world.now)
    assert block is not None
    assert block.reason == "spam"
    assert world.store.desks.blocked(LAN, world.now + timedelta(days=7)) is None
    assert last_details(world.store) == {"reason": "spam", "days": 7}, "the petition tells whom, while there is anybody"
    assert audited(world.store)[-1] == (OFFICER, "block_person", f"petition {petition.id}", "done")


def test_unblocking(world: DeskWorld) -> None:
    petition = world.petition()
    world.press(OFFICER, f"block:{petition.id}:abuse:90")
    world.press(OFFICER, f"unblock:{petition.id}")
    assert world.store.desks.blocked(LAN, world.now) is None
    with pytest.raises(NotFound, match="không bị chặn"):
        world.press(OFFICER, f"unblock:{petition.id}")


@pytest.mark.parametrize("data", ["block:1:other:7", "block:1:spam:9999", "block:9:spam:7"])
def test_forged_blocks_lead_nowhere(world: DeskWorld, data: str) -> None:
    world.petition()
    with pytest.raises(NotFound):
        world.press(OFFICER, data)
    assert world.store.db["blocks"].count == 0
    assert audited(world.store)[-1][-1] == "refused"


def test_who_is_erased_cannot_be_blocked(world: DeskWorld) -> None:
    petition = world.petition()
    world.store.petitions.update(petition.id, person_id=None)
    with pytest.raises(NotFound, match="đã được xóa"):
        world.press(OFFICER, f"block:{petition.id}:spam:7")


def _data(button: str) -> str:
    return button.removeprefix("s:")
