"""Number and date of a document."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.report_numbers import read_reference

TODAY = date(2026, 12, 4)
THIRD = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("text", "number", "dated"),
    [
        ("12/BC-UBND", "12/BC-UBND", None),
        ("số 12/BC-UBND ngày 3/12", "12/BC-UBND", THIRD),
        ("so 12", "12", None),
        ("so 12 ngay 3/12", "12", THIRD),
        ("số 12-BC/UBND", "12-BC/UBND", None),
        ("Số: 123/BC-SNV, ngày 03 tháng 12 năm 2026", "123/BC-SNV", THIRD),
        ("12 / BC - UBND", "12/BC-UBND", None),
        ("12/bc-ubnd 3.12.2026", "12/BC-UBND", THIRD),
        ("số 12/2026/BC-UBND-VX", "12/2026/BC-UBND-VX", None),
        ("báo cáo số 45, gửi hôm qua", "45", THIRD),
        ("bc 7/BC-ĐU ngày 3-12-26", "7/BC-ĐU", THIRD),
        ("số 7/BC", "7/BC", None),
        ("ngày 3/12", None, THIRD),
        ("3 tháng 12", None, THIRD),
        ("31/12", None, date(2025, 12, 31)),
        ("báo cáo 6 tháng", None, None),
        ("12 - báo cáo", None, None),
        ("31/2", None, None),
        ("3/12/2019", None, None),
        ("gửi hôm qua", None, None),
        ("", None, None),
    ],
)
def test_how_people_write_it(text: str, number: str | None, dated: date | None) -> None:
    found = read_reference(text, TODAY)
    assert (found.number, found.dated) == (number, dated)


def test_a_figure_alone_is_a_number_where_one_was_asked_for() -> None:
    assert read_reference("12", TODAY).number is None
    assert read_reference("12.", TODAY, alone=True).number == "12"
    assert read_reference("hôm qua", TODAY, alone=True).dated == THIRD


@given(st.text(max_size=60))
def test_whatever_is_written_is_read(text: str) -> None:
    read_reference(text, TODAY, alone=True)
