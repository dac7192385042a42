"""What officials read about roles: the list of those who hold one, and what a person is and may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.access import Access
from bot.buttons import Row, rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.paging import nearest_page, page_of, turning
from bot.replies import Block, BlockKind, Button, Reply
from bot.roles import Operation, Role
from bot.store.roles import Grant


def role_name(role: Role) -> str:
    """What a role is called, as in the middle of a sentence."""
    names = {
        Role.OWNER: _("owner of the bot"),
        Role.ADMINISTRATOR: _("administrator"),
        Role.COORDINATOR: _("coordinator"),
        Role.DESK_OFFICER: _("desk officer"),
        Role.FOCAL_POINT: _("focal point"),
        Role.CITIZEN: _("citizen"),
    }
    return names[role]


@dataclass(frozen=True, slots=True)
class OfficialPages:
    """Makes the pages; `timezone` says which day it is.

    `agencies` are the names, by id, of those that owe reports, `desks` of those that handle petitions.
    """

    access: Access
    agencies: Mapping[str, str]
    timezone: str
    desks: Mapping[str, str] = field(default_factory=dict)

    def held(self, role: Role, agency: str | None) -> str:
        """A role with its agency; an agency which has no name any more is shown by its id."""
        if agency is None:
            return role_name(role)
        names = self.desks if role is Role.DESK_OFFICER else self.agencies
        return _("%(role)s of %(agency)s", role=role_name(role), agency=names.get(agency, agency))

    def who(self, person_id: int) -> str:
        """The name of somebody who gave a role, as officials know them."""
        name = self.access.store.roles.name_of(person_id)
        return name or (role_name(Role.OWNER) if person_id in self.access.owners else str(person_id))

    def listing(self, viewer_id: int, grants: Sequence[Grant], number: int, invitations: int) -> Reply:
        """Page `number` of the officials; what the viewer may take back has a button."""
        invite = [Button(_("Invite"), "o:invite")] if self.access.may(viewer_id, Operation.INVITE) else []
        if invitations:
            invite.append(Button(_("Open invitations (%(n)s)", n=invitations), "o:open:0"))
        if not grants:
            return Reply(Reply.of(_("Nobody holds a role yet.")).blocks, rows(*invite))
        number = nearest_page(number, len(grants))
        shown = page_of(grants, number)
        title = ngettext("%(n)s role is held", "%(n)s roles are held", len(grants))
        lines = "\n".join(f"{place}. {self._line(grant)}" for place, grant in shown)
        mine = self.access.grantable_by(viewer_id)
        buttons = [
            Button(_("Take back %(number)s", number=place), f"o:revoke:{grant.id}")
            for place, grant in shown
            if grant.role in mine
        ]
        return Reply(
            (Block(title, BlockKind.STRONG), Block(lines)),
            (*rows(*buttons), *turning("o:list", number, len(grants)), *rows(*invite)),
        )

    def revoking(self, grant: Grant) -> Reply:
        """Asks whether to take the role back."""
        question = _(
            "Take back from %(name)s the role of %(role)s?",
            name=grant.display_name,
            role=self.held(grant.role, grant.agency),
        )
        after = _("Buttons and invitations of this role will stop working at once.")
        yes = Button(_("Yes, take it back"), f"o:revoke:{grant.id}:yes")
        return Reply(Reply.of(question, after).blocks, rows(yes, Button(_("No"), "o:list:0")))

    def revoked(self, grant: Grant) -> Reply:
        """That the role was taken back."""
        text = _(
            "%(name)s no longer holds the role of %(role)s.",
            name=grant.display_name,
            role=self.held(grant.role, grant.agency),
        )
        return Reply(Reply.of(text).blocks, rows(Button(_("‹ Officials"), "o:list:0")))

    def lost(self, grant: Grant) -> Reply:
        """Tells somebody that a role of theirs was taken back."""
        role = self.held(grant.role, grant.agency)
        return Reply.of(_("You no longer hold the role of %(role)s. Thank you for your work.", role=role))

    def standing(self, person_id: int, grants: Sequence[Grant]) -> Reply:
        """What the person is, may do, and can give back."""
        names = [role_name(Role.OWNER)] if person_id in self.access.owners else []
        names += [self.held(grant.role, grant.agency) for grant in grants]
        you = _("You are: %(roles)s.", roles=", ".join(names or [role_name(Role.CITIZEN)]))
        may = "\n".join(f"– {line}" for line in (*self._rights(person_id), _("ask about the plan")))
        return Reply(
            (
                Block(you, BlockKind.STRONG),
                Block(f"{_('You may:')}\n{may}"),
                Block(_("Your Telegram number: %(number)s", number=person_id), BlockKind.NOTE),
            ),
            self._giving_back(grants),
        )

    def giving_back(self, grant: Grant) -> Reply:
        """Asks whether to give the role back."""
        question = _("Do you want to give back the role of %(role)s?", role=self.held(grant.role, grant.agency))
        after = _("You can take it again only with a new invitation.")
        yes = Button(_("Yes, give it back"), f"o:resign:{grant.id}:yes")
        return Reply(Reply.of(question, after).blocks, rows(yes, Button(_("No"), "o:me")))

    def _line(self, grant: Grant) -> str:
        line = _(
            "%(name)s – %(role)s, since %(day)s, by %(giver)s",
            name=grant.display_name,
            role=self.held(grant.role, grant.agency),
            day=format_date(grant.granted_at.astimezone(ZoneInfo(self.timezone)).date()),
            giver=self.who(grant.granted_by),
        )
        if self.access.store.people.is_unreachable(grant.person_id):
            return _("%(line)s – my messages do not arrive there", line=line)
        return line

    def _rights(self, person_id: int) -> list[str]:
        roles = ", ".join(role_name(role) for role in self.access.grantable_by(person_id))
        rights = {
            Operation.INVITE: _("give and take back these roles: %(roles)s (/moi)", roles=roles),
            Operation.MANAGE_FOCAL_POINTS: _("keep the agencies and their focal points (/daumoi)"),
            Operation.MANAGE_DEADLINES: _("set deadlines (/hanmoi)"),
            Operation.SEE_PROGRESS: _("see who has reported and nudge the others (/tiendo)"),
            Operation.BROADCAST: _("write to all focal points (/thongbao)"),
            Operation.REPORT: _("say that your agency's report is in; see or hand over your place (/daumoi)"),
            Operation.SEE_OFFICIALS: _("see the officials (/canbo)"),
            Operation.SEE_FIGURES: _("look for petitions and see figures (/timkiem, /thongke)"),
            Operation.EXPORT_FIGURES: _("export petitions and figures (/xuat)"),
            Operation.SET_DESK: _("say which group handles petitions (/nhomxuly in that group)"),
            Operation.HANDLE_PETITIONS: _("handle petitions, with the buttons of their cards"),
            Operation.SEE_DENUNCIATIONS: _("see denunciations, which come in private"),
        }
        return [line for operation, line in rights.items() if self.access.may(person_id, operation)]

    def _giving_back(self, grants: Sequence[Grant]) -> tuple[Row, ...]:
        several = len(grants) > 1
        return rows(
            *(
                Button(
                    _("Give back: %(role)s", role=self.held(grant.role, grant.agency))
                    if several
                    else _("Give the role back"),
                    f"o:resign:{grant.id}",
                )
                for grant in grants
            )
        )
