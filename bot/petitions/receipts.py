"""The receipt that a citizen gets at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import rows
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.petitions.citizen_pages import CitizenPages
from bot.petitions.codes import shown
from bot.petitions.model import Petition
from bot.petitions.promising import Promising
from bot.replies import Block, BlockKind, Button, Reply


@dataclass(frozen=True, slots=True)
class Receipts:
    """Makes receipts out of petitions as they were sent."""

    pages: CitizenPages
    promising: Promising

    def receipt(self, petition: Petition) -> Reply:
        """Code, time, who handles it, by when, and how to follow it."""
        promise = self.promising.promise(petition.category, petition.received_at)
        lines = [
            _("Received: %(time)s", time=self.pages.time(petition.received_at)),
            _("Handled by: %(agency)s", agency=self.pages.names.agency(petition.agency)),
            ngettext(
                "Answer due by: %(date)s (%(n)s working day)",
                "Answer due by: %(date)s (%(n)s working days)",
                promise.working_days,
                date=self.pages.day(petition.due_at),
            ),
        ]
        blocks = [
            Block(_("Your petition has been sent. Its code:")),
            Block(shown(petition.code), BlockKind.STRONG),
            Block("\n".join(lines)),
        ]
        if promise.seen_at:
            when = self.pages.time(promise.seen_at)
            blocks.append(Block(_("The offices are closed now; officials will see it from %(time)s.", time=when)))
        blocks.append(
            Block(_("I will write to you here when something happens. To follow it: send me the code, or /phananh"))
        )
        return Reply(tuple(blocks), rows(Button(_("See how it stands"), f"p:see:{petition.id}")))
