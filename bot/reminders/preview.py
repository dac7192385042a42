"""What would be sent to whom on which day, as lines of text; nothing is sent or kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.reminders.dates import with_weekday
from bot.reminders.ladder import is_for_leader
from bot.reminders.model import Agency, Deadline, Step, is_in
from bot.reminders.occurrences import Occurrence
from bot.reminders.parts import Reminding
from bot.reminders.planning import Planning, concerned
from bot.settings import Settings
from bot.store import open_store
from knowledge import Knowledge


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
    found = list(planning.steps_between(begin, begin + timedelta(days=days)))
    if not found:
        yield _("Nothing is to be sent in this time.")
    for step, deadline, occurrence in found:
        local = step.due_at.astimezone(zone)
        yield _(
            "%(day)s %(hour)s · %(title)s (due %(last)s) · %(step)s",
            day=with_weekday(local.date()),
            hour=f"{local:%H:%M}",
            title=deadline.title,
            last=with_weekday(occurrence.last_day),
            step=step_name(step.name),
        )
        yield from _to_whom(planning, step, deadline, occurrence, now)


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
        yield "    " + _("no agency owes it: there are none yet")
    for agency in agencies:
        if not is_in(reports.get(agency.id)):
            named = _leader(planning, agency) if is_for_leader(step.name) else _focal_points(planning, agency, now)
            yield f"    {agency.name} → {', '.join(named) or _('nobody: the coordinators are told')}"


def _focal_points(planning: Planning, agency: Agency, now: datetime) -> list[str]:
    chosen = planning.recipients.of_agency(agency.id, now)
    return [one.name for one in planning.store.focal_points.of_agency(agency.id) if one.person_id in chosen]


def _leader(planning: Planning, agency: Agency) -> list[str]:
    leader = planning.recipients.leader(agency)
    return [agency.leader_name or str(leader)] if leader else []
