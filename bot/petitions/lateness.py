"""What the clock tells officials: that a petition has to be answered soon, is late, or waits for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from bot.i18n import use_locale
from bot.outgoing import Kind, Outgoing
from bot.petitions.cards import Cards
from bot.petitions.model import Petition
from bot.petitions.staff_pages import NEAR
from bot.petitions.states import Actor, Move
from bot.petitions.watch_pages import WatchPages
from bot.replies import Reply
from bot.store import Store
from bot.working_days import WorkingDays

MORNING, EVENING = time(7, 30), time(20)
"""Between these, by the clock of the place, people may be written to."""
ESCALATED_AFTER = 3
"""Working days behind the due date."""
_LOOKED_AHEAD = timedelta(days=15)
"""Longer than any row of days off, before which a reminder has to come."""
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lateness:
    """Each thing is done once for each due date, and marked in the transaction in which it is done."""

    store: Store
    cards: Cards
    pages: WatchPages
    calendar: Callable[[], WorkingDays]

    def recolour(self, now: datetime) -> None:
        """Lets the cards turn yellow and red."""
        for name, until in (("near", now + NEAR), ("late", now)):
            for petition in self._all(self.store.worklist.due(_BEGINNING, until, name)):
                with self.store.db.atomic():
                    self._mark(name, petition, now)
                    self.cards.refresh(petition, now, f":{name}")

    def remind(self, now: datetime) -> None:
        """Reminds each handling officer, from the working day before the due date on; in one message."""
        if not self.calendar().is_working_day(self._day(now)):
            return
        by_officer: dict[int, list[Petition]] = defaultdict(list)
        with self.store.db.atomic():
            for petition in self._all(self.store.worklist.due(now, now + _LOOKED_AHEAD, "reminded")):
                officer = self._reminded(petition, now)
                if officer is not None and self._mark("reminded", petition, now):
                    by_officer[officer].append(petition)
            for officer, petitions in by_officer.items():
                self._say(officer, "reminder", now, partial(self.pages.due_soon, petitions, now))

    def escalate(self, now: datetime) -> None:
        """On working days, tells those answerable, once, what is late for ESCALATED_AFTER working days."""
        if not self.calendar().is_working_day(self._day(now)):
            return
        told: dict[int, list[Petition]] = defaultdict(list)
        routing = self.cards.routing
        with self.store.db.atomic():
            for petition in self._all(self.store.worklist.due(_BEGINNING, now, "escalated")):
                if petition.joined_to is not None or not self._long_late(petition, now):
                    continue
                self._mark("escalated", petition, now)
                to = {"to": "coordinators" if routing.leader(petition) is None else "leader"}
                self.store.petitions.move(petition, Move.ESCALATE, Actor.CLOCK, now, None, details=to)
                self.cards.refresh(petition, now)
                for person in routing.answerable(petition):
                    told[person].append(petition)
            for person, petitions in told.items():
                led = any(routing.leader(petition) == person for petition in petitions)
                page = partial(self.pages.escalated, petitions, ESCALATED_AFTER, now, to_leader=led)
                self._say(person, "escalation", now, page)

    def list_in_the_morning(self, now: datetime) -> None:
        """On working days, tells the coordinators what is late and what nobody has taken up since the day before."""
        today = self._day(now)
        if not self.calendar().is_working_day(today) or not self.store.worklist.mark(f"morning:{today}", now):
            return
        yesterday = datetime.combine(self._working_day_before(today), MORNING, self.calendar().zone)
        late = self._all(self.store.worklist.late(now))
        listed = {petition.id for petition in late}
        stuck = [one for one in self._all(self.store.worklist.untouched(yesterday)) if one.id not in listed]
        for person in self.cards.routing.coordinators() if late or stuck else ():
            self._say(person, "morning", now, lambda: self.pages.morning(late, stuck, now))

    def _reminded(self, petition: Petition, now: datetime) -> int | None:
        """Who is to be reminded of the petition now."""
        officer = petition.handler_id
        if officer is None or self._working_day_before(self._day(petition.due_at)) > self._day(now):
            return None
        return officer if self.cards.routing.may_see(officer, petition) else None

    def _long_late(self, petition: Petition, now: datetime) -> bool:
        return self._day(now) >= self.calendar().add_working_days(self._day(petition.due_at), ESCALATED_AFTER)

    def _say(self, person: int, what: str, now: datetime, words: Callable[[], Reply]) -> None:
        """Tells an official, worth it until the evening; of several that wait only the newest is sent."""
        with use_locale(self.store.people.language(person)):
            reply = words()
        evening = datetime.combine(self._day(now), EVENING, self.calendar().zone)
        morning = what == "morning"
        content = Outgoing(
            person,
            reply,
            Kind.NOTICE,
            collapse_key="morning" if morning else None,
            expires_at=evening if morning else None,
        )
        self.store.outbox.add(f"{what}:{now.isoformat()}:to:{person}", content, now)

    def _mark(self, name: str, petition: Petition, now: datetime) -> bool:
        return self.store.worklist.mark(f"{name}:{petition.id}:{petition.due_at.isoformat()}", now)

    def _all(self, numbers: Iterable[int]) -> list[Petition]:
        return [self.store.petitions.get(number) for number in numbers]

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.calendar().zone).date()

    def _working_day_before(self, day: date) -> date:
        day -= timedelta(days=1)
        while not self.calendar().is_working_day(day):
            day -= timedelta(days=1)
        return day
