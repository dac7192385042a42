from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.petitions.likeness import MOST, RECENT
from bot.petitions.model import Law
from bot.petitions.states import Move
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import BINH, DeskWorld, desk_world
from tests.support.officials import OFFICER, appoint

FLOOD = "Cống thoát nước trước chợ Phước Hưng bị nghẹt, mưa là ngập đường"


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    appoint(store, OFFICER, world.now)
    return world


def alike(world: DeskWorld, words: str, **more: str) -> list[str]:
    """The words of the look-alikes of a new petition."""
    new = world.petition(words, **more)  # type: ignore[arg-type]
    return [other.words for other in world.staff.cards.likeness.alike(new, world.now)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Nước ngập đường trước chợ Phước Hưng do cống nghẹt mấy bữa nay", True),
        ("cong truoc cho phuoc hung bi nghet, mua la ngap", True),
        (FLOOD, True),
        ("Đường vào ấp hư hỏng nặng, có nhiều ổ gà, đề nghị sửa", False),
        ("Cán bộ một cửa hách dịch khi tôi làm khai sinh cho con", False),
        ("x", False),
    ],
)
def test_what_is_about_the_same_is_found(world: DeskWorld, words: str, found: bool) -> None:
    world.petition(FLOOD)
    assert alike(world, words) == ([FLOOD] if found else [])


def test_the_same_words_at_another_place_are_another_matter(world: DeskWorld) -> None:
    lamp = "Đèn đường bị hư, tối đi lại rất nguy hiểm"
    world.petition(lamp, place="a")
    assert alike(world, "Đèn đường hư, đi lại tối nguy hiểm", place="b") == []
    assert len(alike(world, "Đèn đường hư, đi lại tối nguy hiểm", place="a")) == 2


def test_another_category_does_no_harm(world: DeskWorld) -> None:
    world.petition(FLOOD, category="khac")
    assert alike(world, FLOOD) == [FLOOD]


def test_there_are_never_more_than_three(world: DeskWorld) -> None:
    for person in range(2000, 2006):
        world.petition(FLOOD, person)
    assert len(alike(world, FLOOD)) == MOST


def test_what_is_settled_joined_old_or_confidential_is_left_out(world: DeskWorld) -> None:
    settled = world.petition(FLOOD)
    world.send(OFFICER, settled, "Xong", Move.ANSWER)
    world.petition(FLOOD, law=Law.DENUNCIATION)
    assert alike(world, FLOOD) == []
    world.now += RECENT + timedelta(days=1)
    assert alike(world, FLOOD) == []


def test_a_denunciation_is_like_nothing(world: DeskWorld) -> None:
    world.petition(FLOOD)
    secret = world.petition(FLOOD, BINH, law=Law.DENUNCIATION)
    assert world.staff.cards.likeness.alike(secret, world.now) == ()
