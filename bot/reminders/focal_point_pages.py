"""What coordinators read about agencies and their focal points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import Row, rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.paging import nearest_page, page_of, turning
from bot.reminders.model import Agency, FocalPoint
from bot.reminders.reach import Reach, Standing
from bot.replies import Asks, Block, BlockKind, Button, Reply

LABEL = 40


@dataclass(frozen=True, slots=True)
class FocalPointPages:
    """Makes the pages; `zone` says which day it is, `note` what the plan's own list leaves out."""

    zone: ZoneInfo
    note: str

    def listing(
        self, agencies: Sequence[Agency], people: Mapping[str, Sequence[Standing]], number: int, *, short: bool
    ) -> Reply:
        """Page `number` of the agencies; `people` are those of this page, `short` that it is only the plan's own."""
        title = ngettext("%(n)s agency owes reports", "%(n)s agencies owe reports", len(agencies))
        shown = page_of(agencies, nearest_page(number, len(agencies)))
        lines = "\n".join(f"{place}. {_in_list(agency, people.get(agency.id, ()))}" for place, agency in shown)
        blocks = [Block(title, BlockKind.STRONG), Block(lines)]
        if short:
            more = _("Please send me the list of the agencies as a file; the template is below.")
            blocks.append(Block(f"{self.note} {more}", BlockKind.NOTE))
        return Reply(
            tuple(block for block in blocks if block.text),
            (
                *rows(*(_opening(agency) for _place, agency in shown)),
                *turning("g:list", nearest_page(number, len(agencies)), len(agencies)),
                *rows(Button(_("🔎 Find"), "g:find"), *_list_buttons()),
            ),
        )

    def find(self) -> Reply:
        """Asks which agency, as an answer to this message."""
        return Reply(
            Reply.of(_("Which agency? Write its name or a part of it, with or without marks.")).blocks, asks=Asks.ANSWER
        )

    def found(self, words: str, agencies: Sequence[Agency]) -> Reply:
        """The agencies that the words may mean."""
        back = rows(Button(_("🔎 Find"), "g:find"), Button(_("‹ Agencies"), "g:list:0"))
        if not agencies:
            return Reply(Reply.of(_("I find no agency like “%(words)s”.", words=words[:LABEL])).blocks, back)
        buttons = rows(*map(_opening, agencies))
        return Reply(Reply.of(_("Which one do you mean?")).blocks, (*buttons, *back))

    def agency(self, agency: Agency, people: Sequence[Standing]) -> Reply:
        """An agency with its focal points, and what can be done about them."""
        lines = [self._line(place, each, len(people)) for place, each in enumerate(people, start=1)]
        nobody = _("There is no focal point yet, so nobody is reminded.")
        blocks = [
            Block(agency.name, BlockKind.STRONG),
            Block("\n".join(lines) or nobody),
            Block(self._leader(agency)),
            *(Block(text, BlockKind.NOTE) for text in _instead(people)),
        ]
        return Reply(tuple(blocks), _buttons(agency, people))

    def ending(self, focal_point: FocalPoint, agency: Agency) -> Reply:
        """Asks whether to take the place back."""
        question = _(
            "Should %(name)s no longer be a focal point of %(agency)s?", name=focal_point.name, agency=agency.name
        )
        return Reply(
            Reply.of(question).blocks,
            rows(Button(_("Yes, take it back"), f"g:end:{focal_point.id}:yes"), Button(_("No"), f"g:a:{agency.id}")),
        )

    def _line(self, place: int, standing: Standing, count: int) -> str:
        focal_point = standing.focal_point
        line = _(
            "%(place)s. %(name)s – %(rank)s, since %(day)s, confirmed on %(confirmed)s",
            place=place,
            name=focal_point.name,
            rank=rank_name(place, count),
            day=self._day(focal_point.since),
            confirmed=self._day(focal_point.confirmed_at),
        )
        notes = [text for text in (_reach(standing.reach), _unanswered(standing)) if text]
        return f"{line}\n   ⚠️ {'; '.join(notes)}" if notes else line

    def _leader(self, agency: Agency) -> str:
        name = agency.leader_name or _("no name in the list")
        if agency.leader_person_id is not None:
            return _("Leader: %(name)s, gets a message when the agency is long late.", name=name)
        return _("Leader: %(name)s, gets no messages from me.", name=name)

    def _day(self, moment: datetime) -> str:
        return format_date(moment.astimezone(self.zone).date())


def rank_name(place: int, count: int) -> str:
    """What somebody is in the order of their agency, from 1, of `count`."""
    if count == 1:
        return _("focal point")
    return _("main focal point") if place == 1 else _("deputy")


def _in_list(agency: Agency, people: Sequence[Standing]) -> str:
    if not people:
        return _("%(agency)s – ⚠️ no focal point yet", agency=agency.name)
    names = ", ".join(f"{_mark(each.reach)}{each.focal_point.name}" for each in people)
    return f"{agency.name} – {names}"


def _mark(reach: Reach) -> str:
    return "" if reach is Reach.REACHED else "⚠️ "


def _reach(reach: Reach) -> str | None:
    return {
        Reach.UNREACHABLE: _("my messages do not arrive"),
        Reach.SILENT: _("has not reacted to reminders for 14 days"),
        Reach.REACHED: None,
    }[reach]


def _unanswered(standing: Standing) -> str | None:
    return _("has not answered whether this is still right") if standing.unanswered else None


def _instead(people: Sequence[Standing]) -> list[str]:
    """Who is reminded because the main focal point does not answer."""
    if not people or people[0].reach is Reach.REACHED:
        return []
    deputies = [each for each in people[1:] if each.reach is not Reach.UNREACHABLE]
    if deputies:
        return [_("Until the main focal point answers, I remind %(name)s as well.", name=deputies[0].focal_point.name)]
    return [_("There is no deputy whom I could remind instead.")]


def _opening(agency: Agency) -> Button:
    name = agency.name if len(agency.name) <= LABEL else f"{agency.name[: LABEL - 1]}…"
    return Button(name, f"g:a:{agency.id}")


def _list_buttons() -> tuple[Button, ...]:
    return Button(_("Send a list"), "g:import"), Button(_("Template"), "g:template")


def _buttons(agency: Agency, people: Sequence[Standing]) -> tuple[Row, ...]:
    invite = Button(_("Invite a focal point"), f"g:new:{agency.id}")
    each = [_one(place, standing.focal_point) for place, standing in enumerate(people, start=1)]
    leader = (
        Button(_("No more messages to the leader"), f"g:unlead:{agency.id}")
        if agency.leader_person_id is not None
        else Button(_("Invite the leader"), f"g:lead:{agency.id}")
    )
    return ((invite,), *each, *rows(leader, Button(_("‹ Agencies"), "g:list:0")))


def _one(place: int, focal_point: FocalPoint) -> Row:
    up = (Button(f"⬆️ {place}", f"g:up:{focal_point.id}"),) if place > 1 else ()
    return (
        *up,
        Button(_("Replace %(place)s", place=place), f"g:next:{focal_point.id}"),
        Button(_("Take back %(number)s", number=place), f"g:end:{focal_point.id}"),
    )
