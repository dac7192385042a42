from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.petitions.limits import reached

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def ago(**times: float) -> datetime:
    return NOW - timedelta(**times)


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        ([], None),
        ([ago(seconds=31)], None),
        ([ago(seconds=10)], NOW + timedelta(seconds=20)),
        ([ago(hours=hours) for hours in (20, 15, 10, 5)], None),
        ([ago(hours=hours) for hours in (20, 15, 10, 5, 1)], NOW + timedelta(hours=4)),
        ([ago(hours=hours) for hours in (30, 15, 10, 5, 1)], None),
        ([ago(days=days + 2) for days in range(20)], NOW + timedelta(days=9)),
        ([ago(days=days + 20) for days in range(20)], None),
    ],
    ids=[
        "the first",
        "half a minute later",
        "at once",
        "the fifth of a day",
        "the sixth of a day",
        "one of them was yesterday",
        "the twenty-first of a month",
        "most of them were long ago",
    ],
)
def test_when_the_next_petition_can_be_sent(sent: list[datetime], until: datetime | None) -> None:
    found = reached(sent, NOW)
    assert (found.until if found else None) == until


def test_of_several_limits_the_longest_counts() -> None:
    found = reached([ago(seconds=n) for n in range(5)], NOW)
    assert found is not None
    assert found.limit.most == 5
