"""What is due, put into a line for who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.i18n import gettext as _
from bot.i18n import short_date
from bot.reminders.dates import day_and_hour, last_working_day, time_left
from bot.reminders.model import Agency, Deadline
from bot.reminders.occurrences import Left, Occurrence


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline, when it is next due, and how far away that is.

    `owing` are the reader's agencies that owe it, `sent` those of them whose report is in.
    """

    deadline: Deadline
    occurrence: Occurrence
    left: Left
    owing: tuple[Agency, ...] = ()
    sent: tuple[Agency, ...] = ()


def own_line(due: Due, *, several: bool) -> str:
    """What the reader's agencies owe: which of them, where they are `several`, and which have sent it."""
    left = [agency.name for agency in due.owing if agency not in due.sent]
    notes = [_("For %(agencies)s.", agencies=", ".join(left))] if several and left else []
    if due.sent:
        names = ", ".join(agency.name for agency in due.sent)
        notes.append(_("✅ Sent: %(agencies)s.", agencies=names) if several else _("✅ Sent already."))
    return " ".join([line(due), *notes])


def line(due: Due) -> str:
    """When it is due at the latest, and what is expected."""
    day = day_and_hour(due.occurrence.last_day, due.deadline.hour)
    if due.deadline.rule:
        text = _(
            "• %(title)s: before %(before)s, so on %(day)s at the latest (%(left)s).",
            title=due.deadline.title,
            before=short_date(due.occurrence.last_day + timedelta(days=1)),
            day=day,
            left=time_left(due.left),
        )
    else:
        text = _(
            "• %(title)s: on %(day)s at the latest (%(left)s).",
            title=due.deadline.title,
            day=day,
            left=time_left(due.left),
        )
    return " ".join(filter(None, (text, last_working_day(due.occurrence), due.deadline.expected)))
