"""What is read of a link to a place at an agency by who made it: a coordinator, or who hands over their own place."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.buttons import rows
from bot.i18n import format_date
from bot.i18n import gettext as _
from bot.reminders.focal_points import Offer
from bot.reminders.model import Agency, FocalPoint
from bot.replies import Block, BlockKind, Button, Reply
from bot.store.agency_invitations import Place
from bot.store.invitations import Invitation


@dataclass(frozen=True, slots=True)
class LinkPages:
    """Makes the pages; `zone` says which day it is."""

    zone: ZoneInfo

    def link(self, offer: Offer, link: str) -> Reply:
        """The link to pass on; its QR code follows."""
        rules = _(
            "Send the link or the QR code below to one person only: it works once, for whoever opens it and agrees "
            "first, until %(until)s (72 hours).",
            until=self._until(offer.invitation),
        )
        blocks = [Block(self.caption(offer), BlockKind.STRONG), Block(link), Block(rules, BlockKind.NOTE)]
        if not offer.handed_over or offer.former is None:
            withdraw = Button(_("Withdraw"), f"o:withdraw:{offer.invitation.id}")
            return Reply(tuple(blocks), rows(withdraw, Button(_("‹ Agency"), f"g:a:{offer.agency.id}")))
        then = (
            _("Once they agree, they come first and you stay as a deputy. Until then nothing changes.")
            if offer.former_stays
            else _("Once they agree, you are no longer a focal point. Until then I go on reminding you.")
        )
        blocks.insert(2, Block(then))
        return Reply(tuple(blocks), rows(_call_back(offer.former)))

    def caption(self, offer: Offer) -> str:
        """What stands below the QR code, so that it can be passed on alone."""
        agency = offer.agency.name
        if offer.place is Place.LEADER:
            return _("Invitation: leader of %(agency)s", agency=agency)
        if offer.former is None:
            return _("Invitation: focal point of %(agency)s", agency=agency)
        return _(
            "Invitation: focal point of %(agency)s, in the place of %(name)s", agency=agency, name=offer.former.name
        )

    def choice(self, own: FocalPoint, agency: Agency, open_: Invitation | None) -> Reply:
        """Asks what is to become of who hands over; tells of the link there is already."""
        blocks = [
            Block(_("Hand over as focal point of %(agency)s", agency=agency.name), BlockKind.STRONG),
            Block(
                _(
                    "I make a link that you send to your successor yourself. "
                    "What would you like to be once they have agreed?"
                )
            ),
        ]
        buttons = [
            Button(_("No focal point any more"), f"g:hand:{own.id}:leave"),
            Button(_("Stay as a deputy"), f"g:hand:{own.id}:stay"),
            Button(_("Let the coordinator invite"), f"g:still:{own.id}:0"),
        ]
        if open_ is not None:
            text = _(
                "The link you have made works until %(until)s. A new one takes its place.", until=self._until(open_)
            )
            blocks.append(Block(text, BlockKind.NOTE))
            buttons.append(_call_back(own))
        return Reply(tuple(blocks), rows(*buttons))

    def called_back(self, own: FocalPoint, agency: Agency) -> Reply:
        """That the link does not work any more."""
        text = _("The link does not work any more. You stay focal point of %(agency)s.", agency=agency.name)
        return Reply(Reply.of(text).blocks, rows(Button(_("Hand over"), f"g:hand:{own.id}")))

    def _until(self, invitation: Invitation) -> str:
        local = invitation.expires_at.astimezone(self.zone)
        return _("%(time)s on %(day)s", time=f"{local:%H:%M}", day=format_date(local.date()))


def _call_back(own: FocalPoint) -> Button:
    return Button(_("Withdraw the link"), f"g:recall:{own.id}")
