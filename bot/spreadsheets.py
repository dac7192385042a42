"""Excel tables, to be filtered and sorted further. What people wrote is always text: no formula is computed in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.i18n import gettext as _

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_CHARACTERS = 32_000
"""Excel, "specifications and limits": a cell holds 32,767 characters."""
MOST_ROWS = 1_000_000
"""The same: a sheet has 1,048,576 rows."""

Cell = str | float | datetime | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column of the table: its heading, its width in characters, and what stands in it."""

    heading: str
    width: int
    value: Callable[[T], Cell]


def workbook(
    title: str, things: Iterable[T], columns: Sequence[Column[T]], notes: Sequence[str], zone: ZoneInfo
) -> bytes:
    """A workbook with a row for each thing, times by the clock of `zone`, and a second sheet with `notes` on it all."""
    from xlsxwriter import Workbook

    file = BytesIO()
    # Rows go to a file at once, so that the longest table needs little memory.
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with Workbook(file, options) as book:
            sheet = book.add_worksheet(title)
            _write_rows(_Writer(book, sheet, zone), things, columns)
            about = book.add_worksheet(_("About this file"))
            about.set_column(0, 0, 100)
            for row, note in enumerate(notes):
                about.write_string(row, 0, note)
    return file.getvalue()


class _Writer:
    """Writes cells of a sheet in the format of their kind."""

    def __init__(self, book: Any, sheet: Worksheet, zone: ZoneInfo) -> None:
        self.sheet, self.zone = sheet, zone
        top = {"valign": "top"}
        self.heading = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9E2F3", "border": 1, **top})
        # quote_prefix is the mark by which Excel takes a cell for text, also after somebody edits it.
        self._text = book.add_format({"text_wrap": True, "quote_prefix": True, **top})
        self._time = book.add_format({"num_format": "dd/mm/yyyy hh:mm", **top})
        self._number = book.add_format({"num_format": "0.0", **top})
        self._count = book.add_format({"num_format": "0", **top})

    def write(self, row: int, column: int, value: Cell) -> None:
        match value:
            case None:
                return
            case str():
                text = "\n".join(value.splitlines())
                self.sheet.write_string(row, column, text[:MOST_CHARACTERS], self._text)
            case datetime():
                local = value.astimezone(self.zone).replace(tzinfo=None)
                self.sheet.write_datetime(row, column, local, self._time)
            case int():
                self.sheet.write_number(row, column, value, self._count)
            case _:
                self.sheet.write_number(row, column, value, self._number)


def _write_rows(writer: _Writer, things: Iterable[T], columns: Sequence[Column[T]]) -> None:
    sheet = writer.sheet
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, writer.heading)
    rows = 0
    for rows, thing in enumerate(things, start=1):
        if rows > MOST_ROWS:
            break
        for place, column in enumerate(columns):
            writer.write(rows, place, column.value(thing))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
