"""The cited documents as pages to browse, all together or one kind at a time."""

from __future__ import annotations

from textwrap import shorten

from bot.addresses import document_name
from bot.buttons import Row, opening, page, rows
from bot.errors import NotFound
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.paging import page_of, turning
from bot.replies import Block, BlockKind, Reply
from knowledge import Knowledge
from knowledge.models import Document

NUMBERS_A_ROW = 4
TITLE_CHARACTERS = 110


def documents_page(knowledge: Knowledge, group: str, number: int) -> Reply:
    """Page `number` (from 0) of the documents of `group`: "all", or the index of a kind.

    Raises NotFound when there is no such page.
    """
    heading, documents = _group(knowledge, group)
    shown = page_of(documents, number)
    if not shown:
        raise NotFound(_("This page is gone. Please open the list again."))
    lines = [Block(heading, BlockKind.STRONG)]
    lines += [Block(_line(place, document)) for place, document in shown]
    switch = page("docs:types:0", _("By kind")) if group == "all" else page("docs:all:0", _("All documents"))
    return Reply(
        tuple(lines),
        (*_numbers(knowledge, shown), *turning(f"m:docs:{group}", number, len(documents)), (switch,)),
    )


def kinds_page(knowledge: Knowledge) -> Reply:
    """The kinds of documents to choose from."""
    kinds = [
        page(f"docs:{index}:0", f"{kind} ({_count(knowledge, kind)})") for index, kind in enumerate(_kinds(knowledge))
    ]
    everything = page("docs:all:0", _("All documents"))
    return Reply(Reply.of(_("Which kind of document?")).blocks, rows(*kinds, everything))


def _group(knowledge: Knowledge, group: str) -> tuple[str, list[Document]]:
    everything = list(knowledge.documents.values())
    if group == "all":
        count = len(everything)
        return ngettext("The plan cites %(n)s document", "The plan cites %(n)s documents", count), everything
    kinds = _kinds(knowledge)
    if not group.isdecimal() or int(group) >= len(kinds):
        raise NotFound(_("This page is gone. Please open the list again."))
    kind = kinds[int(group)]
    return kind, [document for document in everything if document.type == kind]


def _kinds(knowledge: Knowledge) -> list[str]:
    return list(dict.fromkeys(document.type for document in knowledge.documents.values()))


def _count(knowledge: Knowledge, kind: str) -> int:
    return sum(document.type == kind for document in knowledge.documents.values())


def _line(place: int, document: Document) -> str:
    name = document_name(document)
    subject = f" {document.title.removeprefix(document.type).strip()}" if "/" in name else ""
    line = shorten(f"{place}. {name}{subject}", TITLE_CHARACTERS, placeholder="…")
    day = f" ({format_date(document.dated)})" if document.dated else ""
    warning = " ⚠️" if document.standing.outdated else ""
    return f"{line}{day}{warning}"


def _numbers(knowledge: Knowledge, shown: list[tuple[int, Document]]) -> tuple[Row, ...]:
    numbered = [opening(knowledge.key_of(document.number), str(place)) for place, document in shown]
    return tuple(tuple(numbered[at : at + NUMBERS_A_ROW]) for at in range(0, len(numbered), NUMBERS_A_ROW))
