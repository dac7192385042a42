from __future__ import annotations

import pytest

from bot.reminders.agency_rows import Checked, check
from bot.reminders.model import Agency, AgencyKind
from bot.reminders.tables import Unreadable, read_table

HEADER = "Mã,Tên cơ quan,Loại,Lãnh đạo\n"


def checked(text: str, *present: Agency) -> Checked:
    return check(read_table(text.encode()), present)


def test_a_good_list_becomes_agencies() -> None:
    found = checked(HEADER + ",Sở Y tế,sở,Nguyễn Văn A\nxa-dai-an,UBND xã Đại An,Xã,\n,Tỉnh đoàn,khác\n")
    assert found.problems == []
    assert list(found.agencies.values()) == [
        Agency("so-y-te", "Sở Y tế", AgencyKind.DEPARTMENT, "Nguyễn Văn A"),
        Agency("xa-dai-an", "UBND xã Đại An", AgencyKind.COMMUNE),
        Agency("tinh-doan", "Tỉnh đoàn", AgencyKind.OTHER),
    ]
    assert found.rows == {"so-y-te": 2, "xa-dai-an": 3, "tinh-doan": 4}


def test_columns_may_stand_in_any_order_under_everyday_names_below_a_title() -> None:
    found = checked("DANH SÁCH NĂM 2026,\n\nSTT,LOẠI CƠ QUAN,Đơn vị\n1,phường,UBND phường Long Đức\n")
    assert found.problems == []
    assert [agency.name for agency in found.agencies.values()] == ["UBND phường Long Đức"]


def test_an_agency_that_is_there_keeps_its_id_by_its_name() -> None:
    there = Agency("syt", "Sở Y tế", AgencyKind.DEPARTMENT)
    assert list(checked(HEADER + ",Sở  y tế,sở\n", there).agencies) == ["syt"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",,sở", "B", "thiếu tên"),
        ("," + "x" * 121 + ",sở", "B", "120"),
        (",***,sở", "B", "không có chữ cái"),
        (",Sở Y tế,", "C", "thiếu loại"),
        (",Sở Y tế,tổng cục", "C", "không biết loại “tổng cục”"),
        (",Sở Y tế,phườg", "C", "có phải là “xã”"),
        ("Sở,Sở Y tế,sở", "A", "mã chỉ gồm"),
        ("a,Sở Y tế,sở", "A", "mã chỉ gồm"),
    ],
)
def test_each_mistake_is_told_by_row_and_column_with_the_way_out(row: str, column: str, words: str) -> None:
    found = checked(f"{HEADER}{row}\n,Sở Tài chính,sở\n")
    [problem] = found.problems
    assert (problem.row, problem.column) == (2, column)
    assert words in problem.text
    assert list(found.agencies) == ["so-tai-chinh"]


def test_several_mistakes_in_a_row_are_told_together() -> None:
    assert [problem.column for problem in checked(HEADER + "Ơ,,trung ương\n").problems] == ["B", "C", "A"]


def test_what_stands_twice_is_told_with_the_other_row() -> None:
    found = checked(HEADER + ",Sở Y tế,sở\n,SỞ Y TẾ,sở\nso-y-te,Sở Khác,sở\n")
    assert [(problem.row, problem.column) for problem in found.problems] == [(3, "B"), (4, "A")]
    assert "dòng 2" in found.problems[0].text
    assert "so-y-te" in found.problems[1].text


@pytest.mark.parametrize("text", ["", "Sở Y tế,sở\n", "Tên cơ quan,Ghi chú\nSở Y tế,x\n"])
def test_without_a_header_nothing_is_guessed(text: str) -> None:
    with pytest.raises(Unreadable, match="tiêu đề"):
        checked(text)


def test_an_empty_list_is_refused_as_it_would_remove_everything() -> None:
    with pytest.raises(Unreadable, match="trống"):
        checked(HEADER)
