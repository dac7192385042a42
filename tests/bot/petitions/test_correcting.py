"""The desk corrects kind, category and place; nothing that was promised to the citizen gets worse by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.outgoing import Deed
from bot.petitions.desk import Forestalled
from bot.petitions.model import Kind, Petition
from bot.petitions.states import Move, State
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import DESK, LAN, ROADS, DeskWorld, desk_world
from tests.support.officials import COORDINATOR, OFFICER, STRANGER, appoint, audited, last_details

AN, BAY = OFFICER, COORDINATOR
LAND, MANNERS = "dat-dai", "thai-do-can-bo"
VILLAGE = "xa-long-huu"


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    for person in (AN, BAY):
        appoint(store, person, world.now)
    return world


def correct(world: DeskWorld, petition: Petition, field: str, value: str, officer: int = AN) -> str:
    """What the officer reads, having seen all that has happened."""
    seen = world.store.worklist.last_event(petition.id)
    return world.press(officer, f"fix:{petition.id}:{seen}:{field}:{value}").reply.plain()


def test_from_the_button_of_the_card_to_the_history(world: DeskWorld) -> None:
    petition = world.petition()
    asked = world.press_card(AN, petition, "Sửa")
    category = next(row[0] for row in asked.reply.buttons if row[0].label.startswith("Lĩnh vực: Hạ tầng"))
    choices = world.press(AN, category.data.removeprefix("s:"))
    land = next(button for row in choices.reply.buttons for button in row if button.label == "Đất đai")
    assert "đã sửa thành: Đất đai" in world.press(AN, land.data.removeprefix("s:")).reply.plain()
    assert world.again(petition).category == LAND
    assert "Đất đai" in world.card(petition).reply.plain().splitlines()[0]
    assert audited(world.store)[-1] == (AN, "handle_petitions", f"petition {petition.id}", "done")
    assert last_details(world.store) == {"move": "change", "field": "category"}
    event = world.store.petitions.events(petition.id)[-1]
    assert (event.move, event.details["from"], event.details["to"]) == (Move.CHANGE, ROADS, LAND)
    history = world.press(BAY, f"history:{petition.id}").reply.plain()
    assert "sửa lại (Cán) Hạ tầng" in history
    assert "→ Đất đai" in history


def test_the_kind_is_no_matter_of_the_citizen_s(world: DeskWorld) -> None:
    petition = world.petition()
    correct(world, petition, "kind", "proposal")
    assert world.again(petition).kind is Kind.PROPOSAL
    assert world.told(LAN) == []


def test_the_citizen_is_told_of_the_category_in_one_message_however_often_it_is_corrected(world: DeskWorld) -> None:
    petition = world.petition()
    correct(world, petition, "category", MANNERS)
    [told] = world.told(LAN)
    assert "nay được xếp vào lĩnh vực “Thái độ" in told
    correct(world, petition, "category", LAND)
    sent = [one for one in world.out(LAN) if one.about == f"petition:{petition.id}:category"]
    assert {one.deed for one in sent} == {Deed.REFRESH}, "the second takes the place of the first"
    assert "Đất đai" in sent[-1].reply.plain()


def test_a_place_is_typed_and_chosen(world: DeskWorld) -> None:
    petition = world.petition(place=VILLAGE)
    prompt, _message = world.write(AN, petition, "long duc", use="fix")
    button = next(row[0] for row in prompt.reply.buttons if "Long Đức" in row[0].label)
    world.press(AN, button.data.removeprefix("s:"))
    assert world.again(petition).place == "phuong-long-duc"
    assert world.store.db["staff_drafts"].count == 0
    assert world.told(LAN) == []
    correct(world, petition, "place", "")
    assert world.again(petition).place is None


def test_what_is_no_place_is_said_so(world: DeskWorld) -> None:
    prompt, _message = world.write(AN, world.petition(), "qqqq", use="fix")
    assert "không biết nơi nào" in prompt.reply.plain()


class TestTheDayThatWasPromised:
    def test_is_never_put_off(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.now += timedelta(days=3)
        correct(world, petition, "category", LAND)
        assert world.again(petition).due_at == petition.due_at
        assert "due" not in world.store.petitions.events(petition.id)[-1].details

    def test_comes_earlier_when_the_new_category_promises_that_from_now(self, world: DeskWorld) -> None:
        petition = world.petition(category=LAND)
        correct(world, petition, "category", ROADS)
        earlier = world.again(petition).due_at
        assert world.now < earlier < petition.due_at
        assert "hạn" in world.press(AN, f"history:{petition.id}").reply.plain()
        correct(world, petition, "category", LAND)
        assert world.again(petition).due_at == earlier, "what was promised last counts"


class TestWhoHandlesIt:
    def test_another_agency_is_proposed_and_nothing_is_passed_on_by_itself(self, world: DeskWorld) -> None:
        petition = world.petition()
        assert "thuộc UBND xã Long Hữu" in correct(world, petition, "place", VILLAGE)
        assert world.again(petition).agency == "so-noi-vu"
        world.press(AN, f"to:{petition.id}:ubnd-{VILLAGE}")
        assert world.again(petition).state is State.FORWARDED

    def test_nothing_is_proposed_where_it_is_right_already(self, world: DeskWorld) -> None:
        assert "quy tắc" not in correct(world, world.petition(), "category", MANNERS)


def test_of_two_at_once_one_wins_and_the_other_is_told_who(world: DeskWorld) -> None:
    petition = world.petition()
    seen = world.store.worklist.last_event(petition.id)
    world.press(AN, f"fix:{petition.id}:{seen}:category:{LAND}")
    with pytest.raises(Forestalled, match=r"Cán đã làm trước, lúc 09:00 23/11 \(sửa lại\)"):
        world.press(BAY, f"fix:{petition.id}:{seen}:category:{MANNERS}")
    assert world.again(petition).category == LAND


def test_what_has_ended_or_is_right_already_is_left_alone(world: DeskWorld) -> None:
    petition = world.petition()
    with pytest.raises(Forestalled, match="đúng như vậy"):
        correct(world, petition, "category", ROADS)
    world.send(AN, petition, "Đã sửa", Move.ANSWER)
    with pytest.raises(Forestalled):
        correct(world, petition, "category", LAND)
    assert world.again(petition).category == ROADS
    assert "Sửa" not in [button.label for row in world.card(petition, DESK).reply.buttons for button in row]


@pytest.mark.parametrize(
    "data", ["fix:1:x", "fix:1:1:colour", "fix:1:1:kind:eat", "fix:1:1:category:x", "fix:1:1:place:x", "fix:9:1:kind"]
)
def test_forged_buttons_lead_nowhere_and_are_kept(world: DeskWorld, data: str) -> None:
    world.petition()
    with pytest.raises(NotFound):
        world.press(AN, data)
    assert audited(world.store)[-1][-1] == "refused"


@pytest.mark.parametrize("data", ["fix:1", "fix:1:1", "fix:1:1:kind", "fix:1:1:kind:comment"])
def test_who_holds_no_role_corrects_nothing(world: DeskWorld, data: str) -> None:
    petition = world.petition()
    with pytest.raises(NotAllowed):
        world.press(STRANGER, data)
    assert world.again(petition).kind is Kind.REPORT
