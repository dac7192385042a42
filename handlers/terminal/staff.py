"""The officials of the terminal hold real roles, so that every check of access is the real one."""

from __future__ import annotations

from bot.roles import Role
from bot.store.audit import Entry, Outcome
from bot.store.desks import Desk
from handlers.context import Deps
from handlers.terminal.names import GROUP, SELF, is_ours

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


def open_desk(deps: Deps, title: str, *, is_forum: bool) -> bool:
    """Makes the group of the terminal the one that handles petitions; False where a real group does that already."""
    desks = deps.store.desks
    general = desks.of_agency(None)
    if deps.settings.staff_chat_id is not None or (general is not None and not is_ours(general.chat_id)):
        return False
    wanted = Desk(GROUP, None, title, is_forum)
    if general != wanted:
        desks.set(wanted, SELF, deps.clock())
    return True
