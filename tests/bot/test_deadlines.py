from __future__ import annotations

from datetime import date

import pytest

from bot.deadlines import next_due
from knowledge import Knowledge


@pytest.mark.parametrize(
    ("today", "last_day", "days_left"),
    [
        (date(2026, 11, 23), date(2026, 12, 4), 11),
        (date(2026, 12, 3), date(2026, 12, 4), 1),
        (date(2026, 12, 4), date(2026, 12, 4), 0),
        (date(2026, 12, 5), date(2027, 12, 4), 364),
        (date(2027, 12, 31), date(2028, 12, 4), 339),
    ],
)
def test_before_5_december_means_4_december_at_the_latest(
    knowledge: Knowledge, today: date, last_day: date, days_left: int
) -> None:
    rule = next(rule for rule in knowledge.deadlines if rule.id == "bao-cao-nam")
    due = next_due(rule, today)
    assert (due.last_day, due.days_left) == (last_day, days_left)
    assert (due.before.month, due.before.day) == (12, 5)


def test_before_1_march_means_the_last_day_of_february(knowledge: Knowledge) -> None:
    rule = knowledge.deadlines[0].model_copy(update={"before_month": 3, "before_day": 1})
    assert next_due(rule, date(2027, 1, 1)).last_day == date(2027, 2, 28)
    assert next_due(rule, date(2028, 1, 1)).last_day == date(2028, 2, 29)
