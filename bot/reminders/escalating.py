"""Telling others when reminders do not help: the agency's leader, and once the coordinators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reminders.ladder import NOBODY, Steps, is_for_leader
from bot.reminders.model import Agency, Deadline, Reminder, ReminderStatus, is_in
from bot.reminders.occurrences import Occurrence
from bot.reminders.recipients import Recipients
from bot.reminders.reminder_pages import Owing, ReminderPages
from bot.reminders.sending import Sending
from bot.store import Store
from bot.store.schedule import Owed, Schedule


@dataclass(frozen=True, slots=True)
class Escalating:
    """Everything on working days only, each matter in a transaction of its own."""

    store: Store
    recipients: Recipients
    pages: ReminderPages
    steps: Steps

    def tell(
        self, deadline: Deadline, occurrence: Occurrence, agencies: Sequence[Agency], now: datetime
    ) -> Iterator[None]:
        """Tells whom it concerns what has to be told of the occurrence now; pauses after each transaction."""
        calendar = self.steps.occurrences.calendar
        if not calendar.is_working_day(now.astimezone(calendar.zone).date()):
            return
        due = self._due(deadline, occurrence, now)
        with self.store.db.atomic():
            self._tell_of_nobody(deadline, occurrence, _among(agencies, due, leader=False), now)
            self._tell_of_late(deadline, occurrence, agencies, now)
        waiting = {reminder.agency: reminder for reminder in due if is_for_leader(reminder.step)}
        yield from self._tell_leaders(deadline, occurrence, waiting, _among(agencies, due, leader=True), now)

    def _due(self, deadline: Deadline, occurrence: Occurrence, now: datetime) -> list[Reminder]:
        return Schedule(self.store.db).due_of(deadline.id, occurrence.period, now)

    def _tell_of_nobody(
        self, deadline: Deadline, occurrence: Occurrence, agencies: Sequence[Agency], now: datetime
    ) -> None:
        alone = [agency for agency in agencies if not self.recipients.of_agency(agency.id, now)]
        noted = [
            (agency, note)
            for agency in alone
            if (note := self._schedule.note(Owed(deadline.id, occurrence.period, agency.id), NOBODY, now))
        ]
        if noted:
            named = [agency for agency, _note in noted]
            self._sending.tell(
                f"nobody:{noted[0][1]}",
                self.recipients.coordinators(),
                lambda: self.pages.nobody(deadline, occurrence, named),
                now,
            )

    def _tell_of_late(
        self, deadline: Deadline, occurrence: Occurrence, agencies: Sequence[Agency], now: datetime
    ) -> None:
        first = self.steps.first_late(occurrence)
        key = f"late:{deadline.id}:{occurrence.last_day}"
        if now < first or (deadline.since and first < deadline.since) or self._schedule.said(key):
            return
        reports = self.store.reports.for_period(deadline.id, occurrence.period)
        missing = [agency for agency in agencies if not is_in(reports.get(agency.id))]
        if missing:
            self._sending.tell(
                key, self.recipients.coordinators(), lambda: self.pages.late(deadline, occurrence, missing), now
            )

    def _tell_leaders(
        self,
        deadline: Deadline,
        occurrence: Occurrence,
        waiting: dict[str, Reminder],
        agencies: Sequence[Agency],
        now: datetime,
    ) -> Iterator[None]:
        zone = self.steps.occurrences.calendar.zone
        left = self.steps.occurrences.left(occurrence, now.astimezone(zone).date())
        without: list[Agency] = []
        for agency in agencies:
            leader = self.recipients.leader(agency)
            if leader is None:
                without.append(agency)
                continue
            with self.store.db.atomic():
                owing = Owing(deadline, occurrence, agency, left)
                self._sending.tell_leader(waiting[agency.id], owing, leader, now)
            yield
        if without:
            with self.store.db.atomic():
                for agency in without:
                    self.store.reminders.mark(waiting[agency.id].id, ReminderStatus.STAGED, now)
                self._sending.tell(
                    f"leaders:{waiting[without[0].id].id}",
                    self.recipients.coordinators(),
                    lambda: self.pages.leaders(deadline, -left.working_days, without),
                    now,
                )
            yield

    @property
    def _sending(self) -> Sending:
        return Sending(self.store, self.pages)

    @property
    def _schedule(self) -> Schedule:
        return Schedule(self.store.db)


def _among(agencies: Sequence[Agency], due: Sequence[Reminder], *, leader: bool) -> list[Agency]:
    named = {reminder.agency for reminder in due if is_for_leader(reminder.step) is leader}
    return [agency for agency in agencies if agency.id in named]
