"""Being reminded later: when, as a button or typed words say, but never when the deadline has passed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.ladder import MORNING, is_day
from bot.reminders.occurrences import Occurrence
from bot.reminders.owings import Owings, owed_of
from bot.reminders.reminder_pages import Owing, ReminderPages
from bot.reminders.snooze_pages import Calendar, SnoozePages
from bot.reminders.spoken import LONGEST, Trouble
from bot.reminders.times import read_moment
from bot.reminders.told import read_told
from bot.replies import Reply
from bot.store import Store
from bot.store.report_drafts import Awaiting, ReportDraft, ReportDrafts
from bot.store.snoozes import Snoozes
from knowledge.segments import asks

AFTERNOON, LAST = time(14), time(16)
_HOUR = timedelta(hours=1)
_FEW = 3


@dataclass(frozen=True, slots=True)
class Snoozing:
    """Does what focal points ask for. Everything raises NotAllowed or NotFound, and keeps that in the audit."""

    owings: Owings
    reminder_pages: ReminderPages
    pages: SnoozePages

    def offer(self, person_id: int, reminder_id: int, now: datetime) -> Reply:
        """Asks when; the next message may say it."""
        with self._acting(person_id, reminder_id, now) as owing:
            self._store.people.seen(person_id, now)
            self._drafts.put(ReportDraft(person_id, Awaiting.TIME, owed_of(owing)), now)
            offered = {"hour": now + _HOUR, "afternoon": self._afternoon(now), "tomorrow": self._tomorrow(now)}
            end = owing.occurrence.ends_at
            fits = [name for name, moment in offered.items() if now < moment and self._kept(moment) < end]
            return self.pages.offer(owing, reminder_id, fits)

    def back(self, person_id: int, reminder_id: int, now: datetime) -> Reply:
        """The reminder itself again."""
        with self._acting(person_id, reminder_id, now) as owing:
            self._end(person_id)
            return self.reminder_pages.reminder(owing, reminder_id, late=False)

    def choose(self, person_id: int, reminder_id: int, name: str, now: datetime) -> Reply:
        """At the time that a button names: hour, afternoon, tomorrow or last."""
        with self._acting(person_id, reminder_id, now) as owing:
            match name:
                case "hour":
                    return self._set(person_id, reminder_id, owing, now + _HOUR, now)
                case "afternoon":
                    return self._set(person_id, reminder_id, owing, self._afternoon(now), now)
                case "tomorrow":
                    return self._set(person_id, reminder_id, owing, self._tomorrow(now), now)
                case "last" if last := self._last(owing.occurrence, now):
                    return self._set(person_id, reminder_id, owing, last, now)
            raise NotFound(_("It is too late for that. Please choose another time."))

    def day(self, person_id: int, reminder_id: int, day: date, now: datetime) -> Reply:
        """On the morning of that day."""
        with self._acting(person_id, reminder_id, now) as owing:
            return self._set(person_id, reminder_id, owing, self._at(day, MORNING), now)

    def calendar(self, person_id: int, reminder_id: int, month: date | None, now: datetime) -> Reply:
        """The days of a month to choose from, at first those of this one."""
        with self._acting(person_id, reminder_id, now) as owing:
            today = now.astimezone(self._zone).date()
            first = today if self._at(today, MORNING) > now else today + timedelta(days=1)
            last = owing.occurrence.last_day
            if self._at(last, MORNING) >= owing.occurrence.ends_at:
                last -= timedelta(days=1)
            if first > last:
                return self._too_late(reminder_id, owing, now)
            shown = min(max(month or first, first.replace(day=1)), last)
            return self.pages.calendar(owing, reminder_id, Calendar(shown.replace(day=1), first, last))

    def hear(self, draft: ReportDraft, text: str, now: datetime) -> Reply | None:
        """Takes the time out of what was written; None when it is about something else."""
        if draft.awaiting is not Awaiting.TIME or draft.owed is None:
            return None
        moment = read_moment(text, now.astimezone(self._zone))
        if moment is Trouble.UNCLEAR and self._is_something_else(text, now):
            return None
        owed = draft.owed
        reminder_id = self._store.reminders.of(owed.deadline_id, owed.period, owed.agency)[-1].id
        with self._acting(draft.person_id, reminder_id, now) as owing:
            if isinstance(moment, Trouble):
                self._drafts.put(draft, now)
                return self.pages.not_understood(reminder_id, past=moment is Trouble.PAST)
            return self._set(draft.person_id, reminder_id, owing, moment, now)

    def _is_something_else(self, text: str, now: datetime) -> bool:
        """Whether the words are a question, or tell that the report has been sent. "Bữa nào rảnh" is no question."""
        question = asks(text) and ("?" in text or len(text.split()) > _FEW)
        return question or len(text) > LONGEST or read_told(text, now.astimezone(self._zone).date()) is not None

    def _set(self, person_id: int, reminder_id: int, owing: Owing, moment: datetime, now: datetime) -> Reply:
        kept = self._kept(moment)
        if now >= moment.astimezone(UTC):
            raise NotFound(_("It is too late for that. Please choose another time."))
        if kept >= owing.occurrence.ends_at:
            return self._too_late(reminder_id, owing, now)
        with self._store.db.atomic():
            Snoozes(self._store.db).put(owed_of(owing), person_id, kept)
            self._end(person_id)
        return self.pages.kept(owing, reminder_id, kept.astimezone(self._zone), moved=kept != moment.astimezone(UTC))

    def _too_late(self, reminder_id: int, owing: Owing, now: datetime) -> Reply:
        last = self._last(owing.occurrence, now)
        return self.pages.too_late(owing, reminder_id, last and last.astimezone(self._zone))

    def _last(self, occurrence: Occurrence, now: datetime) -> datetime | None:
        """The last time that is of use: in the afternoon, and an hour before the end."""
        end = occurrence.ends_at
        days = (end.astimezone(self._zone).date() - timedelta(days=back) for back in range(3))
        moments = [end - _HOUR, now + _HOUR, *(self._at(day, LAST) for day in days)]
        fits = [moment for moment in moments if now < moment <= end - _HOUR and is_day(self._clock(moment))]
        return next(
            (moment for moment in sorted(fits, reverse=True) if self._clock(moment) <= LAST), max(fits, default=None)
        )

    def _kept(self, moment: datetime) -> datetime:
        """The moment, or the morning behind it when nobody is reminded then."""
        return (
            moment.astimezone(UTC) if is_day(self._clock(moment)) else self.owings.planning.steps.next_morning(moment)
        )

    @contextmanager
    def _acting(self, person_id: int, reminder_id: int, now: datetime) -> Iterator[Owing]:
        """What the reminder is about, if the person may still put it off; keeps every refusal inside."""
        access = self.owings.access
        with access.refusals(self.owings.entry(person_id, f"reminder {reminder_id}"), now):
            owed = self.owings.of_reminder(reminder_id)
            self.owings.require(person_id, owed.agency)
            owing = self.owings.get(owed, now)
            if self.owings.is_in(owing):
                raise NotFound(_("This report is in already, so I do not remind of it any more."))
            if now >= owing.occurrence.ends_at:
                raise NotFound(_("The deadline has passed, so I cannot remind you later. I go on by myself."))
            yield owing

    def _end(self, person_id: int) -> None:
        draft = self._drafts.get(person_id)
        if draft and draft.awaiting is Awaiting.TIME:
            self._drafts.delete(person_id)

    def _afternoon(self, now: datetime) -> datetime:
        return self._at(now.astimezone(self._zone).date(), AFTERNOON)

    def _tomorrow(self, now: datetime) -> datetime:
        return self._at(now.astimezone(self._zone).date() + timedelta(days=1), MORNING)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone).astimezone(UTC)

    def _clock(self, moment: datetime) -> time:
        return moment.astimezone(self._zone).time()

    @property
    def _zone(self) -> ZoneInfo:
        return self.owings.planning.calendar().zone

    @property
    def _store(self) -> Store:
        return self.owings.access.store

    @property
    def _drafts(self) -> ReportDrafts:
        return ReportDrafts(self._store.db)
