"""Progress as a table and as a picture."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.charts import can_draw
from bot.i18n import use_locale
from bot.reminders.progress_files import ProgressFiles
from bot.store.orders import What
from tests.support.officials import last_details
from tests.support.overseeing import Watch
from tests.support.reminders import COORDINATOR, MAIN, Province


@pytest.fixture
def files(province: Province, watch: Watch) -> ProgressFiles:
    """Three agencies; the report of the first is in."""
    province.found(3)
    deadline = province.owe("2026-12-04", title="Báo cáo năm")
    province.store.reports.submit(
        deadline.id, date(2026, 12, 4), "a0", MAIN, province.clock, "=12/BC-UBND", date(2026, 11, 9)
    )
    return ProgressFiles(watch.overseeing.progress)


def test_the_table_has_a_row_for_each_agency(province: Province, watch: Watch, files: ProgressFiles) -> None:
    assert "Tôi đang lập tệp" in watch.looks().presses("Bảng Excel").text
    assert last_details(province.store) == {"file": "progress_table"}
    order = province.store.orders.next()
    assert order is not None
    assert (order.what, order.chat_id) == (What.PROGRESS_TABLE, COORDINATOR)
    assert files.may_have(order)
    with use_locale(order.language):
        sheet = load_workbook(BytesIO(files.make(order))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["Sở số 0", "Sở số 1", "Sở số 2"]
    assert rows[0][2:5] == ("Chờ xác nhận", "=12/BC-UBND", "09/11/2026")
    assert rows[1][2] == "Chưa gửi"
    assert rows[0][6] == "Đầu mối 10000\nĐầu mối 20000"


def test_who_has_lost_the_right_gets_no_file(province: Province, watch: Watch, files: ProgressFiles) -> None:
    watch.looks().presses("Bảng Excel")
    order = province.store.orders.next()
    [grant] = province.store.roles.held_by(COORDINATOR)
    province.store.roles.revoke(grant.id, COORDINATOR, province.clock)
    assert order
    assert not files.may_have(order)


def test_nor_is_there_one_of_a_deadline_that_is_gone(province: Province, watch: Watch, files: ProgressFiles) -> None:
    watch.looks().presses("Bảng Excel")
    order = province.store.orders.next()
    province.store.deadlines.cancel(1, province.clock)
    assert order
    assert not files.may_have(order)


@pytest.mark.skipif(not can_draw(), reason="matplotlib is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_picture_is_a_png(province: Province, watch: Watch, files: ProgressFiles) -> None:
    watch.looks().presses("Biểu đồ")
    order = province.store.orders.next()
    assert order
    with use_locale("vi"):
        assert files.make(order).startswith(b"\x89PNG")
