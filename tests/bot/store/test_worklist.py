from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.petitions.states import Move
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import BINH, DESK, LAN, ROADS, DeskWorld, desk_world
from tests.support.officials import OFFICER, appoint

DAY = timedelta(days=1)


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    appoint(store, OFFICER, world.now)
    return world


def test_what_is_due_is_given_until_it_is_marked_for_that_date(world: DeskWorld) -> None:
    worklist, petition = world.store.worklist, world.petition()
    assert worklist.due(world.now, petition.due_at - DAY, "near") == []
    assert worklist.due(world.now, petition.due_at, "near") == [petition.id]
    assert worklist.mark(f"near:{petition.id}:{petition.due_at.isoformat()}", world.now)
    assert worklist.due(world.now, petition.due_at, "near") == []
    assert worklist.due(world.now, petition.due_at, "other") == [petition.id]


def test_a_mark_is_made_once(world: DeskWorld) -> None:
    worklist = world.store.worklist
    assert worklist.marked_at("a") is None
    assert worklist.mark("a", world.now)
    assert not worklist.mark("a", world.now + DAY)
    assert worklist.marked_at("a") == world.now


def test_late_and_untouched_leave_out_what_is_joined(world: DeskWorld) -> None:
    first, second = world.petition(person=LAN), world.petition(person=BINH)
    world.press(OFFICER, f"into:{second.id}:{first.id}")
    assert world.store.worklist.late(first.due_at + DAY) == [first.id]
    assert world.store.worklist.untouched(world.now) == [first.id]
    assert world.store.worklist.untouched(world.now - DAY) == []
    world.press_card(OFFICER, first, "Tiếp nhận")
    assert world.store.worklist.untouched(world.now) == []


def test_settled_and_asked_count_from_the_last_change(world: DeskWorld) -> None:
    answered, asked = world.petition(person=LAN), world.petition(person=BINH)
    world.send(OFFICER, answered, "Xong", Move.ANSWER)
    world.send(OFFICER, asked, "Ở đâu?", Move.ASK)
    worklist, later = world.store.worklist, world.now + DAY
    assert (worklist.settled(world.now), worklist.asked(world.now)) == ([answered.id], [asked.id])
    world.now = later
    world.send(OFFICER, answered, "Xong hẳn", Move.ANSWER)
    world.send(OFFICER, asked, "Ấp nào?", Move.ASK)
    assert (worklist.settled(later - DAY), worklist.asked(later - DAY)) == ([], [])
    assert worklist.asked_at(asked.id) == later
    assert worklist.asked_at(answered.id) is None


def test_unseen_is_what_is_neither_shown_nor_on_its_way(world: DeskWorld) -> None:
    worklist, petition = world.store.worklist, world.petition()
    assert worklist.unseen(world.now) == []
    world.store.db.execute("UPDATE outbox SET status = 'failed'")
    assert worklist.unseen(world.now) == [petition.id]
    assert worklist.unseen(world.now - DAY) == []
    world.staff.cards.refresh(petition, world.now, ":again")
    world.deliver()
    assert worklist.unseen(world.now) == []
    assert worklist.chats_with_card(petition.id) == [DESK]
    assert worklist.shown_in(DESK, 5) == [petition.id]
    assert worklist.shown_in(LAN, 5) == []


def test_unreachable_senders_of_open_petitions(world: DeskWorld) -> None:
    petition, _other = world.petition(person=LAN), world.petition(person=BINH)
    world.store.people.unreachable(LAN, world.now)
    assert world.store.worklist.unreachable() == [(petition.id, world.now.isoformat())]
    world.citizen(petition, Move.WITHDRAW)
    assert world.store.worklist.unreachable() == []


def test_candidates_share_the_field_or_a_phrase(world: DeskWorld) -> None:
    worklist, since = world.store.worklist, world.now - DAY
    here = world.petition("đèn đường hư", place="a")
    there = world.petition("đèn đường hư rồi", place="b", category="khac")
    assert [found.id for found in worklist.same_field(ROADS, "a", since)] == [here.id]
    assert [found.id for found in worklist.with_phrases(["den duong hu"], since)] == [there.id, here.id]
    assert worklist.with_phrases([], since) == []
    assert worklist.with_phrases(["den duong hu"], world.now + DAY) == []
