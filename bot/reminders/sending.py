"""Putting what has become due into the outbox, in each reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n import use_locale
from bot.outgoing import Kind, Outgoing
from bot.reminders.ladder import is_late
from bot.reminders.model import Reminder, ReminderStatus
from bot.reminders.reminder_pages import Owing, ReminderPages
from bot.replies import Reply
from bot.store import Store
from bot.store.schedule import Owed, reminder_key

WORTH = timedelta(days=2)
"""How long a notice to a coordinator is worth sending."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Stages reminders and notices; everything happens in the caller's transaction."""

    store: Store
    pages: ReminderPages

    def remind(
        self, reminder: Reminder, owing: Owing, people: Iterable[int], expires_at: datetime | None, now: datetime
    ) -> None:
        """Stages the step for these people; without any it stays planned."""
        late = is_late(reminder.step)
        self._stage(
            reminder, people, lambda: self.pages.reminder(owing, reminder.id, late=late), expires_at=expires_at, now=now
        )

    def tell_leader(self, reminder: Reminder, owing: Owing, leader: int, now: datetime) -> None:
        """Stages the step for the agency's leader."""
        self._stage(reminder, [leader], lambda: self.pages.to_leader(owing), expires_at=None, now=now)

    def tell(self, key: str, people: Iterable[int], say: Callable[[], Reply], now: datetime) -> None:
        """Stages a notice for each of these people, once for each `key`."""
        for person_id in people:
            with use_locale(self.store.people.language(person_id)):
                content = Outgoing(person_id, say(), Kind.NOTICE, expires_at=now + WORTH)
            self.store.outbox.add(f"{key}:{person_id}", content, now)

    def _stage(
        self,
        reminder: Reminder,
        people: Iterable[int],
        say: Callable[[], Reply],
        *,
        expires_at: datetime | None,
        now: datetime,
    ) -> None:
        mark = reminder_key(Owed(reminder.deadline_id, reminder.period, reminder.agency))
        for person_id in people:
            with use_locale(self.store.people.language(person_id)):
                content = Outgoing(
                    person_id, say(), Kind.BROADCAST, collapse_key=mark, about=mark, expires_at=expires_at
                )
            self.store.outbox.add(f"reminder:{reminder.id}:{person_id}", content, now)
            self.store.reminders.mark(reminder.id, ReminderStatus.STAGED, now)
