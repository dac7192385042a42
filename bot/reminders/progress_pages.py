"""How the agencies stand, put into words that fit on a phone: figures first, then who is missing.

Callback data, with the period as 20261204: `t:list[:<page>]`, `t:d:<deadline>:<period>:<page>` opens one,
`t:n:<deadline>:<period>:<page>:<agency>` nudges an agency, `t:a:<deadline>:<period>` all that are missing,
`t:f:<deadline>:<period>:<what>` orders a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.buttons import rows
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.paging import nearest_page, page_of, turning
from bot.reminders.dates import day_and_hour, last_working_day, time_left
from bot.reminders.nudged import Nudged
from bot.reminders.progress import Line, Overview, Standing
from bot.replies import CALLBACK_DATA_BYTES, Block, BlockKind, Button, Reply


@dataclass(frozen=True, slots=True)
class ProgressPages:
    """The words, in the language now in use; `draws` says whether a chart can be had."""

    draws: bool

    def listing(self, views: Sequence[Overview], number: int) -> Reply:
        """The deadlines at hand, to be opened."""
        if not views:
            return Reply.of(_("There are no deadlines. To set one: /hanmoi"))
        number = nearest_page(number, len(views))
        shown = page_of(views, number)
        lines = [f"{place}. {view.deadline.title}: {when(view)}\n{short(view)}" for place, view in shown]
        buttons = rows(*(Button(str(place), f"{opening(view)}:0") for place, view in shown))
        return Reply(
            (Block(_("How the reports stand"), BlockKind.STRONG), *map(Block, lines)),
            (*buttons, *turning("t:list", number, len(views))),
        )

    def one(self, view: Overview, number: int, said: str | None = None, *, back: bool = True) -> Reply:
        """One deadline, agency by agency; `said` is what has just been done."""
        owing = view.owing
        number = nearest_page(number, len(owing))
        shown = page_of(owing, number)
        blocks = [
            Block(view.deadline.title, BlockKind.STRONG),
            Block(_capital(when(view))),
            Block("\n".join(figures(view))),
        ]
        if shown:
            heading = _("Not reported yet:")
            blocks.append(Block("\n".join([heading, *(f"{place}. {named(line)}" for place, line in shown)])))
        elif view.lines:
            blocks.append(Block(_("All have reported.")))
        if said:
            blocks.append(Block(said))
        elif shown:
            blocks.append(Block(_("🔔 reminds at once, an agency at most once a day."), BlockKind.NOTE))
        single = rows(*_nudges(view, number, shown))
        more = (*turning(f"{opening(view)}", number, len(owing)),)
        return Reply(tuple(blocks), (*single, *more, *self._below(view, back=back)))

    def nudged(self, nudged: Nudged) -> str:
        """What came of nudging."""
        lines = [
            ngettext("🔔 %(n)s agency is reminded now.", "🔔 %(n)s agencies are reminded now.", len(nudged.agencies))
            if nudged.agencies
            else _("Nobody was reminded.")
        ]
        if nudged.before:
            lines.append(ngettext("%(n)s was nudged today already.", "%(n)s were nudged today already.", nudged.before))
        if nudged.out_of_reach:
            lines.append(
                ngettext(
                    "%(n)s has nobody whom I can reach: /daumoi",
                    "%(n)s have nobody whom I can reach: /daumoi",
                    nudged.out_of_reach,
                )
            )
        if nudged.left_over:
            lines.append(_("%(n)s more the next time you tap.", n=nudged.left_over))
        return " ".join(lines)

    def ordered(self) -> str:
        """The file is being made."""
        return _("I am making the file; it comes in a moment.")

    def _below(self, view: Overview, *, back: bool) -> tuple[tuple[Button, ...], ...]:
        key = f"{view.deadline.id}:{short_period(view.occurrence.period)}"
        waiting = sum(line.reachable and not line.nudged for line in view.owing)
        every = [Button(_("🔔 Remind all (%(n)s)", n=waiting), f"t:a:{key}")] if waiting > 1 else []
        files = [Button(_("Excel table"), f"t:f:{key}:progress_table")]
        if self.draws and view.lines:
            files.insert(0, Button(_("Chart"), f"t:f:{key}:progress_chart"))
        turn_back = [Button(_("‹ Back"), "t:list")] if back else []
        return (*rows(*every), *rows(*files, Button(_("📅 Calendar"), f"t:c:{view.deadline.id}"), *turn_back))


def when(view: Overview) -> str:
    """When it is or was due."""
    day = day_and_hour(view.occurrence.last_day, view.deadline.hour)
    if view.over and view.left.working_days == 0:
        return _("was due on %(day)s", day=day)
    if view.over:
        return ngettext(
            "was due on %(day)s, %(n)s working day ago",
            "was due on %(day)s, %(n)s working days ago",
            -view.left.working_days,
            day=day,
        )
    text = _("due on %(day)s at the latest (%(left)s).", day=day, left=time_left(view.left)).removesuffix(".")
    extra = last_working_day(view.occurrence)
    return f"{text}. {extra}".removesuffix(".") if extra else text


def short(view: Overview) -> str:
    """The figures in a line."""
    parts = [_("%(n)s of %(all)s reported", n=_reported(view), all=len(view.lines))]
    for standing, label in (
        (Standing.LATE, _("late: %(n)s")),
        (Standing.RETURNED, _("returned: %(n)s")),
        (Standing.MISSING, _("missing: %(n)s")),
    ):
        if count := view.count(standing):
            parts.append(label % {"n": count})
    if view.out_of_reach:
        parts.append(_("nobody reachable: %(n)s", n=view.out_of_reach))
    return " · ".join(parts)


def figures(view: Overview) -> list[str]:
    """The figures, a line each."""
    if not view.lines:
        return [_("It concerns no agency.")]
    lines = [
        _(
            "Reported: %(n)s of %(all)s (confirmed: %(confirmed)s, to be confirmed: %(submitted)s)",
            n=_reported(view),
            all=len(view.lines),
            confirmed=view.count(Standing.CONFIRMED),
            submitted=view.count(Standing.SUBMITTED),
        )
    ]
    owing = (Standing.RETURNED, Standing.MISSING, Standing.LATE)
    lines += [f"{standing_name(each)}: {count}" for each in owing if (count := view.count(each))]
    if view.out_of_reach:
        lines.append(_("Nobody reachable: %(n)s", n=view.out_of_reach))
    return lines


def standing_name(standing: Standing) -> str:
    """How an agency stands, in a word or two."""
    return {
        Standing.LATE: _("Overdue"),
        Standing.RETURNED: _("Returned"),
        Standing.MISSING: _("Not reported yet"),
        Standing.SUBMITTED: _("To be confirmed"),
        Standing.CONFIRMED: _("Confirmed"),
    }[standing]


def named(line: Line) -> str:
    """An agency that has not reported, with what has to be known about it."""
    notes = []
    if line.standing is Standing.RETURNED:
        notes.append(_("returned"))
    if not line.reachable:
        notes.append(_("nobody reachable"))
    elif line.nudged:
        notes.append(_("nudged today"))
    return f"{line.agency.name} ({', '.join(notes)})" if notes else line.agency.name


def opening(view: Overview) -> str:
    """The data, without the page, that open the overview."""
    return f"t:d:{view.deadline.id}:{short_period(view.occurrence.period)}"


def short_period(period: date) -> str:
    """The period, short enough for buttons."""
    return f"{period:%Y%m%d}"


def _nudges(view: Overview, number: int, shown: Sequence[tuple[int, Line]]) -> list[Button]:
    found = []
    for place, line in shown:
        data = f"t:n:{opening(view).removeprefix('t:d:')}:{number}:{line.agency.id}"
        if line.reachable and not line.nudged and len(data.encode()) <= CALLBACK_DATA_BYTES:
            found.append(Button(f"🔔 {place}", data))
    return found


def _reported(view: Overview) -> int:
    return view.count(Standing.SUBMITTED, Standing.CONFIRMED)


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
