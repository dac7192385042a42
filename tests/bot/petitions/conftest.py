"""The citizens' side over the real knowledge and a fresh database, with an office that notes what it is told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.asking import Asking
from bot.petitions.citizen_side import CitizenSide
from bot.store import Store
from bot.working_days import WorkingDays
from tests.support.petitions import Office

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def citizens(store: Store, asking: Asking, office: Office) -> CitizenSide:
    return CitizenSide.over(store, asking, office, HERE.key, lambda: WorkingDays(HERE))
