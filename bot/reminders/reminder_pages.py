"""What focal points, leaders and coordinators read when a report is due or late.

Callback data of a reminder: `b:done:<reminder>`, `b:later:<reminder>`, `b:form:<reminder>`, `b:ask`, `t:c:<deadline>`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.buttons import Row, rows
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.reminders.dates import day_and_hour, last_working_day, time_left
from bot.reminders.model import Agency, Deadline
from bot.reminders.occurrences import Left, Occurrence
from bot.replies import Block, BlockKind, Button, Reply

MOST_NAMED = 40
"""How many agencies a message names."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What an agency owes, and how far away its last day is."""

    deadline: Deadline
    occurrence: Occurrence
    agency: Agency
    left: Left


@dataclass(frozen=True, slots=True)
class ReminderPages:
    """The words, in the language now in use; `source` tells a deadline's source."""

    source: Callable[[Deadline], str]

    def reminder(self, owing: Owing, reminder_id: int, *, late: bool) -> Reply:
        """A step of the ladder, for a focal point of the agency."""
        deadline = owing.deadline
        title = _("Overdue: %(title)s", title=deadline.title) if late else _("Due: %(title)s", title=deadline.title)
        texts = [_late(owing) if late else _before(owing)]
        if late:
            texts.append(_("If it has been sent already, please tap the button below and I stop reminding."))
        if deadline.expected:
            texts.append(deadline.expected)
        blocks = (Block(title, BlockKind.STRONG), *map(Block, texts), Block(self.source(deadline), BlockKind.SOURCE))
        return Reply(blocks, _buttons(deadline, reminder_id, late=late))

    def to_leader(self, owing: Owing) -> Reply:
        """That the leader's agency is long late."""
        return Reply(
            (
                Block(_("Overdue: %(title)s", title=owing.deadline.title), BlockKind.STRONG),
                Block(_late(owing)),
                Block(_("Its focal points have been reminded several times. May I ask you to see to it?")),
                Block(self.source(owing.deadline), BlockKind.SOURCE),
            )
        )

    def late(self, deadline: Deadline, occurrence: Occurrence, agencies: Sequence[Agency]) -> Reply:
        """For coordinators, once: which agencies have let the last day pass."""
        text = ngettext(
            "%(title)s was due on %(day)s. %(n)s agency has not reported; I go on reminding it:",
            "%(title)s was due on %(day)s. %(n)s agencies have not reported; I go on reminding them:",
            len(agencies),
            title=deadline.title,
            day=day_and_hour(occurrence.last_day, deadline.hour),
        )
        return _listed(text, agencies)

    def nobody(self, deadline: Deadline, occurrence: Occurrence, agencies: Sequence[Agency]) -> Reply:
        """For coordinators, once: which agencies nobody can be reminded of."""
        text = ngettext(
            "%(title)s is due on %(day)s, and %(n)s agency has nobody whom I can reach. "
            "Please invite a focal point for it (/daumoi):",
            "%(title)s is due on %(day)s, and %(n)s agencies have nobody whom I can reach. "
            "Please invite focal points for them (/daumoi):",
            len(agencies),
            title=deadline.title,
            day=day_and_hour(occurrence.last_day, deadline.hour),
        )
        return _listed(text, agencies)

    def leaders(self, deadline: Deadline, working_days: int, agencies: Sequence[Agency]) -> Reply:
        """For coordinators, once: which agencies are long late and have no leader to whom the bot can write."""
        text = ngettext(
            "%(title)s: %(n)s agency has still not reported after %(late)s working days, and I cannot write to its "
            "leader. Perhaps you could call:",
            "%(title)s: %(n)s agencies have still not reported after %(late)s working days, and I cannot write to "
            "their leaders. Perhaps you could call:",
            len(agencies),
            title=deadline.title,
            late=working_days,
        )
        return _listed(text, agencies, leaders=True)


def _before(owing: Owing) -> str:
    text = _(
        "%(agency)s: due on %(day)s at the latest (%(left)s).",
        agency=owing.agency.name,
        day=day_and_hour(owing.occurrence.last_day, owing.deadline.hour),
        left=time_left(owing.left),
    )
    return " ".join(filter(None, (text, last_working_day(owing.occurrence))))


def _late(owing: Owing) -> str:
    return ngettext(
        "%(agency)s has not reported yet. It was due on %(day)s, %(n)s working day ago.",
        "%(agency)s has not reported yet. It was due on %(day)s, %(n)s working days ago.",
        max(1, -owing.left.working_days),
        agency=owing.agency.name,
        day=day_and_hour(owing.occurrence.last_day, owing.deadline.hour),
    )


def _buttons(deadline: Deadline, reminder_id: int, *, late: bool) -> tuple[Row, ...]:
    buttons = [] if late else [Button(_("Remind me later"), f"b:later:{reminder_id}")]
    if deadline.template_id:
        buttons.append(Button(_("Get the form"), f"b:form:{reminder_id}"))
    buttons.append(Button(_("📅 Calendar"), f"t:c:{deadline.id}"))
    buttons.append(Button(_("Ask a question"), "b:ask"))
    return ((Button(_("✅ Report sent"), f"b:done:{reminder_id}"),), *rows(*buttons))


def _listed(text: str, agencies: Sequence[Agency], *, leaders: bool = False) -> Reply:
    lines = [
        f"• {agency.name}" + (f" ({agency.leader_name})" if leaders and agency.leader_name else "")
        for agency in agencies[:MOST_NAMED]
    ]
    if len(agencies) > MOST_NAMED:
        lines.append(ngettext("… and %(n)s more", "… and %(n)s more", len(agencies) - MOST_NAMED))
    return Reply((Block(text), Block("\n".join(lines))))
