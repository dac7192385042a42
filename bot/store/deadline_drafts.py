"""Deadlines that somebody is making or changing and has not confirmed: at most one for each person."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlite_utils import Database

from bot.reminders.model import Audience, Ladder, Recurrence
from bot.store.database import utc_text
from bot.store.reminders import audience_text, read_audience


@dataclass(frozen=True, slots=True)
class DeadlineDraft:
    """A deadline in the making; `deadline_id` is that of the one which is changed. None means: not said yet.

    `awaiting` names what the next message is.
    """

    person_id: int
    deadline_id: int | None = None
    title: str | None = None
    last_day: date | None = None
    hour: time | None = None
    source: str | None = None
    recurrence: Recurrence = Recurrence.ONCE
    audience: Audience = field(default_factory=Audience)
    expected: str | None = None
    before: tuple[int, ...] = Ladder().before
    template_id: int | None = None
    awaiting: str | None = None
    touched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadlineDrafts:
    """The table `deadline_drafts`."""

    db: Database

    def put(self, draft: DeadlineDraft, now: datetime) -> None:
        """Keeps the draft in the place of the one that the person may have had."""
        row = {
            "person_id": draft.person_id,
            "deadline_id": draft.deadline_id,
            "fields": json.dumps(_fields(draft), ensure_ascii=False),
            "awaiting": draft.awaiting,
            "touched_at": utc_text(now),
        }
        self.db.table("deadline_drafts").insert(row, replace=True)

    def get(self, person_id: int) -> DeadlineDraft | None:
        """What the person is making, or None."""
        row = self.db.execute(
            "SELECT deadline_id, fields, awaiting, touched_at FROM deadline_drafts WHERE person_id = ?", [person_id]
        ).fetchone()
        return _draft(person_id, *row) if row else None

    def delete(self, person_id: int) -> None:
        """Forgets what the person is making."""
        self.db.execute("DELETE FROM deadline_drafts WHERE person_id = ?", [person_id])


def _fields(draft: DeadlineDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "last_day": draft.last_day and draft.last_day.isoformat(),
        "hour": draft.hour and draft.hour.isoformat("minutes"),
        "source": draft.source,
        "recurrence": draft.recurrence,
        "audience": audience_text(draft.audience),
        "expected": draft.expected,
        "before": list(draft.before),
        "template_id": draft.template_id,
    }


def _draft(
    person_id: int, deadline_id: int | None, fields: str, awaiting: str | None, touched_at: str
) -> DeadlineDraft:
    kept: dict[str, Any] = json.loads(fields)
    return DeadlineDraft(
        person_id=person_id,
        deadline_id=deadline_id,
        title=kept["title"],
        last_day=date.fromisoformat(kept["last_day"]) if kept["last_day"] else None,
        hour=time.fromisoformat(kept["hour"]) if kept["hour"] else None,
        source=kept["source"],
        recurrence=Recurrence(kept["recurrence"]),
        audience=read_audience(kept["audience"]),
        expected=kept["expected"],
        before=tuple(kept["before"]),
        template_id=kept["template_id"],
        awaiting=awaiting,
        touched_at=datetime.fromisoformat(touched_at),
    )
