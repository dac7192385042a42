"""Agencies and the people who answer for them, for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.access import Access
from bot.inviting import Inviting
from bot.reminders.agencies import AgencyNames
from bot.reminders.focal_side import FocalSide
from bot.reminders.model import Agency, AgencyKind, FocalPoint
from bot.roles import Role
from bot.store import Store
from bot.visitors import Visitor
from bot.working_days import WorkingDays
from knowledge import Knowledge
from tests.support.officials import COORDINATOR, OWNER

HEALTH = Agency("so-y-te", "Sở Y tế", AgencyKind.DEPARTMENT)
LAW = Agency("so-tu-phap", "Sở Tư pháp", AgencyKind.DEPARTMENT)
COMMUNE = Agency("xa-dai-an", "UBND xã Đại An", AgencyKind.COMMUNE, "Trần Văn Tám")
AN, BA, CHI = 21, 22, 23
"""People who are, or become, focal points."""
NAMES = {AN: "An", BA: "Ba", CHI: "Chi"}


def side_over(store: Store, knowledge: Knowledge, folder: Path) -> FocalSide:
    """Everything about agencies and focal points."""
    access = Access(store, frozenset({OWNER}))
    calendar = WorkingDays(ZoneInfo("Asia/Ho_Chi_Minh"))
    return FocalSide.over(access, Inviting(access, AgencyNames(store)), knowledge, lambda: calendar, folder)


def found(store: Store, now: datetime, *agencies: Agency) -> None:
    """Puts the agencies on the list."""
    for agency in agencies or (HEALTH, LAW, COMMUNE):
        store.agencies.put(agency, now)


def settle(store: Store, person: int, now: datetime, agency: Agency = HEALTH) -> FocalPoint:
    """Makes the person a focal point of the agency, behind those who are."""
    store.people.seen(person, now)
    grant = store.roles.add(person, Role.FOCAL_POINT, agency.id, NAMES[person], COORDINATOR, now)
    return store.focal_points.add(grant.id, agency.id, person, now)


def visitor(person: int, link: Callable[[str], str] = lambda payload: f"link:{payload}") -> Visitor:
    """The person, as they come in private."""
    return Visitor(person, NAMES.get(person, "Lan"), link)


def told(store: Store) -> dict[int, str]:
    """What waits in the outbox, by who is to get it."""
    return {row["chat_id"]: row["payload"] for row in store.db.query("SELECT chat_id, payload FROM outbox ORDER BY id")}


def order(store: Store, agency: Agency = HEALTH) -> list[int]:
    """The people of the agency in their order; ranks have no gaps."""
    points = store.focal_points.of_agency(agency.id)
    assert [each.rank for each in points] == list(range(1, len(points) + 1))
    return [each.person_id for each in points]
