"""Who sees the card of a petition: the group of its agency, or people in private."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.access import Access
from bot.petitions.model import Petition
from bot.reminders.recipients import Recipients
from bot.roles import PERMITTED, Operation, Role
from bot.store.desks import Desk

_OFFICERS = frozenset({Role.COORDINATOR, Role.DESK_OFFICER})


@dataclass(frozen=True, slots=True)
class Reader:
    """A chat where petitions are handled; `person_id` is whose private chat it is, None for a group."""

    chat_id: int
    person_id: int | None = None
    is_forum: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """Finds the readers; `default_desk` is the group of the settings (STAFF_CHAT_ID) while no other is set."""

    access: Access
    default_desk: int | None = None

    def readers(self, petition: Petition) -> tuple[Reader, ...]:
        """Where the card of the petition goes. Nobody, when there is no group and no official who can be written to.

        The officers of its agency get it in private, unless that has a group of its own. A denunciation goes to no
        group, only to each person who may see such.
        """
        if petition.confidential:
            return _in_private(self._holding(PERMITTED[Operation.SEE_DENUNCIATIONS]))
        desk = self.desk(petition.agency)
        if desk is None:
            return _in_private(self._handling(petition.agency))
        group = Reader(desk.chat_id, is_forum=desk.is_forum)
        own = self._officers_of(petition.agency) if desk.agency is None else ()
        return (group, *_in_private(own))

    def desk(self, agency: str | None) -> Desk | None:
        """The group of the agency, or else the general one, or None."""
        return self.access.store.desks.of_agency(agency) or self._default()

    def desks(self) -> tuple[Desk, ...]:
        """All groups where petitions are handled."""
        default = self._default()
        return (*([default] if default else []), *self.access.store.desks.all())

    def is_desk(self, chat_id: int) -> bool:
        """Whether petitions are handled in the group."""
        return any(desk.chat_id == chat_id for desk in self.desks())

    def is_handled(self, petition: Petition) -> bool:
        """Whether there is a group for the petition, or anybody but administrators; of a denunciation, anybody."""
        if petition.confidential:
            return bool(self.readers(petition))
        if self.desk(petition.agency) is not None:
            return True
        there = set(self._handling(petition.agency))
        return any(grant.role in _OFFICERS and grant.person_id in there for grant in self.access.store.roles.all())

    def may_see(self, chat_id: int, petition: Petition) -> bool:
        """Whether the card, wherever it was before, may be shown in the chat now."""
        if chat_id < 0:
            return not petition.confidential and self.is_desk(chat_id)
        needed = Operation.SEE_DENUNCIATIONS if petition.confidential else Operation.HANDLE_PETITIONS
        return self.access.may(chat_id, needed) and self.is_for(chat_id, petition)

    def is_for(self, person_id: int, petition: Petition) -> bool:
        """Whether the petition is one of those with which the person has to do, if they handle any."""
        agencies = self.access.agencies_of(person_id, Operation.HANDLE_PETITIONS)
        return agencies is None or petition.agency in agencies

    def is_left_behind(self, chat_id: int, petition: Petition) -> bool:
        """Whether the chat is that of an officer with whose agency the petition is no more."""
        officer = chat_id > 0 and self.access.may(chat_id, Operation.HANDLE_PETITIONS)
        return officer and not petition.confidential and not self.is_for(chat_id, petition)

    def officers(self) -> dict[str, int]:
        """How many officers of its own each agency has that has any."""
        grants = self.access.store.roles.all()
        return Counter(grant.agency for grant in grants if grant.role is Role.DESK_OFFICER and grant.agency)

    def coordinators(self) -> tuple[int, ...]:
        """Those who see to it that nothing is late: the coordinators, or without any the administrators and owners."""
        return self._holding({Role.COORDINATOR}) or self._heads()

    def leader(self, petition: Petition) -> int | None:
        """The leader who is named for the petition's agency, if there is one who can be written to.

        None for a denunciation, which may be about that person.
        """
        agency = self.access.store.agencies.listed(petition.agency)
        if agency is None or petition.confidential:
            return None
        return Recipients(self.access.store, self.access.owners).leader(agency)

    def answerable(self, petition: Petition) -> tuple[int, ...]:
        """Who is told that the petition stays late: the agency's leader, or else who coordinates and administrates."""
        leader = self.leader(petition)
        return tuple(dict.fromkeys((*self.coordinators(), *self._heads()))) if leader is None else (leader,)

    def _heads(self) -> tuple[int, ...]:
        return self._holding({Role.ADMINISTRATOR, Role.OWNER})

    def _default(self) -> Desk | None:
        chat_id, desks = self.default_desk, self.access.store.desks
        if chat_id is None or desks.known(chat_id) or desks.of_agency(None):
            return None
        return Desk(chat_id, None, "", is_forum=False)

    def _handling(self, agency: str) -> tuple[int, ...]:
        """Those who may handle petitions of the agency: its own officers, and who handles all."""
        people = self._holding(PERMITTED[Operation.HANDLE_PETITIONS])
        scopes = {person: self.access.agencies_of(person, Operation.HANDLE_PETITIONS) for person in people}
        return tuple(person for person, agencies in scopes.items() if agencies is None or agency in agencies)

    def _officers_of(self, agency: str) -> tuple[int, ...]:
        grants = self.access.store.roles.all()
        own = {grant.person_id for grant in grants if grant.role is Role.DESK_OFFICER and grant.agency == agency}
        return tuple(person for person in self._holding({Role.DESK_OFFICER}) if person in own)

    def _holding(self, roles: Iterable[Role]) -> tuple[int, ...]:
        wanted, store = set(roles), self.access.store
        owners = sorted(self.access.owners) if Role.OWNER in wanted else []
        held = (grant.person_id for grant in store.roles.all() if grant.role in wanted)
        return tuple(person for person in dict.fromkeys((*owners, *held)) if not store.people.is_unreachable(person))


def _in_private(people: Iterable[int]) -> tuple[Reader, ...]:
    return tuple(Reader(person, person) for person in people)
