"""Officials for tests: roles that are simply there, and the audit as rows to compare."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.roles import Role
from bot.store import Store
from bot.store.roles import Grant

OWNER, ADMINISTRATOR, COORDINATOR, OFFICER, FOCAL, STRANGER = 11, 12, 13, 14, 15, 16
"""One person of each kind."""

HELD = {
    ADMINISTRATOR: (Role.ADMINISTRATOR, None),
    COORDINATOR: (Role.COORDINATOR, None),
    OFFICER: (Role.DESK_OFFICER, None),
    FOCAL: (Role.FOCAL_POINT, "so-noi-vu"),
}
PERSONS = {Role.OWNER: OWNER, Role.CITIZEN: STRANGER, **{role: person for person, (role, _agency) in HELD.items()}}
NAMES = {ADMINISTRATOR: "Quản", COORDINATOR: "Điều", OFFICER: "Cán", FOCAL: "Đầu"}


def appoint(store: Store, person: int, now: datetime) -> Grant:
    """Gives the person the role that HELD names."""
    role, agency = HELD[person]
    store.people.seen(person, now)
    return store.roles.add(person, role, agency, NAMES[person], OWNER, now)


def appoint_to(store: Store, person: int, agency: str, now: datetime) -> Grant:
    """Makes the person a desk officer of that agency alone."""
    store.people.seen(person, now)
    return store.roles.add(person, Role.DESK_OFFICER, agency, "Út", OWNER, now)


def audited(store: Store) -> list[tuple[int, str, str | None, str]]:
    """Who did what to what, and how it ended."""
    return [(row["actor_id"], row["action"], row["subject"], row["outcome"]) for row in store.db["audit"].rows]


def last_details(store: Store) -> dict[str, Any]:
    """The details of the newest row of the audit."""
    details: dict[str, Any] = json.loads(list(store.db["audit"].rows)[-1]["details"])
    return details
