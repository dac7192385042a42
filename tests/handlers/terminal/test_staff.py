"""An official of the terminal has the rights of a real one, and no others."""

from __future__ import annotations

from bot.roles import Role
from handlers.context import Deps
from handlers.terminal.names import SELF, number_of
from tests.handlers.conftest import NOW
from tests.handlers.terminal.conftest import talk

OFFICIAL = number_of("can-bo")


def test_whoever_is_named_official_holds_two_roles(deps: Deps) -> None:
    shown = talk(deps, ":as can-bo", "/vaitro", ":as can-bo")
    assert "cán bộ xử lý, điều phối viên" in shown
    grants = deps.store.roles.held_by(OFFICIAL)
    assert [(grant.role, grant.granted_by) for grant in grants] == [
        (Role.DESK_OFFICER, SELF),
        (Role.COORDINATOR, SELF),
    ]
    assert deps.store.db["audit"].count_where("outcome = 'done'") == 2


def test_what_was_taken_back_is_not_given_again(deps: Deps) -> None:
    talk(deps, ":as can-bo")
    for grant in deps.store.roles.held_by(OFFICIAL):
        deps.officials.access.give_back(OFFICIAL, grant.id, NOW)
    talk(deps, ":as can-bo")
    assert deps.store.roles.held_by(OFFICIAL) == []


def test_nobody_else_holds_any(deps: Deps) -> None:
    shown = talk(deps, ":as lan", "/canbo", ":as tôi", "/canbo")
    assert deps.store.roles.all() == []
    assert shown.count("dành cho cán bộ phụ trách") == 2
