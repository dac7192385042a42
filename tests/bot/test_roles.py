from __future__ import annotations

import pytest

from bot.roles import GRANTS, PERMITTED, Operation, Role, grantable

GIVES = {
    Role.OWNER: {Role.ADMINISTRATOR, Role.COORDINATOR, Role.DESK_OFFICER, Role.FOCAL_POINT},
    Role.ADMINISTRATOR: {Role.COORDINATOR, Role.DESK_OFFICER, Role.FOCAL_POINT},
    Role.COORDINATOR: {Role.FOCAL_POINT},
    Role.DESK_OFFICER: set[Role](),
    Role.FOCAL_POINT: set[Role](),
    Role.CITIZEN: set[Role](),
}


@pytest.mark.parametrize("holder", Role)
def test_who_may_give_what(holder: Role) -> None:
    assert set(grantable([holder])) == GIVES[holder]


def test_several_roles_add_up() -> None:
    assert grantable([Role.DESK_OFFICER, Role.COORDINATOR]) == (Role.FOCAL_POINT,)
    assert grantable([Role.COORDINATOR, Role.ADMINISTRATOR]) == GRANTS[Role.ADMINISTRATOR]
    assert grantable([]) == ()


@pytest.mark.parametrize("holder", Role)
def test_nobody_gives_what_is_as_high_as_they_are(holder: Role) -> None:
    order = list(Role)
    assert all(order.index(given) > order.index(holder) for given in grantable([holder]))


def test_nobody_gives_what_is_never_stored() -> None:
    assert not {Role.OWNER, Role.CITIZEN} & set(grantable(Role))


def test_every_operation_says_who_may() -> None:
    assert set(PERMITTED) == set(Operation)


def test_who_gives_roles_is_who_may_invite_and_take_back() -> None:
    givers = {role for role in Role if grantable([role])}
    for operation in (Operation.INVITE, Operation.WITHDRAW_INVITATION, Operation.REVOKE_ROLE):
        assert PERMITTED[operation] == givers


@pytest.mark.parametrize(
    ("operation", "lowest"),
    [
        (Operation.SET_DESK, Role.ADMINISTRATOR),
        (Operation.HANDLE_PETITIONS, Role.DESK_OFFICER),
        (Operation.BLOCK_PERSON, Role.DESK_OFFICER),
        (Operation.REVEAL_NUMBERS, Role.DESK_OFFICER),
        (Operation.SEE_DENUNCIATIONS, Role.COORDINATOR),
        (Operation.EXPORT_FIGURES, Role.COORDINATOR),
        (Operation.SEE_FIGURES, Role.FOCAL_POINT),
    ],
)
def test_petitions_are_for_those_who_are_at_least(operation: Operation, lowest: Role) -> None:
    order = list(Role)
    assert PERMITTED[operation] == set(order[: order.index(lowest) + 1])


@pytest.mark.parametrize(
    "operation",
    [
        Operation.MANAGE_AGENCIES,
        Operation.MANAGE_FOCAL_POINTS,
        Operation.MANAGE_DEADLINES,
        Operation.SEE_PROGRESS,
        Operation.NUDGE,
        Operation.BROADCAST,
    ],
)
def test_deadlines_and_those_who_keep_them_are_for_coordinators_and_above(operation: Operation) -> None:
    assert PERMITTED[operation] == {Role.OWNER, Role.ADMINISTRATOR, Role.COORDINATOR}


def test_a_report_is_handed_in_by_a_focal_point() -> None:
    assert PERMITTED[Operation.REPORT] == {Role.FOCAL_POINT}
