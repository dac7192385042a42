"""What would be sent to whom on which day, as lines of text; nothing is sent or kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.reminders.dates import with_weekday
from bot.reminders.ladder import is_for_leader, is_of_ladder
from bot.reminders.model import Agency, Deadline, Reminder, ReminderStatus, Step, is_in
from bot.reminders.occurrences import Occurrence
from bot.reminders.parts import Reminding
from bot.reminders.planning import Planning, concerned
from bot.reminders.snoozed import JUST_NOW, Snoozed
from bot.settings import Settings
from bot.store import open_store
from bot.store.snoozes import Snoozes, asked_by
from knowledge import Knowledge

_Found = tuple[Step, Deadline, Occurrence]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is due at one moment: a step, or a snooze, in words, and whom it goes to."""

    due_at: datetime
    deadline: Deadline
    occurrence: Occurrence
    step: str
    lines: tuple[str, ...]


def preview_lines(
    settings: Settings, knowledge: Knowledge, first: date | None, days: int, now: datetime
) -> Iterator[str]:
    """The lines for `days` days from `first` on, by default from today. May run beside the bot."""
    store = open_store(settings.data_dir, now)
    try:
        reminding = Reminding.over(store, knowledge, settings)
        reminding.plan_rules.follow(knowledge.deadlines, now)
        yield from lines(reminding.planning, first, days, now)
    finally:
        store.close()


def lines(planning: Planning, first: date | None, days: int, now: datetime) -> Iterator[str]:
    """As `preview_lines`, for what is kept in the store of `planning`."""
    zone = planning.calendar().zone
    begin = datetime.combine(first or now.astimezone(zone).date(), time(), zone)
    found = _entries(planning, begin, begin + timedelta(days=days), now)
    if not found:
        yield _("Nothing is to be sent in this time.")
    for entry in found:
        local = entry.due_at.astimezone(zone)
        yield _(
            "%(day)s %(hour)s · %(title)s (due %(last)s) · %(step)s",
            day=with_weekday(local.date()),
            hour=f"{local:%H:%M}",
            title=entry.deadline.title,
            last=with_weekday(entry.occurrence.last_day),
            step=entry.step,
        )
        yield from (f"    {line}" for line in entry.lines)


def _entries(planning: Planning, begin: datetime, end: datetime, now: datetime) -> list[Entry]:
    """The steps of the ladders, and what people asked to get later, in order of time."""
    steps = list(planning.steps_between(begin, end))
    entries = [
        Entry(
            step.due_at,
            deadline,
            occurrence,
            step_name(step.name),
            tuple(_to_whom(planning, step, deadline, occurrence, now)),
        )
        for step, deadline, occurrence in steps
    ]
    entries += _put_off(planning, steps, begin, end, now)
    return sorted(entries, key=lambda entry: entry.due_at)


def step_name(step: str) -> str:
    """The step in words."""
    name = step.partition(">")[0]
    if is_for_leader(name):
        return _("to the leader")
    if name == "0":
        return _("last day")
    count = int(name.lstrip("-+w"))
    if name[0] == "-":
        return ngettext("%(n)s day before", "%(n)s days before", count)
    if name[0] == "+":
        return ngettext("%(n)s working day late", "%(n)s working days late", count)
    return ngettext("week %(n)s of being late", "week %(n)s of being late", count)


def _to_whom(
    planning: Planning, step: Step, deadline: Deadline, occurrence: Occurrence, now: datetime
) -> Iterator[str]:
    reports = planning.store.reports.for_period(deadline.id, occurrence.period)
    agencies = concerned(deadline, planning.store.agencies.all())
    if not agencies:
        yield _("no agency owes it: there are none yet")
    for agency in agencies:
        if not is_in(reports.get(agency.id)):
            named = _leader(planning, agency) if is_for_leader(step.name) else _focal_points(planning, agency, now)
            yield f"{agency.name} → {', '.join(named) or _('nobody: the coordinators are told')}"


def _put_off(
    planning: Planning, steps: Sequence[_Found], begin: datetime, end: datetime, now: datetime
) -> Iterator[Entry]:
    """What focal points asked to be reminded of later."""
    snoozed = Snoozed(planning.store, planning.pages, planning.steps)
    for snooze in Snoozes(planning.store.db).between(begin, end):
        owing = snoozed.owing(snooze, now)
        if owing is not None:
            line = f"{owing.agency.name} → {_asker(planning, snooze)}{_instead(planning, steps, snooze, now)}"
            yield Entry(snooze.due_at, owing.deadline, owing.occurrence, _("put off by request"), (line,))


def _asker(planning: Planning, snooze: Reminder) -> str:
    points = planning.store.focal_points.of_agency(snooze.agency)
    return next(point.name for point in points if point.person_id == asked_by(snooze.step))


def _instead(planning: Planning, steps: Sequence[_Found], snooze: Reminder, now: datetime) -> str:
    """Which step stands in for the snooze, coming just before it; else which one the snooze stands in for."""
    at_once = [
        step.name
        for step, deadline, occurrence in steps
        if (deadline.id, occurrence.period) == (snooze.deadline_id, snooze.period)
        and step.due_at <= snooze.due_at < step.due_at + JUST_NOW
        and asked_by(snooze.step) in planning.recipients.of_agency(snooze.agency, now)
    ]
    if at_once:
        return _(", not sent: “%(step)s” comes at that time", step=step_name(at_once[-1]))
    before = [
        reminder.step
        for reminder in planning.store.reminders.of(snooze.deadline_id, snooze.period, snooze.agency)
        if reminder.status is ReminderStatus.STAGED and is_of_ladder(reminder.step)
    ]
    return _(", in the place of “%(step)s”", step=step_name(before[-1])) if before else ""


def _focal_points(planning: Planning, agency: Agency, now: datetime) -> list[str]:
    chosen = planning.recipients.of_agency(agency.id, now)
    return [one.name for one in planning.store.focal_points.of_agency(agency.id) if one.person_id in chosen]


def _leader(planning: Planning, agency: Agency) -> list[str]:
    leader = planning.recipients.leader(agency)
    return [agency.leader_name or str(leader)] if leader else []
