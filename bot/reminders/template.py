"""The file in which a coordinator writes the list of agencies: the list as it stands, how to fill it, and names."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from bot.i18n import gettext as _
from bot.reminders.agency_rows import HEADERS, KINDS
from bot.reminders.model import Agency

NAME = "danh-sach-co-quan.xlsx"
"""A file that comes back under this name is taken for the list."""
_WIDTHS = (28, 48, 12, 30)


def template(agencies: Sequence[Agency], suggested: Sequence[str]) -> bytes:
    """The list as XLSX, to be edited and sent back; in the language of the reader."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("List")
    _fill(sheet, [[words[0] for words in HEADERS.values()], *map(_cells, agencies)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    for title, lines in ((_("How to"), _how_to()), (_("Names to copy"), list(suggested))):
        more = book.create_sheet(title)
        more.column_dimensions["A"].width = 100
        _fill(more, [[line] for line in lines])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a name that begins with "=" is no formula


def _cells(agency: Agency) -> list[str]:
    return [agency.id, agency.name, KINDS[agency.kind][0], agency.leader_name or ""]


def _how_to() -> list[str]:
    kinds = ", ".join(words[0] for words in KINDS.values())
    return [
        _("One row for each agency that owes reports. What is not in the list owes none any more."),
        _("Column A, the id: leave it empty for a new agency; keep it when an agency gets another name."),
        _("Column B, the name of the agency: required."),
        _("Column C, the kind: required, one of: %(kinds)s.", kinds=kinds),
        _("Column D, the name of the agency's leader: may stay empty."),
        _("Send the file back to me under the same name. You see what it changes before it takes effect."),
    ]
