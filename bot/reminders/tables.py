"""Tables that people send: the first sheet of an XLSX file, or CSV with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import unicodedata
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from bot.errors import BotError
from bot.i18n import gettext as _

MOST_ROWS = 2000
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 10 * 1024 * 1024
"""An XLSX file is a packed one: a small one can hold more than there is memory for."""

_XLSX = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""Also an XLSX file with a password."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"


class Unreadable(BotError):
    """The file holds no table that can be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the person finds it in their file: its number from 1, and its cells as plain text."""

    number: int
    cells: tuple[str, ...]


def read_table(content: bytes) -> list[Row]:
    """The rows that hold something. Raises Unreadable, in words that say the way out."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 MB, too large for a list of agencies."))
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            _("This is an old Excel file (.xls) or one with a password. Please save it as .xlsx without a password.")
        )
    rows = _xlsx(content) if content.startswith(_XLSX) else _csv(content)
    filled = [row for row in rows if any(row.cells)]
    if len(filled) > MOST_ROWS:
        raise Unreadable(_("The file has more than %(most)s rows.", most=MOST_ROWS))
    return filled


def column_letter(index: int) -> str:
    """What the column is called in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _xlsx(content: bytes) -> list[Row]:
    damaged = Unreadable(_("This Excel file is damaged. Please open it, save it anew as .xlsx, and send that."))
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("The file is larger than 2 MB, too large for a list of agencies."))
    except BadZipFile:
        raise damaged from None
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what other programs left out of the file
            sheet = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # which other programs write wrong
            rows = sheet.iter_rows(values_only=True, max_row=2 * MOST_ROWS, max_col=50)
            return [_row(number, row) for number, row in enumerate(rows, start=1)]
    except Exception as error:  # the library raises whatever a damaged file leads to
        raise damaged from error


def _csv(content: bytes) -> list[Row]:
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable(_("This is neither an Excel file (.xlsx) nor a CSV file."))
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    rows, number = [], 1
    try:
        for cells in reader:
            rows.append(_row(number, cells))
            number = reader.line_num + 1
    except csv.Error:
        raise Unreadable(_("Row %(row)s of the CSV file cannot be read.", row=number)) from None
    return rows


def _decoded(content: bytes) -> str:
    codecs = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "cp1258")
    for codec in codecs:
        try:
            return content.decode(codec)
        except UnicodeError:
            continue
    raise Unreadable(_("The letters of this file cannot be read. Please save it as “CSV UTF-8” or as .xlsx."))


def _row(number: int, values: Iterable[object]) -> Row:
    """Without the empty cells at its end."""
    cells = [_text(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    return Row(number, tuple(cells))


def _text(value: object) -> str:
    """A cell as one line of plain text without what nobody sees."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):
        value = value.isoformat()
    composed = unicodedata.normalize("NFC", str(value))
    seen = "".join(" " if each.isspace() else each for each in composed)
    return " ".join("".join(each for each in seen if not unicodedata.category(each).startswith("C")).split())
