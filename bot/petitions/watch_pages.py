"""What people read when the clock finds something: officers, coordinators, leaders and citizens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.petitions.codes import shown
from bot.petitions.model import Draft, Petition
from bot.petitions.staff_pages import StaffPages
from bot.replies import Block, BlockKind, Button, Reply

MOST_LINES = 15


@dataclass(frozen=True, slots=True)
class WatchPages:
    """The words, in the language now in use."""

    staff: StaffPages

    def due_soon(self, petitions: Sequence[Petition], now: datetime) -> Reply:
        """Reminds an officer of what has to be answered soon."""
        title = ngettext(
            "%(n)s petition that you handle has to be answered soon:",
            "%(n)s petitions that you handle have to be answered soon:",
            len(petitions),
        )
        return Reply((Block(title, BlockKind.STRONG), *self._lines(petitions, now)))

    def morning(self, late: Sequence[Petition], stuck: Sequence[Petition], now: datetime) -> Reply:
        """What is late and what nobody has taken up."""
        blocks = [Block(_("Good morning. Petitions that need a look today:"), BlockKind.STRONG)]
        if late:
            blocks.append(Block(ngettext("%(n)s is late:", "%(n)s are late:", len(late))))
            blocks += self._lines(late, now)
        if stuck:
            blocks.append(Block(ngettext("Nobody has taken up %(n)s:", "Nobody has taken up %(n)s:", len(stuck))))
            blocks += self._lines(stuck, now)
        return Reply(tuple(blocks))

    def escalated(self, petitions: Sequence[Petition], days: int, now: datetime, *, to_leader: bool = False) -> Reply:
        """What has stayed late for long, to an agency's leader or to those who coordinate."""
        title = ngettext(
            "%(n)s petition is %(days)s working days late or more:",
            "%(n)s petitions are %(days)s working days late or more:",
            len(petitions),
            days=days,
        )
        blocks = [Block(f"❗ {title}", BlockKind.STRONG), *self._lines(petitions, now)]
        if to_leader:
            why = _("You get this because you are named as the leader of the agency that has to answer.")
            blocks.append(Block(why, BlockKind.NOTE))
        return Reply(tuple(blocks))

    def still_asked(self, petition: Petition, question: str, until: datetime) -> Reply:
        """Reminds a citizen of a question that was not answered."""
        return Reply(
            (
                Block(
                    _(
                        "About your petition %(code)s, the official still waits for your answer:",
                        code=shown(petition.code),
                    )
                ),
                Block(question, BlockKind.QUOTE),
                Block(
                    _(
                        "Without it the petition is put aside after %(date)s. One line is enough.",
                        date=self.staff.day(until),
                    )
                ),
            ),
            ((Button(_("Answer the official"), f"p:add:{petition.id}"),),),
        )

    def draft_gone(self, draft: Draft, days: int) -> Reply:
        """Tells a citizen that what they wrote was never sent and is deleted now."""
        return Reply.of(
            _(
                "What you began to write on %(date)s was not sent, so I have deleted it after %(days)s days. "
                "If it still matters, write it to me again, or use /gopy.",
                date=self.staff.day(draft.started_at),
                days=days,
            )
        )

    def _lines(self, petitions: Sequence[Petition], now: datetime) -> list[Block]:
        shown_here = [self.staff.line(petition, now) for petition in petitions[:MOST_LINES]]
        more = len(petitions) - len(shown_here)
        if more:
            shown_here.append(ngettext("… and %(n)s more", "… and %(n)s more", more))
        return [Block("\n".join(shown_here))]
