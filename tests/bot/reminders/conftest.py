from __future__ import annotations

import pytest

from bot.reminders.model import Recurrence
from bot.store import Store
from knowledge import Knowledge
from tests.support.overseeing import Watch
from tests.support.reminders import Province, local
from tests.support.reports import Office


@pytest.fixture
def province(store: Store) -> Province:
    """Without agencies yet, early in 2026. What is written need not outlive a power cut."""
    store.db.execute("PRAGMA synchronous = OFF")
    return Province(store)


@pytest.fixture
def watch(province: Province, knowledge: Knowledge) -> Watch:
    """The coordinator, four weeks before the plan's report of the year 2026."""
    province.coordinator()
    province.clock = local("2026-11-09 09:00")
    return Watch(province, knowledge)


@pytest.fixture
def office(province: Province, knowledge: Knowledge) -> Office:
    """A coordinator, one agency with two focal points, and the plan's report of the year 2026, some days before."""
    province.coordinator()
    province.clock = local("2026-11-20 09:00")
    province.found(1)
    province.owe("2026-12-04", Recurrence.YEARLY, rule="bao-cao-nam", title="Báo cáo năm")
    return Office(province, knowledge)
