"""A table of agencies, checked row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.i18n import gettext as _
from bot.reminders.likeness import plain
from bot.reminders.model import Agency, AgencyKind
from bot.reminders.tables import Row, Unreadable, column_letter
from knowledge.base import slug

ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
NAME_CHARACTERS = 120
HEAD_ROWS = 10
"""Above the header there may be a title and the like."""

HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("Mã", "Mã cơ quan", "id", "code"),
    "name": ("Tên cơ quan", "Tên", "Cơ quan", "Đơn vị", "Tên đơn vị", "Cơ quan, đơn vị", "name"),
    "kind": ("Loại", "Loại cơ quan", "Cấp", "kind", "type"),
    "leader": ("Lãnh đạo", "Người đứng đầu", "Thủ trưởng", "Họ tên lãnh đạo", "leader"),
}
"""What each column may be called, first as in the template."""

KINDS: dict[AgencyKind, tuple[str, ...]] = {
    AgencyKind.DEPARTMENT: ("sở", "ban", "ngành", "sở, ban, ngành", "sở ban ngành tỉnh", "cấp tỉnh", "department"),
    AgencyKind.COMMUNE: ("xã", "phường", "thị trấn", "xã, phường", "cấp xã", "UBND xã", "UBND phường", "commune"),
    AgencyKind.DISTRICT: ("huyện", "thị xã", "thành phố", "cấp huyện", "UBND huyện", "district"),
    AgencyKind.OTHER: ("khác", "cơ quan khác", "đoàn thể", "other"),
}
"""How each kind may be written, first as in the template."""

_KIND_OF = {plain(word): kind for kind, words in KINDS.items() for word in words}
_FIELD_OF = {plain(word): name for name, words in HEADERS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row, and the way out; `column` is its letter, None where it is about the whole row."""

    row: int
    column: str | None
    text: str


@dataclass(slots=True)
class Checked:
    """The agencies of a table, each with its row, and what is wrong; with problems none of it takes effect."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def check(table: Sequence[Row], present: Sequence[Agency]) -> Checked:
    """Reads the table. An agency of a name that is there already keeps its id.

    Raises Unreadable when there is no header, or nothing below it.
    """
    place, columns = _header(table)
    body = table[place + 1 :]
    if not body:
        raise Unreadable(_("The list is empty: there is nothing below the header."))
    ids = {plain(agency.name): agency.id for agency in present}
    checked, names = Checked(), dict[str, int]()
    for row in body:
        reader = _Reader(row, columns)
        agency = reader.agency(ids)
        if agency is not None:
            reader.problems += _double(row, agency, columns, checked, names)
        checked.problems += reader.problems
        if agency is not None and not reader.problems:
            checked.agencies[agency.id] = agency
            checked.rows[agency.id] = row.number
            names[plain(agency.name)] = row.number
    return checked


def _header(table: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """Which row is the header, and which column is what."""
    for place, row in enumerate(table[:HEAD_ROWS]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            if name := _FIELD_OF.get(plain(cell)):
                columns.setdefault(name, index)
        if "name" in columns and "kind" in columns:
            return place, columns
    raise Unreadable(
        _(
            "I do not find the header with the columns “%(name)s” and “%(kind)s” in the first %(rows)s rows. "
            "Please use the template.",
            name=HEADERS["name"][0],
            kind=HEADERS["kind"][0],
            rows=HEAD_ROWS,
        )
    )


@dataclass(slots=True)
class _Reader:
    """Reads one row and collects what is wrong in it."""

    row: Row
    columns: Mapping[str, int]
    problems: list[Problem] = field(default_factory=list)

    def agency(self, ids: Mapping[str, str]) -> Agency | None:
        """The agency of the row; None when it has no usable name, kind or id."""
        name, kind, id_ = self._name(), self._kind(), self._id()
        if name is None or kind is None or id_ is None:
            return None
        id_ = id_ or ids.get(plain(name)) or slug(name)[:40].strip("-")
        if not ID.fullmatch(id_):
            self._wrong("name", _("the name has no letters; please write the name of the agency"))
            return None
        return Agency(id_, name, kind, self._cell("leader")[:NAME_CHARACTERS] or None)

    def _name(self) -> str | None:
        name = self._cell("name")
        if not name:
            self._wrong("name", _("the name is missing; write it, or delete the row"))
        elif len(name) > NAME_CHARACTERS:
            self._wrong("name", _("the name is longer than %(most)s characters; shorten it", most=NAME_CHARACTERS))
        else:
            return name
        return None

    def _kind(self) -> AgencyKind | None:
        written = self._cell("kind")
        kind = _KIND_OF.get(plain(written))
        if kind is None:
            known = ", ".join(words[0] for words in KINDS.values())
            text = _("the kind is missing; write one of: %(known)s", known=known)
            if written:
                text = _("I do not know the kind “%(kind)s”; write one of: %(known)s", kind=written[:40], known=known)
            if near := _near(written):
                text = _(
                    "I do not know the kind “%(kind)s” (did you mean “%(near)s”?); write one of: %(known)s",
                    kind=written[:40],
                    near=near,
                    known=known,
                )
            self._wrong("kind", text)
        return kind

    def _id(self) -> str | None:
        """The id that is written, "" when none is; None when it cannot be used."""
        written = self._cell("id").lower()
        if written and not ID.fullmatch(written):
            text = _("the id may hold only small letters a-z, digits and hyphens (2 to 40); or leave it empty")
            self._wrong("id", text)
            return None
        return written

    def _cell(self, name: str) -> str:
        index = self.columns.get(name)
        return self.row.cells[index] if index is not None and index < len(self.row.cells) else ""

    def _wrong(self, name: str, text: str) -> None:
        self.problems.append(Problem(self.row.number, column_letter(self.columns[name]), text))


def _near(written: str) -> str | None:
    """The kind that differs in one letter from what is written."""
    found = extractOne(plain(written), list(_KIND_OF), scorer=OSA.distance, score_cutoff=1)
    return KINDS[_KIND_OF[found[0]]][0] if found else None


def _double(
    row: Row, agency: Agency, columns: Mapping[str, int], checked: Checked, names: Mapping[str, int]
) -> Iterator[Problem]:
    """Whether a row above says the same."""
    if plain(agency.name) in names:
        text = _("the same name is in row %(row)s; delete one of the two", row=names[plain(agency.name)])
        yield Problem(row.number, column_letter(columns["name"]), text)
    elif agency.id in checked.agencies:
        text = _("the id “%(id)s” is in row %(row)s already; choose another", id=agency.id, row=checked.rows[agency.id])
        column = column_letter(columns["id"]) if "id" in columns else None
        yield Problem(row.number, column, text)
