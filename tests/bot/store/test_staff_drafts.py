from __future__ import annotations

from pathlib import Path

import pytest

from bot.petitions.model import Petition
from bot.petitions.states import Move
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import DESK, DeskWorld, desk_world
from tests.support.officials import OFFICER


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    return desk_world(store, knowledge, tmp_path)


@pytest.fixture
def petition(world: DeskWorld) -> Petition:
    return world.petition()


def test_it_knows_what_had_happened_when_it_was_written(world: DeskWorld, petition: Petition) -> None:
    drafts = world.store.staff_drafts
    draft = drafts.keep(petition.id, (DESK, 1), OFFICER, "Đã sửa", world.now)
    assert draft.seen_event_id == world.store.worklist.last_event(petition.id)
    event = world.citizen(petition, Move.ADD, "thêm")
    assert drafts.get(draft.id).seen_event_id < event.id
    drafts.saw(draft.id)
    assert drafts.get(draft.id).seen_event_id == event.id


def test_a_message_is_kept_once_and_an_album_as_one(world: DeskWorld, petition: Petition) -> None:
    drafts = world.store.staff_drafts
    first = drafts.keep(petition.id, (DESK, 1), OFFICER, "một", world.now)
    assert drafts.keep(petition.id, (DESK, 1), OFFICER, "hai", world.now).id == first.id
    assert drafts.get(first.id).words == "hai"
    piece = drafts.keep(petition.id, (DESK, 2), OFFICER, "ảnh", world.now, "album")
    same = drafts.keep(petition.id, (DESK, 3), OFFICER, "", world.now, "album")
    assert (same.id, same.words) == (piece.id, "ảnh")
    other_chat = drafts.keep(petition.id, (OFFICER, 3), OFFICER, "", world.now, "album")
    assert other_chat.id != piece.id


def test_used_and_written_anew(world: DeskWorld, petition: Petition) -> None:
    drafts = world.store.staff_drafts
    draft = drafts.keep(petition.id, (DESK, 1), OFFICER, "Đã sửa", world.now)
    drafts.use(draft.id, draft.seen_event_id)
    assert drafts.get(draft.id).event_id == draft.seen_event_id
    drafts.rewrite(draft.id, "Đã sửa xong")
    assert (drafts.get(draft.id).words, drafts.get(draft.id).event_id) == ("Đã sửa xong", None)
    drafts.drop(draft.id)
    assert drafts.of_message(DESK, 1) is None
    with pytest.raises(KeyError):
        drafts.get(draft.id)
