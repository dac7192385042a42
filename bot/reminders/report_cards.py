"""What those who coordinate read about a report that is in; and what is told of a report to everybody.

Callback data: `b:yes:<report>`, `b:no:<report>` and `b:keep:<report>` to confirm, to return, and not to return it;
`b:open:<report>` to take a confirmation back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.buttons import rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.reminders.dates import day_and_hour
from bot.reminders.model import Report, ReportState
from bot.reminders.reminder_pages import Owing
from bot.replies import Block, BlockKind, Button, Reply


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report, and what is told of it; `sender` is None when nobody is known. `at` is local time."""

    report: Report
    owing: Owing
    sender: str | None
    judge: str
    words: str | None
    files: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportCards:
    """The words, in the language now in use."""

    def card(self, facts: ReportFacts) -> Reply:
        """For those who coordinate: how the report stands, and what can be done."""
        owing, report = facts.owing, facts.report
        blocks = [
            Block(
                _("📄 %(agency)s: %(title)s", agency=owing.agency.name, title=owing.deadline.title), BlockKind.STRONG
            ),
            Block(
                "\n".join(
                    [
                        _("Reported as sent by %(name)s at %(time)s.", name=facts.sender or "–", time=_moment(facts)),
                        _("Due on %(day)s.", day=day_and_hour(owing.occurrence.last_day, owing.deadline.hour)),
                    ]
                )
            ),
            *(details(facts) or [Block(_("No number and no file yet."))]),
        ]
        match report.state:
            case ReportState.CONFIRMED:
                blocks.append(Block(_("✅ Confirmed by %(name)s.", name=facts.judge)))
                return Reply(tuple(blocks), rows(Button(_("Reopen"), f"b:open:{report.id}")))
            case ReportState.RETURNED:
                if facts.words is None:
                    return Reply((*blocks, Block(_("↩️ Not sent yet after all."))))
                returned = Block(_("↩️ Returned by %(name)s.", name=facts.judge))
                return Reply((*blocks, returned, Block(facts.words, BlockKind.QUOTE)))
        yes, no = Button(_("Confirm"), f"b:yes:{report.id}"), Button(_("Return"), f"b:no:{report.id}")
        return Reply(tuple(blocks), rows(yes, no))

    def file(self, facts: ReportFacts) -> Reply:
        """The words above a file of the report."""
        owing = facts.owing
        return Reply.of(_("File: %(title)s of %(agency)s", title=owing.deadline.title, agency=owing.agency.name))

    def ask_reason(self, facts: ReportFacts) -> Reply:
        """Asks why the report is returned."""
        text = _(
            "Why is %(title)s of %(agency)s returned? Please write it in your next message; "
            "it goes to the focal points as you write it.",
            title=facts.owing.deadline.title,
            agency=facts.owing.agency.name,
        )
        return Reply((Block(text),), rows(Button(_("Do not return it"), f"b:keep:{facts.report.id}")))

    def reason_length(self, facts: ReportFacts, most: int) -> Reply:
        """That the reason is too short or too long."""
        text = _("Please write the reason in 3 to %(most)s characters.", most=most)
        return Reply((Block(text),), rows(Button(_("Do not return it"), f"b:keep:{facts.report.id}")))


def details(facts: ReportFacts) -> list[Block]:
    """Number, date and files, as far as they are known."""
    report = facts.report
    parts = []
    if report.number and report.dated:
        parts.append(_("Number %(number)s of %(date)s.", number=report.number, date=format_date(report.dated)))
    elif report.number:
        parts.append(_("Number %(number)s.", number=report.number))
    elif report.dated:
        parts.append(_("Dated %(date)s.", date=format_date(report.dated)))
    if facts.files:
        parts.append(ngettext("%(n)s file.", "%(n)s files.", facts.files))
    return [Block(" ".join(parts))] if parts else []


def _moment(facts: ReportFacts) -> str:
    return _("%(time)s on %(date)s", time=f"{facts.at:%H:%M}", date=format_date(facts.at.date()))
