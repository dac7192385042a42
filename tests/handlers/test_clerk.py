"""Ordered files: made in another process, sent once, given up after a few attempts."""

from __future__ import annotations

import asyncio

import pytest

from bot.reminders.progress_files import ProgressFiles
from bot.settings import Settings
from bot.store import Store
from bot.store.orders import MOST_ATTEMPTS, Order, What
from handlers.clerk import Clerk
from handlers.context import Deps
from tests.handlers.conftest import NOW
from tests.support.figures import petition
from tests.support.officials import COORDINATOR, OWNER, appoint


def clerk(deps: Deps, settings: Settings | None = None) -> Clerk:
    progress = ProgressFiles(deps.reminding.overseeing.progress)
    return Clerk(deps.store, deps.inquiring, progress, settings or deps.settings, lambda: NOW, asyncio.Event())


def ordered(store: Store, what: What) -> Order:
    appoint(store, COORDINATOR, NOW)
    petition(store, "nước thải", NOW)
    search = store.orders.keep_search(COORDINATOR, "", NOW)
    return store.orders.add(search, COORDINATOR, None, what, "vi", NOW)


def outbox(store: Store) -> list[str]:
    return [row["payload"] for row in store.db["outbox"].rows]


@pytest.mark.parametrize(("what", "name"), [(What.REPORT, "du-thao-bao-cao-2026-11-23.docx")])
async def test_a_file_is_made_and_sent_once(deps: Deps, store: Store, what: What, name: str) -> None:
    ordered(store, what)
    await clerk(deps).finish()
    await clerk(deps).finish()
    [payload] = outbox(store)
    assert name in payload


async def test_what_cannot_be_made_is_told_after_a_few_attempts(deps: Deps, store: Store) -> None:
    ordered(store, What.TABLE)
    elsewhere = Settings(data_dir=deps.settings.data_dir / "none", owner_ids=(OWNER,))
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert outbox(store) == []
        await clerk(deps, elsewhere).finish()
        assert store.db["file_orders"].get(1)["attempts"] == attempt
    assert "chưa lập được tệp" in outbox(store)[0]
    assert store.orders.next() is None


async def test_who_lost_the_right_in_between_gets_nothing(deps: Deps, store: Store) -> None:
    ordered(store, What.PERSONAL_TABLE)
    store.roles.revoke(store.roles.held_by(COORDINATOR)[0].id, OWNER, NOW)
    await clerk(deps).finish()
    assert outbox(store) == []
    assert store.orders.next() is None
