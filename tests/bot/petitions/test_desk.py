"""What officers do by one tap, whoever presses, and who is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.petitions.desk import Forestalled, Officer
from bot.petitions.model import Law
from bot.petitions.states import Move, State
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import BINH, DESK, HOLE, LAN, OTHER_DESK, DeskWorld, desk_world
from tests.support.officials import ADMINISTRATOR, COORDINATOR, NAMES, OFFICER, STRANGER, appoint, audited, last_details

AN, BAY = OFFICER, COORDINATOR
"""Two who handle petitions."""


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    for person in (AN, BAY):
        appoint(store, person, world.now)
    return world


def test_taking_up(world: DeskWorld) -> None:
    petition = world.petition()
    pressed = world.press_card(AN, petition, "Tiếp nhận")
    assert "đã tiếp nhận" in pressed.reply.plain()
    assert world.again(petition).state is State.ACCEPTED
    assert world.again(petition).handler_id == AN
    assert audited(world.store)[-1] == (AN, "handle_petitions", f"petition {petition.id}", "done")
    assert last_details(world.store) == {"move": "accept"}
    [told] = world.told(LAN)
    assert "đã tiếp nhận" in told
    assert "Người xử lý: Cán" in world.card(petition).reply.plain()


def test_the_officer_s_name_never_reaches_the_citizen(world: DeskWorld) -> None:
    petition = world.petition()
    world.press_card(BAY, petition, "Tiếp nhận")
    world.send(BAY, petition, "Bao giờ bị?", Move.ASK)
    world.send(BAY, petition, "Đã sửa", Move.ANSWER)
    assert not any(NAMES[BAY] in text for text in world.told(LAN))


def test_of_two_at_once_one_wins_and_the_other_is_told_who(world: DeskWorld) -> None:
    petition = world.petition()
    button = f"accept:{petition.id}:{world.store.worklist.last_event(petition.id)}"
    world.press(AN, button)
    with pytest.raises(Forestalled, match=r"Cán đã làm trước, lúc 09:00 23/11 \(đã tiếp nhận\)"):
        world.press(BAY, button)
    assert world.again(petition).handler_id == AN
    assert len(world.told(LAN)) == 1


def test_a_button_of_an_old_card_does_not_undo_what_somebody_did_since(world: DeskWorld) -> None:
    petition = world.petition()
    world.send(AN, petition, "Đã sửa", Move.ANSWER)
    old = world.store.worklist.last_event(petition.id)
    world.send(BAY, petition, "Đã sửa xong hẳn", Move.ANSWER)
    with pytest.raises(Forestalled, match="Điều đã làm trước"):
        world.press(AN, f"close:{petition.id}:{old}")
    assert world.again(petition).state is State.ANSWERED


def test_one_s_own_older_card_still_works(world: DeskWorld) -> None:
    petition = world.petition()
    old = world.store.worklist.last_event(petition.id)
    world.send(AN, petition, "Đã sửa", Move.ANSWER)
    world.press(AN, f"close:{petition.id}:{old}")
    assert world.again(petition).state is State.CLOSED


def test_what_the_citizen_did_meanwhile_is_said(world: DeskWorld) -> None:
    petition = world.petition()
    seen = world.store.worklist.last_event(petition.id)
    world.citizen(petition, Move.WITHDRAW)
    with pytest.raises(Forestalled, match="người dân đã rút"):
        world.press(AN, f"accept:{petition.id}:{seen}")


def test_giving_up_lets_somebody_else_take_it(world: DeskWorld) -> None:
    petition = world.petition()
    world.press_card(AN, petition, "Tiếp nhận")
    world.press_card(AN, petition, "Trả lại")
    assert world.again(petition).handler_id is None


@pytest.mark.parametrize(
    ("person", "operation"),
    [
        ("accept:{id}:0", "handle_petitions"),
        ("write:{id}:answer", "handle_petitions"),
        ("to:{id}:ubnd-tinh", "handle_petitions"),
        ("history:{id}", "handle_petitions"),
        ("numbers:{id}", "reveal_numbers"),
        ("block:{id}:spam:7", "block_person"),
        ("unblock:{id}", "block_person"),
    ],
)
def test_who_holds_no_role_gets_a_polite_no_and_a_row_in_the_audit(
    world: DeskWorld, person: str, operation: str
) -> None:
    petition = world.petition()
    with pytest.raises(NotAllowed):
        world.press(STRANGER, person.format(id=petition.id))
    assert audited(world.store) == [(STRANGER, operation, f"petition {petition.id}", "refused")]
    assert world.again(petition).state is State.RECEIVED


def test_who_lost_the_role_in_the_middle_can_do_nothing_more(world: DeskWorld) -> None:
    petition = world.petition()
    world.press_card(AN, petition, "Tiếp nhận")
    prompt, _message = world.write(AN, petition, "Đã sửa")
    [grant] = world.store.roles.held_by(AN)
    world.store.roles.revoke(grant.id, ADMINISTRATOR, world.now)
    with pytest.raises(NotAllowed):
        world.press(AN, f"send:{prompt.about.rpartition(':')[2]}:answer")
    assert audited(world.store)[-1] == (AN, "handle_petitions", f"petition {petition.id}", "refused")
    assert len(world.told(LAN)) == 1
    world.send(BAY, petition, "Đã sửa", Move.ANSWER)
    assert world.again(petition).state is State.ANSWERED


@pytest.mark.parametrize(
    "data", ["", "accept", "accept:1", "accept:x:1", "to:9:a", "send:99:answer", "send:1:eat", "numbers:" + "9" * 19]
)
def test_forged_buttons_lead_nowhere_and_are_kept(world: DeskWorld, data: str) -> None:
    with pytest.raises(NotFound):
        world.press(AN, data)
    assert audited(world.store)[-1][-1] == "refused"


class TestPassingOn:
    def test_twice_with_the_history_kept_and_the_citizen_told_where(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.has_desk(OTHER_DESK, "ubnd-tinh")
        world.press_card(AN, petition, "Tiếp nhận")
        world.deliver()
        world.press(AN, f"to:{petition.id}:ubnd-tinh")
        moved = world.again(petition)
        assert (moved.state, moved.agency, moved.handler_id) == (State.FORWARDED, "ubnd-tinh", None)
        assert "UBND tỉnh" in world.told(LAN)[-1]
        assert "Nay nơi khác xử lý: UBND tỉnh" in world.card(petition, DESK).reply.plain()
        assert [button.label for row in world.card(petition, DESK).reply.buttons for button in row] == ["Lịch sử"]
        there = Officer(BAY, OTHER_DESK)
        world.press_card(there, petition, "Tiếp nhận")
        world.deliver()
        world.press(there, f"to:{petition.id}:so-noi-vu")
        assert "Sở Nội vụ" in world.told(LAN)[-1]
        history = world.press(AN, f"history:{petition.id}").reply.plain()
        assert history.index("UBND tỉnh") < history.index("→ Sở Nội vụ")
        assert "Tiếp nhận" in [button.label for row in world.card(petition, DESK).reply.buttons for button in row]

    def test_the_choice_leaves_out_where_it_is(self, world: DeskWorld) -> None:
        petition = world.petition()
        labels = [row[0].label for row in world.press_card(AN, petition, "Chuyển").reply.buttons]
        assert "UBND tỉnh" not in labels[:1]
        assert "Sở Nội vụ" not in labels

    def test_another_agency_is_found_by_its_name(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(AN, petition, "uy ban tinh", use="forward")
        assert "UBND tỉnh" in [row[0].label for row in prompt.reply.buttons]
        assert world.store.db["staff_drafts"].count == 0

    def test_not_to_nobody_and_not_to_itself(self, world: DeskWorld) -> None:
        petition = world.petition()
        with pytest.raises(NotFound):
            world.press(AN, f"to:{petition.id}:nowhere")
        with pytest.raises(Forestalled):
            world.press(AN, f"to:{petition.id}:so-noi-vu")


class TestNumbers:
    def test_are_for_the_handling_officer_alone_and_leave_a_trace(self, world: DeskWorld) -> None:
        petition = world.petition("Gọi tôi 0912345678", phone="+84987654321")
        assert "0912345678" not in world.card(petition).reply.plain()
        with pytest.raises(NotAllowed):
            world.press_card(AN, petition, "Xem số")
        world.press_card(AN, petition, "Tiếp nhận")
        world.citizen(petition, Move.ADD, "hoặc gọi 0977777777")
        assert world.press_card(AN, petition, "Xem số").reply.plain() == "+84987654321\n0912345678\n0977777777"
        with pytest.raises(NotAllowed):
            world.press(BAY, f"numbers:{petition.id}")
        outcomes = [row[1:] for row in audited(world.store) if row[1] == "reveal_numbers"]
        assert [outcome[-1] for outcome in outcomes] == ["refused", "done", "refused"]
        assert [event.move for event in world.store.petitions.events(petition.id)][-1] is Move.REVEAL

    def test_without_any_there_is_no_button(self, world: DeskWorld) -> None:
        with pytest.raises(KeyError):
            world.press_card(AN, world.petition(), "Xem số")


class TestJoining:
    def test_one_answer_reaches_all_and_none_sees_another(self, world: DeskWorld) -> None:
        first, second = world.petition(HOLE, LAN), world.petition(HOLE, BINH)
        assert first.code[:3] in world.card(second).reply.plain()
        choice = world.press_card(AN, second, "Gộp")
        world.press(AN, choice.reply.buttons[0][0].data.removeprefix("s:"))
        assert world.again(second).joined_to == first.id
        world.press_card(AN, first, "Tiếp nhận")
        world.send(AN, first, "Đã vá ổ gà", Move.ANSWER)
        for person, own, other in ((LAN, first, second), (BINH, second, first)):
            told = "\n".join(world.told(person)).replace("-", "")
            assert "Đã vá ổ gà" in told
            assert own.code in told
            assert other.code not in told
        assert world.again(second).state is State.ANSWERED
        keys = [row["key"] for row in world.store.db["outbox"].rows if ":to:" in row["key"]]
        assert len(keys) == len(set(keys)) == 5

    def test_one_who_asked_for_more_alone_is_answered_alone(self, world: DeskWorld) -> None:
        first, second = world.petition(HOLE, LAN), world.petition(HOLE, BINH)
        world.press(AN, f"into:{second.id}:{first.id}")
        world.send(AN, second, "Chỗ nào vậy?", Move.ASK)
        assert "Chỗ nào" not in "\n".join(world.told(LAN))
        assert "Chỗ nào" in world.told(BINH)[-1]

    def test_what_was_withdrawn_meanwhile_is_left_in_peace(self, world: DeskWorld) -> None:
        first, second = world.petition(HOLE, LAN), world.petition(HOLE, BINH)
        world.press(AN, f"into:{second.id}:{first.id}")
        world.citizen(second, Move.WITHDRAW)
        world.send(AN, first, "Đã vá", Move.ANSWER)
        assert "Đã vá" not in "\n".join(world.told(BINH))

    def test_separating(self, world: DeskWorld) -> None:
        first, second = world.petition(HOLE, LAN), world.petition(HOLE, BINH)
        world.press(AN, f"into:{second.id}:{first.id}")
        world.press_card(AN, second, "Tách ra")
        world.send(AN, first, "Đã vá", Move.ANSWER)
        assert world.again(second).joined_to is None
        assert world.again(second).open

    def test_a_reopened_one_stands_alone(self, world: DeskWorld) -> None:
        first, second = world.petition(HOLE, LAN), world.petition(HOLE, BINH)
        world.press(AN, f"into:{second.id}:{first.id}")
        world.send(AN, first, "Đã vá", Move.ANSWER)
        world.citizen(second, Move.REOPEN)
        assert world.again(second).joined_to is None
        assert "Tiếp nhận" in [button.label for row in world.card(second).reply.buttons for button in row]

    def test_joining_to_a_joined_one_goes_to_its_root(self, world: DeskWorld) -> None:
        one, two, three = (world.petition(HOLE, person) for person in (LAN, BINH, 1003))
        world.press(AN, f"into:{two.id}:{one.id}")
        world.press(AN, f"into:{three.id}:{two.id}")
        assert world.again(three).joined_to == one.id

    @pytest.mark.parametrize("other", ["itself", "settled", "confidential", "missing"])
    def test_what_cannot_be_joined(self, world: DeskWorld, other: str) -> None:
        petition = world.petition(HOLE)
        number = {
            "itself": petition.id,
            "settled": world.petition(HOLE, BINH).id,
            "confidential": world.petition(HOLE, BINH, law=Law.DENUNCIATION).id,
            "missing": 99,
        }[other]
        world.citizen(world.store.petitions.get(2), Move.WITHDRAW)
        with pytest.raises((NotFound, Forestalled)):
            world.press(AN, f"into:{petition.id}:{number}")
        assert world.again(petition).joined_to is None


class TestDenunciations:
    def test_are_shown_in_private_and_to_no_group(self, world: DeskWorld) -> None:
        petition = world.petition("Ông A nhận tiền", law=Law.DENUNCIATION)
        assert world.out(DESK) == []
        assert world.out(AN) == []
        card = world.card(petition, BAY).reply.plain()
        assert "Ông A nhận tiền" in card
        assert "ẩn danh" in card

    @pytest.mark.parametrize("officer", [Officer(AN, AN), Officer(BAY, DESK), Officer(AN, DESK)])
    def test_nobody_else_reaches_them_even_by_a_forged_button(self, world: DeskWorld, officer: Officer) -> None:
        petition = world.petition("Ông A nhận tiền", law=Law.DENUNCIATION)
        for data in (f"accept:{petition.id}:0", f"history:{petition.id}", f"write:{petition.id}:answer"):
            with pytest.raises(NotFound):
                world.press(officer, data)
        assert all(row[-1] == "refused" for row in audited(world.store))

    def test_are_handled_in_private_like_others(self, world: DeskWorld) -> None:
        petition = world.petition("Ông A nhận tiền", law=Law.DENUNCIATION)
        bay = Officer(BAY, BAY)
        world.press_card(bay, petition, "Tiếp nhận")
        world.send(bay, petition, "Đã chuyển thanh tra", Move.ANSWER)
        assert "Đã chuyển thanh tra" in world.told(LAN)[-1]
        assert world.out(DESK) == []


def test_a_group_that_is_no_desk_any_more_is_told_so(world: DeskWorld) -> None:
    petition = world.petition()
    world.store.desks.remove(DESK)
    with pytest.raises(NotFound, match="không còn xử lý"):
        world.press(AN, f"accept:{petition.id}:0")
