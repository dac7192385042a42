from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays.countries.vietnam import Vietnam

from bot.public_holidays import is_usually_working


@pytest.mark.parametrize("year", [2022, 2026, 2029, 2030])
def test_every_day_is_as_the_library_has_it(year: int) -> None:
    calendar = Vietnam()  # type: ignore[no-untyped-call]
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [is_usually_working(day) for day in days] == [calendar.is_working_day(day) for day in days]
