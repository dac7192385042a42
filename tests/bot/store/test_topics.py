from __future__ import annotations

from datetime import timedelta

from bot.store import Store
from knowledge.answers import Topic
from tests.bot.conftest import BINH, LAN, NOW

REPORTS = Topic(("han-bao-cao-nam",), ("han-bao-cao-6-thang", "bao-cao-gui-ai"))


def test_a_chat_without_a_topic_has_none(store: Store) -> None:
    assert store.topics.get(LAN, NOW) is None


def test_each_chat_has_its_own_topic(store: Store) -> None:
    store.topics.save(LAN, REPORTS, NOW)
    assert store.topics.get(LAN, NOW) == REPORTS
    assert store.topics.get(BINH, NOW) is None


def test_a_topic_holds_for_ten_minutes(store: Store) -> None:
    store.topics.save(LAN, REPORTS, NOW)
    assert store.topics.get(LAN, NOW + timedelta(minutes=10)) == REPORTS
    assert store.topics.get(LAN, NOW + timedelta(minutes=10, seconds=1)) is None


def test_a_new_topic_takes_the_place_of_the_old_one(store: Store) -> None:
    store.topics.save(LAN, REPORTS, NOW)
    store.topics.save(LAN, Topic(("nguoi-ky",)), NOW + timedelta(minutes=9))
    assert store.topics.get(LAN, NOW + timedelta(minutes=19)) == Topic(("nguoi-ky",))


def test_thanks_do_not_change_the_topic(store: Store) -> None:
    store.topics.save(LAN, REPORTS, NOW)
    store.topics.save(LAN, Topic(), NOW)
    assert store.topics.get(LAN, NOW) == REPORTS
