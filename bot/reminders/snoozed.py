"""Sending again what a person asked to be reminded of later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.reminders.ladder import Steps, is_of_ladder
from bot.reminders.model import Reminder, ReminderStatus, is_in
from bot.reminders.reminder_pages import Owing, ReminderPages
from bot.reminders.sending import Sending
from bot.store import Store
from bot.store.schedule import Owed, reminder_key
from bot.store.snoozes import Snoozes, asked_by

JUST_NOW = timedelta(minutes=30)
"""Who got a step of the ladder so long ago needs not be reminded again."""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Each in a transaction of its own, on any day, as the person asked for it; the caller looks for the night."""

    store: Store
    pages: ReminderPages
    steps: Steps

    def send(self, now: datetime) -> Iterator[None]:
        """Sends what is due; pauses after each."""
        for reminder in Snoozes(self.store.db).due(now):
            with self.store.db.atomic():
                owing = self.owing(reminder, now)
                if owing is None:
                    self.store.reminders.mark(reminder.id, ReminderStatus.WITHDRAWN, now)
                elif now >= owing.occurrence.ends_at or self._was_just_told(reminder, now):
                    self.store.reminders.mark(reminder.id, ReminderStatus.SKIPPED, now)
                else:
                    self._remind(reminder, owing, now)
            yield

    def _remind(self, reminder: Reminder, owing: Owing, now: datetime) -> None:
        steps = self.store.reminders.of(reminder.deadline_id, reminder.period, reminder.agency)
        to_come = [
            step.due_at
            for step in steps
            if step.status is ReminderStatus.PLANNED and is_of_ladder(step.step) and step.due_at > now
        ]
        expires_at = min([*to_come, owing.occurrence.ends_at])
        Sending(self.store, self.pages).remind(reminder, owing, [asked_by(reminder.step)], expires_at, now)

    def owing(self, reminder: Reminder, now: datetime) -> Owing | None:
        """What is owed; None when nothing is any more, or the person does not answer for it any more."""
        deadline = self.store.deadlines.get(reminder.deadline_id)
        occurrence = self.steps.occurrences.of_period(deadline, reminder.period)
        agency = self.store.agencies.get(reminder.agency)
        report = self.store.reports.of(reminder.deadline_id, reminder.period, reminder.agency)
        people = {point.person_id for point in self.store.focal_points.of_agency(reminder.agency)}
        if is_in(report) or deadline.cancelled_at or occurrence is None or agency is None:
            return None
        if asked_by(reminder.step) not in people:
            return None
        occurrences = self.steps.occurrences
        today = now.astimezone(occurrences.calendar.zone).date()
        return Owing(deadline, occurrence, agency, occurrences.left(occurrence, today))

    def _was_just_told(self, reminder: Reminder, now: datetime) -> bool:
        owed = Owed(reminder.deadline_id, reminder.period, reminder.agency)
        return Snoozes(self.store.db).was_told(reminder_key(owed), asked_by(reminder.step), now - JUST_NOW)
