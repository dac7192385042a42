from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.i18n import use_locale
from bot.petitions.codes import Code, parse
from bot.petitions.staff_pages import CardView
from bot.petitions.state_names import move_name, state_name
from bot.petitions.states import Move, State
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import BINH, DeskWorld, desk_world
from tests.support.officials import OFFICER, appoint

OPEN_ROWS = ["Chuyển", "Hỏi thêm", "Trả lời", "Ghi chú", "Sửa", "Từ chối", "Lịch sử"]


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    appoint(store, OFFICER, world.now)
    return world


def labels(world: DeskWorld, view: CardView) -> list[str]:
    reply = world.staff.cards.pages.card(view, world.now)
    return [button.label for row in reply.buttons for button in row]


@pytest.mark.parametrize(
    ("state", "handled", "buttons"),
    [
        (State.RECEIVED, False, ["Tiếp nhận", *OPEN_ROWS]),
        (State.ACCEPTED, True, ["Trả lại", *OPEN_ROWS]),
        (State.ACCEPTED, False, OPEN_ROWS),
        (State.FORWARDED, False, ["Tiếp nhận", *OPEN_ROWS]),
        (State.NEED_INFO, True, ["Trả lại", *OPEN_ROWS]),
        (State.REOPENED, False, ["Tiếp nhận", *OPEN_ROWS]),
        (State.ANSWERED, True, ["Sửa câu trả lời", "Đóng", "Ghi chú", "Lịch sử"]),
        (State.DECLINED, True, ["Đóng", "Ghi chú", "Lịch sử"]),
        (State.CLOSED, True, ["Ghi chú", "Lịch sử"]),
        (State.WITHDRAWN, True, ["Ghi chú", "Lịch sử"]),
        (State.EXPIRED, True, ["Ghi chú", "Lịch sử"]),
    ],
)
def test_the_card_offers_what_can_be_done(world: DeskWorld, state: State, handled: bool, buttons: list[str]) -> None:
    petition = replace(world.petition(), state=state, handler_id=OFFICER if handled else None)
    assert labels(world, CardView(petition, 1)) == buttons


def test_look_alikes_and_numbers_have_buttons_of_their_own(world: DeskWorld) -> None:
    petition, other = world.petition("Gọi 0912345678"), world.petition(person=BINH)
    assert {"Gộp", "Xem số"} <= set(labels(world, CardView(petition, 1, alike=(other,))))


def test_where_it_is_not_handled_there_is_only_its_history(world: DeskWorld) -> None:
    assert labels(world, CardView(world.petition(), 1, in_charge=False)) == ["Lịch sử"]


def test_a_joined_one_is_not_answered_by_itself(world: DeskWorld) -> None:
    petition, root = world.petition(), world.petition(person=BINH)
    assert labels(world, CardView(petition, 1, root=root)) == ["Hỏi thêm", "Ghi chú", "Tách ra", "Sửa", "Lịch sử"]


def test_the_first_line_tells_the_code(world: DeskWorld) -> None:
    petition = world.petition(place="x" * 60)
    line = world.staff.cards.pages.card(CardView(petition, 1), world.now).plain().partition("\n")[0]
    assert parse(line) == Code(petition.code)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_that_happens_has_a_name(language: str) -> None:
    with use_locale(language):
        assert all(move_name(move) for move in Move)
        assert len({state_name(state) for state in State}) == len(State)
