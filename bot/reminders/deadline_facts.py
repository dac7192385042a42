"""A deadline put into words: when it is due, for whom, how often, and what focal points are told of a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.reminders.dates import day_and_hour, last_working_day, time_left
from bot.reminders.model import Agency, AgencyKind, Audience, Deadline, Recurrence
from bot.reminders.occurrences import Left, Occurrence
from bot.replies import Block, BlockKind, Reply


@dataclass(frozen=True, slots=True)
class Shown:
    """A deadline with all that is computed of it for today."""

    deadline: Deadline
    occurrence: Occurrence
    left: Left
    agencies: Sequence[Agency]
    template: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """The words, in the language now in use; `source` tells a deadline's source."""

    source: Callable[[Deadline], str]

    def all_of(self, shown: Shown) -> tuple[Block, ...]:
        """The deadline as those who look after it see it."""
        deadline = shown.deadline
        lines = [
            when(shown),
            _("For: %(whom)s", whom=whom(deadline.audience, shown.agencies)),
            _("Repeat: %(how)s", how=recurrence_name(deadline.recurrence)),
        ]
        if deadline.expected:
            lines.append(_("Expected: %(what)s", what=deadline.expected))
        if shown.template:
            lines.append(_("Form: %(name)s", name=shown.template))
        lines.append(_("Reminders: %(days)s", days=_ladder(deadline)))
        return (
            Block(deadline.title, BlockKind.STRONG),
            Block("\n".join(lines)),
            Block(self.source(deadline), BlockKind.SOURCE),
        )

    def telling(self, shown: Shown, before: Occurrence | None = None, *, new: bool) -> Reply:
        """What focal points are told of a new or changed deadline; `before` is when it was due before."""
        deadline = shown.deadline
        title = _("New deadline: %(title)s") if new else _("Changed deadline: %(title)s")
        lines = [when(shown)]
        if before and before.ends_at != shown.occurrence.ends_at:
            lines.append(_("Before, it was due on %(day)s.", day=day_and_hour(before.last_day, None)))
        if deadline.recurrence is not Recurrence.ONCE:
            lines.append(_("Repeat: %(how)s", how=recurrence_name(deadline.recurrence)))
        if deadline.expected:
            lines.append(_("Expected: %(what)s", what=deadline.expected))
        lines.append(_("I remind you in time."))
        return Reply(
            (
                Block(title % {"title": deadline.title}, BlockKind.STRONG),
                Block("\n".join(lines)),
                Block(self.source(deadline), BlockKind.SOURCE),
            )
        )

    def telling_cancelled(self, deadline: Deadline) -> Reply:
        """What focal points are told of a deadline that does not concern them any more."""
        return Reply.of(
            _(
                "“%(title)s” is no longer due from you. I stop reminding you.",
                title=deadline.title,
            )
        )


def when(shown: Shown) -> str:
    """When it is due, and how far away that is."""
    text = _(
        "due on %(day)s at the latest (%(left)s).",
        day=day_and_hour(shown.occurrence.last_day, shown.deadline.hour),
        left=time_left(shown.left),
    )
    text = " ".join(filter(None, (text, last_working_day(shown.occurrence))))
    return text[0].upper() + text[1:]


def whom(audience: Audience, agencies: Sequence[Agency]) -> str:
    """Whom it concerns, and how many agencies that is."""
    count = ngettext("%(n)s agency", "%(n)s agencies", len(agencies))
    if audience.everybody:
        return _("all (%(count)s)", count=count)
    named = [agency.name for agency in agencies if agency.id in audience.agencies]
    parts = [kind_name(kind) for kind in AgencyKind if kind in audience.kinds]
    parts += named if len(named) <= 3 else [*named[:3], "…"]
    return _("%(names)s (%(count)s)", names=", ".join(parts), count=count)


def kind_name(kind: AgencyKind) -> str:
    """The name of a kind of agency."""
    return {
        AgencyKind.DEPARTMENT: _("Provincial departments"),
        AgencyKind.DISTRICT: _("Districts"),
        AgencyKind.COMMUNE: _("Communes and wards"),
        AgencyKind.OTHER: _("Other agencies"),
    }[kind]


def recurrence_name(recurrence: Recurrence) -> str:
    """How often that is."""
    return {
        Recurrence.ONCE: _("once"),
        Recurrence.MONTHLY: _("every month"),
        Recurrence.QUARTERLY: _("every three months"),
        Recurrence.HALF_YEARLY: _("every six months"),
        Recurrence.YEARLY: _("every year"),
    }[recurrence]


def _ladder(deadline: Deadline) -> str:
    days = ", ".join(str(days) for days in sorted(deadline.ladder.before, reverse=True) if days)
    parts = [_("%(days)s days before", days=days)] if days else []
    parts += [_("on the last morning")] if 0 in deadline.ladder.before else []
    return ", ".join([*parts, _("and when it is late, until the report is in")])
