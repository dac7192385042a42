from __future__ import annotations

from bot.store import Store
from bot.store.desks import Desk
from tests.bot.conftest import LAN, NOW

GROUP = -1_000_000_000_077
CARD = "petition:12"


def test_a_topic_is_found_both_ways_until_it_is_gone(store: Store) -> None:
    topics = store.forum_topics
    topics.keep(GROUP, CARD, 40)
    assert topics.thread(GROUP, CARD) == 40
    assert topics.about(GROUP, 40) == CARD
    topics.forget(GROUP, 40)
    assert topics.thread(GROUP, CARD) is None
    assert topics.about(GROUP, 40) is None


def test_a_new_topic_takes_the_place_of_the_old(store: Store) -> None:
    store.forum_topics.keep(GROUP, CARD, 40)
    store.forum_topics.keep(GROUP, CARD, 41)
    assert store.forum_topics.thread(GROUP, CARD) == 41
    assert store.forum_topics.about(GROUP, 40) is None


def test_only_a_desk_with_topics_is_a_forum(store: Store) -> None:
    store.desks.set(Desk(GROUP, None, "Nhóm", is_forum=True), LAN, NOW)
    store.forum_topics.keep(GROUP, CARD, 40)
    assert store.forum_topics.is_forum(GROUP)
    assert not store.forum_topics.is_forum(LAN)
    store.forum_topics.no_forum(GROUP)
    assert not store.forum_topics.is_forum(GROUP)
    assert store.forum_topics.thread(GROUP, CARD) is None
