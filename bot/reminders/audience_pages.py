"""Choosing whom a deadline or a broadcast concerns.

Callback data, behind the prefix of who asks: `who[:all|:<kind>]`, `named:<page>[:<agency>]`, and `draft` to go back.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import rows
from bot.i18n import gettext as _
from bot.paging import nearest_page, page_of, turning
from bot.reminders.deadline_facts import kind_name, whom
from bot.reminders.model import Agency, Audience
from bot.replies import CALLBACK_DATA_BYTES, Block, Button, Reply

LABEL_CHARACTERS = 40


def choices(prefix: str, chosen: Audience, agencies: Sequence[Agency]) -> Reply:
    """For whom it is, to choose from."""
    kinds = dict.fromkeys(agency.kind for agency in agencies)
    buttons = [
        Button(ticked(_("All agencies"), chosen.everybody), f"{prefix}:who:all"),
        *(Button(ticked(kind_name(kind), kind in chosen.kinds), f"{prefix}:who:{kind}") for kind in kinds),
        Button(ticked(_("By name"), bool(chosen.agencies)), f"{prefix}:named:0"),
    ]
    text = _("Whom does it concern? Now: %(whom)s", whom=whom(chosen, [a for a in agencies if chosen.includes(a)]))
    return Reply((Block(text),), (*rows(*buttons), (Button(_("‹ Back"), f"{prefix}:draft"),)))


def named(prefix: str, chosen: Audience, agencies: Sequence[Agency], number: int) -> Reply:
    """The agencies, to be ticked one by one; one whose id is too long for a button is left out."""
    number = nearest_page(number, len(agencies))
    buttons = [
        (Button(ticked(shortened(agency.name), agency.id in chosen.agencies), data),)
        for _place, agency in page_of(agencies, number)
        if len((data := f"{prefix}:named:{number}:{agency.id}").encode()) <= CALLBACK_DATA_BYTES
    ]
    back = (Button(_("‹ Back"), f"{prefix}:who"),)
    return Reply(
        (Block(_("Please tick the agencies that it concerns.")),),
        (*buttons, *turning(f"{prefix}:named", number, len(agencies)), back),
    )


def ticked(label: str, chosen: bool) -> str:
    """The label, with a tick if it is chosen."""
    return f"✓ {label}" if chosen else label


def shortened(name: str) -> str:
    """The name, cut to what fits on a button."""
    return name if len(name) <= LABEL_CHARACTERS else f"{name[: LABEL_CHARACTERS - 1]}…"
