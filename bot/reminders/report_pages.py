"""What focal points read about a report that is in.

Callback data: `b:again:<report>` it is in anew, `b:undo:<report>` it is not in after all, `b:none:<report>` it has no
number yet, `b:add:<report>` number, date and file are coming, `b:told:<deadline>:<period>:<focal point>` that one was
meant, `b:nothing` none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.buttons import Row, opening, rows
from bot.i18n import format_date
from bot.i18n import gettext as _
from bot.reminders.model import ReportState
from bot.reminders.reminder_pages import Owing
from bot.reminders.report_cards import ReportFacts, details
from bot.replies import Block, BlockKind, Button, Reply
from knowledge import Knowledge

ABOUT_REPORTS = ("noi-dung-bao-cao", "cac-han-bao-cao", "bao-cao-gui-ai")
"""The items of the knowledge base on what a report holds, when it is due and to whom it goes."""
_LABEL = 60


@dataclass(frozen=True, slots=True)
class ReportPages:
    """The words, in the language now in use."""

    knowledge: Knowledge

    def submitted(self, facts: ReportFacts) -> Reply:
        """For who said that the report is in: what is noted, and that number or file are welcome."""
        wanted = _("Please send me its number and date as well (such as 12/BC-UBND of 3/12), or the file itself.")
        return self._noted(_("✅ Noted: %(title)s of %(agency)s has been sent."), facts, wanted, self._open(facts))

    def completed(self, facts: ReportFacts) -> Reply:
        """As `submitted`, when number, date or file came."""
        report = facts.report
        wanted = (
            _("If you have the file, just send it here as well.")
            if report.number
            else _("Once it has a number, just send it to me here.")
        )
        more = "" if report.number and facts.files else wanted
        return self._noted(_("✅ Noted, thank you: %(title)s of %(agency)s."), facts, more, self._open(facts))

    def without_number(self, facts: ReportFacts) -> Reply:
        """As `submitted`, when there is no number yet."""
        more = _("No matter. When it has one, tap the button or write “sent the report, number …”.")
        return self._noted(_("✅ Noted: %(title)s of %(agency)s has been sent."), facts, more, self._open(facts))

    def already(self, facts: ReportFacts) -> Reply:
        """That the report was in before."""
        return self._noted(_("%(title)s of %(agency)s is in already."), facts, "", self._open(facts))

    def ask_number(self, facts: ReportFacts) -> Reply:
        """Asks for number, date or file."""
        text = _(
            "Please send me the number and date of %(title)s (such as 12/BC-UBND of 3/12), or the file itself.",
            title=facts.owing.deadline.title,
        )
        return Reply((Block(text),), rows(Button(_("No number yet"), f"b:none:{facts.report.id}")))

    def number_not_understood(self, facts: ReportFacts) -> Reply:
        """That no number was found in what was written."""
        text = _("I did not find a number there. Please write it such as: 12/BC-UBND of 3/12.")
        return Reply((Block(text),), rows(Button(_("No number yet"), f"b:none:{facts.report.id}")))

    def not_sent(self, facts: ReportFacts) -> Reply:
        """That the report is taken as not sent after all."""
        text = _(
            "I have noted that %(title)s has not been sent yet, and go on reminding.", title=facts.owing.deadline.title
        )
        return Reply((Block(text),), rows(Button(_("✅ Report sent"), f"b:again:{facts.report.id}")))

    def which(self, owings: Sequence[tuple[Owing, int]]) -> Reply:
        """Asks which report was meant; each comes with the focal point who speaks for its agency."""
        text = _("Is this the report that has been sent?") if len(owings) == 1 else _("Which report has been sent?")
        several = len({owing.agency.id for owing, _point in owings}) > 1
        buttons = [
            Button(_label(owing, several=several), f"b:told:{owing.deadline.id}:{owing.occurrence.period}:{point}")
            for owing, point in owings
        ]
        return Reply((Block(text),), (*((each,) for each in buttons), (Button(_("No, none of these"), "b:nothing"),)))

    def nothing(self) -> Reply:
        """That none was meant."""
        return Reply.of(_("All right, nothing has been noted. If you have a question, just ask."))

    def by_other(self, facts: ReportFacts) -> Reply:
        """For the other focal points: that the report is in."""
        text = _(
            "%(name)s says that %(title)s of %(agency)s has been sent. I stop reminding of it.",
            name=facts.sender or _("Somebody of your agency"),
            title=facts.owing.deadline.title,
            agency=facts.owing.agency.name,
        )
        return Reply((Block(text), *details(facts)))

    def not_sent_by_other(self, facts: ReportFacts) -> Reply:
        """For the other focal points: that it is not in after all."""
        return Reply.of(
            _(
                "%(title)s of %(agency)s has not been sent yet after all; I go on reminding of it.",
                title=facts.owing.deadline.title,
                agency=facts.owing.agency.name,
            )
        )

    def confirmed(self, facts: ReportFacts) -> Reply:
        """For the focal points: that it was received."""
        text = _(
            "%(title)s of %(agency)s has been received and confirmed. Thank you!",
            title=facts.owing.deadline.title,
            agency=facts.owing.agency.name,
        )
        return Reply((Block(text), *details(facts)))

    def reopened(self, facts: ReportFacts) -> Reply:
        """For the focal points: that the confirmation was taken back, and number and date can be put right."""
        text = _(
            "%(title)s of %(agency)s has been reopened, so that number and date can be corrected.",
            title=facts.owing.deadline.title,
            agency=facts.owing.agency.name,
        )
        add = Button(_("Add number or file"), f"b:add:{facts.report.id}")
        return Reply((Block(text), *details(facts)), rows(add))

    def returned(self, facts: ReportFacts) -> Reply:
        """For the focal points: that it came back, and why."""
        text = _(
            "%(title)s of %(agency)s has been returned. The reason:",
            title=facts.owing.deadline.title,
            agency=facts.owing.agency.name,
        )
        blocks = (
            Block(text, BlockKind.STRONG),
            Block(facts.words or "", BlockKind.QUOTE),
            Block(_("When it has been sent again, please tap the button below. Until then I go on reminding.")),
        )
        again = Button(_("✅ Report sent again"), f"b:again:{facts.report.id}")
        return Reply(blocks, ((again,), (Button(_("Ask a question"), "b:ask"),)))

    def form(self, owing: Owing) -> Reply:
        """The words above the form."""
        return Reply.of(_("The form for %(title)s:", title=owing.deadline.title))

    def no_form(self, owing: Owing) -> Reply:
        """That there is none."""
        text = _("There is no form for %(title)s.", title=owing.deadline.title)
        return Reply((Block(text),), rows(*self._items()[:1]))

    def ask(self) -> Reply:
        """Invites questions."""
        text = _("Just write your question; I answer from the plan. For example, about reports:")
        return Reply((Block(text),), rows(*self._items()))

    def _items(self) -> list[Button]:
        items = self.knowledge.items
        return [opening(key, items[key].title) for key in ABOUT_REPORTS if key in items]

    def _noted(self, head: str, facts: ReportFacts, more: str, buttons: tuple[Row, ...]) -> Reply:
        title = head % {"title": facts.owing.deadline.title, "agency": facts.owing.agency.name}
        state = {
            ReportState.CONFIRMED: _("It has been received and confirmed."),
            ReportState.SUBMITTED: _("I stop reminding; those in charge look at it and I tell you what they say."),
        }.get(facts.report.state, "")
        blocks = [Block(title, BlockKind.STRONG), *details(facts), *map(Block, filter(None, (state, more)))]
        return Reply(tuple(blocks), buttons)

    def _open(self, facts: ReportFacts) -> tuple[Row, ...]:
        """What can still be done with a report that is in and not confirmed."""
        report = facts.report
        if report.state is not ReportState.SUBMITTED:
            return ()
        add = Button(_("No number yet"), f"b:none:{report.id}")
        if report.number or facts.files:
            add = Button(_("Add number or file"), f"b:add:{report.id}")
        return rows(add, Button(_("Not sent yet"), f"b:undo:{report.id}"))


def _label(owing: Owing, *, several: bool) -> str:
    name = f"{owing.deadline.title} {format_date(owing.occurrence.last_day)}"
    label = f"{name}, {owing.agency.name}" if several else name
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
