"""Who is written to: of an agency its focal points, of the province those who coordinate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.reminders.model import Agency
from bot.roles import Role
from bot.store import Store
from bot.store.schedule import Schedule

SILENT = timedelta(days=14)
"""Who has not reacted to a reminder for so long may not be there any more."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Looks for them anew each time; `owners` are the persons of the setting OWNER_IDS."""

    store: Store
    owners: frozenset[int]

    def of_agency(self, agency: str, now: datetime) -> tuple[int, ...]:
        """Whom to remind: the main focal point, with the next one where that one is unreachable or silent."""
        found: list[int] = []
        for focal_point in self.store.focal_points.of_agency(agency):
            person_id = focal_point.person_id
            if self.store.people.is_unreachable(person_id):
                continue
            found.append(person_id)
            if not Schedule(self.store.db).is_silent(person_id, now, SILENT):
                break
        return tuple(dict.fromkeys(found))

    def leader(self, agency: Agency) -> int | None:
        """The agency's leader, if the bot can write to them."""
        leader = agency.leader_person_id
        return leader if leader and not self.store.people.is_unreachable(leader) else None

    def coordinators(self) -> tuple[int, ...]:
        """Who keeps the deadlines: the coordinators; without any the administrators, without these the owners."""
        grants = self.store.roles.all()
        for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
            if held := tuple(dict.fromkeys(grant.person_id for grant in grants if grant.role is role)):
                return held
        return tuple(sorted(self.owners))
