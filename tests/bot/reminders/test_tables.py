from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from bot.reminders.tables import MOST_BYTES, MOST_ROWS, MOST_UNPACKED, Row, Unreadable, column_letter, read_table

LINES = [("Tên cơ quan", "Loại"), ("Sở Y tế", "sở"), ("UBND xã Đại An", "xã")]
ROWS = [Row(number, cells) for number, cells in enumerate(LINES, start=1)]


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def csv(delimiter: str = ",", codec: str = "utf-8", end: str = "\n") -> bytes:
    return "".join(delimiter.join(line) + end for line in LINES).encode(codec)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_as_spreadsheets_write_it(delimiter: str, codec: str) -> None:
    assert read_table(csv(delimiter, codec)) == ROWS
    assert read_table(csv(delimiter, codec, "\r\n")) == ROWS


def test_the_vietnamese_code_page_of_windows_is_read() -> None:
    # In it, tones are letters of their own behind the vowel.
    written = "Tên cơ quan;Loại\nSơ\u0309 Y tê\u0301;sơ\u0309\n".replace("ê\u0323", "ê\u0323").replace("ạ", "a\u0323")
    assert [row.cells for row in read_table(written.encode("cp1258"))] == [LINES[0], LINES[1]]


def test_an_excel_file_is_read_with_its_numbers_and_without_its_styles() -> None:
    assert read_table(sheet(*LINES)) == ROWS
    assert read_table(sheet(("a", 4.0, None, 2.5)))[0].cells == ("a", "4", "", "2.5")


def test_empty_rows_are_left_out_but_counted() -> None:
    assert [row.number for row in read_table(b"a,b\n,\n\n c , d\n")] == [1, 4]
    assert [row.number for row in read_table(sheet(("a",), (None,), ("b",)))] == [1, 3]


def test_a_quoted_cell_may_hold_delimiters_and_lines() -> None:
    rows = read_table('name,kind\n"Sở Văn hóa, Thể thao\nvà Du lịch",sở\nx,y\n'.encode())
    assert rows[1] == Row(2, ("Sở Văn hóa, Thể thao và Du lịch", "sở"))
    assert rows[2].number == 4


def test_what_nobody_sees_is_dropped() -> None:
    assert read_table("a\u200bb\u202e \t c,x\n".encode())[0].cells == ("ab c", "x")


def bomb() -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1))
    return written.getvalue()


def damaged() -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as packed:
        packed.writestr("word/document.xml", b"<x/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * (MOST_BYTES + 1), "2 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "kiểu cũ"),
        (b"PK\x03\x04 and nothing more", "bị hỏng"),
        (sheet(*LINES)[:-200], "bị hỏng"),
        (damaged(), "bị hỏng"),
        (bomb(), "2 MB"),
        (b"a\0b", "không phải tệp Excel"),
        (b"%PDF-1.7 \x8a\xff", "chữ trong tệp"),
        (b'name\n"' + b"x" * 200_000, "dòng 2"),
        (b"a\n" * (MOST_ROWS + 1), "2000"),
    ],
)
def test_what_is_no_table_is_refused_with_the_way_out(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_table(content)


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (49, "AX")])
def test_columns_are_named_as_in_a_spreadsheet(index: int, letter: str) -> None:
    assert column_letter(index) == letter
