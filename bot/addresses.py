"""The plan's addresses and the names of documents, said as people say them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from textwrap import shorten

from bot.i18n import format_date
from bot.i18n import gettext as _
from knowledge import Knowledge
from knowledge.answers import Citation
from knowledge.base import document_label
from knowledge.models import Document, Node, NodeKind

NAME_CHARACTERS = 60


def spoken(knowledge: Knowledge, address: str) -> str:
    """The place `address` of the plan in words ("IV.2.3" → "phần IV, mục 2 (…), ý 3").

    Raises KeyError when the plan has no such address.
    """
    node = knowledge.nodes[address]
    steps = address.split(".")
    match node.kind:
        case NodeKind.PART:
            return _("part %(part)s (%(name)s)", part=steps[0], name=name_of(node))
        case NodeKind.HEADING:
            return _(
                "part %(part)s, section %(section)s (%(name)s)",
                part=steps[0],
                section=steps[1],
                name=name_of(node),
            )
        case NodeKind.ITEM | NodeKind.BULLET:
            return _inside(knowledge, address, steps)
        case _:
            return _apart(node.kind)


def _inside(knowledge: Knowledge, address: str, steps: list[str]) -> str:
    name = name_of(knowledge.heading_path(address)[-1])
    if len(steps) == 2:
        return _("part %(part)s (%(name)s), section %(section)s", part=steps[0], name=name, section=steps[1])
    return _(
        "part %(part)s, section %(section)s (%(name)s), point %(point)s",
        part=steps[0],
        section=steps[1],
        name=name,
        point=steps[2],
    )


def _apart(kind: NodeKind) -> str:
    names = {
        NodeKind.TITLE: _("its title"),
        NodeKind.PREAMBLE: _("the opening"),
        NodeKind.CLOSING: _("the closing"),
        NodeKind.RECIPIENTS: _("the list of recipients"),
        NodeKind.SIGNER: _("the signature"),
    }
    return names[kind]


def heading(node: Node) -> str:
    """The text of a heading, not in capitals."""
    return node.text.capitalize() if node.text.isupper() else node.text


def name_of(node: Node) -> str:
    """The text of a heading, cut to what is needed to know it again."""
    return _cut(heading(node))


@lru_cache(maxsize=1024)
def _cut(text: str) -> str:
    return shorten(text, NAME_CHARACTERS, placeholder="…")


def source(knowledge: Knowledge, citation: Citation) -> str:
    """The line that says what an answer rests on."""
    if citation.plan:
        return _("Source: the plan, %(place)s", place=spoken(knowledge, citation.plan))
    number = citation.document or ""
    document = knowledge.documents.get(number)
    if document is None:
        return _("Source: %(document)s, outside the plan", document=number)
    places = "; ".join(spoken(knowledge, address) for address in document.cited_at)
    return _("Source: the plan, %(place)s", place=places)


def document_name(document: Document) -> str:
    """The document's type and number; the official number where the plan writes none."""
    if "/" in document.number or not document.official_number:
        return document_label(document)
    return f"{document.type} {document.official_number}"


def said_date(text: str) -> str:
    """A date of a card ("2023-07-01", "2026-03" or "2024") as people write it."""
    if len(text) == len("2023-07-01"):
        return format_date(date.fromisoformat(text))
    year, _hyphen, month = text.partition("-")
    return f"{month.lstrip('0') if int(month) > 2 else month}/{year}" if month else year
