"""Keeping somebody from sending petitions for a while, and letting them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.petitions.desk import Desk, Officer
from bot.petitions.officer_pages import BLOCK_DAYS, block_reasons
from bot.replies import Reply
from bot.roles import Operation
from bot.store.audit import Entry


@dataclass(frozen=True, slots=True)
class Blocking:
    """Blocks the sender of a petition, whom nobody sees. Raises NotAllowed or NotFound.

    A block keeps somebody from all agencies, so it is not for the officers of one.
    """

    desk: Desk

    def block(self, officer: Officer, petition_id: int, reason: str, days: int, now: datetime) -> Reply:
        """Takes nothing of the sender for so many days."""
        if reason not in block_reasons() or days not in BLOCK_DAYS:
            with self.desk.access.refusals(Entry(officer.id, Operation.BLOCK_PERSON, f"petition {petition_id}"), now):
                raise NotFound(_("This button is too old. Please ask again."))
        with self.desk.acting(officer, Operation.BLOCK_PERSON, petition_id, now) as (petition, entry):
            self._check_reach(officer)
            if petition.person_id is None:
                raise NotFound(_("The sender's data have been erased."))
            until = now + timedelta(days=days)
            self.desk.store.desks.block(petition.person_id, reason, until, officer.id, now)
            entry.details |= {"reason": reason, "days": days}
        return self.desk.pages.blocked(petition, until)

    def unblock(self, officer: Officer, petition_id: int, now: datetime) -> Reply:
        """Takes petitions of the sender again."""
        with self.desk.acting(officer, Operation.BLOCK_PERSON, petition_id, now) as (petition, entry):
            self._check_reach(officer)
            if petition.person_id is None or self.desk.store.desks.blocked(petition.person_id, now) is None:
                raise NotFound(_("The sender is not blocked."))
            self.desk.store.desks.lift(petition.person_id, officer.id, now)
            entry.details["lifted"] = 1
        return self.desk.pages.unblocked(petition)

    def _check_reach(self, officer: Officer) -> None:
        if self.desk.access.agencies_of(officer.id, Operation.BLOCK_PERSON) is not None:
            raise NotAllowed(_("Only officers of the whole desk can block somebody, or unblock them."))
