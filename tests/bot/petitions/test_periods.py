from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.petitions.periods import Period, half_year, read_period

TODAY = date(2026, 11, 23)
"""A Monday."""


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("hôm nay", "2026-11-23", "2026-11-23"),
        ("hom qua", "2026-11-22", "2026-11-22"),
        ("tuần này", "2026-11-23", "2026-11-29"),
        ("tuan truoc", "2026-11-16", "2026-11-22"),
        ("7 ngày qua", "2026-11-17", "2026-11-23"),
        ("tháng này", "2026-11-01", "2026-11-30"),
        ("tháng trước", "2026-10-01", "2026-10-31"),
        ("tháng 5", "2026-05-01", "2026-05-31"),
        ("thang 12", "2025-12-01", "2025-12-31"),
        ("tháng 2/2024", "2024-02-01", "2024-02-29"),
        ("từ tháng 3 đến tháng 5", "2026-03-01", "2026-05-31"),
        ("từ tháng 11 đến tháng 1", "2026-11-01", "2027-01-31"),
        ("quý III", "2026-07-01", "2026-09-30"),
        ("quy 4 nam 2025", "2025-10-01", "2025-12-31"),
        ("6 tháng đầu năm", "2026-01-01", "2026-06-30"),
        ("6 tháng cuối năm 2025", "2025-07-01", "2025-12-31"),
        ("năm nay", "2026-01-01", "2026-12-31"),
        ("năm 2024", "2024-01-01", "2024-12-31"),
        ("từ 1/3 đến 15/3", "2026-03-01", "2026-03-15"),
        ("1/3 - 15/3", "2026-03-01", "2026-03-15"),
        ("từ ngày 20/12 đến ngày 10/1", "2025-12-20", "2026-01-10"),
        ("từ 1/3/2025 đến 15/4/2026", "2025-03-01", "2026-04-15"),
        ("từ 15/3/2026 đến 1/3/2026", "2026-03-01", "2026-03-15"),
        ("1.3.2026", "2026-03-01", "2026-03-01"),
        ("từ 1/3", "2026-03-01", "2026-11-23"),
        ("từ 1/3 đến nay", "2026-03-01", "2026-11-23"),
        ("đến 15/3", "2000-01-01", "2026-03-15"),
        ("ngày 12/3", "2026-03-12", "2026-03-12"),
        ("24/11", "2025-11-24", "2025-11-24"),
    ],
)
def test_times_are_read_as_people_say_them(said: str, first: str, last: str) -> None:
    period, rest = read_period(f"nước thải {said} Long Đức", TODAY)
    assert period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert rest.split() == "nước thải Long Đức".split()


@pytest.mark.parametrize(
    "said",
    ["31/2", "tháng 13", "quý 5", "số 12/34", "đất 1.5 ha", "QĐ 10/2011", "tháng", "12/34/5"],
)
def test_what_is_no_time_of_the_calendar_stays_as_it_is(said: str) -> None:
    period, rest = read_period(said, TODAY)
    assert (period, rest) == (None, said)


def test_a_period_begins_and_ends_by_the_clock_of_the_place() -> None:
    since, until = Period(date(2026, 3, 1), date(2026, 3, 1)).bounds(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert since == datetime.fromisoformat("2026-02-28T17:00:00+00:00")
    assert until == datetime.fromisoformat("2026-03-01T17:00:00+00:00")


@pytest.mark.parametrize(("day", "first", "last"), [((6, 30), (1, 1), (6, 30)), ((7, 1), (7, 1), (12, 31))])
def test_a_year_has_two_halves(day: tuple[int, int], first: tuple[int, int], last: tuple[int, int]) -> None:
    assert half_year(date(2026, *day)) == Period(date(2026, *first), date(2026, *last))
