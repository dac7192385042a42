"""What coordinators see and do beside the reminders: progress, nudges, broadcasts; and the calendars of everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from bot.access import Access
from bot.deadlines import DueDates
from bot.errors import NotFound
from bot.i18n import current_locale
from bot.i18n import gettext as _
from bot.reminders.broadcast_buttons import press
from bot.reminders.broadcast_pages import BroadcastPages
from bot.reminders.broadcasting import Broadcasting
from bot.reminders.calendar_files import CalendarFiles
from bot.reminders.digest import Digest
from bot.reminders.nudging import Nudging
from bot.reminders.planning import Planning
from bot.reminders.progress import Progress
from bot.reminders.progress_files import order_of
from bot.reminders.progress_pages import ProgressPages
from bot.replies import Reply
from bot.roles import Operation
from bot.store.orders import PROGRESS, What


@dataclass(frozen=True, slots=True)
class Overseeing:
    """Everything raises NotAllowed or NotFound."""

    progress: Progress
    nudging: Nudging
    digest: Digest
    broadcasting: Broadcasting
    calendars: CalendarFiles
    can_draw: Callable[[], bool]

    @classmethod
    def over(cls, access: Access, planning: Planning, due_dates: DueDates, can_draw: Callable[[], bool]) -> Self:
        """The parts over one clock of reminders."""
        progress = Progress(access, planning)
        broadcasting = Broadcasting(access, planning, BroadcastPages(planning.calendar().zone))
        calendars = CalendarFiles(due_dates)
        return cls(progress, Nudging(access, progress), Digest(progress), broadcasting, calendars, can_draw)

    def work(self, now: datetime) -> Iterator[None]:
        """What is due by time alone; pauses after each transaction."""
        yield from self.broadcasting.work(now)
        yield from self.digest.work(now)

    def show(self, person_id: int, now: datetime) -> Reply:
        """/tiendo: how all stand; where only one deadline is at hand, that one."""
        self.progress.require(person_id, now)
        views = self.progress.at_hand(now)
        return self._pages.one(views[0], 0, back=False) if len(views) == 1 else self._pages.listing(views, 0)

    def press(self, person_id: int, data: str, now: datetime) -> Reply:
        """Does what a button with callback data `t:<data>` asks for."""
        match data.split(":", 4):
            case ["list"]:
                return self._list(person_id, 0, now)
            case ["list", number] if _numbers(number):
                return self._list(person_id, int(number), now)
            case ["d", deadline, period, number] if _numbers(deadline, period, number):
                return self._open(person_id, int(deadline), period, int(number), now)
            case ["n", deadline, period, number, agency] if _numbers(deadline, period, number):
                view = self.progress.find(person_id, int(deadline), _period(period), now)
                said = self._pages.nudged(self.nudging.one(person_id, view, agency, now))
                return self._open(person_id, int(deadline), period, int(number), now, said)
            case ["a", deadline, period] if _numbers(deadline, period):
                view = self.progress.find(person_id, int(deadline), _period(period), now)
                said = self._pages.nudged(self.nudging.every(person_id, view, now))
                return self._open(person_id, int(deadline), period, 0, now, said)
            case ["f", deadline, period, what] if _numbers(deadline, period) and what in PROGRESS:
                return self._order(person_id, int(deadline), period, What(what), now)
        return press(self.broadcasting, person_id, data, now)

    def _list(self, person_id: int, number: int, now: datetime) -> Reply:
        self.progress.require(person_id, now)
        return self._pages.listing(self.progress.at_hand(now), number)

    def _open(
        self, person_id: int, deadline_id: int, period: str, number: int, now: datetime, said: str | None = None
    ) -> Reply:
        view = self.progress.find(person_id, deadline_id, _period(period), now)
        return self._pages.one(view, number, said)

    def _order(self, person_id: int, deadline_id: int, period: str, what: What, now: datetime) -> Reply:
        view = self.progress.find(person_id, deadline_id, _period(period), now)
        access = self.progress.access
        subject = f"deadline {deadline_id} {view.occurrence.period}"
        with access.acting(person_id, Operation.SEE_PROGRESS, now, subject) as entry:
            entry.details["file"] = what
            access.store.people.seen(person_id, now)
            order_of(access.store, person_id, view, what, current_locale(), now)
        return self._pages.one(view, 0, self._pages.ordered())

    @property
    def _pages(self) -> ProgressPages:
        return ProgressPages(self.can_draw())


def _period(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _too_old() from None


def _too_old() -> NotFound:
    return NotFound(_("This button is too old. Please ask again."))


def _numbers(*texts: str) -> bool:
    """Whether all are numbers that SQLite can hold."""
    return all(text.isascii() and text.isdecimal() and len(text) <= 18 for text in texts)
