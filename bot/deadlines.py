"""What is next due, computed for today: for who asks, for /thoihan, and for who wants to be reminded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from bot.addresses import source
from bot.buttons import acting, opening, page, rows
from bot.due_lines import Due, line, own_line
from bot.i18n import gettext as _
from bot.i18n import short_date
from bot.reminders.model import Agency, Deadline, Ladder, Recurrence, is_in
from bot.reminders.occurrences import Occurrence, Occurrences
from bot.replies import Block, BlockKind, Button, Reply
from bot.roles import Operation, Role
from bot.working_days import WorkingDays
from knowledge import Knowledge
from knowledge.answers import Action, Answer, Citation
from knowledge.models import DeadlineRule

if TYPE_CHECKING:
    # Who only asks needs no database.
    from bot.access import Access

MOST = 10
"""How many deadlines are listed."""


@dataclass(frozen=True, slots=True)
class DueDates:
    """Knows what is next due for whom; without a store only what the plan itself sets."""

    knowledge: Knowledge
    calendar: Callable[[], WorkingDays]
    access: Access | None = None

    @classmethod
    def of_plan(cls, knowledge: Knowledge, timezone: str) -> Self:
        """Only the plan's own, by the calendar as the library knows it."""
        return cls(knowledge, lambda: WorkingDays(ZoneInfo(timezone)))

    def next(self, person_id: int | None, now: datetime) -> list[Due]:
        """What concerns the person: what their agencies owe, then the rest, of each the next first.

        The plan's own deadlines concern everybody, all of them those who look after them.
        """
        calendar = self.calendar()
        occurrences, today = Occurrences(calendar), now.astimezone(calendar.zone).date()
        sees_all, agencies = self._may(person_id, Operation.MANAGE_DEADLINES), self._agencies(person_id)
        found = []
        for deadline in self._standing(today):
            occurrence = occurrences.current(deadline, today)
            owing = tuple(agency for agency in agencies if deadline.audience.includes(agency))
            if now < occurrence.ends_at and (deadline.rule or sees_all or owing):
                sent = tuple(agency for agency in owing if self._is_in(deadline, occurrence, agency))
                found.append(Due(deadline, occurrence, occurrences.left(occurrence, today), owing, sent))
        return sorted(found, key=lambda due: (not due.owing, due.occurrence.ends_at, due.deadline.id))

    def page(self, person_id: int | None, now: datetime) -> Reply:
        """The next deadlines; for who looks after them, the way to change them."""
        due = self.next(person_id, now)
        buttons = [opening(rule.entry, rule.title) for rule in self.knowledge.deadlines]
        buttons.append(acting(Action.REMINDERS, _("Remind me")))
        if due:
            buttons.append(Button(_("📅 Calendar"), "t:c"))
        if self._may(person_id, Operation.MANAGE_DEADLINES):
            buttons.append(Button(_("Manage deadlines"), "h:list"))
        return Reply((Block(_("Report deadlines"), BlockKind.STRONG), *self._listed(due, now)), rows(*buttons))

    def reminding(self, person_id: int | None, now: datetime) -> Reply:
        """The next deadlines, and whom the bot reminds of them."""
        who = _(
            "I remind the focal points of the agencies by myself. "
            "If you are one, please ask those in charge for an invitation."
        )
        if self._is_focal_point(person_id):
            before = sorted((days for days in Ladder().before if days), reverse=True)
            who = _(
                "You need not do anything: I remind you %(days)s days before, on the last morning, "
                "and until the report is in.",
                days=", ".join(map(str, before)),
            )
        blocks = (
            Block(_("What is next due"), BlockKind.STRONG),
            *self._listed(self.next(person_id, now), now),
            Block(who, BlockKind.NOTE),
        )
        return Reply(blocks, rows(page("deadlines", _("Report deadlines"))))

    def complete(self, reply: Reply, answer: Answer, person_id: int | None, now: datetime) -> Reply:
        """The reply to a question, with how many days are left where it is about deadlines."""
        if answer.action is Action.REMINDERS:
            return self.reminding(person_id, now)
        asked = _rules_of(answer, self.knowledge)
        if not asked:
            return reply
        lines = [line(due) for due in self.next(None, now) if due.deadline.rule in asked]
        at = next((place for place, block in enumerate(reply.blocks) if block.kind is BlockKind.SOURCE), None)
        blocks = [*reply.blocks]
        blocks.insert(len(blocks) if at is None else at, self._as_of_today(lines, now))
        return replace(reply, blocks=tuple(blocks))

    def source(self, deadline: Deadline) -> str:
        """Where a deadline comes from."""
        if deadline.rule and deadline.source in self.knowledge.nodes:
            return source(self.knowledge, Citation(plan=deadline.source))
        return _("Source: %(source)s", source=deadline.source)

    def _listed(self, due: list[Due], now: datetime) -> tuple[Block, ...]:
        if not due:
            return (Block(_("Nothing is due.")),)
        own = [one for one in due[:MOST] if one.owing]
        others = [line(one) for one in due[:MOST] if not one.owing]
        several = len({agency for one in own for agency in one.owing}) > 1
        lines = [own_line(one, several=several) for one in own] or others
        blocks = [self._as_of_today(lines, now)]
        if own and others:
            blocks.append(Block("\n".join([_("Not for your agency:"), *others])))
        sources = dict.fromkeys(self.source(one.deadline) for one in due[:MOST])
        return (*blocks, *(Block(text, BlockKind.SOURCE) for text in sources))

    def _as_of_today(self, lines: list[str], now: datetime) -> Block:
        today = now.astimezone(self.calendar().zone).date()
        return Block("\n".join([_("As of today, %(day)s:", day=short_date(today)), *lines]))

    def _standing(self, today: date) -> list[Deadline]:
        kept = self.access.store.deadlines.standing() if self.access else []
        known = {deadline.rule for deadline in kept}
        rules = (rule for rule in self.knowledge.deadlines if rule.id not in known)
        return [*kept, *(of_rule(rule, today) for rule in rules)]

    def _agencies(self, person_id: int | None) -> list[Agency]:
        """Those that the person answers for."""
        if self.access is None or person_id is None:
            return []
        store = self.access.store
        found = [store.agencies.listed(one.agency) for one in store.focal_points.of_person(person_id)]
        return [agency for agency in found if agency]

    def _is_in(self, deadline: Deadline, occurrence: Occurrence, agency: Agency) -> bool:
        return self.access is not None and is_in(
            self.access.store.reports.of(deadline.id, occurrence.period, agency.id)
        )

    def _may(self, person_id: int | None, operation: Operation) -> bool:
        return self.access is not None and person_id is not None and self.access.may(person_id, operation)

    def _is_focal_point(self, person_id: int | None) -> bool:
        return self.access is not None and person_id is not None and Role.FOCAL_POINT in self.access.roles_of(person_id)


