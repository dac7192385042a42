from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from bot.i18n import use_locale
from bot.reminders.agency_rows import check
from bot.reminders.model import Agency, AgencyKind
from bot.reminders.tables import read_table
from bot.reminders.template import template

AGENCIES = [
    Agency("so-y-te", "Sở Y tế", AgencyKind.DEPARTMENT, "Nguyễn Văn A"),
    Agency("xa-x", "=1+1", AgencyKind.COMMUNE),
    Agency("huyen-cu", "UBND huyện cũ", AgencyKind.DISTRICT),
    Agency("khac", "Tỉnh đoàn", AgencyKind.OTHER),
]


def test_the_template_sent_back_changes_nothing() -> None:
    found = check(read_table(template(AGENCIES, [])), AGENCIES)
    assert found.problems == []
    assert list(found.agencies.values()) == AGENCIES


def test_it_can_be_read_back_in_any_language() -> None:
    with use_locale("en"):
        assert not check(read_table(template(AGENCIES, [])), []).problems


def test_names_are_suggested_beside_the_list_and_not_in_it() -> None:
    book = load_workbook(BytesIO(template([], ["UBND xã Đại An"])))
    assert book.sheetnames == ["Danh sách", "Hướng dẫn", "Tên để chép"]
    assert [cell.value for cell in book["Tên để chép"]["A"]] == ["UBND xã Đại An"]
    assert book["Danh sách"].max_row == 1


def test_a_name_is_never_a_formula() -> None:
    sheet = load_workbook(BytesIO(template(AGENCIES, []))).worksheets[0]
    assert sheet["B3"].data_type == "s"
