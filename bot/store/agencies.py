"""The agencies that owe reports, and the people who answer for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.reminders.model import Agency, AgencyKind, FocalPoint
from bot.store.database import utc_text

_AGENCY = "id, name, kind, leader_name, leader_person_id"


@dataclass(frozen=True, slots=True)
class Agencies:
    """The table `agencies`."""

    db: Database

    def put(self, agency: Agency, now: datetime) -> None:
        """Adds the agency, or changes the one of that id; one that was removed is there again."""
        self.db.execute(
            "INSERT INTO agencies (id, name, kind, leader_name, added_at) VALUES (:id, :name, :kind, :leader, :at)"
            " ON CONFLICT (id) DO UPDATE SET name = :name, kind = :kind, leader_name = :leader, removed_at = NULL",
            {
                "id": agency.id,
                "name": agency.name,
                "kind": agency.kind,
                "leader": agency.leader_name,
                "at": utc_text(now),
            },
        )

    def remove(self, agency_id: str, now: datetime) -> None:
        """The agency owes no more reports; what it reported stays."""
        self.db.execute("UPDATE agencies SET removed_at = ? WHERE id = ?", [utc_text(now), agency_id])

    def set_leader(self, agency_id: str, person_id: int | None) -> None:
        """Who is told when the agency is long late."""
        self.db.execute("UPDATE agencies SET leader_person_id = ? WHERE id = ?", [person_id, agency_id])

    def get(self, agency_id: str) -> Agency | None:
        """The agency, also one that was removed, or None."""
        row = self.db.execute(f"SELECT {_AGENCY} FROM agencies WHERE id = ?", [agency_id]).fetchone()
        return _agency(row) if row else None

    def listed(self, agency_id: str) -> Agency | None:
        """The agency if it owes reports now, or None."""
        row = self.db.execute(
            f"SELECT {_AGENCY} FROM agencies WHERE id = ? AND removed_at IS NULL", [agency_id]
        ).fetchone()
        return _agency(row) if row else None

    def led_by(self, person_id: int) -> list[Agency]:
        """The agencies whose leader the person is."""
        rows = self.db.execute(
            f"SELECT {_AGENCY} FROM agencies WHERE leader_person_id = ? AND removed_at IS NULL ORDER BY name",
            [person_id],
        )
        return [_agency(row) for row in rows]

    def none_yet(self) -> bool:
        """Whether there never was one."""
        return self.db.execute("SELECT 1 FROM agencies LIMIT 1").fetchone() is None

    def all(self) -> list[Agency]:
        """All that owe reports now, by kind and name."""
        rows = self.db.execute(f"SELECT {_AGENCY} FROM agencies WHERE removed_at IS NULL ORDER BY kind, name")
        return [_agency(row) for row in rows]


@dataclass(frozen=True, slots=True)
class FocalPoints:
    """The table `focal_points`. Who stands in it holds the role of focal point as well (table `roles`)."""

    db: Database

    def add(self, role_id: int, agency: str, person_id: int, now: datetime) -> FocalPoint:
        """Adds a person behind those whom the agency has already."""
        cursor = self.db.execute(
            "INSERT INTO focal_points (role_id, agency, person_id, rank, since, confirmed_at)"
            " SELECT :role, :agency, :person, 1 + count(*), :at, :at FROM focal_points"
            " WHERE agency = :agency AND ended_at IS NULL",
            {"role": role_id, "agency": agency, "person": person_id, "at": utc_text(now)},
        )
        return self._select("focal_points.id = ?", [cursor.lastrowid])[0]

    def of_agency(self, agency: str) -> list[FocalPoint]:
        """The agency's focal points, the main one first."""
        return self._select("focal_points.agency = ? AND ended_at IS NULL ORDER BY rank, focal_points.id", [agency])

    def of_person(self, person_id: int) -> list[FocalPoint]:
        """What the person answers for."""
        return self._select("focal_points.person_id = ? AND ended_at IS NULL ORDER BY focal_points.id", [person_id])

    def all(self) -> list[FocalPoint]:
        """All there are, agency by agency."""
        return self._select("ended_at IS NULL ORDER BY focal_points.agency, rank, focal_points.id", [])

    def get(self, focal_point_id: int) -> FocalPoint | None:
        """One that still holds, or None."""
        found = self._select("focal_points.id = ? AND ended_at IS NULL", [focal_point_id])
        return found[0] if found else None

    def put_in_order(self, ids: Sequence[int]) -> None:
        """Gives an agency's focal points this order."""
        for rank, focal_point_id in enumerate(ids, start=1):
            self.db.execute("UPDATE focal_points SET rank = ? WHERE id = ?", [rank, focal_point_id])

    def asked(self, focal_point_id: int, now: datetime) -> None:
        """Notes that the person was asked whether they still are the focal point."""
        self.db.execute("UPDATE focal_points SET asked_at = ? WHERE id = ?", [utc_text(now), focal_point_id])

    def confirmed(self, focal_point_id: int, now: datetime) -> None:
        """Notes that they are."""
        self.db.execute("UPDATE focal_points SET confirmed_at = ? WHERE id = ?", [utc_text(now), focal_point_id])

    def left_empty(self, since: datetime) -> list[FocalPoint]:
        """The last focal point of each agency that has none any more, of those who ended after `since`."""
        return self._select(
            "focal_points.id IN (SELECT max(id) FROM focal_points GROUP BY agency HAVING count(*) = count(ended_at)"
            " AND max(ended_at) > ?) ORDER BY focal_points.id",
            [utc_text(since)],
        )

    def without_place(self) -> list[tuple[int, str, int]]:
        """Role, agency and person of those who hold the role for a listed agency and do not stand here."""
        rows = self.db.execute(
            "SELECT id, agency, person_id FROM roles WHERE role = 'focal_point' AND revoked_at IS NULL"
            " AND agency IN (SELECT id FROM agencies WHERE removed_at IS NULL)"
            " AND NOT EXISTS (SELECT 1 FROM focal_points WHERE role_id = roles.id) ORDER BY id"
        )
        return [(role_id, agency, person_id) for role_id, agency, person_id in rows]

    def counts(self) -> dict[str, int]:
        """How many focal points each agency has; those without any are left out."""
        rows = self.db.execute("SELECT agency, count(*) FROM focal_points WHERE ended_at IS NULL GROUP BY agency")
        return dict(rows.fetchall())

    def to_ask(self, since: datetime, limit: int) -> list[FocalPoint]:
        """At most `limit` of those who neither were asked nor said of themselves after `since` that they still are."""
        where = (
            "ended_at IS NULL AND focal_points.agency IN (SELECT id FROM agencies WHERE removed_at IS NULL)"
            " AND confirmed_at < ? AND coalesce(asked_at, '') < ? ORDER BY focal_points.id LIMIT ?"
        )
        return self._select(where, [utc_text(since), utc_text(since), limit])

    def end(self, role_id: int, now: datetime) -> FocalPoint | None:
        """Ends what rests on the role, and returns it; the others of the agency move up."""
        found = self._select("role_id = ? AND ended_at IS NULL", [role_id])
        if not found:
            return None
        self.db.execute("UPDATE focal_points SET ended_at = ? WHERE id = ?", [utc_text(now), found[0].id])
        self.put_in_order([each.id for each in self.of_agency(found[0].agency)])
        return found[0]

    def _select(self, where: str, values: Sequence[Any]) -> list[FocalPoint]:
        rows = self.db.execute(
            "SELECT focal_points.id, role_id, focal_points.agency, focal_points.person_id, rank, display_name, since,"
            f" asked_at, confirmed_at FROM focal_points JOIN roles ON roles.id = role_id WHERE {where}",
            values,
        )
        return [_focal_point(row) for row in rows]


def _agency(row: Sequence[Any]) -> Agency:
    id_, name, kind, leader_name, leader_person_id = row
    return Agency(id_, name, AgencyKind(kind), leader_name, leader_person_id)


def _focal_point(row: Sequence[Any]) -> FocalPoint:
    id_, role_id, agency, person_id, rank, name, since, asked_at, confirmed_at = row
    return FocalPoint(
        id_,
        role_id,
        agency,
        person_id,
        rank,
        name,
        datetime.fromisoformat(since),
        datetime.fromisoformat(asked_at) if asked_at else None,
        datetime.fromisoformat(confirmed_at),
    )
