from __future__ import annotations

from datetime import timedelta

import pytest

from bot.petitions.model import NewFile, Purpose
from bot.store import Store
from tests.bot.conftest import BINH, LAN, NOW
from tests.support.petitions import petition_of


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    for person in (LAN, BINH):
        store.people.seen(person, NOW)


def test_words_stand_in_the_order_of_their_messages_and_edits_replace_them(store: Store) -> None:
    draft = store.drafts.start(LAN, LAN, NOW)
    for message, words in ((12, "hai"), (11, "một"), (13, "ba"), (12, "hai rưỡi"), (13, "")):
        store.drafts.set_words(draft.id, message, words, NOW)
    found = store.drafts.get(draft.id)
    assert found is not None
    assert found.words == "một\nhai rưỡi"
    assert store.drafts.holds_message(draft.id, 12)
    assert not store.drafts.holds_message(draft.id, 14)


def test_a_new_one_takes_the_place_of_the_one_for_the_same(store: Store) -> None:
    first, other = store.drafts.start(LAN, LAN, NOW), store.drafts.start(BINH, BINH, NOW)
    second = store.drafts.start(LAN, LAN, NOW)
    assert store.drafts.get(first.id) is None
    assert second.id > other.id, "numbers are never given twice"


def test_the_one_last_touched_is_what_the_person_is_writing(store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    draft = store.drafts.start(LAN, LAN, NOW)
    addition = store.drafts.start(LAN, LAN, NOW, purpose=Purpose.ADDITION, petition_id=petition.id)
    assert store.drafts.of_person(LAN) == addition
    store.drafts.touch(draft.id, NOW + timedelta(seconds=1))
    current = store.drafts.of_person(LAN)
    assert current is not None
    assert current.id == draft.id
    assert len(store.drafts.all_of_person(LAN)) == 2


def test_words_and_files_move_into_another_draft(store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    addition = store.drafts.start(LAN, LAN, NOW, purpose=Purpose.ADDITION, petition_id=petition.id)
    store.drafts.set_words(addition.id, 5, "chuyện khác", NOW)
    store.attachments.add(LAN, NewFile(6, "photo", "f", "u"), NOW, draft_id=addition.id)
    draft = store.drafts.start(LAN, LAN, NOW)
    store.drafts.merge(addition.id, draft.id, NOW)
    [found] = store.drafts.all_of_person(LAN)
    assert (found.id, found.words, len(found.files)) == (draft.id, "chuyện khác", 1)


def test_who_is_erased_takes_the_drafts_along(store: Store) -> None:
    draft = store.drafts.start(LAN, LAN, NOW)
    store.drafts.set_words(draft.id, 1, "lời", NOW)
    store.db.execute("DELETE FROM people WHERE id = ?", [LAN])
    assert [store.db[table].count for table in ("drafts", "draft_words")] == [0, 0]


def test_what_nobody_touched_is_found(store: Store) -> None:
    draft = store.drafts.start(LAN, LAN, NOW)
    assert store.drafts.untouched_since(NOW) == []
    assert store.drafts.untouched_since(NOW + timedelta(seconds=1)) == [draft]
