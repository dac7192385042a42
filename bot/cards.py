"""The card of a cited document: what it is, whether it still holds, and how far that is known."""

from __future__ import annotations

import re

from bot.addresses import document_name, said_date, source
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.replies import Block, BlockKind
from knowledge import Knowledge
from knowledge.answers import Citation
from knowledge.models import Document, Reliability


def card(document: Document, said: str = "", *, standing_said: bool = False) -> list[Block]:
    """The warning when the document is outdated, its facts, and where plan and document differ.

    A name, date or issuer that the words just `said` hold already is not said again, nor whether it still holds
    with `standing_said`.
    """
    issuer = document.issuer.partition(" (")[0]
    lines = [
        *([] if document.number in said else [document_name(document)]),
        *([] if document.date_in_plan and _tells_date(said, document) else [_date_line(document)]),
        *([] if issuer in said else [_("Issued by: %(issuer)s", issuer=document.issuer)]),
        _("Cited in order to: %(purpose)s", purpose=document.cited_for),
        *([] if document.standing.outdated or standing_said else [_standing_line(document)]),
    ]
    warnings = [Block(warning(document), BlockKind.NOTE)] if document.standing.outdated and not standing_said else []
    differences = [
        Block(_("Please note: %(note)s", note=note.text), BlockKind.NOTE)
        for note in document.notes
        if note.kind == "difference"
    ]
    return [*warnings, Block("\n".join(lines)), *differences]


def _tells_date(said: str, document: Document) -> bool:
    """Whether `said` holds the document's date, zeros before small numbers or not."""
    day = document.dated
    return day is not None and re.search(rf"\b0?{day.day}/0?{day.month}/{day.year}\b", said) is not None


def warning(document: Document) -> str:
    """That the document no longer holds, since when as far as is known, and what took its place."""
    standing = document.standing
    line = _(
        "⚠️ %(document)s: %(standing)s.",
        document=document_name(document),
        standing=(standing.text or _("no longer in force")).rstrip("."),
    )
    if not standing.replaced_by:
        return line
    return f"{line} " + _("Replaced by: %(documents)s.", documents="; ".join(standing.replaced_by))


def standing(document: Document) -> str:
    """Whether the document still holds, as far as is known."""
    return warning(document) if document.standing.outdated else _standing_line(document)


def _date_line(document: Document) -> str:
    if document.dated is None:
        return _("Date: not in the plan")
    day = format_date(document.dated)
    if document.date_in_plan:
        return _("Date: %(day)s", day=day)
    return _("Date: %(day)s (not in the plan; from another source)", day=day)


def _standing_line(document: Document) -> str:
    standing = document.standing
    if standing.text is None:
        return _("In force? Could not be verified.")
    if standing.as_of is None:
        return _("In force? %(standing)s.", standing=standing.text)
    return _("In force? %(standing)s (as of %(day)s).", standing=standing.text, day=said_date(standing.as_of))


def source_of(knowledge: Knowledge, document: Document) -> str:
    """Where the plan cites the document, and against how much else the card was checked."""
    return _(
        "%(source)s. %(checked)s",
        source=source(knowledge, Citation(document=document.number)),
        checked=_checked(document),
    )


def _checked(document: Document) -> str:
    trusted = [s for s in document.sources if s.reliability not in (Reliability.PLAN, Reliability.SECONDARY)]
    if document.verified == "plan_only" or not trusted:
        return _("Known from the plan's words only.")
    return ngettext("Checked against %(n)s public source.", "Checked against %(n)s public sources.", len(trusted))
