"""Lines that begin with a colon: who is typing, where, and what is sent besides words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.i18n import gettext as _

ALIASES = {"nhom": "group", "nhóm": "group"}
NAMES = "as group forum who clock help reply edit buttons photo file voice location contact".split()
_ORDER = re.compile(r":([^\W\d_]{2,})(?:\s+(.*))?", re.DOTALL)
_NUMBERED = re.compile(r"#(\d+)(?:\s+(.*))?", re.DOTALL)


class Misunderstood(Exception):
    """A line that cannot be carried out; its text says what to type instead."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, and the words behind it."""

    name: str
    rest: str = ""

    def numbered(self) -> tuple[int | None, str]:
        """The number of the message that `#12 …` names, None without one, and the words behind it."""
        match = _NUMBERED.fullmatch(self.rest)
        return (int(match[1]), match[2] or "") if match else (None, self.rest)

    def words(self, missing: str) -> str:
        """The words behind the order. Raises Misunderstood with `missing` when there are none."""
        if not self.rest:
            raise Misunderstood(missing)
        return self.rest


def order_of(line: str) -> Order | None:
    """The order in the line; None for words to be sent, such as ":)" or a line that begins with a space.

    Raises Misunderstood for what looks like an order and is none: a slip must not be sent to anybody.
    """
    match = _ORDER.fullmatch(line.rstrip())
    if match is None:
        return None
    name = match[1].lower()
    name = ALIASES.get(name, name)
    if name not in NAMES:
        raise Misunderstood(
            _(
                "I do not know :%(name)s, so nothing was sent. :help shows what there is; to send the line as it is, "
                "begin it with a space.",
                name=match[1],
            )
        )
    return Order(name, (match[2] or "").strip())


def coordinates(rest: str) -> tuple[float, float]:
    """Latitude and longitude in degrees. Raises Misunderstood."""
    try:
        latitude, longitude = (float(part) for part in rest.replace(",", " ").split())
    except ValueError:
        latitude, longitude = 91.0, 181.0
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Misunderstood(_("Type latitude and longitude in degrees, such as :location 9.934 106.342"))
    return latitude, longitude


def help_text() -> str:
    """What can be typed besides words."""
    return "\n".join(
        (
            _("Here you can be several people and try a whole story:"),
            _(":as lan      from now on lan types, in her chat with the bot; :as me goes back to yourself"),
            _(":as can-bo   an official (can-bo-2 and so on are others); every other name is a citizen"),
            _(":group       the same person types in the staff group; :forum gives the group topics"),
            _(":who         who there is"),
            _(":clock       the clock ticks once: reminders and whatever else is due by now comes"),
            _(":reply TEXT  answers the last message, :reply #12 TEXT message 12; :edit TEXT changes your last one"),
            _(":buttons #12 takes the numbers for the buttons of message 12"),
            _(":photo WORDS, :file NAME, :voice, :location LATITUDE LONGITUDE, :contact PHONE send such things"),
            _("Other lines are sent as they are; with a space in front, those that look like an order, too."),
        )
    )
