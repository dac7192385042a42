"""The clock of the petitions: what has become due is done, each thing once.

Nobody is written to at night; what an outage has delayed comes in one message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.petitions.endings import Endings
from bot.petitions.lateness import EVENING, MORNING, Lateness

UNSEEN_AFTER = timedelta(minutes=10)
"""By then a card has been delivered, or something is wrong."""


@dataclass(frozen=True, slots=True)
class Watching:
    """Looks at what has become due."""

    lateness: Lateness
    endings: Endings

    def tick(self, now: datetime) -> None:
        """Does all that is due at `now` and was not done; to be called every minute or so."""
        self._show_unseen(now)
        zone = self.lateness.calendar.zone
        if not MORNING <= now.astimezone(zone).time() < EVENING:
            return
        for work in (
            self.lateness.recolour,
            self.lateness.remind,
            self.lateness.escalate,
            self.lateness.list_in_the_morning,
            self.endings.close,
            self.endings.end_questions,
            self.endings.end_drafts,
            self.endings.note_unreachable,
        ):
            work(now)

    def _show_unseen(self, now: datetime) -> None:
        """Shows again, once a day, what has reached nobody: a group that was left, a message that failed."""
        store, cards = self.lateness.store, self.lateness.cards
        for number in store.worklist.unseen(now - UNSEEN_AFTER):
            with store.db.atomic():
                if store.worklist.mark(f"unseen:{number}:{now.date()}", now):
                    cards.show_again(store.petitions.get(number), now)
