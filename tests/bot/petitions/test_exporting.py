from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import shown
from bot.petitions.exporting import columns, table
from bot.petitions.states import State
from bot.store import Store
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.figures import petition

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def catalogue(knowledge: Knowledge) -> Catalogue:
    return Catalogue(knowledge)


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


@pytest.mark.parametrize(
    "words",
    [
        '=HYPERLINK("http://x.vn","bấm")',
        "+84 xin gọi",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+9)*cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        "{=1}",
        "http://x.vn",
        "0123",
    ],
)
def test_what_people_wrote_is_never_a_formula_nor_a_link(store: Store, catalogue: Catalogue, words: str) -> None:
    new = petition(store, words, NOW)
    sheet = opened(table([new], columns(catalogue, NOW, personal=False), [words], ZONE)).worksheets[0]
    cell = sheet["E2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix, "it stays text when somebody edits it"
    assert cell.value.strip() == words.strip()
    assert cell.hyperlink is None


def test_the_table_can_be_filtered_and_its_head_stays_in_sight(store: Store, catalogue: Catalogue) -> None:
    answered = petition(store, "a", NOW - timedelta(days=20), state=State.ANSWERED, after=timedelta(days=15))
    fresh = petition(store, "b", NOW, place=None)
    book = opened(table([fresh, answered], columns(catalogue, NOW, personal=False), ["một", "hai"], ZONE))
    sheet = book.worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:M3")
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows] == ["Mã", shown(fresh.code), shown(answered.code)]
    assert rows[2][7] == datetime.fromisoformat("2026-11-03T09:00"), "a time, by the clock here"
    assert sheet["H2"].number_format == "dd/mm/yyyy hh:mm"
    assert rows[2][9:12] == [datetime.fromisoformat("2026-11-18T09:00"), 15, "có"]
    assert rows[1][9:12] == [None, None, "không"]
    assert [row[0].value for row in book.worksheets[1].iter_rows()] == ["một", "hai"]


def test_nothing_personal_is_in_it_unless_asked_for(store: Store, catalogue: Catalogue) -> None:
    new = petition(store, "Gọi tôi 0912345678", NOW, sender_name="Nguyễn Văn Lan", contact_phone="+84987654321")
    plain = opened(table([new], columns(catalogue, NOW, personal=False), [], ZONE)).worksheets[0]
    seen = " ".join(str(cell.value) for row in plain.iter_rows() for cell in row)
    assert not any(secret in seen for secret in ("0912345678", "Lan", "987654321"))
    asked = opened(table([new], columns(catalogue, NOW, personal=True), [], ZONE)).worksheets[0]
    values = [cell.value for cell in asked[2]]
    assert values[4] == "Gọi tôi 0912345678"
    assert values[-2:] == ["Nguyễn Văn Lan", "+84987654321"]


def test_an_empty_table_and_the_longest_words_can_be_opened(store: Store, catalogue: Catalogue) -> None:
    assert opened(table([], columns(catalogue, NOW, personal=False), [], ZONE)).worksheets[0].max_row == 1
    long = petition(store, "á" * 40_000, NOW)
    sheet = opened(table([long], columns(catalogue, NOW, personal=False), [], ZONE)).worksheets[0]
    assert len(sheet["E2"].value) == 32_000
