"""Giving roles by invitation: a link for one person, one use and 72 hours.

The secret of a link is in the link alone; the database keeps its SHA-256. A fast hash is enough:
128 random bits cannot be guessed.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.access import Access
from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.roles import Operation, Role
from bot.store.audit import Entry
from bot.store.invitations import Invitation
from bot.store.roles import Grant

VALID = timedelta(hours=72)
TOKEN_BYTES = 16
NAME_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Inviting:
    """Makes invitations and takes them.

    `agencies` are the ids which a focal point can stand for, `desks` those whose petitions an officer can handle.
    """

    access: Access
    agencies: Collection[str]
    desks: Collection[str] = ()

    def invite(self, actor_id: int, role: Role, agency: str | None, now: datetime) -> tuple[Invitation, str]:
        """A new invitation and the secret of its link, which is not kept.

        Raises NotAllowed when the actor may not give the role, NotFound when there is no such agency or
        the role does not go with one.
        """
        with self.access.acting(actor_id, Operation.INVITE, now) as entry:
            if role not in self.access.grantable_by(actor_id):
                raise NotAllowed(_("You cannot invite to this role. Please ask somebody who can give it."))
            if not self._goes_with(role, agency):
                raise NotFound(_("I do not know this agency. Please choose again with /moi."))
            invitation, token = self.issue(actor_id, role, agency, now)
            _describe(entry, invitation)
        return invitation, token

    def issue(self, maker_id: int, role: Role, agency: str | None, now: datetime) -> tuple[Invitation, str]:
        """As `invite`, in the transaction of a caller who has checked that the maker may offer this."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        add = self.access.store.invitations.add
        return add(_hash(token), role, agency, maker_id, now, expires_at=now + VALID), token

    def look(self, person_id: int, token: str, now: datetime, *, for_role: bool = True) -> Invitation:
        """What the person is invited to; changes nothing.

        Raises NotAllowed for their own invitation and, if it is one `for_role`, for a role they hold, NotFound for
        a link that is unknown, used, expired or withdrawn, always in the same words.
        """
        entry = Entry(person_id, Operation.ACCEPT_INVITATION)
        with self.access.refusals(entry, now):
            invitation = self.access.store.invitations.find(_hash(token))
            why = _closed(invitation, now)
            if invitation is None or why:
                raise _gone(entry, invitation, why)
            self._check_offer(invitation, entry)
            if for_role:
                self._check_held(invitation, entry)
        return invitation

    def accept(self, person_id: int, name: str, token: str, now: datetime) -> Grant:
        """Takes the invitation and returns the role now held; `name` is what other officials will see.

        Raises as `look` does.
        """
        with self.taking(person_id, token, now) as (invitation, entry):
            return self.give(invitation, name, entry, now)

    @contextmanager
    def taking(self, person_id: int, token: str, now: datetime) -> Iterator[tuple[Invitation, Entry]]:
        """One transaction in which the person takes the invitation, and the block gives what it is for.

        Raises as `look` does, but not for a role they hold.
        """
        store = self.access.store
        with self.access.acting(person_id, Operation.ACCEPT_INVITATION, now) as entry:
            # Taken before anything is read: whoever comes second waits here, and then sees it used.
            invitation = store.invitations.take(_hash(token), person_id, now)
            if invitation is None:
                known = store.invitations.find(_hash(token))
                raise _gone(entry, known, _closed(known, now))
            self._check_offer(invitation, entry)
            store.people.seen(person_id, now)
            yield invitation, entry

    def give(self, invitation: Invitation, name: str, entry: Entry, now: datetime) -> Grant:
        """Gives whoever acts in `entry` the role of the invitation, in the block of `taking`.

        Raises NotAllowed when they hold it.
        """
        self._check_held(invitation, entry)
        person_id = entry.actor_id
        grant = self.access.store.roles.add(
            person_id, invitation.role, invitation.agency, tidy(name, person_id), invitation.made_by, now
        )
        entry.details["grant"] = grant.id
        return grant

    def open(self, actor_id: int, now: datetime) -> list[Invitation]:
        """The invitations which the actor can withdraw. Raises NotAllowed."""
        self.access.require(actor_id, Operation.INVITE, now)
        return [each for each in self.access.store.invitations.open(now) if self._may_withdraw(actor_id, each)]

    def withdraw(self, actor_id: int, invitation_id: int, now: datetime) -> Invitation:
        """Ends an invitation before it is used and returns it. Raises NotAllowed, NotFound."""
        subject = f"invitation {invitation_id}"
        with self.access.acting(actor_id, Operation.WITHDRAW_INVITATION, now, subject) as entry:
            invitation = self.access.store.invitations.get(invitation_id, now)
            if invitation is None or not self._may_withdraw(actor_id, invitation):
                raise NotFound(_("This invitation is not open any more."))
            self.access.store.invitations.revoke(invitation_id, now)
            _describe(entry, invitation)
        return invitation

    def _goes_with(self, role: Role, agency: str | None) -> bool:
        if agency is None:
            return role is not Role.FOCAL_POINT
        of_agencies = {Role.FOCAL_POINT: self.agencies, Role.DESK_OFFICER: self.desks}
        return agency in of_agencies.get(role, ())

    def _may_withdraw(self, actor_id: int, invitation: Invitation) -> bool:
        return invitation.made_by == actor_id or invitation.role in self.access.grantable_by(actor_id)

    def _check_offer(self, invitation: Invitation, entry: Entry) -> None:
        """Whether this person can take this open invitation, whose maker must still have the right to it."""
        _describe(entry, invitation)
        if not self.access.still_offers(invitation):
            raise _gone(entry, invitation, "maker")
        if invitation.made_by == entry.actor_id:
            entry.details["why"] = "own"
            raise NotAllowed(_("You made this link yourself. Please send it to the person you are inviting."))

    def _check_held(self, invitation: Invitation, entry: Entry) -> None:
        held = self.access.store.roles.held_by(entry.actor_id)
        if any((grant.role, grant.agency) == (invitation.role, invitation.agency) for grant in held):
            entry.details["why"] = "held"
            raise NotAllowed(_("You hold this role already, so the invitation stays open for somebody else."))


def tidy(name: str, person_id: int) -> str:
    """A name as it is shown to others: one short line without invisible characters, else the person's number."""
    spaced = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", name))
    seen = "".join(each for each in spaced if not unicodedata.category(each).startswith("C"))
    return " ".join(seen.split())[:NAME_CHARACTERS].strip() or str(person_id)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _describe(entry: Entry, invitation: Invitation) -> None:
    entry.subject = f"invitation {invitation.id}"
    entry.details |= {"role": invitation.role, "agency": invitation.agency}


def _closed(invitation: Invitation | None, now: datetime) -> str | None:
    """Why the invitation cannot be used, None if it can."""
    if invitation is None:
        return "unknown"
    if invitation.used:
        return "used"
    if invitation.revoked:
        return "withdrawn"
    return "expired" if now >= invitation.expires_at else None


def _gone(entry: Entry, invitation: Invitation | None, why: str | None) -> NotFound:
    """The error for every link that does not work: who tries links learns nothing from it."""
    if invitation:
        _describe(entry, invitation)
    entry.details["why"] = why
    return NotFound(gone())


def gone() -> str:
    """What is said of every link that does not work, whatever the reason."""
    return _("This invitation link does not work (any more). Please ask for a new one.")
