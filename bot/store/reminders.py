"""Deadlines, the reminders of each, and the reports that end them."""

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
    Report,
    ReportState,
)
from bot.store.database import utc_text

_DEADLINE = (
    "id, rule, title, source, first_day, hour, recurrence, audience, expected, ladder, template_id, made_by,"
    " cancelled_at, first_period, ifnull(changed_at, made_at)"
)
_REPORT = "id, deadline_id, period, agency, state, number, dated, submitted_at, submitted_by"
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
class Reports:
    """The tables `reports` and `report_events`."""

    db: Database

    def get(self, report_id: int) -> Report:
        """The report. Raises KeyError."""
        found = self._select("id = ?", [report_id])
        if not found:
            raise KeyError(report_id)
        return found[0]

    def of(self, deadline_id: int, period: date, agency: str) -> Report | None:
        """What the agency handed in for that occurrence, or None."""
        found = self._select("deadline_id = ? AND period = ? AND agency = ?", [deadline_id, period.isoformat(), agency])
        return found[0] if found else None

    def for_period(self, deadline_id: int, period: date) -> dict[str, Report]:
        """The reports for that occurrence, by agency."""
        found = self._select("deadline_id = ? AND period = ?", [deadline_id, period.isoformat()])
        return {report.agency: report for report in found}

    def submit(
        self,
        deadline_id: int,
        period: date,
        agency: str,
        by: int | None,
        now: datetime,
        number: str | None = None,
        dated: date | None = None,
    ) -> Report:
        """Notes that the report is in, also anew after it was returned."""
        with self.db.atomic():
            self.db.execute(
                "INSERT INTO reports (deadline_id, period, agency, state, number, dated, submitted_at, submitted_by)"
                " VALUES (:deadline, :period, :agency, 'submitted', :number, :dated, :at, :by)"
                " ON CONFLICT (deadline_id, period, agency) DO UPDATE SET state = 'submitted', number = :number,"
                " dated = :dated, submitted_at = :at, submitted_by = :by",
                {
                    "deadline": deadline_id,
                    "period": period.isoformat(),
                    "agency": agency,
                    "number": number,
                    "dated": dated and dated.isoformat(),
                    "at": utc_text(now),
                    "by": by,
                },
            )
            report = self.of(deadline_id, period, agency)
            assert report is not None
            self._event(report.id, "submit", by, now)
        return report

    def complete(self, report_id: int, by: int, now: datetime, number: str | None, dated: date | None) -> None:
        """Adds number and date to a report that is in."""
        with self.db.atomic():
            self.db.table("reports").update(report_id, {"number": number, "dated": dated and dated.isoformat()})
            self._event(report_id, "complete", by, now)

    def judge(self, report_id: int, state: ReportState, by: int, now: datetime, words: str | None = None) -> bool:
        """Confirms or returns a submitted report; False when somebody else did so before."""
        with self.db.atomic():
            changed = self.db.execute(
                "UPDATE reports SET state = ? WHERE id = ? AND state = 'submitted'", [state, report_id]
            ).rowcount
            if changed:
                self._event(report_id, "confirm" if state is ReportState.CONFIRMED else "return", by, now, words)
        return changed == 1

    def last_event(self, report_id: int) -> int:
        """The number of what last happened to the report."""
        query = "SELECT ifnull(max(id), 0) FROM report_events WHERE report_id = ?"
        found: int = self.db.execute(query, [report_id]).fetchone()[0]
        return found

    def last_judgement(self, report_id: int) -> tuple[int | None, str | None]:
        """Who last confirmed or returned the report, and with which words."""
        row = self.db.execute(
            "SELECT actor_id, words FROM report_events WHERE report_id = ? AND move IN ('confirm', 'return')"
            " ORDER BY id DESC LIMIT 1",
            [report_id],
        ).fetchone()
        return (row[0], row[1]) if row else (None, None)

    def _event(self, report_id: int, move: str, by: int | None, now: datetime, words: str | None = None) -> None:
        self.db.execute(
            "INSERT INTO report_events (report_id, at, move, actor_id, words) VALUES (?, ?, ?, ?, ?)",
            [report_id, utc_text(now), move, by, words],
        )

    def _select(self, where: str, values: Sequence[Any]) -> list[Report]:
        return [_report(row) for row in self.db.execute(f"SELECT {_REPORT} FROM reports WHERE {where}", values)]


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


def _report(row: Sequence[Any]) -> Report:
    (id_, deadline_id, period, agency, state, number, dated, submitted_at, submitted_by) = row
    return Report(
        id=id_,
        deadline_id=deadline_id,
        period=date.fromisoformat(period),
        agency=agency,
        state=ReportState(state),
        number=number,
        dated=date.fromisoformat(dated) if dated else None,
        submitted_at=datetime.fromisoformat(submitted_at),
        submitted_by=submitted_by,
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
