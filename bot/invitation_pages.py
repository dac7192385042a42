"""What those who invite and those who are invited read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.buttons import rows
from bot.i18n import format_date
from bot.i18n import gettext as _
from bot.inviting import tidy
from bot.official_pages import OfficialPages, role_name
from bot.paging import nearest_page, page_of, turning
from bot.replies import Block, BlockKind, Button, Reply
from bot.roles import Role
from bot.store.invitations import Invitation
from bot.store.roles import Grant


@dataclass(frozen=True, slots=True)
class InvitationPages:
    """Makes the pages; `names` says what roles and persons are called."""

    names: OfficialPages

    def choice(self, roles: Sequence[Role]) -> Reply:
        """Which role the invitation is for."""
        buttons = []
        for role in roles:
            data = "g:list:0" if role is Role.FOCAL_POINT else f"o:invite:{role}"
            buttons.append(Button(role_name(role).capitalize(), data))
            if role is Role.DESK_OFFICER:
                buttons.append(Button(_("Desk officer of one agency"), "o:desks:0"))
        return Reply(Reply.of(_("Which role is the invitation for?")).blocks, rows(*buttons))

    def desks(self, number: int) -> Reply:
        """A page of the agencies whose petitions somebody may be invited to handle."""
        agencies = list(self.names.desks)
        number = nearest_page(number, len(agencies))
        buttons = [self._desk(agency) for _place, agency in page_of(agencies, number)]
        return Reply(
            (
                Block(_("The petitions of which agency?")),
                Block(_("To find one by its name: /moi with the name behind it."), BlockKind.NOTE),
            ),
            (*((button,) for button in buttons), *turning("o:desks", number, len(agencies))),
        )

    def desks_found(self, agencies: Sequence[str]) -> Reply:
        """The agencies that were perhaps meant; all others and other roles are a button away."""
        title = _("The petitions of which agency?") if agencies else _("I know no agency of that name.")
        others = rows(Button(_("All agencies"), "o:desks:0"), Button(_("Another role"), "o:invite"))
        return Reply((Block(title),), (*((self._desk(agency),) for agency in agencies), *others))

    def link(self, invitation: Invitation, link: str) -> Reply:
        """The link to pass on."""
        rules = _(
            "Send it to one person only: it works once, for whoever opens it and agrees first, "
            "until %(until)s (72 hours).",
            until=self._moment(invitation),
        )
        return Reply(
            (
                Block(_("Invitation: %(role)s", role=self._role(invitation)), BlockKind.STRONG),
                Block(link),
                Block(rules, BlockKind.NOTE),
            ),
            rows(Button(_("Withdraw"), f"o:withdraw:{invitation.id}"), Button(_("Another invitation"), "o:invite")),
        )

    def offer(self, invitation: Invitation, token: str, person_id: int, name: str) -> Reply:
        """What is offered to whoever opened the link, who has to agree."""
        offered = _("You are invited to the role of %(role)s.", role=self._role(invitation))
        shown = _(
            "If you agree, your Telegram name “%(name)s” will be shown to the other officials, and to nobody else. "
            "You can give the role back at any time with /vaitro.",
            name=tidy(name, person_id),
        )
        unexpected = _("If you did not expect this invitation, please do not agree.")
        return Reply(
            (Block(offered, BlockKind.STRONG), Block(shown), Block(unexpected, BlockKind.NOTE)),
            rows(Button(_("I agree"), f"o:accept:{token}"), Button(_("No, thank you"), "o:decline")),
        )

    def accepted(self, grant: Grant) -> Reply:
        """That the role is now held."""
        role = self.names.held(grant.role, grant.agency)
        return Reply.of(_("From now on you hold the role of %(role)s. /vaitro shows what you may do.", role=role))

    def declined(self) -> Reply:
        """That nothing was taken."""
        return Reply.of(_("All right, nothing was changed. You can open the link again while it is valid."))

    def taken(self, grant: Grant) -> Reply:
        """Tells whoever invited that somebody agreed."""
        text = _(
            "%(name)s accepted your invitation and now holds the role of %(role)s. "
            "If this is not the person you meant, take the role back.",
            name=grant.display_name,
            role=self.names.held(grant.role, grant.agency),
        )
        return Reply(Reply.of(text).blocks, rows(Button(_("Take it back"), f"o:revoke:{grant.id}")))

    def listing(self, invitations: Sequence[Invitation], number: int) -> Reply:
        """Page `number` of the open invitations."""
        back = Button(_("‹ Officials"), "o:list:0")
        if not invitations:
            return Reply(Reply.of(_("There are no open invitations.")).blocks, rows(back))
        number = nearest_page(number, len(invitations))
        shown = page_of(invitations, number)
        lines = "\n".join(f"{place}. {self._line(invitation)}" for place, invitation in shown)
        buttons = [
            Button(_("Withdraw %(number)s", number=place), f"o:withdraw:{invitation.id}") for place, invitation in shown
        ]
        return Reply(
            (Block(_("Open invitations"), BlockKind.STRONG), Block(lines)),
            (*rows(*buttons), *turning("o:open", number, len(invitations)), *rows(back)),
        )

    def withdrawn(self, invitation: Invitation) -> Reply:
        """That the link no longer works."""
        text = _("The link of the invitation “%(role)s” no longer works.", role=self._role(invitation))
        return Reply(
            Reply.of(text).blocks,
            rows(Button(_("Another invitation"), "o:invite"), Button(_("‹ Officials"), "o:list:0")),
        )

    def _desk(self, agency: str) -> Button:
        return Button(self.names.desks[agency], f"o:invite:{Role.DESK_OFFICER}:{agency}")

    def _line(self, invitation: Invitation) -> str:
        return _(
            "%(role)s, by %(maker)s, until %(until)s",
            role=self._role(invitation),
            maker=self.names.who(invitation.made_by),
            until=self._moment(invitation),
        )

    def _role(self, invitation: Invitation) -> str:
        return self.names.held(invitation.role, invitation.agency)

    def _moment(self, invitation: Invitation) -> str:
        local = invitation.expires_at.astimezone(ZoneInfo(self.names.timezone))
        return _("%(time)s on %(day)s", time=f"{local:%H:%M}", day=format_date(local.date()))
