from __future__ import annotations

from datetime import date

import pytest

from bot.i18n import use_locale
from bot.reminders.spoken import Trouble
from bot.reminders.typed_days import Typed, read_day

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
        ("cuối tháng 2 năm 2028", "2028-02-29", None),
        ("hết ngày 5/12", "2026-12-05", None),
        ("chậm nhất 17h ngày 5/12", "2026-12-05", "17:00"),
        ("12 giờ đêm ngày 5/12", "2026-12-05", None),
        ("5h ngày 5/12", "2026-12-05", "17:00"),
        ("ngày mai", "2026-11-28", None),
        ("thứ sáu tuần sau lúc 16h", "2026-12-04", "16:00"),
        ("2 tuần nữa", "2026-12-11", None),
    ],
)
def test_days_as_people_type_them(typed: str, day: str, hour: str | None) -> None:
    read = read_day(typed, TODAY)
    assert isinstance(read, Typed), read
    assert (str(read.day), read.hour and f"{read.hour:%H:%M}") == (day, hour)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("trước ngày 10/6", "2027-06-09"),
        ("trước ngày 10 tháng 6 hằng năm", "2027-06-09"),
        ("Trước 5/12", "2026-12-04"),
        ("trước ngày 1/3/2028", "2028-02-29"),
        ("trước 17h ngày 5/12", "2026-12-05"),
        ("trước thứ sáu tuần sau", "2026-12-03"),
    ],
)
def test_before_a_day_is_the_day_before_it_unless_an_hour_is_named(typed: str, day: str) -> None:
    read = read_day(typed, TODAY)
    assert isinstance(read, Typed), read
    assert str(read.day) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "31/4",
        "32/1",
        "5/13",
        "báo cáo quý IV",
        "tháng 12",
        "30/2/2027",
        "lúc 15h",
        "chiều 5/12",
        "2 giờ nữa",
        "số 5/12 gì đó",
    ],
)
def test_what_names_no_day_is_not_read(typed: str) -> None:
    assert read_day(typed, TODAY) is Trouble.UNCLEAR


@pytest.mark.parametrize("typed", ["5/12/2020", "hôm qua", "tuần trước"])
def test_what_has_passed_is_told_apart(typed: str) -> None:
    assert read_day(typed, TODAY) is Trouble.PAST


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [
        ("5 december", "2026-12-05", None),
        ("before 10 june", "2027-06-09", None),
        ("dec 5 at 3pm", "2026-12-05", "15:00"),
    ],
)
def test_english_is_read_for_who_reads_english(typed: str, day: str, hour: str | None) -> None:
    assert read_day(typed, TODAY) is Trouble.UNCLEAR
    with use_locale("en"):
        read = read_day(typed, TODAY)
    assert isinstance(read, Typed)
    assert (str(read.day), read.hour and f"{read.hour:%H:%M}") == (day, hour)
