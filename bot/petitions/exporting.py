"""Petitions as an Excel table, to be filtered and sorted further."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n import gettext as _
from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import shown
from bot.petitions.masking import mask
from bot.petitions.model import Petition
from bot.petitions.state_names import state_name
from bot.spreadsheets import Cell, Column, workbook

_DAY = 86_400
_PERHAPS = re.compile(r"(?:\d\D{0,3}){7}|@")


def columns(names: Catalogue, now: datetime, *, personal: bool) -> list[Column[Petition]]:
    """The columns; with `personal`, also who sent the petition, how to reach them, and their words as they are."""
    words: Callable[[Petition], Cell] = (lambda p: p.words) if personal else (lambda p: _masked(p.words))
    listed: list[Column[Petition]] = [
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


def table(
    petitions: Iterable[Petition], columns: Sequence[Column[Petition]], notes: Sequence[str], zone: ZoneInfo
) -> bytes:
    """A workbook with the petitions, times by the clock of `zone`, and a second sheet with `notes` on what it is."""
    return workbook(_("Petitions"), petitions, columns, notes, zone)


def _masked(words: str) -> str:
    # Looking for numbers takes a millisecond; most words have none.
    return mask(words) if _PERHAPS.search(words) else words


def _days(petition: Petition) -> float | None:
    if petition.answered_at is None:
        return None
    return round((petition.answered_at - petition.received_at).total_seconds() / _DAY, 1)
