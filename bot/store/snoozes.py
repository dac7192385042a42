"""Reminders that one person asked to get again later: steps "s:<number>:<person>" of the table `reminders`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from bot.reminders.model import Reminder, ReminderStatus
from bot.store.database import utc_text
from bot.store.schedule import Owed

_COLUMNS = "id, deadline_id, period, agency, step, due_at, status"


@dataclass(frozen=True, slots=True)
class Snoozes:
    """The rows of the table `reminders` that are of no ladder but asked for."""

    db: Database

    def put(self, owed: Owed, person_id: int, due_at: datetime) -> None:
        """Keeps that the person wants to be reminded of it then, in the place of what they wanted before."""
        which = [owed.deadline_id, owed.period.isoformat(), owed.agency]
        self.db.execute(
            "UPDATE reminders SET status = 'withdrawn' WHERE status = 'planned' AND deadline_id = ? AND period = ?"
            " AND agency = ? AND step GLOB 's:*:' || ?",
            [*which, str(person_id)],
        )
        self.db.execute(
            "INSERT INTO reminders (deadline_id, period, agency, step, due_at)"
            " SELECT :deadline, :period, :agency, 's:' || (1 + count(*)) || ':' || :person, :due FROM reminders"
            " WHERE deadline_id = :deadline AND period = :period AND agency = :agency AND step GLOB 's:*'",
            {**dict(zip(("deadline", "period", "agency"), which, strict=True)), "person": person_id,
             "due": utc_text(due_at)},
        )  # fmt: skip

    def due(self, now: datetime) -> list[Reminder]:
        """Those whose time has come, in order of time."""
        return self._select("status = 'planned' AND due_at <= ? AND step GLOB 's:*'", [utc_text(now)])

    def between(self, first: datetime, last: datetime) -> list[Reminder]:
        """Those that are still to come in the span, in order of time."""
        where = "status = 'planned' AND due_at >= ? AND due_at < ? AND step GLOB 's:*'"
        return self._select(where, [utc_text(first), utc_text(last)])

    def of(self, owed: Owed) -> list[Reminder]:
        """All of one report, in order of time."""
        where = "deadline_id = ? AND period = ? AND agency = ? AND step GLOB 's:*'"
        return self._select(where, [owed.deadline_id, owed.period.isoformat(), owed.agency])

    def was_told(self, key: str, person_id: int, since: datetime) -> bool:
        """Whether a reminder with that collapse key was put into the outbox for the person since then."""
        query = "SELECT 1 FROM outbox WHERE chat_id = ? AND collapse_key = ? AND created_at > ? LIMIT 1"
        return self.db.execute(query, [person_id, key, utc_text(since)]).fetchone() is not None

    def _select(self, where: str, values: Sequence[Any]) -> list[Reminder]:
        rows = self.db.execute(f"SELECT {_COLUMNS} FROM reminders WHERE {where} ORDER BY due_at, id", values)
        return [
            Reminder(
                number,
                deadline_id,
                date.fromisoformat(period),
                agency,
                step,
                datetime.fromisoformat(due),
                ReminderStatus(status),
            )
            for number, deadline_id, period, agency, step, due, status in rows
        ]


def is_snooze(step: str) -> bool:
    """Whether somebody asked for the step."""
    return step.startswith("s:")


def asked_by(step: str) -> int:
    """Who asked for the snooze."""
    return int(step.rpartition(":")[2])
