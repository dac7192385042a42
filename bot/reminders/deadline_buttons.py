"""What the buttons of those who look after deadlines do; their data are listed in `deadline_pages`."""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.deadlines import Deadlines
from bot.reminders.model import AgencyKind, Recurrence
from bot.replies import Reply


def press(deadlines: Deadlines, person_id: int, data: str, now: datetime) -> Reply:
    """Does what a button with callback data `h:<data>` asks for. Raises NotAllowed or NotFound."""
    match data.split(":"):
        case ["new"]:
            return deadlines.begin(person_id, now)
        case ["list"]:
            return deadlines.listing(person_id, 0, now)
        case ["list", number] if _number(number):
            return deadlines.listing(person_id, int(number), now)
        case ["open", number] if _number(number):
            return deadlines.open(person_id, int(number), now)
        case ["edit", number] if _number(number):
            return deadlines.edit(person_id, int(number), now)
        case ["cancel", number] if _number(number):
            return deadlines.cancelling(person_id, int(number), now)
        case ["cancel", number, "yes"] if _number(number):
            return deadlines.cancel(person_id, int(number), now)
    return _press_in_the_making(deadlines, person_id, data, now)


def _press_in_the_making(deadlines: Deadlines, person_id: int, data: str, now: datetime) -> Reply:
    match data.split(":"):
        case ["draft"]:
            return deadlines.preview(person_id, now)
        case ["ask", field]:
            return deadlines.ask(person_id, field, now)
        case ["none", field]:
            return deadlines.leave_out(person_id, field, now)
        case ["every"]:
            return deadlines.choose_recurrence(person_id, None, now)
        case ["every", how] if how in list(Recurrence):
            return deadlines.choose_recurrence(person_id, Recurrence(how), now)
        case ["save"]:
            return deadlines.save(person_id, now)
        case ["drop"]:
            dropped = deadlines.stop(person_id)
            if dropped:
                return dropped
    return _press_for_whom(deadlines, person_id, data, now)


def _press_for_whom(deadlines: Deadlines, person_id: int, data: str, now: datetime) -> Reply:
    match data.split(":"):
        case ["who"]:
            return deadlines.choose_audience(person_id, None, now, everybody=False)
        case ["who", "all"]:
            return deadlines.choose_audience(person_id, None, now, everybody=True)
        case ["who", kind] if kind in list(AgencyKind):
            return deadlines.choose_audience(person_id, AgencyKind(kind), now, everybody=False)
        case ["named", number] if _number(number):
            return deadlines.choose_named(person_id, int(number), None, now)
        case ["named", number, agency] if _number(number):
            return deadlines.choose_named(person_id, int(number), agency, now)
    raise NotFound(_("This button is too old. Please ask again."))


def _number(text: str) -> bool:
    """Whether `text` is a number that SQLite can hold."""
    return text.isascii() and text.isdecimal() and len(text) <= 18
