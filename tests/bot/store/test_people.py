from __future__ import annotations

from datetime import timedelta

from bot.store import Store
from tests.bot.conftest import BINH, LAN, NOW


def test_a_person_is_noted_once_with_the_first_and_the_last_time(store: Store) -> None:
    store.people.seen(LAN, NOW)
    store.people.seen(LAN, NOW + timedelta(days=1))
    assert list(store.db.query("SELECT id, language, first_seen_at, last_seen_at FROM people")) == [
        {
            "id": LAN,
            "language": None,
            "first_seen_at": "2026-11-23T02:00:00+00:00",
            "last_seen_at": "2026-11-24T02:00:00+00:00",
        }
    ]


def test_nobody_has_chosen_a_language_at_first(store: Store) -> None:
    assert store.people.language(LAN) is None
    store.people.seen(LAN, NOW)
    assert store.people.language(LAN) is None


def test_the_chosen_language_stays_with_the_person(store: Store) -> None:
    store.people.set_language(LAN, "en", NOW)
    store.people.seen(LAN, NOW)
    assert store.people.language(LAN) == "en"
    assert store.people.language(BINH) is None
    store.people.set_language(LAN, "vi", NOW)
    assert store.people.language(LAN) == "vi"
