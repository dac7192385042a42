"""What the buttons of broadcasts do; their data are listed in `broadcast_pages`."""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.reminders.broadcasting import Broadcasting
from bot.reminders.model import AgencyKind
from bot.replies import Reply


def press(broadcasting: Broadcasting, person_id: int, data: str, now: datetime) -> Reply:
    """Does what a button with callback data `t:<data>` asks for. Raises NotAllowed or NotFound."""
    match data.split(":"):
        case ["draft"]:
            return broadcasting.preview(person_id, now)
        case ["words"]:
            return broadcasting.rewrite(person_id, now)
        case ["drop"]:
            return broadcasting.stop(person_id, now) or broadcasting.pages.dropped()
        case ["send", number, stamp] if _number(number):
            return broadcasting.send(person_id, int(number), stamp, now)
        case ["sent"]:
            return broadcasting.listing(person_id, now)
        case ["sent", number, page] if _number(number) and _number(page):
            return broadcasting.report(person_id, int(number), int(page), now)
    return _press_for_whom(broadcasting, person_id, data, now)


def _press_for_whom(broadcasting: Broadcasting, person_id: int, data: str, now: datetime) -> Reply:
    match data.split(":"):
        case ["who"]:
            return broadcasting.choose(person_id, None, now, everybody=False)
        case ["who", "all"]:
            return broadcasting.choose(person_id, None, now, everybody=True)
        case ["who", kind] if kind in list(AgencyKind):
            return broadcasting.choose(person_id, AgencyKind(kind), now, everybody=False)
        case ["named", number] if _number(number):
            return broadcasting.choose_named(person_id, int(number), None, now)
        case ["named", number, agency] if _number(number):
            return broadcasting.choose_named(person_id, int(number), agency, now)
    raise NotFound(_("This button is too old. Please ask again."))


def _number(text: str) -> bool:
    """Whether `text` is a number that SQLite can hold."""
    return text.isascii() and text.isdecimal() and len(text) <= 18
