"""Deadlines, and the reminders of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlite_utils import Database

from bot.reminders.model import (
    AgencyKind,
    Audience,
    Deadline,
    Ladder,
    Recurrence,
    Reminder,
    ReminderStatus,
)
from bot.store.database import utc_text

_DEADLINE = (
    "id, rule, title, source, first_day, hour, recurrence, audience, expected, ladder, template_id, made_by,"
    " cancelled_at, first_period, ifnull(changed_at, made_at)"
)
_REMINDER = "id, deadline_id, period, agency, step, due_at, status"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The table `deadlines`."""

    db: Database

    def add(self, new: Deadline, now: datetime) -> Deadline:
        """Keeps a new deadline (its id is not looked at), and returns it. A rule of the plan is kept once."""
        row = {**_deadline_row(new), "rule": new.rule, "made_by": new.made_by, "made_at": utc_text(now)}
        kept: int = self.db.table("deadlines").insert(row).last_pk  # type: ignore[assignment]
        return self.get(kept)

    def change(self, changed: Deadline, now: datetime) -> None:
        """Writes a deadline that was edited."""
        self.db.table("deadlines").update(changed.id, {**_deadline_row(changed), "changed_at": utc_text(now)})

    def cancel(self, deadline_id: int, now: datetime) -> None:
        """The deadline holds no more."""
        self.db.table("deadlines").update(deadline_id, {"cancelled_at": utc_text(now)})

    def restore(self, deadline_id: int, now: datetime) -> None:
        """The deadline holds again."""
        self.db.table("deadlines").update(deadline_id, {"cancelled_at": None, "changed_at": utc_text(now)})

    def of_plan(self) -> dict[str, Deadline]:
        """The deadlines of the plan by the ids of their rules, also those that were cancelled."""
        rows = self.db.execute(f"SELECT {_DEADLINE} FROM deadlines WHERE rule IS NOT NULL ORDER BY id")
        return {deadline.rule: deadline for row in rows if (deadline := _deadline(row)).rule}

    def get(self, deadline_id: int) -> Deadline:
        """The deadline. Raises KeyError."""
        row = self.db.execute(f"SELECT {_DEADLINE} FROM deadlines WHERE id = ?", [deadline_id]).fetchone()
        if row is None:
            raise KeyError(deadline_id)
        return _deadline(row)

    def standing(self) -> list[Deadline]:
        """All that hold."""
        rows = self.db.execute(f"SELECT {_DEADLINE} FROM deadlines WHERE cancelled_at IS NULL ORDER BY id")
        return [_deadline(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Reminders:
    """The table `reminders`: each step of a deadline for an agency, once."""

    db: Database

    def plan(self, deadline_id: int, period: date, agency: str, step: str, due_at: datetime) -> None:
        """Keeps a step; one that is planned already moves to `due_at`, one that was staged or skipped stays."""
        self.db.execute(
            "INSERT INTO reminders (deadline_id, period, agency, step, due_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (deadline_id, period, agency, step) DO UPDATE SET due_at = excluded.due_at,"
            " status = 'planned' WHERE status IN ('planned', 'withdrawn')",
            [deadline_id, period.isoformat(), agency, step, utc_text(due_at)],
        )

    def get(self, reminder_id: int) -> Reminder:
        """The step. Raises KeyError."""
        found = self._select("id = ?", [reminder_id])
        if not found:
            raise KeyError(reminder_id)
        return found[0]

    def of(self, deadline_id: int, period: date, agency: str) -> list[Reminder]:
        """All steps of one occurrence for an agency, in order of time."""
        return self._select(
            "deadline_id = ? AND period = ? AND agency = ? ORDER BY due_at, id",
            [deadline_id, period.isoformat(), agency],
        )

    def due(self, now: datetime) -> list[Reminder]:
        """The planned steps whose time has come, in order of time."""
        return self._select("status = 'planned' AND due_at <= ? ORDER BY due_at, id", [utc_text(now)])

    def mark(self, reminder_id: int, status: ReminderStatus, now: datetime) -> None:
        """Notes what became of a step."""
        staged = utc_text(now) if status is ReminderStatus.STAGED else None
        self.db.execute(
            "UPDATE reminders SET status = ?, staged_at = ifnull(?, staged_at) WHERE id = ?",
            [status, staged, reminder_id],
        )

    def withdraw(self, deadline_id: int, period: date | None = None, agency: str | None = None) -> None:
        """Withdraws the planned steps of a deadline, or of one occurrence, or of one agency."""
        self.db.execute(
            "UPDATE reminders SET status = 'withdrawn' WHERE status = 'planned' AND deadline_id = :deadline"
            " AND period = ifnull(:period, period) AND agency = ifnull(:agency, agency)",
            {"deadline": deadline_id, "period": period and period.isoformat(), "agency": agency},
        )

    def _select(self, where: str, values: Sequence[Any]) -> list[Reminder]:
        return [_reminder(row) for row in self.db.execute(f"SELECT {_REMINDER} FROM reminders WHERE {where}", values)]


def audience_text(audience: Audience) -> str:
    """The audience as it is kept."""
    return json.dumps({"kinds": sorted(audience.kinds), "agencies": sorted(audience.agencies)})


def read_audience(text: str) -> Audience:
    """The opposite of `audience_text`."""
    kept = json.loads(text)
    kinds = frozenset(AgencyKind(kind) for kind in kept.get("kinds", ()))
    return Audience(kinds, frozenset(kept.get("agencies", ())))


def _deadline_row(deadline: Deadline) -> dict[str, Any]:
    ladder = deadline.ladder
    return {
        "title": deadline.title,
        "source": deadline.source,
        "first_day": deadline.first_day.isoformat(),
        "first_period": (deadline.first_period or deadline.first_day).isoformat(),
        "hour": deadline.hour and deadline.hour.isoformat("minutes"),
        "recurrence": deadline.recurrence,
        "audience": audience_text(deadline.audience),
        "expected": deadline.expected,
        "ladder": json.dumps(
            {
                "before": list(ladder.before),
                "late_days": ladder.late_days,
                "late_weeks": ladder.late_weeks,
                "leader_after": ladder.leader_after,
            }
        ),
        "template_id": deadline.template_id,
    }


def _deadline(row: Sequence[Any]) -> Deadline:
    (id_, rule, title, source, first_day, hour, recurrence, audience, expected, ladder, *rest) = row
    template_id, made_by, cancelled, first_period, since = rest
    kept = json.loads(ladder)
    return Deadline(
        id=id_,
        rule=rule,
        title=title,
        source=source,
        first_day=date.fromisoformat(first_day),
        hour=time.fromisoformat(hour) if hour else None,
        recurrence=Recurrence(recurrence),
        audience=read_audience(audience),
        expected=expected,
        ladder=Ladder(**{**kept, "before": tuple(kept["before"])}) if kept else Ladder(),
        template_id=template_id,
        made_by=made_by,
        cancelled_at=datetime.fromisoformat(cancelled) if cancelled else None,
        first_period=date.fromisoformat(first_period),
        since=datetime.fromisoformat(since),
    )


def _reminder(row: Sequence[Any]) -> Reminder:
    id_, deadline_id, period, agency, step, due_at, status = row
    return Reminder(
        id_,
        deadline_id,
        date.fromisoformat(period),
        agency,
        step,
        datetime.fromisoformat(due_at),
        ReminderStatus(status),
    )
