from __future__ import annotations

from datetime import date

import pytest

from bot.reminders.typed_days import read_day

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [
        ("5/12", "2026-12-05", None),
        ("05-12-2026", "2026-12-05", None),
        ("5.12.26", "2026-12-05", None),
        ("2027-01-05", "2027-01-05", None),
        ("ngày 5/12/2027", "2027-12-05", None),
        ("27/11", "2026-11-27", None),
        ("26/11", "2027-11-26", None),
        ("29/2", "2028-02-29", None),
        ("mùng 5 tháng 12 lúc 15h", "2026-12-05", "15:00"),
        ("mung 5 thang 12 luc 15h", "2026-12-05", "15:00"),
        ("mồng năm tháng mười hai", "2026-12-05", None),
        ("ngày 05 tháng 12, 15h30", "2026-12-05", "15:30"),
        ("5 tháng 12 năm 2027", "2027-12-05", None),
        ("hai mươi lăm tháng 12", "2026-12-25", None),
        ("15 giờ ngày 5/12", "2026-12-05", "15:00"),
        ("3 giờ chiều ngày 5 tháng 12", "2026-12-05", "15:00"),
        ("8h rưỡi sáng 5/12", "2026-12-05", "08:30"),
        ("17:00 5/12", "2026-12-05", "17:00"),
        ("30/11 16h", "2026-11-30", "16:00"),
        ("cuối tháng 2", "2027-02-28", None),
        ("hết tháng 12", "2026-12-31", None),
    ],
)
def test_days_as_people_type_them(typed: str, day: str, hour: str | None) -> None:
    read = read_day(typed, TODAY)
    assert read is not None
    assert (str(read.day), read.hour and f"{read.hour:%H:%M}") == (day, hour)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("trước ngày 10/6", "2027-06-09"),
        ("trước ngày 10 tháng 6 hằng năm", "2027-06-09"),
        ("Trước 5/12", "2026-12-04"),
        ("trước ngày 1/3/2028", "2028-02-29"),
        ("trước 17h ngày 5/12", "2026-12-05"),
    ],
)
def test_before_a_day_is_the_day_before_it_unless_an_hour_is_named(typed: str, day: str) -> None:
    read = read_day(typed, TODAY)
    assert read is not None
    assert str(read.day) == day


@pytest.mark.parametrize(
    "typed", ["", "ngày mai", "31/4", "32/1", "5/13", "báo cáo quý IV", "tháng 12", "30/2/2027", "lúc 15h"]
)
def test_what_names_no_day_is_not_read(typed: str) -> None:
    assert read_day(typed, TODAY) is None
