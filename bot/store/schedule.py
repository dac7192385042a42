"""The steps of reminders as the clock goes through them: planned many at a time, taken when they are due."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from bot.reminders.model import Reminder, ReminderStatus, Step
from bot.store.database import utc_text

_KEPT_WORDS = "CASE WHEN json_extract(payload, '$.secret') THEN '' ELSE payload END"


@dataclass(frozen=True, slots=True)
class Owed:
    """The report of one agency for one occurrence of a deadline."""

    deadline_id: int
    period: date
    agency: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The table `reminders` as a whole, and what of the outbox comes of it."""

    db: Database

    def plan(
        self,
        deadline_id: int,
        period: date,
        agencies: Iterable[str],
        steps: Iterable[Step],
        now: datetime,
    ) -> None:
        """Keeps these steps for each of the agencies.

        One that is planned moves to its new time, one that was withdrawn is planned again if it is still to come; what
        was staged or skipped stays.
        """
        texts = [(step.name, utc_text(step.due_at)) for step in steps]
        self.db.conn.executemany(
            "INSERT INTO reminders (deadline_id, period, agency, step, due_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (deadline_id, period, agency, step) DO UPDATE SET due_at = excluded.due_at,"
            " status = 'planned' WHERE status = 'planned' AND due_at <> excluded.due_at"
            " OR status = 'withdrawn' AND excluded.due_at > ?",
            [
                (deadline_id, period.isoformat(), agency, step, due, utc_text(now))
                for agency in agencies
                for step, due in texts
            ],
        )

    def withdraw_others(self, deadline_id: int, period: date, agencies: Iterable[str], steps: Iterable[str]) -> None:
        """Withdraws the planned steps of the ladder that are none of these, or not for these agencies."""
        self.db.execute(
            "UPDATE reminders SET status = 'withdrawn' WHERE status = 'planned' AND deadline_id = ? AND period = ?"
            " AND step GLOB '[-+0-9wl]*' AND (step NOT IN (SELECT value FROM json_each(?))"
            " OR agency NOT IN (SELECT value FROM json_each(?)))",
            [deadline_id, period.isoformat(), json.dumps(list(steps)), json.dumps(list(agencies))],
        )

    def periods(self) -> list[tuple[int, date]]:
        """The occurrences for which steps are planned."""
        rows = self.db.execute("SELECT DISTINCT deadline_id, period FROM reminders WHERE status = 'planned'")
        return [(deadline_id, date.fromisoformat(period)) for deadline_id, period in rows]

    def due(self, now: datetime) -> list[Owed]:
        """For whose reports steps are due, those that waited longest first."""
        rows = self.db.execute(
            "SELECT deadline_id, period, agency FROM reminders INDEXED BY reminders_due"
            " WHERE status = 'planned' AND due_at <= ? AND step GLOB '[-+0-9wl]*'"
            " GROUP BY deadline_id, period, agency ORDER BY min(due_at), min(id)",
            [utc_text(now)],
        )
        return [Owed(deadline_id, date.fromisoformat(period), agency) for deadline_id, period, agency in rows]

    def due_of(self, deadline_id: int, period: date, now: datetime) -> list[Reminder]:
        """The steps of one occurrence that are due, of all agencies."""
        rows = self.db.execute(
            "SELECT id, agency, step, due_at FROM reminders WHERE status = 'planned' AND deadline_id = ?"
            " AND period = ? AND due_at <= ? AND step GLOB '[-+0-9wl]*' ORDER BY due_at, id",
            [deadline_id, period.isoformat(), utc_text(now)],
        )
        return [
            Reminder(number, deadline_id, period, agency, step, datetime.fromisoformat(due), ReminderStatus.PLANNED)
            for number, agency, step, due in rows
        ]

    def note(self, owed: Owed, step: str, now: datetime) -> int | None:
        """Keeps a step that was done without having been planned, and returns its id; None when it was kept before."""
        cursor = self.db.execute(
            "INSERT OR IGNORE INTO reminders (deadline_id, period, agency, step, due_at, status, staged_at)"
            " VALUES (?, ?, ?, ?, ?, 'staged', ?)",
            [owed.deadline_id, owed.period.isoformat(), owed.agency, step, utc_text(now), utc_text(now)],
        )
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def said(self, key: str) -> bool:
        """Whether something was put into the outbox for anybody under keys that begin with `key` and a colon."""
        return (
            self.db.execute(
                "SELECT 1 FROM outbox WHERE key >= ? AND key < ? LIMIT 1", [f"{key}:", f"{key};"]
            ).fetchone()
            is not None
        )

    def unsay(self, deadline_id: int, owed: Owed | None = None) -> None:
        """Takes back reminders of a deadline, or of one report, that are in the outbox and not on their way yet."""
        which = "collapse_key = :key" if owed else "collapse_key >= :key || ':' AND collapse_key < :key || ';'"
        self.db.execute(
            f"UPDATE outbox SET status = 'failed', error = 'withdrawn', payload = {_KEPT_WORDS}"
            f" WHERE status = 'pending' AND message_ids = '[]' AND {which}",
            {"key": reminder_key(owed) if owed else f"reminder:{deadline_id}"},
        )

    def take_back(self, since: datetime) -> None:
        """Plans anew what was staged `since` then and reached nobody, because nobody it went to takes messages."""
        reminders = self.db.execute(
            "SELECT id FROM reminders WHERE status = 'staged' AND step GLOB '[-+0-9wl]*' AND id IN ("
            " SELECT CAST(substr(key, length('reminder:') + 1) AS INTEGER)"
            " FROM people INDEXED BY people_unreachable"  # a few, where the outbox is long
            " CROSS JOIN outbox INDEXED BY outbox_collapse ON chat_id = people.id"
            " WHERE unreachable_since IS NOT NULL AND collapse_key >= 'reminder:' AND collapse_key < 'reminder;'"
            " AND status = 'failed' AND error NOT IN ('withdrawn', 'replaced', 'expired') AND created_at >= ?)"
            " AND NOT EXISTS (SELECT 1 FROM outbox WHERE key >= 'reminder:' || reminders.id || ':'"
            " AND key < 'reminder:' || reminders.id || ';' AND status <> 'failed')",
            [utc_text(since)],
        ).fetchall()
        for (reminder_id,) in reminders:
            self.db.execute("UPDATE reminders SET status = 'planned' WHERE id = ?", [reminder_id])

    def postpone(self, until: datetime) -> None:
        """Lets reminders that are in the outbox and not on their way yet wait until then."""
        self.db.execute(
            "UPDATE outbox SET due_at = :until WHERE status = 'pending' AND due_at < :until"
            " AND +key >= 'reminder:' AND +key < 'reminder;'",  # few are pending, many are kept
            {"until": utc_text(until)},
        )

    def is_silent(self, person_id: int, now: datetime, span: timedelta) -> bool:
        """Whether the person got a reminder longer than `span` ago and has not written or pressed anything since."""
        row = self.db.execute(
            "SELECT 1 FROM outbox LEFT JOIN people ON people.id = chat_id WHERE chat_id = ? AND status = 'sent'"
            " AND collapse_key >= 'reminder:' AND collapse_key < 'reminder;' AND sent_at <= ?"
            " AND sent_at > ifnull(last_seen_at, '') LIMIT 1",
            [person_id, utc_text(now - span)],
        ).fetchone()
        return row is not None


def reminder_key(owed: Owed) -> str:
    """What reminders of a report are about; it is their collapse key as well, as only the newest is worth reading."""
    return f"reminder:{owed.deadline_id}:{owed.period}:{owed.agency}"
