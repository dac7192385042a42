"""What coordinators read about the list of agencies: what a file would change, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.buttons import Row, rows
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.reminders.agencies import Changes, Preview
from bot.reminders.agency_rows import KINDS, Problem
from bot.reminders.likeness import Doubt
from bot.reminders.model import Agency
from bot.replies import Asks, Block, BlockKind, Button, Reply

MOST_SHOWN = 20

_BACK = "g:list:0"


def ask_for_file() -> Reply:
    """Asks for the file, as an answer to this message."""
    how = _(
        "Please send me the list as an Excel file (.xlsx) or CSV, as a reply to this message. "
        "You see what it changes before it takes effect."
    )
    return Reply(Reply.of(how).blocks, asks=Asks.ANSWER)


def reading(name: str | None) -> Reply:
    """That the file is being fetched."""
    return Reply.of(_("Reading the file “%(name)s”…", name=name or "?"))


def not_a_list() -> Reply:
    """That what was sent is no such file."""
    return Reply.of(_("The list must be an Excel file (.xlsx) or a CSV file of at most 2 MB."))


def lost(name: str | None) -> Reply:
    """That the file could not be fetched."""
    return Reply.of(_("I could not fetch the file “%(name)s” from Telegram. Please send it again.", name=name or "?"))


def unreadable(name: str | None, why: str) -> Reply:
    """That there is no list in the file."""
    title = _("The file “%(name)s” cannot be used; nothing was changed.", name=name or "?")
    return Reply((Block(title, BlockKind.STRONG), Block(why)), _again())


def wrong(name: str | None, problems: Sequence[Problem]) -> Reply:
    """What has to be put right in the file."""
    title = ngettext(
        "The file “%(name)s” has %(n)s mistake; nothing was changed.",
        "The file “%(name)s” has %(n)s mistakes; nothing was changed.",
        len(problems),
        name=name or "?",
    )
    after = _("Please correct the file and send it again.")
    return Reply((Block(title, BlockKind.STRONG), Block(told(problems, MOST_SHOWN)), Block(after)), _again())


def told(problems: Sequence[Problem], most: int) -> str:
    """The mistakes, one a line."""
    return _lines([_line(problem) for problem in problems], most)


def preview(name: str | None, found: Preview, waiting: dict[str, int], buttons: tuple[Row, ...]) -> Reply:
    """What the list would change; `waiting` are the numbers of focal points by agency."""
    title = ngettext(
        "The file “%(name)s” names %(n)s agency.",
        "The file “%(name)s” names %(n)s agencies.",
        len(found.checked.agencies),
        name=name or "?",
    )
    if found.changes.nothing:
        same = _("That is the list as it stands: nothing would change.")
        return Reply((Block(title, BlockKind.STRONG), Block(same)), rows(Button(_("‹ Agencies"), _BACK)))
    texts = [*described(found.changes, waiting), *_doubts(found)]
    return Reply((Block(title, BlockKind.STRONG), *map(Block, texts)), buttons)


def described(changes: Changes, waiting: dict[str, int], most: int = MOST_SHOWN) -> list[str]:
    """What is added, changed and removed, a paragraph each."""
    parts = [
        (_("New (%(n)s):", n=len(changes.added)), [_named(agency) for agency in changes.added]),
        (_("Changed (%(n)s):", n=len(changes.changed)), [_change(*pair) for pair in changes.changed]),
        (
            _("No longer in the list (%(n)s):", n=len(changes.removed)),
            [_removed(agency, waiting.get(agency.id, 0)) for agency in changes.removed],
        ),
    ]
    return [f"{head}\n{_lines(lines, most)}" for head, lines in parts if lines]


def taken(changes: Changes) -> Reply:
    """That the list took effect."""
    text = _(
        "The list of agencies is in effect: %(added)s new, %(changed)s changed, %(removed)s removed.",
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )
    return Reply(Reply.of(text).blocks, rows(Button(_("‹ Agencies"), _BACK)))


def let_be() -> Reply:
    """That nothing was changed."""
    return Reply(Reply.of(_("All right, the list stays as it was.")).blocks, rows(Button(_("‹ Agencies"), _BACK)))


def doubted(doubt: Doubt, rows_of: dict[str, int]) -> str:
    """Asks whether two names are of one agency."""
    new, other = doubt.new, doubt.other
    where = rows_of[new.id]
    if other.id in rows_of:
        return _(
            "Row %(row)s “%(new)s”: is it the same as row %(other)s “%(name)s”? Then delete one of them.",
            row=where,
            new=new.name,
            other=rows_of[other.id],
            name=other.name,
        )
    return _(
        "Row %(row)s “%(new)s”: is it “%(name)s” that is there already? Then write %(id)s as its id, "
        "so that its focal points stay.",
        row=where,
        new=new.name,
        name=other.name,
        id=other.id,
    )


def _doubts(found: Preview) -> list[str]:
    lines = [doubted(doubt, found.checked.rows) for doubt in found.doubts]
    return [f"{_('Please look at these:')}\n{_lines(lines, MOST_SHOWN)}"] if lines else []


def _line(problem: Problem) -> str:
    if problem.column is None:
        return _("Row %(row)s: %(text)s.", row=problem.row, text=problem.text)
    return _("Row %(row)s, column %(column)s: %(text)s.", row=problem.row, column=problem.column, text=problem.text)


def _named(agency: Agency) -> str:
    kind = KINDS[agency.kind][0]
    return f"{agency.name} ({kind}; {agency.leader_name})" if agency.leader_name else f"{agency.name} ({kind})"


def _change(before: Agency, after: Agency) -> str:
    return f"{_named(before)} → {_named(after)}"


def _removed(agency: Agency, focal_points: int) -> str:
    if not focal_points:
        return agency.name
    return ngettext(
        "%(agency)s (its %(n)s focal point is reminded no more)",
        "%(agency)s (its %(n)s focal points are reminded no more)",
        focal_points,
        agency=agency.name,
    )


def _lines(lines: Sequence[str], most: int) -> str:
    shown: Iterable[str] = (f"– {line}" for line in lines[:most])
    more = [_("and %(n)s more", n=len(lines) - most)] if len(lines) > most else []
    return "\n".join([*shown, *more])


def _again() -> tuple[Row, ...]:
    return rows(Button(_("Template"), "g:template"), Button(_("‹ Agencies"), _BACK))
