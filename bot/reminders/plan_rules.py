"""The plan's own deadlines (IV.2.3), kept as its files have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.deadlines import of_rule
from bot.i18n import DEFAULT, use_locale
from bot.reminders.changing import Changing
from bot.reminders.model import Deadline
from bot.reminders.occurrences import nth
from knowledge.models import DeadlineRule


@dataclass(frozen=True, slots=True)
class PlanRules:
    """Brings what is kept in line with the rules; whom it concerns and when it is reminded of stay as they were set."""

    changing: Changing

    def follow(self, rules: Sequence[DeadlineRule], now: datetime) -> None:
        """A new rule is kept, a changed one changed, one that is gone cancelled; done twice, it does nothing more."""
        store = self.changing.store
        with store.db.atomic(), use_locale(DEFAULT):
            kept = store.deadlines.of_plan()
            for rule in rules:
                self._follow(rule, kept.get(rule.id), now)
            for gone in kept.keys() - {rule.id for rule in rules}:
                if kept[gone].cancelled_at is None:
                    self.changing.cancel(kept[gone], now)

    def _follow(self, rule: DeadlineRule, kept: Deadline | None, now: datetime) -> None:
        wanted = of_rule(rule, self.changing.today(now))
        if kept is None:
            self.changing.store.deadlines.add(wanted, now)
            return
        if kept.cancelled_at:
            self.changing.store.deadlines.restore(kept.id, now)
        occurrences = self.changing.planning.occurrences
        changed = replace(kept, title=wanted.title, source=wanted.source)
        if wanted.first_day != occurrences.current(kept, self.changing.today(now)).last_day:
            name = nth(kept, kept.first_period or kept.first_day, occurrences.nearest(kept, wanted.first_day))
            changed = replace(changed, first_day=wanted.first_day, first_period=name)
        if changed != kept:
            self.changing.change(kept, replace(changed, cancelled_at=None), now)
