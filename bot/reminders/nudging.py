"""Having an agency reminded now, because a coordinator says so: each at most once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.access import Access
from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import Kind, Outgoing
from bot.reminders.ladder import is_day
from bot.reminders.nudged import Nudged
from bot.reminders.planning import Planning
from bot.reminders.progress import Line, Overview, Progress
from bot.reminders.reminder_pages import Owing
from bot.replies import Block, Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.schedule import Owed, Schedule, reminder_key
from bot.store.standings import NUDGE

MOST_AT_ONCE = 200
"""Agencies of one tap, so that others need not wait for it."""


@dataclass(frozen=True, slots=True)
class Nudging:
    """Goes to those whom a step of the ladder would reach; by night it waits for the morning.

    A nudge is a row of `reminders` of its own, so its buttons, its end with the report, and the newest taking the
    place of older ones are those of any reminder.
    """

    access: Access
    progress: Progress

    def one(self, person_id: int, view: Overview, agency: str, now: datetime) -> Nudged:
        """Nudges the agency. Raises NotAllowed when that was done today, NotFound when it cannot be done."""
        subject = f"deadline {view.deadline.id} {view.occurrence.period}: {agency}"
        with self.access.acting(person_id, Operation.NUDGE, now, subject):
            line = next((line for line in view.owing if line.agency.id == agency), None)
            if line is None:
                raise NotFound(_("This agency has reported in the meantime."))
            if line.nudged:
                raise NotAllowed(_("This agency was nudged today already. Tomorrow you can do it again."))
            if not self._nudge(view, line, now):
                raise NotFound(_("This agency has nobody whom I can reach. Please invite a focal point: /daumoi"))
        return Nudged([line.agency])

    def every(self, person_id: int, view: Overview, now: datetime) -> Nudged:
        """Nudges all that have not reported, as far as they were not nudged today. Raises NotAllowed."""
        subject = f"deadline {view.deadline.id} {view.occurrence.period}: all"
        with self.access.acting(person_id, Operation.NUDGE, now, subject) as entry:
            waiting = [line for line in view.owing if line.reachable and not line.nudged]
            done = [line.agency for line in waiting[:MOST_AT_ONCE] if self._nudge(view, line, now)]
            entry.details["agencies"] = len(done)
        before = sum(line.nudged for line in view.owing)
        return Nudged(done, before, view.out_of_reach, max(0, len(waiting) - MOST_AT_ONCE))

    def _nudge(self, view: Overview, line: Line, now: datetime) -> bool:
        people = self._planning.recipients.of_agency(line.agency.id, now)
        owed = Owed(view.deadline.id, view.occurrence.period, line.agency.id)
        reminder_id = self._note(owed, self.progress.today(now), now) if people else None
        if reminder_id is None:
            return False
        owing = Owing(view.deadline, view.occurrence, line.agency, view.left)
        for person in people:
            with use_locale(self._store.people.language(person)):
                reply = self._words(owing, reminder_id, over=view.over)
            content = Outgoing(
                person,
                reply,
                Kind.BROADCAST,
                collapse_key=reminder_key(owed),
                about=reminder_key(owed),
                due_at=self._due_at(now),
                expires_at=None if view.over else view.occurrence.ends_at,
            )
            self._store.outbox.add(f"reminder:{reminder_id}:{person}", content, now)
        return True

    def _note(self, owed: Owed, today: date, now: datetime) -> int | None:
        return Schedule(self._store.db).note(owed, f"{NUDGE}{today}", now)

    def _words(self, owing: Owing, reminder_id: int, *, over: bool) -> Reply:
        reply = self._planning.pages.reminder(owing, reminder_id, late=over)
        lead = Block(_("Those in charge ask me to remind you:"))
        return Reply((lead, *reply.blocks), reply.buttons)

    def _due_at(self, now: datetime) -> datetime | None:
        steps = self._planning.steps
        local = now.astimezone(steps.occurrences.calendar.zone)
        return None if is_day(local.time()) else steps.next_morning(now)

    @property
    def _planning(self) -> Planning:
        return self.progress.planning

    @property
    def _store(self) -> Store:
        return self.access.store
