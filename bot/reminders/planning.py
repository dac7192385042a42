"""The clock of reminders: which steps there are, which are due, and what then goes out.

What is due stands in the table `reminders`; a tick brings the table up to date with deadlines, agencies and calendar,
and asks it. Each report's steps go out in one transaction of their own, so a tick may be cut off anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.reminders.escalating import Escalating
from bot.reminders.ladder import Steps, is_day, is_for_leader, is_late, is_of_ladder
from bot.reminders.model import Agency, Deadline, Reminder, ReminderStatus, Report, Step, is_in
from bot.reminders.occurrences import Occurrence, Occurrences
from bot.reminders.recipients import Recipients
from bot.reminders.reminder_pages import Owing, ReminderPages
from bot.reminders.sending import Sending
from bot.reminders.snoozed import Snoozed
from bot.store import Store
from bot.store.database import DatabaseError
from bot.store.schedule import Owed, Schedule
from bot.working_days import WorkingDays

AHEAD = timedelta(days=21)
"""More than offices are ever closed at a stretch: by so much a step may move."""
TAKEN_BACK = timedelta(days=8)
"""So long a step that reached nobody is tried with the next of the agency; then there has been another one."""
AT_ONCE = 100
"""For how many agencies steps are planned in one transaction."""

_Fingerprint = tuple[tuple[Step, ...], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Planning:
    """Plans and sends reminders; `calendar` gives the calendar of the offices as it is known now."""

    store: Store
    calendar: Callable[[], WorkingDays]
    recipients: Recipients
    pages: ReminderPages
    _planned: dict[tuple[int, date], _Fingerprint] = field(default_factory=dict)

    def tick(self, now: datetime) -> None:
        """Does all that is due at `now`; done twice, it does nothing more."""
        for _done in self.work(now):
            pass

    def work(self, now: datetime) -> Iterator[None]:
        """As `tick`, but pauses after each transaction, so that others get their turn.

        What cannot be sent to one agency keeps nothing from the others; the first error is raised in the end.
        """
        local = now.astimezone(self.calendar().zone)
        agencies = {agency.id: agency for agency in self.store.agencies.all()}
        deadlines = {deadline.id: deadline for deadline in self.store.deadlines.standing()}
        yield from self._plan_all(deadlines, agencies, local.date(), now)
        if not is_day(local.time()):
            with self.store.db.atomic():
                self._schedule.postpone(self.steps.next_morning(now))
            return
        with self.store.db.atomic():
            self._schedule.take_back(now - TAKEN_BACK)
        failures: list[Exception] = []
        for owed in self._schedule.due(now):
            try:
                yield from self._send(owed, agencies.get(owed.agency), now)
            except DatabaseError:
                raise
            except Exception as error:  # noqa: BLE001 - the reminders of other agencies must not end with this one
                failures.append(error)
        yield from Snoozed(self.store, self.pages, self.steps).send(now)
        escalating = Escalating(self.store, self.recipients, self.pages, self.steps)
        for deadline in deadlines.values():
            for occurrence, _next in self._at_hand(deadline, local.date()):
                yield from escalating.tell(deadline, occurrence, concerned(deadline, agencies.values()), now)
        if failures:
            raise failures[0]

    def current(self, deadline: Deadline, today: date) -> Occurrence:
        """The occurrence that is next due, today still counting; of a deadline that comes once, that one always."""
        return self.occurrences.current(deadline, today)

    def occurrence(self, deadline_id: int, period: date) -> Occurrence | None:
        """The occurrence of that name, or None. Raises KeyError when there is no such deadline."""
        return self.occurrences.of_period(self.store.deadlines.get(deadline_id), period)

    def resume(self, report: Report, now: datetime) -> None:
        """Reminds the agency again from the next step on: its report was returned. In the caller's transaction."""
        deadline = self.store.deadlines.get(report.deadline_id)
        found = self.occurrences.of_period(deadline, report.period)
        if found is None or deadline.cancelled_at:
            return
        for occurrence, following in self.occurrences.between(deadline, found.last_day, found.last_day):
            to_come = [step for step in self._steps(deadline, occurrence, following) if step.due_at > now]
            self._schedule.plan(deadline.id, occurrence.period, [report.agency], to_come, now)

    def stop(self, deadline_id: int, period: date, agency: str) -> None:
        """No more reminders of that report, also none that wait to be sent. In the caller's transaction."""
        self.store.reminders.withdraw(deadline_id, period, agency)
        self._schedule.unsay(deadline_id, Owed(deadline_id, period, agency))

    def stop_all(self, deadline_id: int) -> None:
        """No more reminders of that deadline as it was; what still holds is planned anew by the next tick."""
        self.store.reminders.withdraw(deadline_id)
        self._schedule.unsay(deadline_id)
        for key in [key for key in self._planned if key[0] == deadline_id]:
            del self._planned[key]

    def steps_between(self, first: datetime, last: datetime) -> Iterator[tuple[Step, Deadline, Occurrence]]:
        """The steps of all deadlines that fall into the span, in order of time; nothing is kept of them."""
        zone = self.calendar().zone
        found = [
            (step, deadline, occurrence)
            for deadline in self.store.deadlines.standing()
            for occurrence, following in self._between(
                deadline, first.astimezone(zone).date(), last.astimezone(zone).date()
            )
            for step in self._steps(deadline, occurrence, following)
            if first <= step.due_at < last
        ]
        yield from sorted(found, key=lambda one: (one[0].due_at, one[1].id))

    @property
    def occurrences(self) -> Occurrences:
        """The occurrences by the calendar as it is known now."""
        return Occurrences(self.calendar())

    @property
    def steps(self) -> Steps:
        """The steps by that calendar."""
        return Steps(self.occurrences)

    @property
    def _schedule(self) -> Schedule:
        return Schedule(self.store.db)

    def _plan_all(
        self, deadlines: dict[int, Deadline], agencies: dict[str, Agency], today: date, now: datetime
    ) -> Iterator[None]:
        at_hand: set[tuple[int, date]] = set()
        for deadline in deadlines.values():
            owing = frozenset(agency.id for agency in concerned(deadline, agencies.values()))
            for occurrence, following in self._at_hand(deadline, today):
                key = (deadline.id, occurrence.period)
                at_hand.add(key)
                wanted = (self._steps(deadline, occurrence, following), owing)
                if self._planned.get(key) != wanted:
                    yield from self._plan(key, *wanted, now)
                    self._planned[key] = wanted
        with self.store.db.atomic():
            for deadline_id, period in self._schedule.periods():
                if (deadline_id, period) not in at_hand:
                    self.store.reminders.withdraw(deadline_id, period)
        for key in self._planned.keys() - at_hand:
            del self._planned[key]

    def _plan(
        self, key: tuple[int, date], steps: tuple[Step, ...], agencies: Iterable[str], now: datetime
    ) -> Iterator[None]:
        reports = self.store.reports.for_period(*key)
        missing = sorted(agency for agency in agencies if not is_in(reports.get(agency)))
        for first in range(0, len(missing), AT_ONCE):
            some = missing[first : first + AT_ONCE]
            with self.store.db.atomic():
                self._schedule.plan(*key, [agency for agency in some if agency not in reports], steps, now)
                # What was due before a report was returned does not come up again.
                to_come = [step for step in steps if step.due_at > now]
                self._schedule.plan(*key, [agency for agency in some if agency in reports], to_come, now)
            yield
        with self.store.db.atomic():
            self._schedule.withdraw_others(*key, missing, [step.name for step in steps])

    def _send(self, owed: Owed, agency: Agency | None, now: datetime) -> Iterator[None]:
        """Sends the newest step that is due and still matters; the leader's is left to `Escalating`."""
        with self.store.db.atomic():
            deadline = self.store.deadlines.get(owed.deadline_id)
            occurrence = self.occurrences.of_period(deadline, owed.period)
            reported = is_in(self.store.reports.of(owed.deadline_id, owed.period, owed.agency))
            if reported or deadline.cancelled_at or agency is None or occurrence is None:
                self.stop(owed.deadline_id, owed.period, owed.agency)
            else:
                today = now.astimezone(self.calendar().zone).date()
                self._send_newest(Owing(deadline, occurrence, agency, self.occurrences.left(occurrence, today)), now)
        yield

    def _send_newest(self, owing: Owing, now: datetime) -> None:
        occurrence = owing.occurrence
        steps = self.store.reminders.of(owing.deadline.id, occurrence.period, owing.agency.id)
        waiting = [step for step in steps if step.status is ReminderStatus.PLANNED and _is_own(step)]
        due = [step for step in waiting if step.due_at <= now]
        worthless = due[:-1]
        if due and not is_late(due[-1].step) and now >= occurrence.ends_at:
            worthless = due
        for reminder in worthless:
            self.store.reminders.mark(reminder.id, ReminderStatus.SKIPPED, now)
        if len(worthless) == len(due) or not self.steps.may_send(now, occurrence, due[-1].step):
            return
        following = [step.due_at for step in waiting if step.due_at > now]
        ends = [] if is_late(due[-1].step) else [occurrence.ends_at]
        Sending(self.store, self.pages).remind(
            due[-1],
            owing,
            self.recipients.of_agency(owing.agency.id, now),
            min([*following, *ends], default=None),
            now,
        )

    def _at_hand(self, deadline: Deadline, today: date) -> Iterator[tuple[Occurrence, Occurrence | None]]:
        return self._between(deadline, today, today)

    def _between(self, deadline: Deadline, first: date, last: date) -> Iterator[tuple[Occurrence, Occurrence | None]]:
        """The occurrences that may have steps in the span."""
        ladder = deadline.ladder
        late = timedelta(days=ladder.late_days + ladder.leader_after, weeks=ladder.late_weeks) + 2 * AHEAD
        early = timedelta(days=max(ladder.before, default=0)) + AHEAD
        return self.occurrences.between(deadline, first - late, last + early)

    def _steps(self, deadline: Deadline, occurrence: Occurrence, following: Occurrence | None) -> tuple[Step, ...]:
        """The steps that are still wanted: none that was due before people were told of the deadline."""
        until = following.ends_at if following else None
        steps = self.steps.of(occurrence, deadline.ladder, until)
        return tuple(step for step in steps if deadline.since is None or step.due_at >= deadline.since)


def concerned(deadline: Deadline, agencies: Iterable[Agency]) -> list[Agency]:
    """Those of the agencies that owe it."""
    return [agency for agency in agencies if deadline.audience.includes(agency)]


def _is_own(reminder: Reminder) -> bool:
    return is_of_ladder(reminder.step) and not is_for_leader(reminder.step)
