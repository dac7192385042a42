"""What focal points read when they want to be reminded later.

Callback data: `b:at:<reminder>:<hour, afternoon, tomorrow or last>`, `b:cal:<reminder>` and `b:cal:<reminder>:<month>`
for the calendar, `b:day:<reminder>:<day>`, `b:back:<reminder>` to the reminder, `b:later:<reminder>` to choose anew.
"""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.buttons import Row, rows
from bot.i18n import gettext as _
from bot.reminders.dates import day_and_hour
from bot.reminders.reminder_pages import Owing
from bot.reminders.times import said
from bot.replies import Block, BlockKind, Button, Reply

_NO_DAY = "·"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month, given by its first day, and the days from first to last that may be chosen."""

    month: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SnoozePages:
    """The words, in the language now in use."""

    def offer(self, owing: Owing, reminder_id: int, fits: Sequence[str]) -> Reply:
        """When to remind: what fits of hour, afternoon and tomorrow, a day, or as the person says."""
        labels = {"hour": _("In 1 hour"), "afternoon": _("This afternoon"), "tomorrow": _("Tomorrow morning")}
        buttons = [Button(labels[name], f"b:at:{reminder_id}:{name}") for name in fits]
        blocks = (
            Block(_("When shall I remind you of %(title)s again?", title=owing.deadline.title), BlockKind.STRONG),
            Block(_("Or write it as you say it: “Monday morning”, “in 2 hours”.")),
        )
        return Reply(
            blocks,
            rows(
                *buttons,
                Button(_("Choose a day"), f"b:cal:{reminder_id}"),
                Button(_("‹ Back"), f"b:back:{reminder_id}"),
            ),
        )

    def calendar(self, owing: Owing, reminder_id: int, calendar: Calendar) -> Reply:
        """The days of the month as buttons."""
        month = f"b:cal:{reminder_id}:{calendar.month:%Y-%m}"
        names = _("Mo Tu We Th Fr Sa Su").split()
        weeks = Weeks().monthdatescalendar(calendar.month.year, calendar.month.month)
        shown = [week for week in weeks if any(_may_choose(day, calendar) for day in week)]
        grid: list[Row] = [tuple(Button(name, month) for name in names)]
        grid += [tuple(_day(day, calendar, reminder_id, month) for day in week) for week in shown]
        blocks = (
            Block(_("On which day? I remind you at 08:00."), BlockKind.STRONG),
            Block(
                _("Month %(month)s. The last day is %(day)s.", month=f"{calendar.month:%m/%Y}", day=_last_day(owing))
            ),
        )
        return Reply(blocks, (*grid, *_turning(calendar, reminder_id)))

    def kept(self, owing: Owing, reminder_id: int, moment: datetime, *, moved: bool) -> Reply:
        """When the person is reminded."""
        text = _("I shall remind you of %(title)s at %(time)s.", title=owing.deadline.title, time=said(moment))
        blocks = [Block(f"⏰ {text}", BlockKind.STRONG)]
        if moved:
            blocks.append(Block(_("I do not disturb you in the evening and at night, so it is the next morning.")))
        blocks.append(Block(_("The last day is %(day)s.", day=_last_day(owing))))
        return Reply(
            tuple(blocks),
            (
                (Button(_("✅ Report sent"), f"b:done:{reminder_id}"),),
                (Button(_("Another time"), f"b:later:{reminder_id}"),),
            ),
        )

    def too_late(self, owing: Owing, reminder_id: int, last: datetime | None) -> Reply:
        """That the deadline would have passed by then, and when it is still possible."""
        text = _("That would be too late: the last day is %(day)s.", day=_last_day(owing))
        back = Button(_("‹ Back"), f"b:back:{reminder_id}")
        if last is None:
            more = _("There is no time left to remind you once more, so please see to it now.")
            return Reply((Block(text), Block(more)), (*_sent(reminder_id), (back,)))
        more = _("The latest I can do is %(time)s.", time=said(last))
        button = Button(_("Remind me at %(time)s", time=f"{last:%H:%M %d/%m}"), f"b:at:{reminder_id}:last")
        return Reply(
            (Block(text), Block(more)), ((button,), (Button(_("Another time"), f"b:later:{reminder_id}"), back))
        )

    def not_understood(self, reminder_id: int, *, past: bool) -> Reply:
        """That no time was found in what was written, or one that has passed."""
        text = (
            _("That time has passed already. When shall I remind you?")
            if past
            else _(
                "I am not sure which time you mean. Please write it such as “tomorrow 9h”, “Friday afternoon”, “5/12”."
            )
        )
        return Reply(
            (Block(text),),
            rows(
                Button(_("Choose a day"), f"b:cal:{reminder_id}"),
                Button(_("‹ Back"), f"b:back:{reminder_id}"),
            ),
        )


def _sent(reminder_id: int) -> tuple[Row, ...]:
    return ((Button(_("✅ Report sent"), f"b:done:{reminder_id}"),),)


def _last_day(owing: Owing) -> str:
    return day_and_hour(owing.occurrence.last_day, owing.deadline.hour)


def _may_choose(day: date, calendar: Calendar) -> bool:
    return day.month == calendar.month.month and calendar.first <= day <= calendar.last


def _day(day: date, calendar: Calendar, reminder_id: int, month: str) -> Button:
    if _may_choose(day, calendar):
        return Button(str(day.day), f"b:day:{reminder_id}:{day}")
    return Button(_NO_DAY, month)


def _turning(calendar: Calendar, reminder_id: int) -> tuple[Row, ...]:
    before = calendar.month - timedelta(days=1)
    after = (calendar.month + timedelta(days=31)).replace(day=1)
    turning = []
    if before >= calendar.first:
        turning.append(Button(f"‹ {before:%m/%Y}", f"b:cal:{reminder_id}:{before:%Y-%m}"))
    if after <= calendar.last:
        turning.append(Button(f"{after:%m/%Y} ›", f"b:cal:{reminder_id}:{after:%Y-%m}"))
    back = Button(_("‹ Back"), f"b:later:{reminder_id}")
    return (tuple(turning), (back,)) if turning else ((back,),)
