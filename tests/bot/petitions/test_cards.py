from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outgoing import Deed
from bot.petitions.model import Law, NewFile
from bot.petitions.states import Actor, Move
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import DESK, HOLE, LAN, DeskWorld, desk_world
from tests.support.officials import OFFICER, appoint


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    appoint(store, OFFICER, world.now)
    return world


def test_a_card_is_one_message_that_is_brought_up_to_date(world: DeskWorld) -> None:
    petition = world.petition()
    card = world.card(petition)
    assert card.deed is Deed.REFRESH
    assert (card.about, card.topic) == (f"card:{petition.id}", f"card:{petition.id}")
    assert card.topic_title is not None
    assert "Hạ tầng" in card.topic_title
    [row] = world.store.db["outbox"].rows
    assert row["collapse_key"] == card.about


def test_the_files_follow_it(world: DeskWorld) -> None:
    draft = world.store.drafts.start(LAN, LAN, world.now) if world.store.people.seen(LAN, world.now) is None else None
    assert draft is not None
    world.store.attachments.add(LAN, NewFile(1, "photo", "f1", "u1"), world.now, draft_id=draft.id)
    petition = world.petition()
    world.store.attachments.hand_over(draft.id, petition.id, None)
    world.store.db.execute("UPDATE petitions SET latitude = 9.9, longitude = 106.3")
    world.staff.cards.refresh(world.again(petition), world.now, ":files")
    assert [(file.kind, file.file_id) for file in world.card(petition).files] == [("photo", "f1"), ("location", None)]


@pytest.mark.parametrize(
    ("move", "words", "shown"),
    [
        (Move.ADD, "Gọi tôi 0912345678", "người dân bổ sung:\n«Gọi tôi •••78»"),
        (Move.WITHDRAW, None, "người dân đã rút"),
    ],
)
def test_what_the_citizen_does_is_shown_below_the_card(
    world: DeskWorld, move: Move, words: str | None, shown: str
) -> None:
    petition = world.petition()
    event = world.citizen(petition, move, words)
    [said] = [one for one in world.out(DESK) if one.about == f"card:{petition.id}:staff:event:{event.id}"]
    assert shown in said.reply.plain()
    assert (said.tied_to, said.topic) == (f"card:{petition.id}", f"card:{petition.id}")


def test_ratings_and_reopening_are_shown(world: DeskWorld) -> None:
    petition = world.petition()
    world.send(OFFICER, petition, "Xong", Move.ANSWER)
    world.store.petitions.update(petition.id, rating=4)
    world.citizen(petition, Move.RATE, "nhanh")
    world.citizen(petition, Move.REOPEN)
    told = "\n".join(world.told(DESK))
    assert "chấm câu trả lời 4/5" in told
    assert "«nhanh»" in told
    assert "mở lại" in told


def test_a_place_that_was_added_is_shown(world: DeskWorld) -> None:
    petition = world.petition()
    where = {"latitude": 9.9, "longitude": 106.3}
    event = world.store.petitions.move(petition, Move.ADD, Actor.CITIZEN, world.now, LAN, None, where)
    world.staff.cards.on_changed(world.again(petition), event, world.now)
    assert [file.kind for one in world.out(DESK) if one.about != f"card:{petition.id}" for file in one.files] == [
        "location"
    ]


def test_who_lost_the_right_is_not_shown_more(world: DeskWorld) -> None:
    world.store.desks.remove(DESK)
    petition = world.petition()
    world.deliver()
    before = len(world.out(OFFICER))
    world.store.roles.revoke(world.store.roles.held_by(OFFICER)[0].id, 11, world.now)
    world.citizen(petition, Move.ADD, "Thêm lời riêng")
    assert len(world.out(OFFICER)) == before


def test_what_the_card_warns_of(world: DeskWorld) -> None:
    pages, petition = world.staff.cards.pages, world.petition(law=Law.COMPLAINT)
    view = world.staff.cards.view(replace(petition, urgent=True), 1, world.now)
    text = pages.card(replace(view, unreachable=True), world.now).plain()
    for warning in ("nguy hiểm đến tính mạng", "dấu hiệu khiếu nại", "đã chặn bot"):
        assert warning in text


@pytest.mark.parametrize(
    ("later", "mark"), [(timedelta(0), "🟢"), (timedelta(days=14), "🟡"), (timedelta(days=16), "🔴")]
)
def test_the_colour_says_how_much_time_is_left(world: DeskWorld, later: timedelta, mark: str) -> None:
    petition = world.petition(HOLE)
    assert world.staff.cards.pages.title(petition, world.now + later).startswith(mark)
