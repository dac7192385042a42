"""Who may do what: asked on every action, and every change and refusal kept in the audit.

A button that is not shown protects nothing: its data can be forged, replayed, or outlive the right to
press it. So each operation is checked here, at the moment in which it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.roles import PERMITTED, Operation, Role, grantable
from bot.store import Store
from bot.store.audit import Entry, Outcome
from bot.store.invitations import Invitation
from bot.store.roles import Grant


@dataclass(frozen=True, slots=True)
class Access:
    """Checks rights and takes roles back; `owners` are the persons of the setting OWNER_IDS."""

    store: Store
    owners: frozenset[int]

    def roles_of(self, person_id: int) -> frozenset[Role]:
        """All that the person is now; everybody is a citizen."""
        held = {grant.role for grant in self.store.roles.held_by(person_id)}
        owner = {Role.OWNER} if person_id in self.owners else set()
        return frozenset({Role.CITIZEN} | held | owner)

    def may(self, person_id: int, operation: Operation) -> bool:
        """Whether the person may do this now; nothing is kept of the question."""
        permitted = PERMITTED[operation]
        return Role.CITIZEN in permitted or bool(permitted & self.roles_of(person_id))

    def agencies_of(self, person_id: int, operation: Operation) -> frozenset[str] | None:
        """The agencies for which the person may do this now; None when it is for all of them."""
        permitted = PERMITTED[operation]
        if person_id in self.owners and Role.OWNER in permitted:
            return None
        agencies = {grant.agency for grant in self.store.roles.held_by(person_id) if grant.role in permitted}
        return None if None in agencies else frozenset(agency for agency in agencies if agency)

    def grantable_by(self, person_id: int) -> tuple[Role, ...]:
        """The roles which the person may give and take back now, the highest first."""
        return grantable(self.roles_of(person_id))

    def still_offers(self, invitation: Invitation) -> bool:
        """Whether who made the invitation may give the role now, or offers their own place, which they still have."""
        may_give = invitation.role in self.grantable_by(invitation.made_by)
        return may_give or self.store.agency_invitations.is_hand_over(invitation.id)

    def require(self, person_id: int, operation: Operation, now: datetime, subject: str | None = None) -> None:
        """Raises NotAllowed, and keeps the refusal, if the person may not do this.

        For what only reads. What changes something goes in `acting`, which keeps the refusal also
        when the change is rolled back.
        """
        with self.refusals(Entry(person_id, operation, subject), now):
            self._check(person_id, operation)

    @contextmanager
    def acting(
        self, person_id: int, operation: Operation, now: datetime, subject: str | None = None
    ) -> Iterator[Entry]:
        """One transaction for a change and its row in the audit.

        The block may complete the entry it is given. Raises NotAllowed if the person may not do this.
        Whatever NotAllowed or NotFound is raised inside rolls back the change, and the refusal is kept.
        """
        entry = Entry(person_id, operation, subject)
        with self.refusals(entry, now), self.store.db.atomic():
            self._check(person_id, operation)
            yield entry
            self.store.audit.add(entry, Outcome.DONE, now)

    @contextmanager
    def refusals(self, entry: Entry, now: datetime) -> Iterator[None]:
        """Keeps `entry` as refused when NotAllowed or NotFound is raised inside, and lets the error pass."""
        try:
            yield
        except (NotAllowed, NotFound):
            self.store.audit.add(entry, Outcome.REFUSED, now)
            raise

    def refuse_button(self, person_id: int, now: datetime) -> None:
        """Keeps that the person pressed a button which the bot did not make, or makes no more."""
        self.store.audit.add(Entry(person_id, Operation.PRESS_BUTTON), Outcome.REFUSED, now)

    def officials(self, person_id: int, now: datetime) -> list[Grant]:
        """All roles that are held, for an official to see. Raises NotAllowed."""
        self.require(person_id, Operation.SEE_OFFICIALS, now)
        return self.store.roles.all()

    def revocable(self, actor_id: int, grant_id: int, now: datetime) -> Grant:
        """The grant, if the actor may take it back; raises as `revoke` does."""
        with self.refusals(Entry(actor_id, Operation.REVOKE_ROLE, f"role {grant_id}"), now):
            self._check(actor_id, Operation.REVOKE_ROLE)
            return self._revocable(actor_id, grant_id)

    def revoke(self, actor_id: int, grant_id: int, now: datetime) -> Grant:
        """Takes a role back, with the open invitations that rested on it, and returns the former grant.

        Raises NotAllowed when the actor may not give that role, NotFound when it is not held any more.
        """
        with self.acting(actor_id, Operation.REVOKE_ROLE, now, f"role {grant_id}") as entry:
            grant = self._revocable(actor_id, grant_id)
            self._end(grant, entry, now)
        return grant

    def own(self, person_id: int, grant_id: int, now: datetime) -> Grant:
        """The grant, if the person holds it. Raises NotFound, also for one that somebody else holds."""
        with self.refusals(Entry(person_id, Operation.GIVE_BACK_ROLE, f"role {grant_id}"), now):
            return self._own(person_id, grant_id)

    def give_back(self, person_id: int, grant_id: int, now: datetime) -> Grant:
        """Ends a role of the person's own and returns the former grant; raises as `own` does."""
        with self.acting(person_id, Operation.GIVE_BACK_ROLE, now, f"role {grant_id}") as entry:
            grant = self._own(person_id, grant_id)
            self._end(grant, entry, now)
        return grant

    def withdraw_orphans(self, person_id: int, now: datetime) -> list[int]:
        """Ends the open invitations that the person could not make any more. In the caller's transaction."""
        own = [each for each in self.store.invitations.open(now) if each.made_by == person_id]
        orphans = [each.id for each in own if not self.still_offers(each)]
        for invitation_id in orphans:
            self.store.invitations.revoke(invitation_id, now)
        return orphans

    def _revocable(self, actor_id: int, grant_id: int) -> Grant:
        grant = self.store.roles.get(grant_id)
        if grant is None:
            raise NotFound(_("This role is no longer held. Please open the list again."))
        if grant.role not in self.grantable_by(actor_id):
            raise NotAllowed(_("You cannot take back this role. Please ask somebody who can give it."))
        return grant

    def _own(self, person_id: int, grant_id: int) -> Grant:
        grant = self.store.roles.get(grant_id)
        if grant is None or grant.person_id != person_id:
            raise NotFound(_("You do not hold this role (any more)."))
        return grant

    def _check(self, person_id: int, operation: Operation) -> None:
        if not self.may(person_id, operation):
            raise NotAllowed(
                _("This is for those in charge of the bot. If it is part of your work, please ask for an invitation.")
            )

    def _end(self, grant: Grant, entry: Entry, now: datetime) -> None:
        self.store.roles.revoke(grant.id, entry.actor_id, now)
        self.store.focal_points.end(grant.id, now)
        entry.details |= {"person": grant.person_id, "role": grant.role, "agency": grant.agency}
        if orphans := self.withdraw_orphans(grant.person_id, now):
            entry.details["invitations"] = ", ".join(map(str, orphans))
