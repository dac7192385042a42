from __future__ import annotations

import pytest

from bot.store import Store
from tests.support.reminders import Province


@pytest.fixture
def province(store: Store) -> Province:
    """Without agencies yet, early in 2026. What is written need not outlive a power cut."""
    store.db.execute("PRAGMA synchronous = OFF")
    return Province(store)
