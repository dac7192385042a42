"""The reports that agencies handed in, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from bot.reminders.model import Report, ReportState
from bot.store.database import utc_text

_REPORT = "id, deadline_id, period, agency, state, number, dated, submitted_at, submitted_by"


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
        message_id: int | None = None,
    ) -> Report:
        """Notes that the report is in, also anew after it was returned; `message_id` is the message that says so."""
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
            self._event(report.id, "submit", by, now, message_id=message_id)
        return report

    def complete(
        self,
        report_id: int,
        by: int,
        now: datetime,
        number: str | None,
        dated: date | None,
        message_id: int | None = None,
    ) -> None:
        """Gives number and date to a report that is in; `message_id` is the message that told them."""
        with self.db.atomic():
            self.db.table("reports").update(report_id, {"number": number, "dated": dated and dated.isoformat()})
            self._event(report_id, "complete", by, now, message_id=message_id)

    def judge(self, report_id: int, state: ReportState, by: int, now: datetime, words: str | None = None) -> bool:
        """Confirms or returns a submitted report; False when somebody else did so before."""
        with self.db.atomic():
            changed = self.db.execute(
                "UPDATE reports SET state = ? WHERE id = ? AND state = 'submitted'", [state, report_id]
            ).rowcount
            if changed:
                self._event(report_id, "confirm" if state is ReportState.CONFIRMED else "return", by, now, words)
        return changed == 1

    def reopen(self, report_id: int, by: int, now: datetime) -> bool:
        """Takes a confirmation back; False when there is none (any more)."""
        with self.db.atomic():
            changed = self.db.execute(
                "UPDATE reports SET state = 'submitted' WHERE id = ? AND state = 'confirmed'", [report_id]
            ).rowcount
            if changed:
                self._event(report_id, "reopen", by, now)
        return changed == 1

    def told_by(self, person_id: int, message_id: int) -> tuple[int, datetime] | None:
        """The report of which the person's message told something, and when; None when it told of none."""
        row = self.db.execute(
            "SELECT report_id, at FROM report_events WHERE message_id = ? AND actor_id = ? ORDER BY id DESC LIMIT 1",
            [message_id, person_id],
        ).fetchone()
        return (row[0], datetime.fromisoformat(row[1])) if row else None

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

    def returned_at(self, report_id: int) -> datetime | None:
        """When the report was last returned, or None."""
        query = "SELECT max(at) FROM report_events WHERE report_id = ? AND move = 'return'"
        at = self.db.execute(query, [report_id]).fetchone()[0]
        return datetime.fromisoformat(at) if at else None

    def _event(
        self,
        report_id: int,
        move: str,
        by: int | None,
        now: datetime,
        words: str | None = None,
        message_id: int | None = None,
    ) -> None:
        self.db.execute(
            "INSERT INTO report_events (report_id, at, move, actor_id, words, message_id) VALUES (?, ?, ?, ?, ?, ?)",
            [report_id, utc_text(now), move, by, words, message_id],
        )

    def _select(self, where: str, values: Sequence[Any]) -> list[Report]:
        return [_report(row) for row in self.db.execute(f"SELECT {_REPORT} FROM reports WHERE {where}", values)]


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
