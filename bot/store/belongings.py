"""All that is kept of one person, for them to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

_INTERNAL = ("note", "reveal", "escalate", "release", "join", "change")
"""What officials do among themselves."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """Reads all tables that know persons."""

    db: Database

    def of(self, person_id: int) -> dict[str, Any]:
        """What is kept of the person, by plain names; times in UTC."""
        return {
            "person": self._first("SELECT * FROM people WHERE id = ?", person_id),
            "petitions": [self._petition(row) for row in self._petitions(person_id)],
            "draft": self._draft(person_id),
            "questions": self._all(
                "SELECT asked_at, text, status, rating, rated_at FROM questions WHERE person_id = ? ORDER BY id",
                person_id,
            ),
            "roles": self._all(
                "SELECT role, agency, display_name, granted_at, revoked_at FROM roles WHERE person_id = ? ORDER BY id",
                person_id,
            ),
            "places": self._all(
                "SELECT agency, since, ended_at FROM focal_points WHERE person_id = ? ORDER BY id", person_id
            ),
            "leads": self._all("SELECT id, name, added_at FROM agencies WHERE leader_person_id = ?", person_id),
            "reports": self._all(
                "SELECT report_events.at, deadlines.title, period, agency, move, words FROM report_events"
                " JOIN reports ON reports.id = report_id JOIN deadlines ON deadlines.id = deadline_id"
                " WHERE actor_id = ? ORDER BY report_events.id",
                person_id,
            ),
            "deadlines": self._all("SELECT title, made_at FROM deadlines WHERE made_by = ? ORDER BY id", person_id),
            "broadcasts": self._all(
                "SELECT words, made_at, sent_at FROM broadcasts WHERE made_by = ? ORDER BY id", person_id
            ),
            "begun": self._all(
                "SELECT touched_at, awaiting FROM report_drafts WHERE person_id = ?1"
                " UNION ALL SELECT touched_at, awaiting FROM deadline_drafts WHERE person_id = ?1",
                person_id,
            ),
            "searches": self._all("SELECT words, at FROM searches WHERE person_id = ? ORDER BY id", person_id),
            "blocks": self._all(
                "SELECT reason, until, made_at, lifted_at FROM blocks WHERE person_id = ? ORDER BY id", person_id
            ),
            "audit": self._all(
                "SELECT at, action, subject, outcome FROM audit WHERE actor_id = ? ORDER BY id", person_id
            ),
        }

    def _petitions(self, person_id: int) -> list[dict[str, Any]]:
        return self._all(
            "SELECT id, code, kind, category, place, latitude, longitude, words, sender_name, contact_phone, agency,"
            " state, received_at, due_at, answered_at, ended_at, rating, rating_words"
            " FROM petitions WHERE person_id = ? ORDER BY id",
            person_id,
        )

    def _petition(self, row: dict[str, Any]) -> dict[str, Any]:
        petition_id = row.pop("id")
        marks = ", ".join(f"'{move}'" for move in _INTERNAL)
        events = self._all(
            "SELECT at, move, actor, to_state, words, json_extract(details, '$.competent') AS competent"
            f" FROM petition_events WHERE petition_id = ? AND move NOT IN ({marks}) ORDER BY id",
            petition_id,
        )
        for event in events:
            if event["competent"] is None:
                del event["competent"]
        return {**row, "events": events, "files": self._files("petition_id", petition_id)}

    def _draft(self, person_id: int) -> dict[str, Any] | None:
        row = self._first(
            "SELECT id, purpose, kind, category, place, latitude, longitude, sender_name, contact_phone, started_at"
            " FROM drafts WHERE person_id = ?",
            person_id,
        )
        if row is None:
            return None
        draft_id = row.pop("id")
        words = self._all("SELECT words FROM draft_words WHERE draft_id = ? ORDER BY message_id", draft_id)
        return {**row, "words": [line["words"] for line in words], "files": self._files("draft_id", draft_id)}

    def _files(self, column: str, number: int) -> list[dict[str, Any]]:
        return self._all(
            f"SELECT kind, name, mime_type, size, added_at FROM attachments WHERE {column} = ? ORDER BY id", number
        )

    def _first(self, query: str, number: int) -> dict[str, Any] | None:
        return next(iter(self._all(query, number)), None)

    def _all(self, query: str, number: int) -> list[dict[str, Any]]:
        return list(self.db.query(query, [number]))
