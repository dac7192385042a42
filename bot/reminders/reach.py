"""Whether the people who answer for agencies can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.reminders.model import FocalPoint
from bot.reminders.recipients import SILENT
from bot.store import Store
from bot.store.schedule import Schedule


class Reach(StrEnum):
    """How it stands with one person."""

    REACHED = "reached"
    SILENT = "silent"
    """Got reminders and has not reacted for as long as SILENT."""
    UNREACHABLE = "unreachable"
    """Blocked the bot, or is gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A focal point as coordinators see them; `unanswered` when they were asked whether they still are it."""

    focal_point: FocalPoint
    reach: Reach
    unanswered: bool


def standing_of(store: Store, agency_id: str, now: datetime) -> list[Standing]:
    """The agency's focal points, the main one first."""
    return [
        Standing(
            each, reach(store, each.person_id, now), each.asked_at is not None and each.asked_at > each.confirmed_at
        )
        for each in store.focal_points.of_agency(agency_id)
    ]


def reach(store: Store, person_id: int, now: datetime) -> Reach:
    """How it stands with the person."""
    if store.people.is_unreachable(person_id):
        return Reach.UNREACHABLE
    return Reach.SILENT if Schedule(store.db).is_silent(person_id, now, SILENT) else Reach.REACHED
