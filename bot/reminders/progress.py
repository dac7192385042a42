"""How the agencies stand with each deadline at hand. Everything here only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.access import Access
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.model import Agency, Deadline, Report, ReportState
from bot.reminders.occurrences import Left, Occurrence
from bot.reminders.planning import Planning, concerned
from bot.roles import Operation
from bot.store import Store
from bot.store.audit import Entry
from bot.store.standings import Standings

LOOKS_BACK = timedelta(days=92)
"""So long behind its last day an occurrence is shown while somebody has not reported; that is a quarter."""
STILL_OF_INTEREST = timedelta(days=31)
"""So long it is shown when all have reported."""
_DAY = timedelta(days=1)


class Standing(StrEnum):
    """How an agency stands, what needs attention first."""

    LATE = "late"
    RETURNED = "returned"
    MISSING = "missing"
    """Nothing came, and there is still time."""
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"


OWING = (Standing.LATE, Standing.RETURNED, Standing.MISSING)


@dataclass(frozen=True, slots=True)
class Line:
    """An agency and how it stands; `reachable` says whether it has anybody to write to, `nudged` that it was today."""

    agency: Agency
    standing: Standing
    report: Report | None
    reachable: bool
    nudged: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """One occurrence of a deadline with all agencies that owe it."""

    deadline: Deadline
    occurrence: Occurrence
    left: Left
    over: bool
    """Whether the last moment has passed."""
    lines: tuple[Line, ...]

    def count(self, *standings: Standing) -> int:
        """How many agencies stand so."""
        return sum(line.standing in standings for line in self.lines)

    @property
    def owing(self) -> list[Line]:
        """Those who have not reported, or whose report was returned; the most pressing first."""
        order = list(Standing)
        lines = [line for line in self.lines if line.standing in OWING]
        return sorted(lines, key=lambda line: order.index(line.standing))

    @property
    def out_of_reach(self) -> int:
        """How many of these have nobody who could be reminded."""
        return sum(not line.reachable for line in self.owing)


@dataclass(frozen=True, slots=True)
class Progress:
    """Looks at all agencies anew each time."""

    access: Access
    planning: Planning

    def require(self, person_id: int, now: datetime) -> None:
        """Raises NotAllowed when the person may not see how the agencies stand."""
        self.access.require(person_id, Operation.SEE_PROGRESS, now)

    def at_hand(self, now: datetime) -> list[Overview]:
        """What is next due, and what has passed and is still of interest; by the last day."""
        found = [view for deadline in self._store.deadlines.standing() for view in self._of_deadline(deadline, now)]
        return sorted(found, key=lambda view: (view.occurrence.last_day, view.deadline.id))

    def find(self, person_id: int, deadline_id: int, period: date, now: datetime) -> Overview:
        """That occurrence. Raises NotAllowed, and NotFound when there is no such occurrence (any more)."""
        self.require(person_id, now)
        with self.access.refusals(Entry(person_id, Operation.SEE_PROGRESS, f"deadline {deadline_id}"), now):
            found = self.one(deadline_id, period, now)
            if found is None:
                raise NotFound(_("This deadline does not hold any more. Please open the list again."))
            return found

    def one(self, deadline_id: int, period: date, now: datetime) -> Overview | None:
        """That occurrence, or None when the deadline has none of that name (any more)."""
        try:
            deadline = self._store.deadlines.get(deadline_id)
        except KeyError:
            return None
        occurrence = self.planning.occurrences.of_period(deadline, period)
        if occurrence is None or deadline.cancelled_at:
            return None
        return self._overview(deadline, occurrence, now)

    def today(self, now: datetime) -> date:
        """The day by the calendar of the place."""
        return now.astimezone(self.planning.calendar().zone).date()

    def _of_deadline(self, deadline: Deadline, now: datetime) -> Iterator[Overview]:
        today = self.today(now)
        passed = list(self.planning.occurrences.between(deadline, today - LOOKS_BACK, today - _DAY))
        if passed:
            view = self._overview(deadline, passed[-1][0], now)
            if view.owing or view.occurrence.last_day >= today - STILL_OF_INTEREST:
                yield view
        current = self.planning.current(deadline, today)
        if current.last_day >= today:
            yield self._overview(deadline, current, now)

    def _overview(self, deadline: Deadline, occurrence: Occurrence, now: datetime) -> Overview:
        today = self.today(now)
        reports = self._store.reports.for_period(deadline.id, occurrence.period)
        standings = Standings(self._store.db)
        reachable, nudged = standings.within_reach(), standings.nudged(today)
        over = now >= occurrence.ends_at
        lines = tuple(
            Line(
                agency,
                _standing(reports.get(agency.id), over=over),
                reports.get(agency.id),
                agency.id in reachable,
                agency.id in nudged,
            )
            for agency in concerned(deadline, self._store.agencies.all())
        )
        return Overview(deadline, occurrence, self.planning.occurrences.left(occurrence, today), over, lines)

    @property
    def _store(self) -> Store:
        return self.access.store


def _standing(report: Report | None, *, over: bool) -> Standing:
    if report is None:
        return Standing.LATE if over else Standing.MISSING
    return {
        ReportState.SUBMITTED: Standing.SUBMITTED,
        ReportState.CONFIRMED: Standing.CONFIRMED,
        ReportState.RETURNED: Standing.RETURNED,
    }[report.state]
