"""The clock of the petitions: what has become due is done, each thing once.

Nobody is written to at night; what an outage has delayed comes in one message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.petitions.endings import Endings
from bot.petitions.lateness import EVENING, MORNING, Lateness
from bot.petitions.setting_desk import MOST_SHOWN, SettingDesk
from bot.roles import Role

UNSEEN_AFTER = timedelta(minutes=10)
"""By then a card has been delivered, or something is wrong."""


@dataclass(frozen=True, slots=True)
class Watching:
    """Looks at what has become due."""

    lateness: Lateness
    endings: Endings
    setting: SettingDesk

    def tick(self, now: datetime) -> None:
        """Does all that is due at `now` and was not done; to be called every minute or so.

        What cannot be done keeps nothing else from being done; the first error is raised in the end.
        """
        errors = []
        for work in self._works(now):
            try:
                work(now)
            except Exception as error:  # noqa: BLE001
                errors.append(error)
        if errors:
            raise errors[0]

    def _works(self, now: datetime) -> list[Callable[[datetime], None]]:
        always: list[Callable[[datetime], None]] = [
            self.setting.take_over,
            self._show_unseen,
            self._show_to_new_officers,
        ]
        if not MORNING <= now.astimezone(self.lateness.calendar().zone).time() < EVENING:
            return always
        return [
            *always,
            self.lateness.recolour,
            self.lateness.remind,
            self.lateness.escalate,
            self.lateness.list_in_the_morning,
            self.endings.close,
            self.endings.end_questions,
            self.endings.end_drafts,
            self.endings.note_unreachable,
        ]

    def _show_to_new_officers(self, now: datetime) -> None:
        """Shows who has become an officer of an agency, once, what is open there."""
        store, cards = self.lateness.store, self.lateness.cards
        for grant in store.roles.all():
            if grant.role is not Role.DESK_OFFICER or grant.agency is None:
                continue
            mark = f"appointed:{grant.id}"
            if store.worklist.marked_at(mark) is not None:
                continue
            with store.db.atomic():
                store.worklist.mark(mark, now)
                for number in store.worklist.open_of(grant.agency, MOST_SHOWN):
                    cards.refresh(store.petitions.get(number), now, f":officer:{grant.id}")

    def _show_unseen(self, now: datetime) -> None:
        """Shows again, once a day, what has reached nobody: a group that was left, a message that failed."""
        store, cards = self.lateness.store, self.lateness.cards
        for number in store.worklist.unseen(now - UNSEEN_AFTER):
            with store.db.atomic():
                if store.worklist.mark(f"unseen:{number}:{now.date()}", now):
                    cards.show_again(store.petitions.get(number), now)
