"""What those read who are invited to a place at an agency, who have one, and who had one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import rows
from bot.i18n import gettext as _
from bot.inviting import tidy
from bot.reminders.focal_point_pages import rank_name
from bot.reminders.focal_points import Offer
from bot.reminders.model import Agency, FocalPoint
from bot.replies import Block, BlockKind, Button, Reply
from bot.store.agency_invitations import Place


def offer(offered: Offer, token: str, person_id: int, name: str) -> Reply:
    """What is offered to whoever opened the link: the agency, the duties, what is kept."""
    agency = offered.agency.name
    leader = offered.place is Place.LEADER
    blocks = [
        Block(
            _("You are invited as the leader of %(agency)s.", agency=agency)
            if leader
            else _("You are invited to be a focal point of %(agency)s.", agency=agency),
            BlockKind.STRONG,
        ),
        Block(_leader_duties() if leader else _duties(offered)),
        Block(
            _(
                "Kept are your Telegram number, your Telegram name “%(name)s”, the agency, and when you agreed and "
                "reported. Only the officials in charge see this.",
                name=tidy(name, person_id),
            )
        ),
        Block(_("You can stop at any time with /daumoi.")),
        Block(_("If you did not expect this invitation, please do not agree."), BlockKind.NOTE),
    ]
    return Reply(
        tuple(blocks), rows(Button(_("I agree"), f"g:accept:{token}"), Button(_("No, thank you"), "g:decline"))
    )


def _duties(offered: Offer) -> str:
    lines = [
        _("I remind you here before each report is due."),
        _("You tell me when it has been sent, with one tap or with the report itself."),
        _("Twice a year I ask whether you are still the right person."),
    ]
    if offered.former is not None:
        name = offered.former.name
        first = (
            _("You take over from %(name)s, who stays as a deputy.", name=name)
            if offered.former_stays
            else _("You take over from %(name)s, who then gets no more reminders.", name=name)
        )
        lines.insert(0, first)
    return "\n".join(f"– {line}" for line in lines)


def _leader_duties() -> str:
    return _("I write to you only when a report of the agency is long overdue. You need not do anything else here.")


def accepted(offered: Offer) -> Reply:
    """That the place is theirs."""
    agency = offered.agency.name
    if offered.place is Place.LEADER:
        return Reply.of(_("Thank you. I write to you only when a report of %(agency)s is long overdue.", agency=agency))
    return Reply(
        Reply.of(
            _(
                "Thank you! You are now a focal point of %(agency)s. I will remind you in time. "
                "/thoihan shows when reports are due, /daumoi what you are focal point of.",
                agency=agency,
            )
        ).blocks
    )


def taken(offered: Offer, name: str) -> Reply:
    """Tells whoever invited, or the coordinators where a focal point did, that the place was taken."""
    agency = offered.agency.name
    if offered.handed_over and offered.former is not None:
        text = _(
            "%(former)s has handed over as focal point of %(agency)s: %(name)s has agreed.",
            former=offered.former.name,
            agency=agency,
            name=name,
        )
        if offered.former_stays:
            text += " " + _("%(former)s stays as a deputy.", former=offered.former.name)
    elif offered.place is Place.LEADER:
        text = _("%(name)s accepted: I will write to them when %(agency)s is long late.", name=name, agency=agency)
    else:
        text = _("%(name)s accepted and is now a focal point of %(agency)s.", name=name, agency=agency)
    check = _("If this is not the right person, open the agency and take it back.")
    return Reply(Reply.of(text, check).blocks, rows(Button(_("Open the agency"), f"g:a:{offered.agency.id}")))


def replaced(offered: Offer, successor: str) -> Reply:
    """Tells the former focal point that somebody else has taken the place."""
    agency = offered.agency
    if offered.former_stays:
        return Reply.of(
            _(
                "%(name)s is now the focal point of %(agency)s in your place, and you are a deputy.",
                name=successor,
                agency=agency.name,
            )
        )
    return Reply.of(
        _(
            "%(name)s has taken over as focal point of %(agency)s, so I do not remind you any more. "
            "Thank you for your work.",
            name=successor,
            agency=agency.name,
        )
    )


def ended(agency_name: str) -> Reply:
    """Tells somebody that they are no focal point any more."""
    return Reply.of(_("You are no longer a focal point of %(agency)s. Thank you for your work.", agency=agency_name))


def declined() -> Reply:
    """That nothing was taken."""
    return Reply.of(_("All right, nothing was changed. You can open the link again while it is valid."))


def own(places: Sequence[tuple[FocalPoint, Agency, int, int]], led: Sequence[Agency]) -> Reply:
    """What the person answers for, each with the place in the agency's order and how many there are."""
    lines = [f"– {agency.name}: {rank_name(rank, count)}" for _focal, agency, rank, count in places]
    lines += [f"– {_('%(agency)s: leader', agency=agency.name)}" for agency in led]
    several = len(lines) > 1
    buttons = []
    for focal_point, agency, _rank, _count in places:
        of = f": {agency.name}" if several else ""
        buttons.append(Button(_("Hand over") + of, f"g:hand:{focal_point.id}"))
        buttons.append(Button(_("Stop being focal point") + of, f"o:resign:{focal_point.role_id}"))
    for agency in led:
        of = f": {agency.name}" if several else ""
        buttons.append(Button(_("No more messages, please") + of, f"g:quit:{agency.id}"))
    return Reply((Block(_("You answer for:"), BlockKind.STRONG), Block("\n".join(lines))), rows(*buttons))


