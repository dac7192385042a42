"""Who is told when something is wrong, and how often."""

from __future__ import annotations

from datetime import timedelta

from bot.administrators import administrators, notify, silent_line
from bot.settings import Settings
from bot.store import Store
from tests.bot.conftest import NOW
from tests.support.officials import ADMINISTRATOR, COORDINATOR, FOCAL, OFFICER, OWNER, appoint

SETTINGS = Settings(owner_ids=(OWNER,))


def told(store: Store) -> list[tuple[int, str]]:
    return [(row["chat_id"], row["payload"]) for row in store.db.query("SELECT * FROM outbox ORDER BY id")]


def test_owners_and_whoever_is_administrator_now_are_told(store: Store) -> None:
    grants = {person: appoint(store, person, NOW) for person in (ADMINISTRATOR, COORDINATOR, OFFICER, FOCAL)}
    assert administrators(store, SETTINGS) == (OWNER, ADMINISTRATOR)
    store.roles.revoke(grants[ADMINISTRATOR].id, OWNER, NOW)
    assert administrators(store, SETTINGS) == (OWNER,)


def test_an_owner_who_is_administrator_too_is_told_once(store: Store) -> None:
    appoint(store, ADMINISTRATOR, NOW)
    assert administrators(store, Settings(owner_ids=(ADMINISTRATOR, OWNER))) == (ADMINISTRATOR, OWNER)


def test_each_is_told_once_for_a_key_in_their_own_language(store: Store) -> None:
    appoint(store, ADMINISTRATOR, NOW)
    store.people.set_language(ADMINISTRATOR, "en", NOW)
    for _time in range(2):
        notify(store, SETTINGS, "silent:1", lambda: silent_line(10), NOW)
    (owner, words), (administrator, translated) = told(store)
    assert (owner, administrator) == (OWNER, ADMINISTRATOR)
    assert "10 phút" in words
    assert "For 10 minutes" in translated


def test_of_many_that_could_not_be_sent_only_the_newest_is(store: Store) -> None:
    for hour in range(5):
        now = NOW + timedelta(hours=hour)
        notify(store, SETTINGS, f"silent:{hour}", lambda: silent_line(hour), now, collapse_key="silent")  # noqa: B023
    now = NOW + timedelta(hours=6)
    store.outbox.weed(now)
    parcel = store.outbox.claim(OWNER, now)
    assert parcel is not None
    assert "4 phút" in parcel.content.reply.plain()
    assert store.outbox.claim(OWNER, now) is None
