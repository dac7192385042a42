"""What the clock does about agencies and focal points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.deadlines import next_last_day
from bot.i18n import use_locale
from bot.outgoing import Kind, Outgoing
from bot.reminders import place_pages as pages
from bot.reminders.importing import Importing
from bot.reminders.ladder import MORNING, is_day
from bot.reminders.model import FocalPoint
from bot.reminders.occurrences import Occurrences
from bot.reminders.places import Places
from bot.store import Store
from bot.working_days import WorkingDays
from knowledge.models import DeadlineRule

ASKED_BEFORE = 15
"""How many working days before a deadline of the plan focal points are asked whether they still are it."""
FRESH = timedelta(days=30)
"""Who took the place or answered so shortly before is not asked."""
TOLD_WITHIN = timedelta(days=7)
"""After that an agency that was left empty is old news."""
AT_ONCE = 200
"""How many are asked in one tick, so that others get their turn."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Asks the database what is due; `rules` are the deadlines of the plan, twice a year."""

    places: Places
    importing: Importing
    calendar: Callable[[], WorkingDays]
    rules: Sequence[DeadlineRule]

    def tick(self, now: datetime) -> None:
        """Does what is due at `now`, at most AT_ONCE questions; done twice, it does nothing more."""
        failures: list[Exception] = []
        for work in (self.importing.on_fetched, self._tell_of_empty, self._ask):
            try:
                work(now)
            except Exception as error:  # noqa: BLE001 - one does not keep the others from being done
                failures.append(error)
        if failures:
            raise failures[0]

    @property
    def _store(self) -> Store:
        return self.places.store

    def _tell_of_empty(self, now: datetime) -> None:
        """Tells coordinators of agencies whose last focal point has gone, whatever the way."""
        for last in self._store.focal_points.left_empty(now - TOLD_WITHIN):
            agency = self._store.agencies.listed(last.agency)
            if agency is not None:
                with self._store.db.atomic():
                    self.places.tell(
                        f"place:{last.id}:last",
                        self.places.recipients.coordinators(),
                        lambda: pages.left_empty(last, agency),  # noqa: B023 - called at once
                        now,
                    )

    def _ask(self, now: datetime) -> None:
        """Asks focal points whether they still are it, by day on a working day, once for each deadline."""
        calendar = self.calendar()
        local = now.astimezone(calendar.zone)
        if not calendar.is_working_day(local.date()) or not is_day(local.time()):
            return
        for rule in self.rules:
            last_day = next_last_day(rule, local.date())
            since = self._asked_from(last_day, calendar)
            if now >= since:
                asked = self._store.focal_points.to_ask(since - FRESH, AT_ONCE)
                with self._store.db.atomic():
                    for focal_point in asked:
                        self._ask_one(focal_point, last_day, now)

    def _ask_one(self, focal_point: FocalPoint, last_day: date, now: datetime) -> None:
        agency = self._store.agencies.get(focal_point.agency)
        assert agency is not None, "only those of listed agencies are asked"
        person_id = focal_point.person_id
        with use_locale(self._store.people.language(person_id)):
            content = Outgoing(person_id, pages.still(focal_point, agency), Kind.BROADCAST)
        self._store.focal_points.asked(focal_point.id, now)
        self._store.outbox.add(f"place:{focal_point.id}:still:{last_day}", content, now)

    def _asked_from(self, last_day: date, calendar: WorkingDays) -> datetime:
        day, occurrences = last_day, Occurrences(calendar)
        for _count in range(ASKED_BEFORE):
            day = occurrences.working_day_before(day)
        return datetime.combine(day, MORNING, calendar.zone).astimezone(UTC)