def still(focal_point: FocalPoint, agency: Agency) -> Reply:
    """Asks, twice a year, whether this is still the right person."""
    text = _(
        "Are you still the focal point of %(agency)s? The next report is due in about three weeks.", agency=agency.name
    )
    return Reply(
        Reply.of(text).blocks,
        rows(
            Button(_("✅ Still right"), f"g:still:{focal_point.id}:1"),
            Button(_("Somebody else does it now"), f"g:still:{focal_point.id}:0"),
        ),
    )


def still_right(agency_name: str) -> Reply:
    """Thanks for the answer."""
    return Reply.of(_("Thank you. You stay the focal point of %(agency)s.", agency=agency_name))


def will_change(focal_point: FocalPoint, agency: Agency) -> Reply:
    """That a successor will be invited, if who says so does not do it themselves."""
    text = _(
        "Thank you. I have told the coordinator, who will invite your successor for %(agency)s. "
        "Until somebody has taken over, I go on reminding you.",
        agency=agency.name,
    )
    return Reply(Reply.of(text).blocks, rows(Button(_("Invite my successor myself"), f"g:hand:{focal_point.id}")))


def changed(focal_point: FocalPoint, agency: Agency) -> Reply:
    """Tells coordinators that a focal point says somebody else does it now."""
    text = _(
        "%(name)s is no longer the right focal point of %(agency)s. Please invite a successor.",
        name=focal_point.name,
        agency=agency.name,
    )
    return Reply(
        Reply.of(text).blocks,
        rows(
            Button(_("Invite a successor"), f"g:next:{focal_point.id}"),
            Button(_("Open the agency"), f"g:a:{agency.id}"),
        ),
    )


def left_empty(last: FocalPoint, agency: Agency) -> Reply:
    """Tells coordinators that an agency has no focal point any more."""
    text = _(
        "%(agency)s has no focal point any more: %(name)s was the last one. Nobody there is reminded now.",
        agency=agency.name,
        name=last.name,
    )
    return Reply(
        Reply.of(text).blocks,
        rows(Button(_("Invite a focal point"), f"g:new:{agency.id}"), Button(_("Open the agency"), f"g:a:{agency.id}")),
    )


def no_longer_told(agency_name: str) -> Reply:
    """That the leader gets no more messages."""
    return Reply.of(_("All right, I no longer write to you about %(agency)s.", agency=agency_name))
