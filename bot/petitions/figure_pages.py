"""Figures put into words, short enough for a phone.

Callback data: `f:x:<search>:<what>` makes a file of what was searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.buttons import rows
from bot.i18n import gettext as _
from bot.i18n import ngettext, number
from bot.petitions.criteria import Criteria
from bot.petitions.search_pages import SearchPages
from bot.petitions.state_names import state_name
from bot.petitions.states import State
from bot.petitions.statistics import Figures
from bot.replies import Block, BlockKind, Button, Reply

MOST_LINES = 6
"""Of the places or agencies, so that the message fits on a phone."""

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class FigurePages:
    """The words, in the language now in use."""

    search: SearchPages

    def figures(self, figures: Figures, criteria: Criteria, *, chart: bool | None) -> Reply:
        """The figures; `chart` says whether a picture follows, None that none can be made here."""
        title = _("Petitions received %(period)s", period=self.search.period(figures.period))
        asked = self.search.criteria(criteria)
        blocks = [
            Block(title, BlockKind.STRONG),
            *([Block(_("Only: %(what)s", what=asked), BlockKind.NOTE)] if criteria.narrowed else []),
            Block("\n".join(self.summary(figures))),
        ]
        if figures.total:
            blocks += [Block(f"{heading}\n{lines}") for heading, lines in self._parts(figures)]
        if figures.total and chart is not False:
            blocks.append(Block(_chart_note(chart), BlockKind.NOTE))
        return Reply(tuple(blocks))

    def summary(self, figures: Figures) -> list[str]:
        """The figures that matter most, a sentence each."""
        if not figures.total:
            return [_("None came in that time.")]
        lines = [
            ngettext("%(n)s petition came", "%(n)s petitions came", figures.total) + self._denunciations(figures),
            _("Answered: %(n)s. Not settled yet: %(open)s.", n=figures.answered, open=figures.open),
            _(
                "Late: %(n)s (%(share)s %%): %(answered)s answered late, %(waiting)s still waiting.",
                n=figures.late,
                share=number(round(100 * figures.share_late, 1)),
                answered=figures.answered_late,
                waiting=figures.still_late,
            ),
        ]
        if figures.median_days is not None and figures.p90_days is not None:
            lines.append(
                _(
                    "Days until the answer: half within %(median)s, nine of ten within %(p90)s.",
                    median=number(round(figures.median_days, 1)),
                    p90=number(round(figures.p90_days, 1)),
                )
            )
        return lines

    def offers(self, search_id: int, criteria: Criteria, count: int, *, personal: bool) -> Reply:
        """What can be made of the petitions asked for; `personal`: also with senders and contacts."""
        asked = self.search.criteria(criteria)
        blocks = [
            Block(ngettext("%(n)s petition to export", "%(n)s petitions to export", count), BlockKind.STRONG),
            *([Block(_("Only: %(what)s", what=asked), BlockKind.NOTE)] if asked else []),
            Block(_("Which file shall I make?")),
        ]
        buttons = [
            Button(_("Excel table"), f"f:x:{search_id}:table"),
            Button(_("Word draft of the report"), f"f:x:{search_id}:report"),
        ]
        if personal:
            blocks.append(Block(_("A table with senders and contacts is noted in the audit."), BlockKind.NOTE))
            buttons.append(Button(_("Excel table with contacts"), f"f:x:{search_id}:personal_table"))
        return Reply(tuple(blocks), tuple((button,) for button in buttons) if personal else rows(*buttons))

    def ordered(self) -> Reply:
        """The file is being made."""
        return Reply.of(_("I am making the file; it comes in a moment."))

    def month(self, first: date) -> str:
        """A month, short."""
        return f"{first.month}/{first.year}"

    def _denunciations(self, figures: Figures) -> str:
        if not figures.confidential:
            return "."
        return _(", %(n)s of them denunciations.", n=figures.confidential)

    def _parts(self, figures: Figures) -> list[tuple[str, str]]:
        names = self.search.staff.names
        states = {state: figures.by_state[state] for state in State if figures.by_state.get(state)}
        return [
            (_("How they stand:"), _lines(states, state_name)),
            (_("About what:"), _lines(figures.by_category, names.category)),
            (_("Where:"), _lines(figures.by_place, lambda key: names.place(key) if key else _("place not given"))),
            (_("Who handles them:"), _lines(figures.by_agency, names.agency)),
            (_("By month:"), _lines(figures.by_month, self.month, most=len(figures.by_month))),
        ]


def _lines(counts: Mapping[K, int], name: Callable[[K], str], most: int = MOST_LINES + 4) -> str:
    items = list(counts.items())
    shown = items if len(items) <= most else items[:MOST_LINES]
    lines = [f"– {name(key)}: {count}" for key, count in shown]
    if rest := items[len(shown) :]:
        lines.append("– " + _("%(n)s others: %(count)s", n=len(rest), count=sum(count for _key, count in rest)))
    return "\n".join(lines)


def _chart_note(chart: bool | None) -> str:
    if chart is None:
        return _("No picture: the package for charts is not installed here (requirements-figures.txt).")
    return _("A picture follows.")
