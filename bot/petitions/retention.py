"""How long things are kept, and what happens to them then. Runs every night, and by command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.petitions.privacy import erasing
from bot.store import Store
from bot.store.erasing import Erasing
from bot.store.expiry import Expiry

DRAFTS = timedelta(days=8)
"""A day more than drafts live, so that whoever is to be told of one that dies has been told."""
QUESTIONS = timedelta(days=365)
SEARCHES = timedelta(days=30)
NOTICES = timedelta(days=365)
"""That something was said, without the words: they go after two days (`Outbox.purge`)."""
TOPICS = timedelta(days=1)
BLOCKS = timedelta(days=365)
IDLE = timedelta(days=730)
"""People who have not written for so long, hold no role and have no petition that is theirs."""
MONTH = timedelta(days=30, hours=10, minutes=30)
"""A twelfth of a year."""


class _DryRun(Exception):
    """Takes back what was only tried."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule: what is meant, in words, how long it is kept, and what then takes it away and counts it."""

    what: str
    period: timedelta
    apply: Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class Retention:
    """Applies the rules; petitions keep their sender for `months` after they ended."""

    store: Store
    months: int

    def rules(self, now: datetime) -> tuple[Kept, ...]:
        """The rules, in the order in which they are applied."""
        eraser, expiry = erasing(self.store), Expiry(self.store.db)
        return (
            Kept(
                _("senders and words of petitions that have ended"),
                self.months * MONTH,
                lambda before: _forget(eraser, eraser.ended_before(before), now),
            ),
            Kept(
                _("words of petitions that have ended and whose sender was erased"),
                timedelta(0),
                lambda _before: _forget(eraser, eraser.ended_since_erased(), now),
            ),
            Kept(_("drafts"), DRAFTS, expiry.drafts),
            Kept(_("questions"), QUESTIONS, expiry.questions),
            Kept(_("what officials searched for"), SEARCHES, expiry.searches),
            Kept(_("notes of what was sent"), NOTICES, expiry.notices),
            Kept(_("what chats were about"), TOPICS, expiry.topics),
            Kept(_("former blocks"), BLOCKS, expiry.blocks),
            Kept(_("former blocks of people who were erased"), timedelta(0), expiry.blocks_of_nobody),
            Kept(_("people who no longer write"), IDLE, expiry.people),
        )

    def run(self, now: datetime, *, dry_run: bool = False) -> list[tuple[str, int]]:
        """Applies all rules in one transaction, and returns what each took away; in a dry run, would take away."""
        done: list[tuple[str, int]] = []
        try:
            with self.store.db.atomic():
                done = [(rule.what, rule.apply(now - rule.period)) for rule in self.rules(now)]
                if dry_run:
                    raise _DryRun
                self.store.inbox.purge(now)
                self.store.outbox.purge(now)
        except _DryRun:
            return done
        if any(count for _what, count in done[:2]):
            erasing(self.store).tidy_index()
        return done

    def told(self, done: list[tuple[str, int]], *, dry_run: bool) -> str:
        """The outcome in lines for who started it."""
        head = _("This would be taken away:") if dry_run else _("This was taken away:")
        return "\n".join([head, *(f"– {what}: {ngettext('%(n)s row', '%(n)s rows', count)}" for what, count in done)])


def _forget(eraser: Erasing, petition_ids: list[int], now: datetime) -> int:
    for petition_id in petition_ids:
        eraser.forget(petition_id, now)
    return len(petition_ids)
