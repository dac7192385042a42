"""The officials' part of the bot: what a command or a button of theirs does, and what is then shown.

Focal points are invited elsewhere (`bot/reminders/focal_points.py`).

Callback data: `o:invite[:<role>[:<agency>]]`, `o:desks:<page>`, `o:withdraw:<invitation>`, `o:open:<page>`,
`o:accept:<token>`, `o:decline`, `o:list:<page>`, `o:revoke:<grant>[:yes]`, `o:me`, `o:resign:<grant>[:yes]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.access import Access
from bot.buttons import is_number
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.invitation_pages import InvitationPages
from bot.inviting import Inviting, gone
from bot.official_pages import OfficialPages
from bot.petitions.catalogue import Catalogue
from bot.reminders.agencies import AgencyNames
from bot.replies import Reply
from bot.roles import Operation, Role
from bot.store import Store
from bot.store.audit import Entry
from bot.store.invitations import Invitation
from bot.store.roles import Grant
from bot.visitors import Visitor

LINK_PREFIX = "i-"
"""Bot API, deep linking: up to 64 characters of A-Z, a-z, 0-9, _ and -; an invitation's has 24."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something for another person to know, in that person's language."""

    person_id: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is shown to who acted, and what somebody else is told."""

    reply: Reply
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Officials:
    """Does what officials ask for. Everything raises NotAllowed or NotFound, which are in the audit by then."""

    access: Access
    inviting: Inviting
    pages: OfficialPages
    invitations: InvitationPages
    catalogue: Catalogue

    @classmethod
    def over(cls, store: Store, owners: tuple[int, ...], timezone: str, catalogue: Catalogue) -> Self:
        """The officials' part over the store; the catalogue names who handles petitions."""
        access, agencies, desks = Access(store, frozenset(owners)), AgencyNames(store), catalogue.agency_names()
        pages = OfficialPages(access, agencies, timezone, desks)
        return cls(access, Inviting(access, agencies, desks), pages, InvitationPages(pages), catalogue)

    def start_inviting(self, visitor: Visitor, now: datetime, words: str = "") -> Reply:
        """Which roles the person can invite to; with `words`, of which agencies they may make a desk officer."""
        self.access.require(visitor.person_id, Operation.INVITE, now)
        roles = self.access.grantable_by(visitor.person_id)
        if words and Role.DESK_OFFICER in roles:
            return self.invitations.desks_found(self.catalogue.search_agencies(words))
        return self.invitations.choice(roles)

    def list_officials(self, visitor: Visitor, now: datetime, number: int = 0) -> Reply:
        """A page of those who hold roles."""
        grants = self.access.officials(visitor.person_id, now)
        inviter = self.access.may(visitor.person_id, Operation.INVITE)
        invitations = len(self.inviting.open(visitor.person_id, now)) if inviter else 0
        return self.pages.listing(visitor.person_id, grants, number, invitations)

    def own_roles(self, visitor: Visitor) -> Reply:
        """What the person is and may do."""
        return self.pages.standing(visitor.person_id, self.access.store.roles.held_by(visitor.person_id))

    def open_invitation(self, visitor: Visitor, token: str, now: datetime) -> Reply:
        """What a link offers, to agree to or not."""
        invitation = self._look(visitor, token, now)
        return self.invitations.offer(invitation, token, visitor.person_id, visitor.name)

    def press(self, visitor: Visitor, data: str, now: datetime) -> Outcome:
        """Does what a button with callback data `o:<data>` asks for."""
        person_id = visitor.person_id
        match data.split(":"):
            case ["invite"]:
                return Outcome(self.start_inviting(visitor, now))
            case ["invite", role] if role in list(Role):
                return self._invite(visitor, Role(role), None, now)
            case ["invite", Role.DESK_OFFICER, agency]:
                return self._invite(visitor, Role.DESK_OFFICER, agency, now)
            case ["desks", number] if is_number(number):
                self.access.require(person_id, Operation.INVITE, now)
                return Outcome(self.invitations.desks(int(number)))
            case ["withdraw", invitation_id] if is_number(invitation_id):
                withdrawn = self.inviting.withdraw(person_id, int(invitation_id), now)
                return Outcome(self.invitations.withdrawn(withdrawn))
            case ["open", number] if is_number(number):
                return Outcome(self.invitations.listing(self.inviting.open(person_id, now), int(number)))
            case ["accept", token]:
                return self._accept(visitor, token, now)
            case ["decline"]:
                return Outcome(self.invitations.declined())
        return self._press_about_roles(visitor, data, now)

    def _press_about_roles(self, visitor: Visitor, data: str, now: datetime) -> Outcome:
        person_id = visitor.person_id
        match data.split(":"):
            case ["list", number] if is_number(number):
                return Outcome(self.list_officials(visitor, now, int(number)))
            case ["revoke", grant_id] if is_number(grant_id):
                return Outcome(self.pages.revoking(self.access.revocable(person_id, int(grant_id), now)))
            case ["revoke", grant_id, "yes"] if is_number(grant_id):
                grant = self.access.revoke(person_id, int(grant_id), now)
                return Outcome(self.pages.revoked(grant), self._tell(grant.person_id, self.pages.lost, grant))
            case ["me"]:
                return Outcome(self.own_roles(visitor))
            case ["resign", grant_id] if is_number(grant_id):
                return Outcome(self.pages.giving_back(self.access.own(person_id, int(grant_id), now)))
            case ["resign", grant_id, "yes"] if is_number(grant_id):
                self.access.give_back(person_id, int(grant_id), now)
                return Outcome(self.own_roles(visitor))
        with self.access.refusals(Entry(person_id, Operation.PRESS_BUTTON), now):
            raise NotFound(_("This button is too old. Please ask again."))

    def _invite(self, visitor: Visitor, role: Role, agency: str | None, now: datetime) -> Outcome:
        invitation, token = self.inviting.invite(visitor.person_id, role, agency, now)
        return Outcome(self.invitations.link(invitation, visitor.link(LINK_PREFIX + token)))

    def _accept(self, visitor: Visitor, token: str, now: datetime) -> Outcome:
        self._look(visitor, token, now)
        grant = self.inviting.accept(visitor.person_id, visitor.name, token, now)
        notice = self._tell(grant.granted_by, self.invitations.taken, grant)
        return Outcome(self.invitations.accepted(grant), notice)

    def _look(self, visitor: Visitor, token: str, now: datetime) -> Invitation:
        """The invitation; one to a place at an agency has a link of another kind, which tells what goes with it."""
        invitation = self.inviting.look(visitor.person_id, token, now)
        if invitation.role is Role.FOCAL_POINT:
            with self.access.refusals(Entry(visitor.person_id, Operation.ACCEPT_INVITATION), now):
                raise NotFound(gone())
        return invitation

    def _tell(self, person_id: int, words: Callable[[Grant], Reply], grant: Grant) -> Notice:
        with use_locale(self.access.store.people.language(person_id)):
            return Notice(person_id, words(grant))
