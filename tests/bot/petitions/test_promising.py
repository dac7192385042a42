from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.petitions.promising import Promising
from bot.working_days import WorkingDays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PROMISING = Promising(lambda: WorkingDays(ZONE), {"dat-dai": 15, "khac": 10}.__getitem__)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("category", "received", "due", "seen"),
    [
        ("khac", "2026-11-23T09:00", "2026-12-08T17:00", None),
        ("dat-dai", "2026-11-23T09:00", "2026-12-15T17:00", None),
        ("khac", "2026-11-23T12:00", "2026-12-08T17:00", "2026-11-23T13:00"),
        ("khac", "2026-11-23T20:00", "2026-12-09T17:00", "2026-11-25T07:00"),
        ("khac", "2026-11-28T01:30", "2026-12-14T17:00", "2026-11-30T07:00"),
    ],
    ids=["at work", "what takes longer", "at noon", "in the evening before a holiday", "in the night to a Saturday"],
)
def test_what_is_promised(category: str, received: str, due: str, seen: str | None) -> None:
    promise = PROMISING.promise(category, local(received))
    assert promise.due_at == local(due)
    assert promise.seen_at == (local(seen) if seen else None)


@pytest.mark.parametrize(
    ("now", "left"),
    [("2026-11-23T09:00", 10), ("2026-12-07T09:00", 1), ("2026-12-08T09:00", 0), ("2026-12-20T09:00", 0)],
)
def test_how_many_working_days_are_left(now: str, left: int) -> None:
    assert PROMISING.working_days_left(local("2026-12-08T17:00"), local(now)) == left
