"""How the agencies stand, as an Excel table and as a picture; made in a process of its own (`bot/filing.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.charts import BLUE, GREY, ORANGE, bars, picture, stacks
from bot.i18n import format_date
from bot.i18n import gettext as _
from bot.reminders.deadline_facts import kind_name
from bot.reminders.model import AgencyKind, FocalPoint
from bot.reminders.progress import OWING, Line, Overview, Progress, Standing
from bot.reminders.progress_pages import short, standing_name, when
from bot.roles import Operation
from bot.spreadsheets import Column, workbook
from bot.store import Store
from bot.store.orders import Order, What

_COLOURS = {
    Standing.CONFIRMED: "#2e7d4f",
    Standing.SUBMITTED: BLUE,
    Standing.RETURNED: ORANGE,
    Standing.MISSING: GREY,
    Standing.LATE: "#b3382c",
}
_OUT_OF_REACH = "#7a4b94"


def order_of(store: Store, person_id: int, view: Overview, what: What, language: str, now: datetime) -> None:
    """Orders a file of that occurrence for the person's private chat, in the caller's transaction."""
    words = f"{view.deadline.id} {view.occurrence.period}"
    store.orders.add(store.orders.keep_search(person_id, words, now), person_id, None, what, language, now)


@dataclass(frozen=True, slots=True)
class ProgressFiles:
    """Makes what was ordered, as things stood when it was ordered."""

    progress: Progress

    def may_have(self, order: Order) -> bool:
        """Whether the person may still have it, and the deadline still holds."""
        may = self.progress.access.may(order.search.person_id, Operation.SEE_PROGRESS)
        return may and self._view(order) is not None

    def make(self, order: Order) -> bytes:
        """The content of the file, in the language now in use. Raises ValueError when the deadline is gone."""
        view = self._view(order)
        if view is None:
            raise ValueError("the deadline does not hold any more")
        return draw(view) if order.what is What.PROGRESS_CHART else self._table(view, order.ordered_at)

    def _view(self, order: Order) -> Overview | None:
        deadline_id, _space, period = order.search.words.partition(" ")
        return self.progress.one(int(deadline_id), date.fromisoformat(period), order.ordered_at)

    def _table(self, view: Overview, now: datetime) -> bytes:
        people: dict[str, list[FocalPoint]] = {}
        for one in self.progress.access.store.focal_points.all():
            people.setdefault(one.agency, []).append(one)
        zone = self.progress.planning.calendar().zone
        local = now.astimezone(zone)
        notes = [
            f"{view.deadline.title}: {when(view)}",
            short(view),
            _("As of %(time)s:", time=f"{local:%H:%M} {format_date(local.date())}").removesuffix(":"),
        ]
        return workbook(_("How the reports stand"), view.lines, columns(people), notes, zone)


def columns(people: dict[str, list[FocalPoint]]) -> Sequence[Column[Line]]:
    """The columns of the table; `people` are the focal points of the agencies, the main one first."""
    return [
        Column(_("Agency"), 40, lambda line: line.agency.name),
        Column(_("Kind"), 20, lambda line: kind_name(line.agency.kind)),
        Column(_("State"), 18, lambda line: standing_name(line.standing)),
        Column(_("Number of the report"), 20, lambda line: line.report.number if line.report else None),
        Column(
            _("Dated"), 14, lambda line: format_date(line.report.dated) if line.report and line.report.dated else None
        ),
        Column(_("Reported at"), 17, lambda line: line.report.submitted_at if line.report else None),
        Column(
            _("Focal points"), 40, lambda line: "\n".join(one.name for one in people.get(line.agency.id, ())) or None
        ),
        Column(_("Reachable"), 12, lambda line: _("yes") if line.reachable else _("no")),
    ]


def draw(view: Overview) -> bytes:
    """How the agencies stand as a PNG, in the language now in use: all together, and by kind of agency."""
    with picture(f"{view.deadline.title}: {when(view)}", (1.0, 1.0)) as drawn:
        shown = [standing for standing in reversed(Standing) if view.count(standing)]
        counts = {standing_name(standing): view.count(standing) for standing in shown}
        if view.out_of_reach:
            counts[_("Nobody reachable")] = view.out_of_reach
        colours = {standing_name(standing): _COLOURS[standing] for standing in shown}
        colours[_("Nobody reachable")] = _OUT_OF_REACH
        bars(drawn.part(0, _("%(n)s agencies", n=len(view.lines))), counts, colours, ranked=False)
        by_kind = drawn.part(1, _("By kind: reported (green), owing (red)"))
        kinds = {kind_name(kind): pair for kind in AgencyKind if sum(pair := _pair(view, kind))}
        stacks(by_kind, kinds, (_COLOURS[Standing.CONFIRMED], _COLOURS[Standing.LATE]))
        return drawn.png()


def _pair(view: Overview, kind: AgencyKind) -> tuple[int, int]:
    lines = [line for line in view.lines if line.agency.kind is kind]
    owing = sum(line.standing in OWING for line in lines)
    return len(lines) - owing, owing
