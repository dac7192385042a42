from __future__ import annotations

from datetime import timedelta

from bot.store import Store
from tests.bot.conftest import BINH, LAN, NOW


def test_the_answer_to_a_message_is_found_again(store: Store) -> None:
    store.answers.remember(LAN, 10, [11, 12], NOW)
    assert store.answers.find(LAN, 10) == (11, 12)
    assert store.answers.find(LAN, 11) == ()
    assert store.answers.find(BINH, 10) == ()


def test_a_new_answer_takes_the_place_of_the_old_one(store: Store) -> None:
    store.answers.remember(LAN, 10, [11, 12], NOW)
    store.answers.remember(LAN, 10, [11], NOW)
    assert store.answers.find(LAN, 10) == (11,)


def test_messages_too_old_to_be_edited_are_forgotten(store: Store) -> None:
    store.answers.remember(LAN, 10, [11], NOW)
    store.answers.remember(LAN, 20, [21], NOW + timedelta(hours=48))
    assert store.answers.find(LAN, 10) == (11,)
    store.answers.remember(LAN, 30, [31], NOW + timedelta(hours=48, seconds=1))
    assert store.answers.find(LAN, 10) == ()
