"""The officials of the terminal hold real roles, so that every check of access is the real one."""

from __future__ import annotations

from bot.roles import Role
from bot.store.audit import Entry, Outcome
from handlers.context import Deps
from handlers.terminal.names import SELF

ROLES = (Role.DESK_OFFICER, Role.COORDINATOR)
ACTION = "grant_in_terminal"


def appoint(deps: Deps, person_id: int, name: str) -> None:
    """Gives an official of the terminal the roles of one, the first time only: what is taken back stays so."""
    store, now = deps.store, deps.clock()
    if store.roles.name_of(person_id) is not None:
        return
    with store.db.atomic():
        store.people.seen(person_id, now)
        for role in ROLES:
            grant = store.roles.add(person_id, role, None, name, SELF, now)
            entry = Entry(SELF, ACTION, f"role {grant.id}", {"person": person_id, "role": role})
            store.audit.add(entry, Outcome.DONE, now)
