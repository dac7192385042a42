"""The picture and the draft of the report."""

from __future__ import annotations

import struct
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from bot.charts import can_draw
from bot.petitions.criteria import Criteria
from bot.petitions.figure_pages import FigurePages
from bot.petitions.report import draft
from bot.petitions.states import State
from bot.petitions.statistics import Figures, Statistics
from bot.settings import Settings
from bot.store import Store
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.figures import inquiring_over, petition


@pytest.fixture
def pages(store: Store, knowledge: Knowledge) -> FigurePages:
    return inquiring_over(store, knowledge, Settings()).pages


@pytest.fixture
def figures(store: Store) -> Figures:
    for days in range(4):
        petition(store, "a", NOW - timedelta(days=30 + days), state=State.ANSWERED)
    petition(store, "b", NOW, category="khac", place=None)
    from zoneinfo import ZoneInfo

    return Statistics(store, ZoneInfo("Asia/Ho_Chi_Minh")).over(Criteria(), NOW)


@pytest.mark.skipif(not can_draw(), reason="matplotlib is not installed")
def test_the_picture_stands_upright_as_a_phone_does(pages: FigurePages, figures: Figures) -> None:
    from bot.petitions.charts import draw

    # A letter that the font does not have is a warning, and warnings are errors here.
    picture = draw(figures, pages)
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (1080, 1440)


def test_the_draft_is_laid_out_as_an_official_paper(pages: FigurePages, figures: Figures) -> None:
    document = Document(BytesIO(draft(figures, pages)))
    head = "\n".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in head
    assert "ngày […] tháng […] năm 2026" in head
    assert document.styles["Normal"].font.name == "Times New Roman"
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "BÁO CÁO" in texts
    assert [text for text in texts if text.startswith(("I.", "II.", "III.", "IV."))] == [
        "I. TÌNH HÌNH TIẾP NHẬN",
        "II. KẾT QUẢ GIẢI QUYẾT",
        "III. NHẬN XÉT, ĐÁNH GIÁ",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    by_category = [[cell.text for cell in row.cells] for row in document.tables[2].rows]
    assert by_category == [["Lĩnh vực", "Phản ánh", "Tỷ lệ (%)"], ["Đất đai", "4", "80"], ["Việc khác", "1", "20"]]


def test_what_a_person_must_write_is_marked(pages: FigurePages, figures: Figures) -> None:
    document = Document(BytesIO(draft(figures, pages)))
    cells = [
        paragraph
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    ]
    open_runs = [run for paragraph in (*document.paragraphs, *cells) for run in paragraph.runs if "[" in run.text]
    assert len(open_runs) >= 10
    assert all(run.font.highlight_color for run in open_runs)
