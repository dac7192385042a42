"""The buttons that the bot shows: what each sends back, and how they are laid out in rows.

`a:<key>` opens an item of the knowledge base, `m:<page>` a page to browse, `x:<action>` starts
something, `r:<question>:<1|0>` rates an answer, `l:<code>` chooses the language.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.i18n import NAMES, SUPPORTED
from bot.i18n import gettext as _
from bot.replies import Button
from knowledge.answers import Action, Option

ROW_CHARACTERS = 34
"""How much text fits beside each other on a narrow phone."""
ROW_BUTTONS = 3

Row = tuple[Button, ...]


def opening(key: str, label: str) -> Button:
    """Opens the item `key`."""
    return Button(label, f"a:{key}")


def offers(options: Iterable[Option]) -> list[Button]:
    """Opens what the engine offers."""
    return [opening(option.key, option.label) for option in options]


def page(name: str, label: str) -> Button:
    """Shows the page `name` ("goals", "outline:IV.2" …)."""
    return Button(label, f"m:{name}")


def acting(action: Action, label: str) -> Button:
    """Starts `action`."""
    return Button(label, f"x:{action}")


def to_staff() -> Button:
    """Hands the question over to a person."""
    return acting(Action.HUMAN, _("Send to an official"))


def rating(question_id: int) -> Row:
    """Rates the answer to a question."""
    return Button("👍", f"r:{question_id}:1"), Button("👎", f"r:{question_id}:0")


def languages() -> Row:
    """Chooses the language."""
    return tuple(Button(NAMES[code], f"l:{code}") for code in SUPPORTED)


def pages() -> tuple[Row, ...]:
    """Everything that can be browsed."""
    return rows(
        page("outline", _("Contents")),
        page("duties", _("Who does what")),
        page("goals", _("Goals")),
        page("deadlines", _("Report deadlines")),
        page("docs:all:0", _("Documents")),
    )


def rows(*buttons: Button) -> tuple[Row, ...]:
    """The buttons in their order, as many in a row as a phone can show."""
    laid: list[list[Button]] = []
    for button in buttons:
        joined = [*laid[-1], button] if laid else []
        if 0 < len(joined) <= ROW_BUTTONS and _width(joined) <= ROW_CHARACTERS:
            laid[-1] = joined
        else:
            laid.append([button])
    return tuple(tuple(row) for row in laid)


def is_number(text: str) -> bool:
    """Whether `text`, a part of callback data, is a number that SQLite can hold."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def are_numbers(*texts: str) -> bool:
    """Whether all of them are."""
    return all(map(is_number, texts))


def _width(row: list[Button]) -> int:
    # Buttons of a row are equally wide, so the longest label decides for all.
    return max(len(button.label) for button in row) * len(row)
