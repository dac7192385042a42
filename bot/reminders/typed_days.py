"""The last day of a deadline as people type it: "5/12", "mùng 5 tháng 12 lúc 15h", "trước ngày 10/6"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.reminders.spoken import Trouble, line_of, spoken

_FILLERS = frozenset("han cham nhat nop bao cao la vao luc den het cuoi ngay hom hang moi nam khoang nhe nha".split())
_BEFORE = re.compile(r"(?<!\bngay )(?<!\bhom )(?<!\bbua )(?<!\btuan )(?<!\bthang )(?<!\bnam )\btruoc\b")


@dataclass(frozen=True, slots=True)
class Typed:
    """The last valid day, and the hour when it ends (None: with the day)."""

    day: date
    hour: time | None


def read_day(text: str, today: date) -> Typed | Trouble:
    """The day that `text` names, and the hour if it names one.

    A day without a year is the next one, today still counting. "Before" a day ends on the day before it, as in the
    plan (IV.2.3); with an hour it ends at that hour. "In the afternoon" is no hour.
    """
    line = line_of(text)
    before = line.take(_BEFORE)
    said = spoken(line, today, _FILLERS)
    if isinstance(said, Trouble):
        return said
    if (said.named is None) == (said.span is None) or (said.hour and not said.hour.exact):
        return Trouble.UNCLEAR
    if said.span and said.span.time:
        return Trouble.UNCLEAR
    day = said.span.after(today) if said.span else said.named.day if said.named else today
    if said.hour is None:
        return Typed(day - timedelta(days=1) if before else day, None)
    days, minutes = divmod(said.hour.minutes, 24 * 60)
    # Midnight behind a day is its end.
    return Typed(day, None) if days else Typed(day, time(*divmod(minutes, 60)))
