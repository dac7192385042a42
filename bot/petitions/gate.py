"""Whether a person may send a petition now; if not, why not, said kindly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.petitions.citizen_pages import CitizenPages
from bot.petitions.limits import LIMITS, LONGEST, Limit, reached
from bot.store import Store

_AT_ONCE = LIMITS[0]


@dataclass(frozen=True, slots=True)
class Gate:
    """Knows who is blocked, and who has sent a lot already."""

    store: Store
    pages: CitizenPages

    def beginning(self, person_id: int, now: datetime) -> str | None:
        """Why the person need not begin a petition, or None."""
        return self._blocked(person_id, now) or self._limited(person_id, now, passing=False)

    def sending(self, person_id: int, now: datetime) -> str | None:
        """Why the person cannot send a petition now, or None."""
        return self._blocked(person_id, now) or self._limited(person_id, now, passing=True)

    def adding(self, person_id: int, now: datetime) -> str | None:
        """Why the person cannot add anything unasked now, or None."""
        return self._blocked(person_id, now)

    def _blocked(self, person_id: int, now: datetime) -> str | None:
        block = self.store.desks.blocked(person_id, now)
        if block is None:
            return None
        return _(
            "I am sorry, I cannot take petitions from you until %(time)s. You can still ask about the plan, follow "
            "your petitions, and go to the People's Committee of your commune or ward in person.",
            time=self.pages.time(block.until),
        )

    def _limited(self, person_id: int, now: datetime, *, passing: bool) -> str | None:
        found = reached(self.store.petitions.sent_since(person_id, now - LONGEST), now)
        if found is None or (found.limit is _AT_ONCE and not passing):
            return None
        if found.limit is _AT_ONCE:
            return _("You have just sent a petition. Please wait half a minute; what you wrote stays here.")
        return (
            _often(found.limit)
            + " "
            + _(
                "I can take the next one from %(time)s; what you wrote stays here. "
                "News about the same matter you can add to what you sent: /phananh",
                time=self.pages.time(found.until),
            )
        )


def _often(limit: Limit) -> str:
    if limit.length <= timedelta(days=1):
        return ngettext(
            "You have sent %(n)s petition within a day, thank you for speaking up.",
            "You have sent %(n)s petitions within a day, thank you for speaking up.",
            limit.most,
        )
    return ngettext(
        "You have sent %(n)s petition within a month, thank you for speaking up.",
        "You have sent %(n)s petitions within a month, thank you for speaking up.",
        limit.most,
    )
