"""Deadlines as those who look after them make, change and cancel them: asked for, previewed, confirmed, told once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.access import Access
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.petitions.model import NewFile
from bot.reminders.changing import Changing
from bot.reminders.deadline_pages import FIELDS, DeadlinePages
from bot.reminders.drafted import Drafted
from bot.reminders.model import AgencyKind, Audience, Recurrence
from bot.replies import Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.deadline_drafts import DeadlineDraft, DeadlineDrafts

FRESH = timedelta(minutes=30)
"""So long after the last touch what a person writes is part of the deadline they are making."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Does what those who look after deadlines ask for. Everything raises NotAllowed or NotFound."""

    access: Access
    changing: Changing

    def begin(self, person_id: int, now: datetime) -> Reply:
        """/hanmoi: begins a new deadline in the place of one that was in the making."""
        with self.access.acting(person_id, Operation.MANAGE_DEADLINES, now, "new deadline"):
            self._store.people.seen(person_id, now)
            draft = DeadlineDraft(person_id, awaiting="title")
            self._drafts.put(draft, now)
        return self._pages.ask("title", draft)

    def hears(self, person_id: int, now: datetime) -> bool:
        """Whether what the person writes now belongs to the deadline they are making."""
        draft = self._drafts.get(person_id)
        return bool(draft and draft.awaiting and draft.touched_at and now - draft.touched_at <= FRESH)

    def hear(self, person_id: int, text: str, now: datetime) -> Reply:
        """Takes in what was asked for, and asks on or shows the preview."""
        draft = self._draft(person_id, now)
        field = draft.awaiting or "title"
        changed = self._drafted(now).take(draft, field, text.strip())
        if isinstance(changed, str):
            self._drafts.put(draft, now)
            return self._pages.not_understood(changed, draft)
        return self._next(changed, now)

    def take_file(self, person_id: int, chat_id: int, file: NewFile, now: datetime) -> Reply:
        """Takes in the form."""
        draft = self._draft(person_id, now)
        if draft.awaiting != "template":
            return self._pages.not_understood(draft.awaiting or "title", draft)
        with self._store.db.atomic():
            template = self._store.attachments.add(chat_id, file, now)
            return self._next(replace(draft, template_id=template), now)

    def stop(self, person_id: int) -> Reply | None:
        """/huy: gives up what is in the making; None when nothing is."""
        if self._drafts.get(person_id) is None:
            return None
        self._drafts.delete(person_id)
        return self._pages.dropped()

    def listing(self, person_id: int, number: int, now: datetime) -> Reply:
        """The deadlines that hold."""
        self.access.require(person_id, Operation.MANAGE_DEADLINES, now)
        return self._pages.listing([self.changing.shown(one, now) for one in self._store.deadlines.standing()], number)

    def open(self, person_id: int, deadline_id: int, now: datetime) -> Reply:
        """One deadline, and what can be done with it."""
        self.access.require(person_id, Operation.MANAGE_DEADLINES, now)
        return self._pages.one(self.changing.shown(self.changing.standing(deadline_id), now))

    def edit(self, person_id: int, deadline_id: int, now: datetime) -> Reply:
        """Begins to change a deadline."""
        with self.access.acting(person_id, Operation.MANAGE_DEADLINES, now, f"deadline {deadline_id}"):
            deadline = self.changing.standing(deadline_id)
            draft = DeadlineDraft(
                person_id,
                deadline_id,
                deadline.title,
                self.changing.planning.current(deadline, self.changing.today(now)).last_day,
                deadline.hour,
                deadline.source,
                deadline.recurrence,
                deadline.audience,
                deadline.expected,
                deadline.ladder.before,
                deadline.template_id,
            )
            self._store.people.seen(person_id, now)
            return self._next(draft, now)

    def preview(self, person_id: int, now: datetime) -> Reply:
        """The deadline in the making."""
        return self._next(self._draft(person_id, now), now)

    def ask(self, person_id: int, field: str, now: datetime) -> Reply:
        """The next message is that field."""
        draft = self._draft(person_id, now)
        if field not in FIELDS or (self._is_of_plan(draft) and field in ("title", "day", "source")):
            raise NotFound(_("This button is too old. Please ask again."))
        self._drafts.put(replace(draft, awaiting=field), now)
        return self._pages.ask(field, draft)

    def leave_out(self, person_id: int, field: str, now: datetime) -> Reply:
        """Without that field."""
        draft = self._draft(person_id, now)
        match field:
            case "source" if not self._is_of_plan(draft):
                return self._next(replace(draft, source=None), now)
            case "expected":
                return self._next(replace(draft, expected=None), now)
            case "template":
                return self._next(replace(draft, template_id=None), now)
        raise NotFound(_("This button is too old. Please ask again."))

    def choose_recurrence(self, person_id: int, recurrence: Recurrence | None, now: datetime) -> Reply:
        """Takes in how often it comes; without that, shows what there is to choose from."""
        draft = self._draft(person_id, now)
        if recurrence is None or self._is_of_plan(draft):
            return self._pages.recurrences(draft)
        return self._next(replace(draft, recurrence=recurrence), now)

    def choose_audience(self, person_id: int, kind: AgencyKind | None, now: datetime, *, everybody: bool) -> Reply:
        """Takes in whom it concerns: a kind is added or taken away; without any, shows what there is to choose from."""
        draft = self._draft(person_id, now)
        if everybody:
            draft = replace(draft, audience=Audience())
        elif kind is not None:
            draft = replace(draft, audience=replace(draft.audience, kinds=draft.audience.kinds ^ {kind}))
        self._drafts.put(replace(draft, awaiting=None), now)
        return self._pages.audience(draft, self._store.agencies.all())

    def choose_named(self, person_id: int, number: int, agency: str | None, now: datetime) -> Reply:
        """An agency is added or taken away; shows the page of the list."""
        draft = self._draft(person_id, now)
        agencies = self._store.agencies.all()
        if agency is not None:
            if agency not in {each.id for each in agencies}:
                raise NotFound(_("This agency is no longer on the list."))
            draft = replace(draft, audience=replace(draft.audience, agencies=draft.audience.agencies ^ {agency}))
            self._drafts.put(replace(draft, awaiting=None), now)
        return self._pages.named(draft, agencies, number)

    def save(self, person_id: int, now: datetime) -> Reply:
        """Makes or changes the deadline, and tells everybody concerned."""
        draft = self._draft(person_id, now)
        with self.access.acting(person_id, Operation.MANAGE_DEADLINES, now, "deadline") as entry:
            old = self.changing.standing(draft.deadline_id) if draft.deadline_id else None
            wanted = self._drafted(now).deadline(draft, old)
            if (old is None or wanted.first_day != old.first_day) and self._drafted(now).has_passed(wanted):
                self._drafts.put(replace(draft, awaiting="day"), now)
                return self._pages.not_understood("past", draft)
            self._drafts.delete(person_id)
            if old is None:
                kept, told = self.changing.make(wanted, now)
            else:
                kept, told = wanted, self.changing.change(old, wanted, now)
            entry.subject = f"deadline {kept.id}"
            entry.details["title"] = kept.title
            entry.details["last_day"] = str(kept.first_day)
        return self._pages.saved(self.changing.shown(kept, now), told, new=old is None)

    def cancelling(self, person_id: int, deadline_id: int, now: datetime) -> Reply:
        """Asks before a deadline is cancelled."""
        self.access.require(person_id, Operation.MANAGE_DEADLINES, now)
        return self._pages.cancelling(self.changing.shown(self.changing.own(deadline_id), now))

    def cancel(self, person_id: int, deadline_id: int, now: datetime) -> Reply:
        """Cancels a deadline, and tells everybody concerned. The plan's own cannot be cancelled."""
        with self.access.acting(person_id, Operation.MANAGE_DEADLINES, now, f"deadline {deadline_id}") as entry:
            deadline = self.changing.own(deadline_id)
            entry.details["cancelled"] = deadline.title
            told = self.changing.cancel(deadline, now)
        return self._pages.cancelled(deadline, told)

    def _next(self, draft: DeadlineDraft, now: datetime) -> Reply:
        """Asks for what is still missing, or shows the preview."""
        missing = "title" if draft.title is None else "day" if draft.last_day is None else None
        self._drafts.put(replace(draft, awaiting=missing), now)
        if missing:
            return self._pages.ask(missing, draft)
        old = self.changing.standing(draft.deadline_id) if draft.deadline_id else None
        return self._pages.preview(self.changing.shown(self._drafted(now).deadline(draft, old), now), draft)

    def _draft(self, person_id: int, now: datetime) -> DeadlineDraft:
        self.access.require(person_id, Operation.MANAGE_DEADLINES, now)
        draft = self._drafts.get(person_id)
        if draft is None:
            raise NotFound(_("No deadline is in the making. To begin one: /hanmoi"))
        return draft

    def _is_of_plan(self, draft: DeadlineDraft) -> bool:
        return bool(draft.deadline_id and self.changing.standing(draft.deadline_id).rule)

    def _drafted(self, now: datetime) -> Drafted:
        return Drafted(self.changing.planning.occurrences, now)

    @property
    def _store(self) -> Store:
        return self.access.store

    @property
    def _drafts(self) -> DeadlineDrafts:
        return DeadlineDrafts(self._store.db)

    @property
    def _pages(self) -> DeadlinePages:
        return DeadlinePages(self.changing.facts)
