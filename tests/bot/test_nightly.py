"""The nightly copies: when, how many, and what happens when they fail."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.nightly import DAILY, RETRY, WEEKLY, Nightly, keep, keep_nightly, kept_nightly
from bot.store import Store, open_store
from bot.store.database import FILE

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """A moment by the clock of the place."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


@pytest.fixture
def nightly(tmp_path: Path) -> Nightly:
    open_store(tmp_path / "data").close()
    return Nightly(tmp_path / "data", VIETNAM)


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-11-01 00:00"))


def copies(nightly: Nightly) -> list[str]:
    return sorted(file.name for file in (nightly.data_dir / "backups").glob("*"))


def test_a_copy_is_due_once_a_night_after_two_by_the_local_clock(nightly: Nightly) -> None:
    assert nightly.run(at("2026-11-26 03:00")).name == "bot-2026-11-26.db"
    assert not nightly.due(at("2026-11-26 23:59"))
    assert not nightly.due(at("2026-11-27 01:59"))
    assert nightly.due(at("2026-11-27 02:00"))
    assert nightly.run(at("2026-11-27 02:00")).name == "bot-2026-11-27.db"
    assert not nightly.due(at("2026-11-27 02:01"))


def test_after_a_night_in_which_the_bot_was_off_it_is_due_at_once(nightly: Nightly) -> None:
    nightly.run(at("2026-11-20 02:00"))
    assert nightly.due(at("2026-11-24 01:00"))
    assert nightly.run(at("2026-11-24 01:00")).name == "bot-2026-11-23.db"
    assert nightly.due(at("2026-11-24 02:00"))


def test_without_a_database_nothing_is_due(tmp_path: Path) -> None:
    assert not Nightly(tmp_path, VIETNAM).due(at("2026-11-27 03:00"))


def test_the_copy_is_a_whole_database_for_its_owner_alone(nightly: Nightly, store: Store) -> None:
    store.people.seen(1001, at("2026-11-27 01:00"))
    copy = nightly.run(at("2026-11-27 02:00"))
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT id FROM people").fetchall() == [(1001,)]
    assert copy.parent.stat().st_mode & 0o077 == 0
    assert copy.stat().st_mode & 0o077 == 0


def test_seven_daily_and_four_weekly_copies_stay_and_nothing_else_is_touched(nightly: Nightly) -> None:
    (nightly.data_dir / "backups").mkdir()
    for name in ("bot-mine.db", "before-m002_x-20260101T000000Z.db"):
        (nightly.data_dir / "backups" / name).touch()
    for day in range(60):
        (nightly.data_dir / "backups" / f"bot-{date(2026, 9, 28) + timedelta(day)}.db").touch()
    nightly.run(at("2026-11-27 02:00"))
    assert [night.isoformat() for night in nightly.nights()] == [
        *("2026-11-01", "2026-11-08", "2026-11-15", "2026-11-20"),  # three Sundays, and the last before the week
        *(f"2026-11-{day}" for day in range(21, 28)),
    ]
    assert {"bot-mine.db", "before-m002_x-20260101T000000Z.db"} < set(copies(nightly))


@given(st.sets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=60))
def test_whatever_there_is_the_newest_stay_and_never_more_than_eleven(nights: set[date]) -> None:
    kept = keep(nights)
    assert kept <= nights
    assert kept >= set(sorted(nights)[-DAILY:])
    assert len(kept) <= DAILY + WEEKLY


@given(st.integers(30, 400))
def test_made_every_night_they_reach_back_three_weeks(days: int) -> None:
    nights: set[date] = set()
    for day in range(days):
        nights = keep({*nights, date(2026, 1, 1) + timedelta(day)})
    assert max(nights) - min(nights) >= timedelta(weeks=3)


def test_a_copy_that_fails_leaves_the_earlier_ones_and_nothing_half_made(nightly: Nightly) -> None:
    nightly.run(at("2026-11-26 02:00"))
    (nightly.data_dir / FILE).write_bytes(b"broken" * 1000)
    with pytest.raises(StoreError, match="tệp bị hỏng"):
        nightly.run(at("2026-11-27 02:00"))
    assert copies(nightly) == ["bot-2026-11-26.db"]


def test_its_age_is_that_of_the_newest(nightly: Nightly) -> None:
    assert nightly.age(at("2026-11-27 02:00")) is None
    nightly.run(at("2026-11-25 02:00"))
    nightly.run(at("2026-11-26 02:00"))
    assert nightly.age(at("2026-11-27 14:00")) == timedelta(hours=36)


class Clock:
    """A clock that a test sets, and the event with which it makes the loop look at it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.looks = asyncio.Semaphore(0)
        self.wake = asyncio.Event()

    def __call__(self) -> datetime:
        self.looks.release()
        return self.now

    async def strikes(self, now: datetime) -> None:
        """It is `now`, and the loop begins to do what is due."""
        self.now = now
        self.wake.set()
        await asyncio.wait_for(self.looks.acquire(), 5)

    async def passes(self, now: datetime) -> None:
        """It is `now`, and the loop has done what is due: it looks again."""
        await self.strikes(now)
        await self.strikes(now)


@asynccontextmanager
async def keeping(nightly: Nightly, clock: Clock) -> AsyncIterator[list[str]]:
    """The loop at work inside the block, and why it failed."""
    failures: list[str] = []
    task = asyncio.create_task(keep_nightly(nightly, clock, clock.wake, failures.append))
    try:
        yield failures
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_loop_makes_a_copy_each_night(nightly: Nightly, clock: Clock) -> None:
    async with keeping(nightly, clock):
        await clock.passes(at("2026-11-26 12:00"))
        assert copies(nightly) == ["bot-2026-11-26.db"]
        await clock.passes(at("2026-11-27 01:00"))
        assert copies(nightly) == ["bot-2026-11-26.db"]
        await clock.passes(at("2026-11-27 02:00"))
        assert copies(nightly) == ["bot-2026-11-26.db", "bot-2026-11-27.db"]


async def test_a_failure_is_told_by_its_code_and_tried_again_an_hour_later(
    nightly: Nightly, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    whole = (nightly.data_dir / FILE).rename(nightly.data_dir / "whole.db")
    (nightly.data_dir / FILE).write_bytes(b"broken" * 1000)
    start = at("2026-11-27 02:00")
    async with keeping(nightly, clock) as failures:
        await clock.passes(start)
        assert failures == ["SQLITE_NOTADB"]
        assert caplog.messages == ["the nightly backup failed (SQLITE_NOTADB)"]
        whole.replace(nightly.data_dir / FILE)
        await clock.passes(start + RETRY - timedelta(minutes=1))
        assert copies(nightly) == []
        await clock.passes(start + RETRY)
        assert copies(nightly) == ["bot-2026-11-27.db"]


async def test_a_copy_under_way_is_given_up_when_the_bot_stops(
    nightly: Nightly, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with keeping(nightly, clock):
        await clock.strikes(at("2026-11-27 02:00"))
    assert copies(nightly) == [], "neither the copy nor a part of it"
    assert caplog.messages == []


async def test_it_ends_with_its_block(nightly: Nightly, clock: Clock) -> None:
    async with kept_nightly(nightly, clock, [].append):
        within = len(asyncio.all_tasks())
    assert len(asyncio.all_tasks()) == within - 1
