"""Days and hours as people say them, read out of a line: the one grammar of what is typed about times.

What is not understood to its last word is not understood at all: better to ask again than to take a wrong time.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.i18n import current_locale
from bot.reminders.english_times import in_vietnamese
from bot.reminders.spoken_days import Named, NoSuchDay, take_day
from bot.reminders.spoken_hours import Hour, Span, take_hour, take_span
from bot.reminders.time_words import Line, normalised

LONGEST = 100
"""Characters that a time may have."""
_WORD = re.compile(r"\w+|[^\w\s.,!;~-]")


class Trouble(StrEnum):
    """Why a text tells no time."""

    UNCLEAR = "unclear"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a line names, each None when it names none."""

    span: Span | None
    named: Named | None
    hour: Hour | None


def line_of(text: str) -> Line:
    """`text` in the one spelling; English too for those who read English."""
    return normalised(in_vietnamese(text) if current_locale() == "en" else text)


def spoken(line: Line, today: date, fillers: Container[str]) -> Spoken | Trouble:
    """What is said in `line`, in which nothing but `fillers` may be left then."""
    if len(line.text) > LONGEST:
        return Trouble.UNCLEAR
    try:
        span = take_span(line)
        # The longer forms of a day first: what is left of "15.12" would be an hour.
        named = take_day(line, today)
        hour = take_hour(line)
    except NoSuchDay as error:
        return Trouble.PAST if error.past else Trouble.UNCLEAR
    except (OverflowError, ValueError):
        return Trouble.UNCLEAR
    if any(word not in fillers for word in _WORD.findall(line.text)):
        return Trouble.UNCLEAR
    return Spoken(span, named, hour)
