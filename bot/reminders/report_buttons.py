"""What the buttons of reminders and reports do; their data are listed in the modules of pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.outgoing import File
from bot.reminders.completing import Completing
from bot.reminders.judging import Judging
from bot.reminders.reporting import Reporting
from bot.reminders.snoozing import Snoozing
from bot.replies import Reply
from bot.roles import Operation
from bot.store.audit import Entry

_Deed = Callable[[int, int, datetime], Reply]


@dataclass(frozen=True, slots=True)
class ReportButtons:
    """Everything raises NotAllowed or NotFound, and keeps that in the audit."""

    reporting: Reporting
    completing: Completing
    judging: Judging
    snoozing: Snoozing

    def press(self, person_id: int, data: str, now: datetime) -> Reply:
        """Does what a button with callback data `b:<data>` asks for, and returns the page to show in its place."""
        deeds: dict[str, _Deed] = {
            "done": self.reporting.done,
            "again": self.reporting.again,
            "undo": self.reporting.undo,
            "none": self.completing.without_number,
            "add": self.completing.add,
            "yes": self.judging.confirm,
            "no": self.judging.ask_reason,
            "keep": self.judging.keep,
            "open": self.judging.reopen,
            "later": self.snoozing.offer,
            "back": self.snoozing.back,
        }
        match data.split(":"):
            case [name, number] if name in deeds and is_number(number):
                return deeds[name](person_id, int(number), now)
            case ["nothing"]:
                return self.reporting.nothing(person_id)
            case ["told", number, period, point] if is_number(number) and is_number(point) and (day := _day(period)):
                return self.reporting.chosen(person_id, int(number), day, int(point), now)
        return self._press_of_time(person_id, data, now)

    def form(self, person_id: int, reminder_id: int, now: datetime) -> tuple[Reply, File | None]:
        """The form of what is reminded of, as a file, or that there is none."""
        owings = self.reporting.owings
        with owings.access.refusals(owings.entry(person_id, f"reminder {reminder_id}"), now):
            owed = owings.of_reminder(reminder_id)
            owings.require(person_id, owed.agency)
            owing = owings.get(owed, now)
        template = owing.deadline.template_id
        file = owings.access.store.attachments.get(template) if template else None
        if file is None:
            return self.completing.pages.no_form(owing), None
        return self.completing.pages.form(owing), File(file.kind, file.file_id, name=file.name)

    def ask(self) -> Reply:
        """Invites questions."""
        return self.completing.pages.ask()

    def refuse(self, person_id: int, now: datetime) -> None:
        """Raises NotFound, and keeps that a button was pressed that the bot did not make, or makes no more."""
        with self.reporting.owings.access.refusals(Entry(person_id, Operation.PRESS_BUTTON), now):
            raise NotFound(_("This button is too old. Please ask again."))

    def _press_of_time(self, person_id: int, data: str, now: datetime) -> Reply:
        match data.split(":"):
            case ["at", number, name] if is_number(number):
                return self.snoozing.choose(person_id, int(number), name, now)
            case ["cal", number] if is_number(number):
                return self.snoozing.calendar(person_id, int(number), None, now)
            case ["cal", number, month] if is_number(number) and (day := _day(f"{month}-01")):
                return self.snoozing.calendar(person_id, int(number), day, now)
            case ["day", number, text] if is_number(number) and (day := _day(text)):
                return self.snoozing.day(person_id, int(number), day, now)
        self.refuse(person_id, now)
        raise AssertionError


def is_number(text: str) -> bool:
    """Whether `text` is a number that SQLite can hold."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
