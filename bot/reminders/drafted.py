"""What becomes of what people type about a deadline in the making, and the deadline that comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.i18n import gettext as _
from bot.reminders.model import Deadline, Ladder
from bot.reminders.occurrences import Occurrences, nth
from bot.reminders.spoken import Trouble
from bot.reminders.typed_days import read_day
from bot.store.deadline_drafts import DeadlineDraft

_LENGTHS = {"title": (3, 200), "source": (1, 500), "expected": (1, 500)}
MOST_STEPS = 10
FARTHEST = 365


@dataclass(frozen=True, slots=True)
class Drafted:
    """Reads and completes drafts by the calendar of the offices, as of now."""

    occurrences: Occurrences
    now: datetime

    @property
    def today(self) -> date:
        """The day by the calendar of the place."""
        return self.now.astimezone(self.occurrences.calendar.zone).date()

    def take(self, draft: DeadlineDraft, field: str, text: str) -> DeadlineDraft | str:
        """The draft with what was typed; or what is wrong with that."""
        match field:
            case "day":
                typed = read_day(text, self.today)
                if isinstance(typed, Trouble):
                    return "past" if typed is Trouble.PAST else field
                dated = replace(draft, last_day=typed.day, hour=typed.hour)
                return "past" if self.has_passed(self.deadline(dated, None)) else dated
            case "ladder":
                days = sorted({int(number) for number in re.findall(r"\d{1,6}", text)}, reverse=True)
                good = 1 <= len(days) <= MOST_STEPS and days[0] <= FARTHEST
                return replace(draft, before=tuple(days)) if good else field
        least, most = _LENGTHS.get(field, (1, 0))
        if not least <= len(text) <= most:
            return field
        match field:
            case "title":
                return replace(draft, title=text)
            case "source":
                return replace(draft, source=text)
        return replace(draft, expected=text)

    def deadline(self, draft: DeadlineDraft, old: Deadline | None) -> Deadline:
        """The draft as a deadline. A moved day moves the occurrence that is nearest to it; its name stays."""
        assert draft.last_day is not None
        fields = {
            "title": draft.title or "",
            "source": draft.source or _("set by the coordinator"),
            "hour": draft.hour,
            "recurrence": draft.recurrence,
            "audience": draft.audience,
            "expected": draft.expected,
            "template_id": draft.template_id,
        }
        if old is None:
            return Deadline(
                0,
                rule=None,
                first_day=draft.last_day,
                ladder=Ladder(before=draft.before),
                made_by=draft.person_id,
                **fields,  # type: ignore[arg-type]
            )
        changed = replace(old, ladder=replace(old.ladder, before=draft.before), **fields)  # type: ignore[arg-type]
        if draft.last_day == self.occurrences.current(old, self.today).last_day:
            return changed
        index = self.occurrences.nearest(old, draft.last_day)
        name = nth(old, old.first_period or old.first_day, index)
        return replace(changed, first_day=draft.last_day, first_period=name)

    def has_passed(self, deadline: Deadline) -> bool:
        """Whether its first occurrence is over."""
        return self.occurrences.at(deadline, 0).ends_at <= self.now
