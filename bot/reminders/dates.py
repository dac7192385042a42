"""Days as people read them in reminders: with their weekday, and how far away they are."""

from __future__ import annotations

from datetime import date, time

from bot.i18n import current_locale, format_date, ngettext
from bot.i18n import gettext as _
from bot.reminders.occurrences import Left, Occurrence

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def with_weekday(day: date) -> str:
    """ "thứ Sáu 04/12/2026" """
    if current_locale() == "vi":
        return f"{_WEEKDAYS[day.weekday()]} {format_date(day)}"
    from babel.dates import format_date as babel_date

    return babel_date(day, "EEEE d MMMM y", locale=current_locale())


def day_and_hour(day: date, hour: time | None) -> str:
    """The day with its weekday, and the hour if there is one."""
    if hour is None:
        return with_weekday(day)
    return _("%(hour)s on %(day)s", hour=f"{hour:%H:%M}", day=with_weekday(day))


def time_left(left: Left) -> str:
    """How much time is left behind today."""
    if left.days < 0:
        return _("passed")
    if left.days == 0:
        return _("today is the last day")
    return _(
        "%(days)s, %(working)s",
        days=ngettext("%(n)s day left", "%(n)s days left", left.days),
        working=ngettext("%(n)s of them a working day", "%(n)s of them working days", left.working_days),
    )


def last_working_day(occurrence: Occurrence) -> str:
    """The sentence on the last working day, when the last day is none; else nothing."""
    if occurrence.last_working_day == occurrence.last_day:
        return ""
    return _("That is a day off; the last working day: %(day)s.", day=with_weekday(occurrence.last_working_day))
