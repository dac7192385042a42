"""How all agencies stand at once: who can be written to, who was nudged, what became of reports since a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from bot.store.database import utc_text

NUDGE = "nudge "
"""How the steps of nudges begin in the table `reminders`; the local day follows."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an agency's report; `move` is "submit", "confirm", "return" or "complete"."""

    agency: str
    move: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standings:
    """Questions over agencies, focal points, reports and reminders."""

    db: Database

    def within_reach(self) -> set[str]:
        """The agencies which have a focal point who takes messages."""
        rows = self.db.execute(
            "SELECT DISTINCT agency FROM focal_points LEFT JOIN people ON people.id = person_id"
            " WHERE ended_at IS NULL AND unreachable_since IS NULL"
        )
        return {row[0] for row in rows}

    def changes(self, deadline_id: int, period: date, since: datetime) -> list[Change]:
        """What became of the reports for that occurrence since then, the oldest first."""
        rows = self.db.execute(
            "SELECT agency, move, at FROM report_events JOIN reports ON reports.id = report_id"
            " WHERE deadline_id = ? AND period = ? AND at >= ? ORDER BY report_events.id",
            [deadline_id, period.isoformat(), utc_text(since)],
        )
        return [Change(agency, move, datetime.fromisoformat(at)) for agency, move, at in rows]

    def nudged(self, day: date) -> set[str]:
        """The agencies that were nudged on that day, about whichever report."""
        rows = self.db.execute(
            "SELECT DISTINCT agency FROM reminders WHERE step = ? AND status = 'staged'", [f"{NUDGE}{day}"]
        )
        return {row[0] for row in rows}
