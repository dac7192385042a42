"""The plan as pages to leaf through: contents, duties, goals, deadlines and documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from bot.addresses import heading, name_of
from bot.buttons import Row, opening, page, rows
from bot.deadlines import DueDates
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.replies import Block, BlockKind, Button, Reply
from bot.shelf import NUMBERS_A_ROW, documents_page, kinds_page
from knowledge import Knowledge
from knowledge.models import Agency, Node, NodeKind

LABEL_CHARACTERS = 48


@dataclass(frozen=True, slots=True)
class Browsing:
    """Makes the pages; `timezone` says which day it is."""

    knowledge: Knowledge
    timezone: str

    def show(self, data: str, now: datetime) -> Reply:
        """The page behind callback data `m:<page>`. Raises NotFound when there is no such page (any more)."""
        match data.split(":"):
            case ["m", "outline"]:
                return self.outline()
            case ["m", "outline", address]:
                return self.outline(address)
            case ["m", "duties"]:
                return self.duties()
            case ["m", "duties", agency]:
                return self.duties(agency)
            case ["m", "goals"]:
                return self.goals()
            case ["m", "deadlines"]:
                return self.deadlines(now)
            case ["m", "docs", "types", _page]:
                return kinds_page(self.knowledge)
            case ["m", "docs", group, number] if number.isdecimal():
                return self.documents(group, int(number))
        raise NotFound(_("This page is gone. Please open the list again."))

    def outline(self, address: str = "") -> Reply:
        """The contents: the parts of the plan, or what stands under `address`. Raises NotFound."""
        if address and address not in self.knowledge.nodes:
            raise NotFound(_("This page is gone. Please open the list again."))
        below = self.knowledge.children(address)
        buttons = [self._entrance(node) for node in below if self._has_content(node)]
        if not address:
            return Reply((Block(self.knowledge.plan.title, BlockKind.STRONG),), rows(*buttons))
        title = Block(f"{address}. {heading(self.knowledge.nodes[address])}", BlockKind.STRONG)
        whole = self._item(address, _("All of it in short"))
        return Reply((title,), rows(*([whole] if whole else []), *buttons, self._back(address)))

    def duties(self, agency_id: str = "") -> Reply:
        """Who is given duties, or the duties of one agency. Raises NotFound."""
        agencies = self.knowledge.agencies
        if not agency_id:
            buttons = [page(f"duties:{agency.id}", agency.label) for agency in agencies]
            return Reply(Reply.of(_("Whose duties would you like to see?")).blocks, rows(*buttons))
        agency = next((agency for agency in agencies if agency.id == agency_id), None)
        if agency is None:
            raise NotFound(_("This page is gone. Please open the list again."))
        return self._duties_of(agency)

    def goals(self) -> Reply:
        """The goals of the plan."""
        goals = self.knowledge.goals
        title = ngettext("The plan sets %(n)s goal", "The plan sets %(n)s goals", len(goals))
        lines = [
            f"{place}. {goal.label}" + (f": {goal.percent}%" if goal.percent is not None else "")
            for place, goal in enumerate(goals, start=1)
        ]
        return _listing(title, lines, self._numbered([goal.address for goal in goals]))

    def deadlines(self, now: datetime) -> Reply:
        """The next deadlines that the plan sets, and how many days are left."""
        return DueDates.of_plan(self.knowledge, self.timezone).page(None, now)

    def documents(self, group: str = "all", number: int = 0) -> Reply:
        """A page of the cited documents (see `shelf.documents_page`). Raises NotFound."""
        return documents_page(self.knowledge, group, number)

    def _duties_of(self, agency: Agency) -> Reply:
        lines = [f"{place}. {self._title(address)}" for place, address in enumerate(agency.duties, start=1)]
        back = page("duties", _("‹ Others"))
        return _listing(agency.name, lines, (*self._numbered(agency.duties), (back,)))

    def _entrance(self, node: Node) -> Button:
        if node.kind in (NodeKind.PART, NodeKind.HEADING):
            name = f"{node.id}. {name_of(node) if node.kind is NodeKind.PART else self._title(node.id)}"
            return page(f"outline:{node.id}", shorten(name, LABEL_CHARACTERS, placeholder="…"))
        return opening(self.knowledge.key_of(node.id), self._title(node.id))

    def _has_content(self, node: Node) -> bool:
        return node.kind in (NodeKind.PART, NodeKind.HEADING) or self._item(node.id, "-") is not None

    def _item(self, address: str, label: str) -> Button | None:
        try:
            return opening(self.knowledge.key_of(address), label)
        except KeyError:
            return None

    def _title(self, address: str) -> str:
        try:
            return self.knowledge.item_of(address).title
        except KeyError:
            return shorten(self.knowledge.nodes[address].text, LABEL_CHARACTERS, placeholder="…")

    def _back(self, address: str) -> Button:
        above, _dot, _last = address.rpartition(".")
        return page(f"outline:{above}", _("‹ Back")) if above else page("outline", _("‹ Contents"))

    def _numbered(self, addresses: list[str]) -> tuple[Row, ...]:
        buttons = [self._item(address, str(place)) for place, address in enumerate(addresses, start=1)]
        found = [button for button in buttons if button]
        return tuple(tuple(found[at : at + NUMBERS_A_ROW]) for at in range(0, len(found), NUMBERS_A_ROW))


def _listing(title: str, lines: list[str], buttons: tuple[Row, ...]) -> Reply:
    blocks = (Block(title, BlockKind.STRONG), Block("\n".join(lines)))
    return Reply(blocks, buttons)
