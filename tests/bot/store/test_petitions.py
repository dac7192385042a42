from __future__ import annotations

from datetime import timedelta

import pytest

from bot.petitions.model import NewFile
from bot.petitions.states import Actor, IllegalMove, Move, State
from bot.store import Store
from bot.store.database import DatabaseError
from tests.bot.conftest import BINH, LAN, NOW
from tests.support.petitions import petition_of

LATER = NOW + timedelta(days=1)


def test_a_petition_begins_with_its_first_event(store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    assert petition.state is State.RECEIVED
    [event] = store.petitions.events(petition.id)
    assert (event.move, event.to_state, event.actor_id) == (Move.SUBMIT, State.RECEIVED, LAN)
    assert store.petitions.by_code(petition.code) == petition
    with pytest.raises(KeyError):
        store.petitions.get(petition.id + 1)


def test_of_two_who_act_on_the_same_sight_the_second_fails(store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    store.petitions.move(petition, Move.ACCEPT, Actor.OFFICER, LATER, 1)
    with pytest.raises(IllegalMove):
        store.petitions.move(petition, Move.ACCEPT, Actor.OFFICER, LATER, 2)
    assert len(store.petitions.events(petition.id)) == 2


def test_what_is_taken_up_again_has_no_end_any_more(store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    store.petitions.move(petition, Move.ASK, Actor.OFFICER, NOW, 1, "?")
    store.petitions.move(petition, Move.EXPIRE, Actor.CLOCK, NOW, None)
    assert store.petitions.get(petition.id).ended_at == NOW
    store.petitions.move(petition, Move.ADD, Actor.CITIZEN, LATER, LAN, "đây")
    found = store.petitions.get(petition.id)
    assert (found.state, found.ended_at) == (State.ACCEPTED, None)


def test_whether_it_was_reopened_is_known(store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    store.petitions.move(petition, Move.ANSWER, Actor.OFFICER, NOW, 1, "rồi")
    assert not store.petitions.get(petition.id).reopened
    store.petitions.move(petition, Move.REOPEN, Actor.CITIZEN, LATER, LAN)
    found = store.petitions.get(petition.id)
    assert (found.reopened, found.state, found.answered_at) == (True, State.REOPENED, NOW)


def test_of_one_draft_there_is_one_petition(store: Store) -> None:
    first, second = petition_of(store, LAN, NOW), petition_of(store, LAN, NOW)
    store.petitions.update(first.id, draft_id=9)
    assert store.petitions.of_draft(9) == first
    assert store.petitions.of_draft(8) is None
    with pytest.raises(DatabaseError, match="UNIQUE"):
        store.petitions.update(second.id, draft_id=9)


def test_a_message_is_known_by_the_petition_it_went_into(store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    draft = store.drafts.start(LAN, LAN, NOW)
    store.drafts.set_words(draft.id, 5, "lời", NOW)
    store.attachments.add(LAN, NewFile(6, "photo", "f", "u"), NOW, draft_id=draft.id)
    store.petitions.keep_messages(petition, draft.id)
    assert [store.petitions.of_message(LAN, message) for message in (5, 6, 7)] == [petition, petition, None]
    assert store.petitions.of_message(BINH, 5) is None


def test_a_person_s_petitions_come_the_newest_first_and_their_times_in_order(store: Store) -> None:
    first, second = petition_of(store, LAN, NOW), petition_of(store, LAN, LATER)
    petition_of(store, BINH, LATER)
    assert store.petitions.of_person(LAN) == [second, first]
    assert store.petitions.sent_since(LAN, NOW) == [NOW, LATER]
    assert store.petitions.sent_since(LAN, LATER) == [LATER]