def is_about_deadlines(answer: Answer, knowledge: Knowledge) -> bool:
    """Whether `DueDates.complete` has something to add to the answer."""
    return answer.action is Action.REMINDERS or bool(_rules_of(answer, knowledge))


def _rules_of(answer: Answer, knowledge: Knowledge) -> set[str]:
    """The rules that the answer is about: that of an item which tells one, else all of the same place."""
    keys = {part.key for part in answer.parts}
    places = {part.citation.plan for part in answer.parts}
    told = {rule.id for rule in knowledge.deadlines if rule.entry in keys}
    return told or {rule.id for rule in knowledge.deadlines if rule.address in places}


def of_rule(rule: DeadlineRule, today: date) -> Deadline:
    """The plan's rule as a deadline, beginning with the next time it is due."""
    return Deadline(
        id=0,
        rule=rule.id,
        title=rule.title,
        source=rule.address,
        first_day=next_last_day(rule, today),
        hour=None,
        recurrence=Recurrence.YEARLY,
        expected=_("Report to %(to)s.", to=rule.to),
    )


def next_last_day(rule: DeadlineRule, today: date) -> date:
    """The next last valid day of `rule`, `today` still counting.

    The plan says "before 10 June" and "before 5 December" every year (IV.2.3): that day itself is late.
    """
    days = (date(year, rule.before_month, rule.before_day) - timedelta(days=1) for year in (today.year, today.year + 1))
    return next(day for day in days if day >= today)
