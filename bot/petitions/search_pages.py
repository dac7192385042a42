"""What officials read when they look for petitions.

Callback data: `f:s:<search>:<page>` a page of what was found, `f:p:<search>:<page>:<petition>` one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.buttons import rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.paging import nearest_page, page_of, turning
from bot.petitions.criteria import Criteria
from bot.petitions.masking import mask
from bot.petitions.model import Petition
from bot.petitions.periods import Period
from bot.petitions.searching import Found
from bot.petitions.staff_pages import StaffPages, beginning
from bot.petitions.state_names import state_name
from bot.petitions.states import OPEN
from bot.replies import Block, BlockKind, Button, Reply

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class SearchPages:
    """The words, in the language now in use; numbers in citizens' words are masked."""

    staff: StaffPages

    def how_to(self) -> Reply:
        """How to look for petitions."""
        return Reply(
            (
                Block(_("What are you looking for?"), BlockKind.STRONG),
                Block(_("Write it behind the command, in any order, with or without accents:")),
                Block(
                    "/timkiem K7M-4QX-P29\n"
                    "/timkiem bồi thường ruộng lúa\n"
                    "/timkiem quá hạn đất đai Long Đức\n"
                    "/timkiem đã trả lời tháng 5\n"
                    "/timkiem nước thải từ 1/3 đến 15/3"
                ),
            )
        )

    def listing(
        self, search_id: int, criteria: Criteria, found: Found, shown: Sequence[Petition], number: int, now: datetime
    ) -> Reply:
        """A page of what was found; `shown` are the petitions on it."""
        if not found.petition_ids:
            return self._nothing(criteria)
        count = len(found.petition_ids)
        title = (
            _("More than %(n)s petitions; the best %(n)s are here", n=count)
            if found.more
            else ngettext("%(n)s petition found", "%(n)s petitions found", count)
        )
        blocks = [Block(title, BlockKind.STRONG), *self._asked(criteria, found)]
        buttons = []
        first = number * len(page_of(found.petition_ids, 0)) + 1
        for place, petition in enumerate(shown, start=first):
            blocks.append(Block(f"{place}. {self.line(petition, now)}"))
            buttons.append(Button(str(place), f"f:p:{search_id}:{number}:{petition.id}"))
        return Reply(tuple(blocks), (*rows(*buttons), *turning(f"f:s:{search_id}", number, count)))

    def one(self, search_id: int, number: int, petition: Petition, now: datetime) -> Reply:
        """One petition, without its sender."""
        day = self._day
        dates = [
            _("Came: %(came)s – answer due: %(due)s", came=day(petition.received_at), due=day(petition.due_at)),
            *([_("Answered: %(date)s", date=day(petition.answered_at))] if petition.answered_at else []),
            *([_("Ended: %(date)s", date=day(petition.ended_at))] if petition.ended_at else []),
        ]
        agency = self.staff.names.agency(petition.agency)
        state = _("State: %(state)s – %(agency)s", state=state_name(petition.state), agency=agency)
        words = mask(petition.words) or _("(The words are no longer kept.)")
        return Reply(
            (
                Block(self.staff.title(petition, now), BlockKind.STRONG),
                Block(words, BlockKind.QUOTE),
                Block("\n".join([state, *dates])),
            ),
            ((Button(_("‹ Back"), f"f:s:{search_id}:{number}"),),),
        )

    def line(self, petition: Petition, now: datetime) -> str:
        """The petition in a list, without its sender."""
        return f"{self.staff.title(petition, now)}\n{self._line(petition)}"

    def criteria(self, criteria: Criteria) -> str:
        """What is asked for, as one line; empty when it is everything."""
        names = self.staff.names
        parts = [
            *([_("category %(name)s", name=names.category(criteria.category))] if criteria.category else []),
            *([_("place %(name)s", name=names.place(criteria.place))] if criteria.place else []),
            *([_("agency %(name)s", name=names.agency(criteria.agency))] if criteria.agency else []),
            *([self._states(criteria)] if criteria.states else []),
            *([_("late")] if criteria.late else []),
            *([self.period(criteria.period)] if criteria.period else []),
            *([_("words “%(words)s”", words=mask(criteria.words))] if criteria.words else []),
        ]
        return "; ".join(parts)

    def period(self, period: Period) -> str:
        """A stretch of time."""
        if period.first == period.last:
            return _("on %(date)s", date=format_date(period.first))
        if period.first <= EARLIEST:
            return _("until %(date)s", date=format_date(period.last))
        return _("from %(first)s to %(last)s", first=format_date(period.first), last=format_date(period.last))

    def page(self, found: Found, number: int) -> tuple[int, list[int]]:
        """The nearest page that there is, and the petitions on it."""
        number = nearest_page(number, len(found.petition_ids))
        return number, [petition_id for _place, petition_id in page_of(found.petition_ids, number)]

    def _states(self, criteria: Criteria) -> str:
        if criteria.states == OPEN:
            return _("not settled yet")
        return ", ".join(state_name(state) for state in sorted(criteria.states))

    def _line(self, petition: Petition) -> str:
        facts = _(
            "%(state)s; came %(came)s, due %(due)s",
            state=state_name(petition.state),
            came=self._day(petition.received_at),
            due=self._day(petition.due_at),
        )
        words = beginning(petition)
        return f"“{words}”\n{facts}" if words else facts

    def _asked(self, criteria: Criteria, found: Found) -> list[Block]:
        asked = self.criteria(criteria)
        lines = [_("Looked for: %(what)s", what=asked)] if asked else []
        if found.corrected:
            lines.append(_("Also read as: %(words)s", words=found.corrected))
        return [Block(line, BlockKind.NOTE) for line in lines]

    def _nothing(self, criteria: Criteria) -> Reply:
        return Reply(
            (
                Block(_("I found no petition."), BlockKind.STRONG),
                *self._asked(criteria, Found(())),
                Block(_("Fewer or other words may help. /timkiem alone shows examples.")),
            )
        )

    def _day(self, moment: datetime) -> str:
        return self.staff.moment(moment).partition(" ")[2]
