"""What those who look after deadlines read: questions, the preview, lists; and what the others are told of a change.

Callback data: `h:new`, `h:list[:<page>]`, `h:open:<deadline>`, `h:edit:<deadline>`, `h:cancel:<deadline>[:yes]`; of the
one in the making `h:draft`, `h:ask:<field>`, `h:none:<field>`, `h:every[:<recurrence>]`, `h:who[:all|:<kind>]`,
`h:named:<page>[:<agency>]`, `h:save`, `h:drop`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.buttons import rows
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.paging import nearest_page, page_of, turning
from bot.reminders.audience_pages import choices, named, ticked
from bot.reminders.deadline_facts import DeadlineFacts, Shown, recurrence_name, when
from bot.reminders.model import Agency, Deadline, Recurrence
from bot.replies import Block, BlockKind, Button, Reply
from bot.store.deadline_drafts import DeadlineDraft

FIELDS = ("title", "day", "source", "expected", "ladder", "template")
"""What is asked for in words, or as a file."""


@dataclass(frozen=True, slots=True)
class DeadlinePages:
    """The words, in the language now in use."""

    facts: DeadlineFacts

    def ask(self, field: str, draft: DeadlineDraft) -> Reply:
        """Asks for a field."""
        questions = {
            "title": _("What is due? A short name, please, such as “Report of the fourth quarter”."),
            "day": _("When is it due at the latest? Such as “5/12”, “5 December 2026 15:00”, “before 10/6”."),
            "source": _("What is it based on? Such as the number of the official letter."),
            "expected": _("What is to be handed in, and to whom? In a sentence or two."),
            "ladder": _("How many days before shall I remind? Such as “30 14 7 3 1 0”; 0 is the last morning."),
            "template": _("Please send me the form as a file."),
        }
        given = {"source": draft.source, "expected": draft.expected, "template": draft.template_id}
        buttons = [Button(_("‹ Back"), "h:draft")] if draft.title and draft.last_day else []
        if given.get(field):
            buttons.append(Button(_("Leave it out"), f"h:none:{field}"))
        return Reply((Block(questions[field]), Block(_("To stop: /huy"), BlockKind.NOTE)), rows(*buttons))

    def not_understood(self, field: str, draft: DeadlineDraft) -> Reply:
        """What was typed is none of that."""
        reasons = {
            "title": _("A name has 3 to 200 characters."),
            "day": _("I do not see a day in that."),
            "past": _("That has passed already."),
            "source": _("That is too long: 500 characters at most."),
            "expected": _("That is too long: 500 characters at most."),
            "ladder": _("I need one to ten numbers of days, each at most 365."),
            "template": _("That is no file that I can pass on."),
        }
        asked = self.ask("day" if field == "past" else field, draft)
        return Reply((Block(reasons[field]), *asked.blocks), asked.buttons)

    def preview(self, shown: Shown, draft: DeadlineDraft) -> Reply:
        """All of the deadline in the making, with the buttons that change it."""
        of_plan = shown.deadline.rule is not None
        fields = [] if of_plan else [Button(_("Name of it"), "h:ask:title"), Button(_("Day and hour"), "h:ask:day")]
        fields.append(Button(_("For whom"), "h:who"))
        if not of_plan:
            fields += [Button(_("Repeat"), "h:every"), Button(_("Based on"), "h:ask:source")]
        fields += [
            Button(_("What is expected"), "h:ask:expected"),
            Button(_("Form to fill in"), "h:ask:template"),
            Button(_("Days of reminders"), "h:ask:ladder"),
        ]
        save = _("✅ Save the changes") if draft.deadline_id else _("✅ Set this deadline")
        note = ngettext(
            "Saving tells the focal points of %(n)s agency once.",
            "Saving tells the focal points of %(n)s agencies once.",
            len(shown.agencies),
        )
        return Reply(
            (Block(_("Please look it over:")), *self.facts.all_of(shown), Block(note, BlockKind.NOTE)),
            ((Button(save, "h:save"),), *rows(*fields), (Button(_("Drop it"), "h:drop"),)),
        )

    def recurrences(self, draft: DeadlineDraft) -> Reply:
        """How often it comes, to choose from."""
        buttons = [
            Button(ticked(recurrence_name(each), each is draft.recurrence), f"h:every:{each}") for each in Recurrence
        ]
        return Reply((Block(_("How often does it come?")),), (*rows(*buttons), (Button(_("‹ Back"), "h:draft"),)))

    def audience(self, draft: DeadlineDraft, agencies: Sequence[Agency]) -> Reply:
        """For whom it is, to choose from."""
        return choices("h", draft.audience, agencies)

    def named(self, draft: DeadlineDraft, agencies: Sequence[Agency], number: int) -> Reply:
        """The agencies, to be ticked one by one; one whose id is too long for a button is left out."""
        return named("h", draft.audience, agencies, number)

    def listing(self, deadlines: Sequence[Shown], number: int) -> Reply:
        """The deadlines that hold, to be opened."""
        number = nearest_page(number, len(deadlines))
        shown = page_of(deadlines, number)
        lines = [f"{place}. {one.deadline.title}: {when(one)}" for place, one in shown]
        buttons = rows(*(Button(str(place), f"h:open:{one.deadline.id}") for place, one in shown))
        new = (Button(_("New deadline"), "h:new"),)
        title = _("Deadlines") if lines else _("There are no deadlines.")
        return Reply(
            (Block(title, BlockKind.STRONG), *([Block("\n".join(lines))] if lines else [])),
            (*buttons, *turning("h:list", number, len(deadlines)), new),
        )

    def one(self, shown: Shown) -> Reply:
        """A deadline, and what can be done with it."""
        number = shown.deadline.id
        buttons = [Button(_("Change it"), f"h:edit:{number}")]
        if shown.deadline.rule is None:
            buttons.append(Button(_("Cancel the deadline"), f"h:cancel:{number}"))
        buttons += [Button(_("📅 Calendar"), f"t:c:{number}"), Button(_("‹ Back"), "h:list")]
        return Reply(self.facts.all_of(shown), rows(*buttons))

    def cancelling(self, shown: Shown) -> Reply:
        """Asks before a deadline is cancelled."""
        text = ngettext(
            "Really cancel this deadline? The focal points of %(n)s agency are told, and the reminders end.",
            "Really cancel this deadline? The focal points of %(n)s agencies are told, and the reminders end.",
            len(shown.agencies),
        )
        number = shown.deadline.id
        buttons = (
            Button(_("Yes, cancel it"), f"h:cancel:{number}:yes"),
            Button(_("‹ Back"), f"h:open:{number}"),
        )
        return Reply((*self.facts.all_of(shown), Block(text)), rows(*buttons))

    def saved(self, shown: Shown, told: int, *, new: bool) -> Reply:
        """It holds now, and so many people are told."""
        text = ngettext(
            "I am telling %(n)s focal point and remind by myself from now on.",
            "I am telling %(n)s focal points and remind by myself from now on.",
            told,
        )
        if not told:
            text = _("I remind by myself from now on.")
        title = _("✅ The deadline is set.") if new else _("✅ The changes are saved.")
        return Reply(
            (Block(title, BlockKind.STRONG), *self.facts.all_of(shown), Block(text)),
            rows(Button(_("Deadlines"), "h:list")),
        )

    def cancelled(self, deadline: Deadline, told: int) -> Reply:
        """It does not hold any more, and so many people are told."""
        text = ngettext(
            "“%(title)s” is cancelled. I am telling %(n)s focal point.",
            "“%(title)s” is cancelled. I am telling %(n)s focal points.",
            told,
            title=deadline.title,
        )
        return Reply((Block(text),), rows(Button(_("Deadlines"), "h:list")))

    def dropped(self) -> Reply:
        """What was in the making is given up."""
        return Reply.of(_("All right, nothing was changed."))
