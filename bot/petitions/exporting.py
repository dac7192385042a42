"""Petitions as an Excel table, to be filtered and sorted further."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.i18n import gettext as _
from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import shown
from bot.petitions.masking import mask
from bot.petitions.model import Petition
from bot.petitions.staff_pages import state_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_CHARACTERS = 32_000
"""Excel, "specifications and limits": a cell holds 32,767 characters."""
MOST_ROWS = 1_000_000
"""The same: a sheet has 1,048,576 rows."""
_DAY = 86_400
_PERHAPS = re.compile(r"(?:\d\D{0,3}){7}|@")

Cell = str | float | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading, its width in characters, and what stands in it."""

    heading: str
    width: int
    value: Callable[[Petition], Cell]


def columns(names: Catalogue, now: datetime, *, personal: bool) -> list[Column]:
    """The columns; with `personal`, also who sent the petition, how to reach them, and their words as they are."""
    words: Callable[[Petition], Cell] = (lambda p: p.words) if personal else (lambda p: _masked(p.words))
    listed = [
        Column(_("Code"), 14, lambda p: shown(p.code)),
        Column(_("Kind"), 11, lambda p: names.kind(p.kind)),
        Column(_("Category"), 24, lambda p: names.category(p.category)),
        Column(_("Place"), 24, lambda p: names.place(p.place) if p.place else None),
        Column(_("Words"), 60, words),
        Column(_("State"), 20, lambda p: state_name(p.state)),
        Column(_("Agency"), 26, lambda p: names.agency(p.agency)),
        Column(_("Received"), 17, lambda p: p.received_at),
        Column(_("Answer due"), 17, lambda p: p.due_at),
        Column(_("Answered"), 17, lambda p: p.answered_at),
        Column(_("Days to the answer"), 12, _days),
        Column(_("Late"), 8, lambda p: _("yes") if is_late(p, now) else _("no")),
        Column(_("Rating"), 9, lambda p: p.rating),
    ]
    if personal:
        listed += [
            Column(_("Sender"), 24, lambda p: p.sender_name),
            Column(_("Telephone"), 16, lambda p: p.contact_phone),
        ]
    return listed


def is_late(petition: Petition, now: datetime) -> bool:
    """Whether it waits too long, or did until it was answered."""
    if petition.open:
        return petition.late(now)
    return petition.answered_at is not None and petition.answered_at > petition.due_at


def table(petitions: Iterable[Petition], columns: Sequence[Column], notes: Sequence[str], zone: ZoneInfo) -> bytes:
    """A workbook with the petitions, times by the clock of `zone`, and a second sheet with `notes` on what it is.

    What people wrote is always text: Excel computes no formula in it.
    """
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
        with Workbook(file, options) as workbook:
            sheet = workbook.add_worksheet(_("Petitions"))
            _write_rows(_Writer(workbook, sheet, zone), petitions, columns)
            about = workbook.add_worksheet(_("About this file"))
            about.set_column(0, 0, 100)
            for row, note in enumerate(notes):
                about.write_string(row, 0, note)
    return file.getvalue()


class _Writer:
    """Writes cells of a sheet in the format of their kind."""

    def __init__(self, workbook: Any, sheet: Worksheet, zone: ZoneInfo) -> None:
        self.sheet, self.zone = sheet, zone
        top = {"valign": "top"}
        self.heading = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9E2F3", "border": 1, **top})
        # quote_prefix is the mark by which Excel takes a cell for text, also after somebody edits it.
        self._text = workbook.add_format({"text_wrap": True, "quote_prefix": True, **top})
        self._time = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm", **top})
        self._number = workbook.add_format({"num_format": "0.0", **top})
        self._count = workbook.add_format({"num_format": "0", **top})

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


def _write_rows(writer: _Writer, petitions: Iterable[Petition], columns: Sequence[Column]) -> None:
    sheet = writer.sheet
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, writer.heading)
    rows = 0
    for rows, petition in enumerate(petitions, start=1):
        if rows > MOST_ROWS:
            break
        for place, column in enumerate(columns):
            writer.write(rows, place, column.value(petition))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _masked(words: str) -> str:
    # Looking for numbers takes a millisecond; most words have none.
    return mask(words) if _PERHAPS.search(words) else words


def _days(petition: Petition) -> float | None:
    if petition.answered_at is None:
        return None
    return round((petition.answered_at - petition.received_at).total_seconds() / _DAY, 1)
