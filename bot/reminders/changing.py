"""Making, changing and cancelling deadlines, with all that has to happen then: reminders stop, everybody is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.calendar_events import CalendarEvents
from bot.reminders.calendar_files import CalendarChanges
from bot.reminders.deadline_facts import DeadlineFacts, Shown
from bot.reminders.model import Agency, Deadline
from bot.reminders.planning import Planning, concerned
from bot.reminders.telling import Telling
from bot.store import Store

_TOLD = ("title", "recurrence", "expected", "template_id")
"""The fields whose change focal points are told of, besides the day and whom it concerns."""


@dataclass(frozen=True, slots=True)
class Changing:
    """Everything happens in the caller's transaction, who checked that it is allowed. `folder` is DATA_DIR."""

    store: Store
    planning: Planning
    facts: DeadlineFacts
    folder: Path

    def today(self, now: datetime) -> date:
        """The day by the calendar of the place."""
        return now.astimezone(self.planning.calendar().zone).date()

    def shown(self, deadline: Deadline, now: datetime) -> Shown:
        """The deadline with all that is computed of it for today."""
        occurrence = self.planning.current(deadline, self.today(now))
        template = self.store.attachments.get(deadline.template_id) if deadline.template_id else None
        return Shown(
            deadline,
            occurrence,
            self.planning.occurrences.left(occurrence, self.today(now)),
            concerned(deadline, self.store.agencies.all()),
            (template.name or _("a file")) if template else None,
        )

    def standing(self, deadline_id: int) -> Deadline:
        """The deadline. Raises NotFound when it does not hold (any more)."""
        try:
            deadline = self.store.deadlines.get(deadline_id)
        except KeyError:
            deadline = None
        if deadline is None or deadline.cancelled_at:
            raise NotFound(_("This deadline does not hold any more. Please open the list again."))
        return deadline

    def own(self, deadline_id: int) -> Deadline:
        """The deadline. Raises NotFound also when it is the plan's own, which only the plan changes."""
        deadline = self.standing(deadline_id)
        if deadline.rule:
            raise NotFound(_("This deadline is the plan's own and cannot be cancelled here."))
        return deadline

    def make(self, new: Deadline, now: datetime) -> tuple[Deadline, int]:
        """Keeps a new deadline; returns it and how many people are told of it."""
        kept = self.store.deadlines.add(new, now)
        return kept, self._tell_of_new(kept, concerned(kept, self.store.agencies.all()), now)

    def cancel(self, deadline: Deadline, now: datetime) -> int:
        """Cancels the deadline; returns how many people are told of it."""
        self.store.deadlines.cancel(deadline.id, now)
        self.planning.stop_all(deadline.id)
        return self._tell_of_end(deadline, concerned(deadline, self.store.agencies.all()), now)

    def change(self, old: Deadline, new: Deadline, now: datetime) -> int:
        """Writes a changed deadline; returns how many people are told of it."""
        self.store.deadlines.change(new, now)
        self.planning.stop_all(new.id)
        agencies = self.store.agencies.all()
        before, after = concerned(old, agencies), concerned(new, agencies)
        told = self._tell_of_end(old, [agency for agency in before if agency not in after], now)
        told += self._tell_of_new(new, [agency for agency in after if agency not in before], now)
        current = self.planning.current(old, self.today(now))
        moved = current.ends_at != self.planning.current(new, self.today(now)).ends_at
        if moved or any(getattr(old, field) != getattr(new, field) for field in _TOLD):
            shown = self.shown(new, now)
            template = new.template_id if new.template_id != old.template_id else None
            told += self._telling.tell(
                f"deadline:{new.id}:changed",
                self._telling.people([agency for agency in after if agency in before]),
                lambda: self.facts.telling(shown, current, new=False),
                now,
                template=template,
                calendar=lambda: self._calendars.files(old, new, now),
            )
        return told

    def _tell_of_new(self, deadline: Deadline, agencies: Sequence[Agency], now: datetime) -> int:
        shown = self.shown(deadline, now)
        return self._telling.tell(
            f"deadline:{deadline.id}:new",
            self._telling.people(agencies),
            lambda: self.facts.telling(shown, new=True),
            now,
            template=deadline.template_id,
        )

    def _tell_of_end(self, deadline: Deadline, agencies: Sequence[Agency], now: datetime) -> int:
        return self._telling.tell(
            f"deadline:{deadline.id}:ended",
            self._telling.people(agencies),
            lambda: self.facts.telling_cancelled(deadline),
            now,
            calendar=lambda: self._calendars.files(deadline, None, now),
        )

    @property
    def _telling(self) -> Telling:
        return Telling(self.store, self.planning, self.folder)

    @property
    def _calendars(self) -> CalendarChanges:
        return CalendarChanges(CalendarEvents(self.facts.source), self.planning.calendar)
