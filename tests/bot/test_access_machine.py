"""Any order of inviting, accepting, withdrawing, taking back and giving back, beside a model of the rules.

The model knows no database and no service: it says of each step whether it is allowed, and what then holds.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, invariant, multiple, rule

from bot.access import Access
from bot.errors import NotAllowed, NotFound
from bot.inviting import Inviting
from bot.roles import Role
from bot.store import open_store
from tests.bot.conftest import NOW
from tests.support.databases import fresh

OWNER = 1
PERSONS = st.integers(1, 5)
AGENCIES = ("so-noi-vu", "ubnd-xa")
GIVES = {
    Role.OWNER: {Role.ADMINISTRATOR, Role.COORDINATOR, Role.DESK_OFFICER, Role.FOCAL_POINT},
    Role.ADMINISTRATOR: {Role.COORDINATOR, Role.DESK_OFFICER, Role.FOCAL_POINT},
    Role.COORDINATOR: {Role.FOCAL_POINT},
}
STEPS = st.sampled_from([timedelta(seconds=1), timedelta(hours=1), timedelta(hours=20), timedelta(hours=72)])

T = TypeVar("T")
Held = tuple[int, Role, str | None]


@dataclass
class Link:
    """An invitation as the model sees it."""

    number: int
    maker: int
    role: Role
    agency: str | None
    ends: datetime
    closed: bool = False


NO_LINK = Link(0, 0, Role.OWNER, None, NOW, closed=True)


class Machine(RuleBasedStateMachine):
    links = Bundle("links")
    """The secrets of invitations, wherever they may have been forwarded."""
    grants = Bundle("grants")
    """The numbers of roles that were once held, as in buttons of any age."""

    @initialize(target=grants)
    def begin(self) -> MultipleResults[int]:
        """An owner, an administrator and two coordinators, one of whom is an officer too; all by invitation."""
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(fresh(self.folder))
        self.store.db.execute("PRAGMA synchronous = OFF")
        self.access = Access(self.store, frozenset({OWNER}))
        self.inviting = Inviting(self.access, AGENCIES)
        self.now = NOW
        self.held: dict[int, Held] = {}
        self.made: dict[str, Link] = {}
        self.outcomes: list[str] = []
        first = ((2, Role.ADMINISTRATOR), (3, Role.COORDINATOR), (4, Role.COORDINATOR), (4, Role.DESK_OFFICER))
        return multiple(*(self.accept(person, self.invite(OWNER, role, None)) for person, role in first))

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    # ---- the rules, as the model has them

    def gives(self, person: int) -> set[Role]:
        roles = {role for holder, role, _agency in self.held.values() if holder == person}
        return set().union(*(GIVES.get(role, set()) for role in roles | ({Role.OWNER} if person == OWNER else set())))

    def is_open(self, link: Link) -> bool:
        return not link.closed and self.now < link.ends and link.role in self.gives(link.maker)

    def ended(self, grant: int) -> None:
        person, _role, _agency = self.held.pop(grant)
        for link in self.made.values():
            if link.maker == person and link.role not in self.gives(person) and self.now < link.ends:
                link.closed = True

    def attempt(self, allowed: bool, act: Callable[[], T]) -> T | None:
        """What `act` gives; it must be refused exactly when the model does not allow it."""
        try:
            result = act()
        except (NotAllowed, NotFound):
            assert not allowed
            self.outcomes.append("refused")
            return None
        assert allowed
        self.outcomes.append("done")
        return result

    def invite(self, actor: int, role: Role, agency: str | None) -> str:
        fits = agency in AGENCIES if role is Role.FOCAL_POINT else agency is None
        allowed = role in self.gives(actor) and fits
        made = self.attempt(allowed, lambda: self.inviting.invite(actor, role, agency, self.now))
        if made is None:
            return "forged"
        invitation, token = made
        self.made[token] = Link(invitation.id, actor, role, agency, self.now + timedelta(hours=72))
        return token

    def accept(self, person: int, token: str) -> int:
        link = self.made.get(token, NO_LINK)
        new = (person, link.role, link.agency)
        allowed = self.is_open(link) and link.maker != person and new not in self.held.values()
        grant = self.attempt(allowed, lambda: self.inviting.accept(person, "Lan", token, self.now))
        if grant is None:
            return 0
        link.closed = True
        self.held[grant.id] = new
        return grant.id

    # ---- what people do

    @rule(step=STEPS)
    def time_passes(self, step: timedelta) -> None:
        self.now += step

    @rule(target=links, actor=PERSONS, role=st.sampled_from(Role))
    def somebody_invites(self, actor: int, role: Role) -> str:
        return self.invite(actor, role, AGENCIES[0] if role is Role.FOCAL_POINT else None)

    @rule(target=links, actor=PERSONS, role=st.sampled_from(Role), agency=st.sampled_from((None, *AGENCIES, "x")))
    def somebody_invites_for_an_agency(self, actor: int, role: Role, agency: str | None) -> str:
        return self.invite(actor, role, agency)

    @rule(target=links, actor=st.sampled_from((OWNER, 2)))
    def a_coordinator_is_invited(self, actor: int) -> str:
        return self.invite(actor, Role.COORDINATOR, None)

    @rule(target=grants, person=PERSONS, token=links)
    def somebody_accepts(self, person: int, token: str) -> int:
        return self.accept(person, token)

    @rule(actor=PERSONS, token=links)
    def somebody_withdraws(self, actor: int, token: str) -> None:
        link = self.made.get(token, NO_LINK)
        still = not link.closed and self.now < link.ends
        rightful = bool(self.gives(actor)) and (link.maker == actor or link.role in self.gives(actor))
        if self.attempt(still and rightful, lambda: self.inviting.withdraw(actor, link.number, self.now)):
            link.closed = True

    @rule(actor=PERSONS, grant=grants)
    def somebody_takes_back(self, actor: int, grant: int) -> None:
        allowed = grant in self.held and self.held[grant][1] in self.gives(actor)
        if self.attempt(allowed, lambda: self.access.revoke(actor, grant, self.now)):
            self.ended(grant)

    @rule(person=PERSONS, grant=grants)
    def somebody_gives_back(self, person: int, grant: int) -> None:
        allowed = grant in self.held and self.held[grant][0] == person
        if self.attempt(allowed, lambda: self.access.give_back(person, grant, self.now)):
            self.ended(grant)

    # ---- what must hold at any time

    @invariant()
    def the_roles_are_those_of_the_model(self) -> None:
        kept = {grant.id: (grant.person_id, grant.role, grant.agency) for grant in self.store.roles.all()}
        assert kept == self.held
        assert len(set(kept.values())) == len(kept)

    @invariant()
    def no_more_can_be_accepted_than_the_model_allows(self) -> None:
        usable = {
            each.id
            for each in self.store.invitations.open(self.now)
            if each.role in self.access.grantable_by(each.made_by)
        }
        assert usable == {link.number for link in self.made.values() if self.is_open(link)}

    @invariant()
    def every_change_and_every_refusal_is_in_the_audit(self) -> None:
        assert [row["outcome"] for row in self.store.db["audit"].rows] == self.outcomes

    @invariant()
    def every_role_came_by_one_invitation(self) -> None:
        assert self.store.db.table("roles").count == self.store.db.table("invitations").count_where("used_at NOTNULL")


class TestMachine(Machine.TestCase):
    settings = settings(max_examples=25, stateful_step_count=35, deadline=None)


@pytest.mark.soak
class TestLongMachine(Machine.TestCase):
    settings = settings(max_examples=1000, stateful_step_count=60, deadline=None)
