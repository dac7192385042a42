from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.petitions.retention import Retention
from bot.store import Store
from handlers.janitor import Janitor

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_the_rules_are_applied_once_a_night(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [MORNING]
    janitor = Janitor(Retention(store, 24), ZONE, lambda: now[0])
    nights = []
    for hours in (0, 1, 17, 18, 19, 42):
        now[0] = MORNING + timedelta(hours=hours)
        store.people.seen(hours + 1, now[0] - timedelta(days=800))
        janitor.look()
        nights.append(store.db["people"].count)
    assert nights == [0, 1, 2, 0, 1, 0], "at the start, and behind three o'clock of each night"
