"""The roles of people: who may do what, and who may give which role to whom."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the bot, the highest first."""

    OWNER = "owner"
    """Named in the settings (OWNER_IDS) and never stored, so that no one in a chat can become one."""
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    DESK_OFFICER = "desk_officer"
    """Of the whole desk, or of one agency that handles petitions."""
    FOCAL_POINT = "focal_point"
    """Of one agency that owes reports."""
    CITIZEN = "citizen"
    """Everybody, the officials too; never stored."""


class Operation(StrEnum):
    """What is allowed or refused, by the name it has in the audit."""

    SEE_OFFICIALS = "see_officials"
    INVITE = "invite"
    WITHDRAW_INVITATION = "withdraw_invitation"
    ACCEPT_INVITATION = "accept_invitation"
    REVOKE_ROLE = "revoke_role"
    GIVE_BACK_ROLE = "give_back_role"
    SET_DESK = "set_desk"
    """Say which group handles petitions."""
    HANDLE_PETITIONS = "handle_petitions"
    SEE_DENUNCIATIONS = "see_denunciations"
    BLOCK_PERSON = "block_person"
    REVEAL_NUMBERS = "reveal_numbers"
    """See the numbers that are masked on the card of a petition."""
    SEE_FIGURES = "see_figures"
    EXPORT_FIGURES = "export_figures"
    MANAGE_AGENCIES = "manage_agencies"
    MANAGE_FOCAL_POINTS = "manage_focal_points"
    MANAGE_DEADLINES = "manage_deadlines"
    SEE_PROGRESS = "see_progress"
    """See which agencies have reported and which are late."""
    NUDGE = "nudge"
    """Have an agency reminded now."""
    BROADCAST = "broadcast"
    REPORT = "report"
    """Say for one's own agency that its report is in."""
    CONFIRM_PLACE = "confirm_place"
    """Say of oneself that one still is, or is no more, an agency's focal point."""
    HAND_OVER = "hand_over"
    """Invite one's own successor as an agency's focal point."""
    JUDGE_REPORTS = "judge_reports"
    """Confirm or return a report that is in."""
    PRESS_BUTTON = "press_button"
    """A button that the bot did not make, or makes no more; only ever refused."""


GRANTS: dict[Role, tuple[Role, ...]] = {
    Role.OWNER: (Role.ADMINISTRATOR, Role.COORDINATOR, Role.DESK_OFFICER, Role.FOCAL_POINT),
    Role.ADMINISTRATOR: (Role.COORDINATOR, Role.DESK_OFFICER, Role.FOCAL_POINT),
    Role.COORDINATOR: (Role.FOCAL_POINT,),
}
"""Which roles each may give, and take back from those who hold them."""

_GIVERS = frozenset(GRANTS)
_OFFICIALS = frozenset(Role) - {Role.CITIZEN}
_HEADS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
_COORDINATORS = _HEADS | {Role.COORDINATOR}
_DESK = _COORDINATORS | {Role.DESK_OFFICER}

PERMITTED: dict[Operation, frozenset[Role]] = {
    Operation.SEE_OFFICIALS: _OFFICIALS,
    Operation.INVITE: _GIVERS,
    Operation.WITHDRAW_INVITATION: _GIVERS,
    Operation.ACCEPT_INVITATION: frozenset(Role),
    Operation.REVOKE_ROLE: _GIVERS,
    Operation.GIVE_BACK_ROLE: frozenset(Role),
    Operation.SET_DESK: _HEADS,
    Operation.HANDLE_PETITIONS: _DESK,
    Operation.SEE_DENUNCIATIONS: _COORDINATORS,
    Operation.BLOCK_PERSON: _DESK,
    Operation.REVEAL_NUMBERS: _DESK,
    Operation.SEE_FIGURES: _OFFICIALS,
    Operation.EXPORT_FIGURES: _COORDINATORS,
    Operation.MANAGE_AGENCIES: _COORDINATORS,
    Operation.MANAGE_FOCAL_POINTS: _COORDINATORS,
    Operation.MANAGE_DEADLINES: _COORDINATORS,
    Operation.SEE_PROGRESS: _COORDINATORS,
    Operation.NUDGE: _COORDINATORS,
    Operation.BROADCAST: _COORDINATORS,
    Operation.REPORT: frozenset({Role.FOCAL_POINT}),
    Operation.CONFIRM_PLACE: frozenset({Role.FOCAL_POINT}),
    Operation.HAND_OVER: frozenset({Role.FOCAL_POINT}),
    Operation.JUDGE_REPORTS: _COORDINATORS,
    Operation.PRESS_BUTTON: frozenset(),
}
"""Which roles allow an operation."""


def grantable(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The roles which somebody with `roles` may give and take back, the highest first."""
    given = {role for held in roles for role in GRANTS.get(held, ())}
    return tuple(role for role in Role if role in given)
