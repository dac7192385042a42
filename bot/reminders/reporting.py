"""Saying that a report is in: by a tap, or in one's own words.

It counts from that moment on, so that nobody is reminded of what has been sent; number, date and file complete it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.petitions.model import NewFile
from bot.reminders.completing import Completing
from bot.reminders.model import Report, ReportState, is_in
from bot.reminders.owings import Owings, owed_of, subject
from bot.reminders.reminder_pages import Owing
from bot.reminders.report_numbers import NOTHING, Reference, read_reference
from bot.reminders.told import is_about_a_report, meant, read_told
from bot.replies import Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.report_drafts import Awaiting, ReportDraft, ReportDrafts
from bot.store.schedule import Owed

MOST_OFFERED = 8
FRESHLY = timedelta(days=7)
"""So long after it was sent a report may be what "I have sent it" is about."""


@dataclass(frozen=True, slots=True)
class Given:
    """What came with the word that a report is in."""

    reference: Reference = NOTHING
    attachment_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reporting:
    """Does what focal points ask for. Everything raises NotAllowed or NotFound, and keeps that in the audit."""

    owings: Owings
    completing: Completing

    def done(self, person_id: int, reminder_id: int, now: datetime) -> Reply:
        """The report of which the reminder reminds is in."""
        return self._submit(person_id, lambda: self.owings.of_reminder(reminder_id), now)

    def again(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """A report that was returned is in anew."""

        def find() -> Owed:
            report = self.owings.report(report_id)
            return Owed(report.deadline_id, report.period, report.agency)

        return self._submit(person_id, find, now)

    def chosen(self, person_id: int, deadline_id: int, period: date, point_id: int, now: datetime) -> Reply:
        """The report that was meant in what the person wrote or sent before is in."""

        def find() -> Owed:
            point = self._store.focal_points.get(point_id)
            if point is None or point.person_id != person_id:
                raise NotAllowed(_("You are not the focal point of this agency (any more), so I cannot note this."))
            return Owed(deadline_id, period, point.agency)

        draft = self._drafts.get(person_id)
        if draft is None or draft.awaiting is not Awaiting.CHOICE:
            return self._submit(person_id, find, now)
        given = Given(Reference(draft.number, draft.dated, ""), draft.attachment_id, draft.message_id)
        return self._submit(person_id, find, now, given)

    def nothing(self, person_id: int) -> Reply:
        """None was meant."""
        draft = self._drafts.get(person_id)
        if draft and draft.awaiting is Awaiting.CHOICE:
            self._drafts.delete(person_id)
        return self.completing.pages.nothing()

    def undo(self, person_id: int, report_id: int, now: datetime) -> Reply:
        """It is not in after all: a slip of the finger."""
        notices, pages = self.completing.notices, self.completing.pages
        with self.completing.acting(person_id, report_id, now) as report:
            if not self._store.reports.judge(report.id, ReportState.RETURNED, person_id, now):
                raise NotFound(_("This report has been dealt with already, so this cannot be undone any more."))
            self._drafts.delete(person_id)
            self.owings.planning.resume(report, now)
            facts = notices.facts(self._store.reports.get(report.id), now)
            notices.focal_points(report, lambda: pages.not_sent_by_other(facts), now, besides=person_id)
            notices.card(facts.report, now)
        return pages.not_sent(facts)

    def told(self, person_id: int, message_id: int, text: str, now: datetime) -> Reply | None:
        """Takes in that somebody says they have sent a report; None when they do not, or none of theirs is owed."""
        said = read_told(text, self.completing.today(now))
        owings = self.owings.of_person(person_id, now) if said else []
        if said is None or not owings:
            return None
        fits = _fitting(said.reference.rest, owings)
        owed = [owing for owing in fits if not self.owings.is_in(owing)]
        given = Given(said.reference, message_id=message_id)
        if len(owed) == 1 and said.clear:
            return self._submit(person_id, lambda: owed_of(owed[0]), now, given)
        return self._ask_which(person_id, owed, given, now) if owed else self._told_again(person_id, fits, given, now)

    def told_otherwise(self, draft: ReportDraft, text: str, now: datetime) -> Reply:
        """The message that told of a report was edited before it was clear which report is meant: asks once more."""
        given = Given(read_reference(text, self.completing.today(now)), draft.attachment_id, draft.message_id)
        owed = [owing for owing in self.owings.of_person(draft.person_id, now) if not self.owings.is_in(owing)]
        return self._ask_which(draft.person_id, _fitting(given.reference.rest, owed), given, now)

    def file(self, person_id: int, chat_id: int, file: NewFile, caption: str, now: datetime) -> Reply | None:
        """Takes a document for a report; None when none of the person's is owed."""
        owed = [owing for owing in self.owings.of_person(person_id, now) if not self.owings.is_in(owing)]
        if not owed:
            return None
        if objection := self.completing.objection(file):
            return Reply.of(objection)
        with self._store.db.atomic():
            reference = read_reference(caption, self.completing.today(now))
            given = Given(reference, self._store.attachments.add(chat_id, file, now), file.message_id)
            fits = _fitting(reference.rest, owed)
            if len(fits) == 1 and is_about_a_report(caption):
                return self._submit(person_id, lambda: owed_of(fits[0]), now, given)
            return self._ask_which(person_id, fits, given, now)

    def _told_again(self, person_id: int, fits: Sequence[Owing], given: Given, now: datetime) -> Reply | None:
        """What is in was told of once more, perhaps with its number."""
        reports = [report for owing in fits if is_in(report := self.owings.report_of(owing)) and report]
        fresh = [report for report in reports if given.reference or now - report.submitted_at <= FRESHLY]
        if len(fresh) != 1:
            return None
        owing = self.owings.get_of(fresh[0], now)
        return self._submit(person_id, lambda: owed_of(owing), now, given)

    def _ask_which(self, person_id: int, owed: Sequence[Owing], given: Given, now: datetime) -> Reply:
        points = {point.agency: point.id for point in self._store.focal_points.of_person(person_id)}
        self._store.people.seen(person_id, now)
        said = given.reference
        draft = ReportDraft(
            person_id, Awaiting.CHOICE, None, said.number, said.dated, given.attachment_id, given.message_id
        )
        self._drafts.put(draft, now)
        return self.completing.pages.which([(owing, points[owing.agency.id]) for owing in owed[:MOST_OFFERED]])

    def _submit(self, person_id: int, find: Callable[[], Owed], now: datetime, given: Given = Given()) -> Reply:
        access = self.owings.access
        with access.acting(person_id, Operation.REPORT, now, "report") as entry:
            owed = find()
            entry.subject = subject(owed)
            self.owings.require(person_id, owed.agency)
            report = self.owings.report_of(self.owings.get(owed, now))
            new = not is_in(report)
            if new:
                said = given.reference
                period = (owed.deadline_id, owed.period, owed.agency)
                report = self._store.reports.submit(*period, person_id, now, said.number, said.dated, given.message_id)
                self.owings.planning.stop(owed.deadline_id, owed.period, owed.agency)
            assert report is not None
            entry.details["number" if new else "again"] = report.number
            return self._take_in(person_id, report, given, now, new=new)

    def _take_in(self, person_id: int, report: Report, given: Given, now: datetime, *, new: bool) -> Reply:
        completing, pages = self.completing, self.completing.pages
        reference, attachment_id = given.reference, given.attachment_id
        if not new and not reference and attachment_id is None:
            return pages.already(completing.notices.facts(report, now))
        if not new:
            report = completing.complete(person_id, report, reference, now, given.message_id)
        if attachment_id is not None:
            self._store.attachments.hand_over_to_report(attachment_id, report.id)
        completing.go_on(person_id, report, now)
        facts = completing.notices.facts(report, now)
        if new:
            completing.notices.focal_points(report, lambda: pages.by_other(facts), now, besides=person_id)
        completing.notices.card(report, now, new=new)
        if attachment_id is not None and (file := self._store.attachments.get(attachment_id)):
            completing.notices.file(report, file, now)
        return pages.submitted(facts) if new and not (reference or attachment_id) else pages.completed(facts)

    @property
    def _store(self) -> Store:
        return self.owings.access.store

    @property
    def _drafts(self) -> ReportDrafts:
        return ReportDrafts(self._store.db)


def _fitting(text: str, owings: Sequence[Owing]) -> list[Owing]:
    places = meant(text, [f"{owing.deadline.title} {owing.agency.name}" for owing in owings])
    return [owings[place] for place in places]
