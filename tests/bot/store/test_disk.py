"""Many transactions wait for the disk together, and none is told of before the disk has it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.store.database import DatabaseError, open_database
from bot.store.disk import Disk


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = open_database(tmp_path)
    yield db
    db.close()


class SlowDisk(Disk):
    """A disk that takes what it is given only when it is let."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, self._wait)
        self.may_take = threading.Semaphore(0)
        self.asked = 0

    def _wait(self, log: int) -> None:
        self.asked += 1
        self.may_take.acquire()
        os.fsync(log)

    def write(self) -> None:
        with self.later():
            self._db.execute("UPDATE people SET id = id")

    @asynccontextmanager
    async def one_waits(self) -> AsyncIterator[asyncio.Task[None]]:
        """Somebody who waits for what is written so far, once the disk has been asked."""
        before = self.asked
        waiting = asyncio.create_task(self.holds())
        while self.asked == before:  # noqa: ASYNC110 - it is asked by another thread
            await asyncio.sleep(0)
        yield waiting
        await waiting


@pytest.fixture
def disk(db: Database) -> Iterator[SlowDisk]:
    disk = SlowDisk(db)
    yield disk
    disk.close()


async def test_nobody_waits_where_nothing_was_written(disk: SlowDisk) -> None:
    await disk.holds()
    assert disk.asked == 0


async def test_many_wait_together(disk: SlowDisk) -> None:
    disk.write()
    disk.write()
    async with disk.one_waits() as first:
        others = [asyncio.create_task(disk.holds()) for _number in range(20)]
        await asyncio.sleep(0)
        assert not first.done()
        disk.may_take.release()
        await asyncio.gather(*others)
    assert disk.asked == 1


async def test_what_is_written_while_others_wait_needs_a_wait_of_its_own(disk: SlowDisk) -> None:
    disk.write()
    async with disk.one_waits():
        disk.write()
        late = asyncio.create_task(disk.holds())
        disk.may_take.release()
    assert not late.done()
    disk.may_take.release()
    await late
    assert disk.asked == 2


async def test_one_who_gives_up_waiting_does_not_hinder_the_others(disk: SlowDisk) -> None:
    disk.write()
    async with disk.one_waits():
        impatient = asyncio.create_task(disk.holds())
        await asyncio.sleep(0)
        impatient.cancel()
        disk.may_take.release()
    assert impatient.cancelled()


async def test_a_disk_that_refuses_is_asked_again(db: Database) -> None:
    answers = iter([OSError("no space"), None])

    def flush(_log: int) -> None:
        if error := next(answers):
            raise error

    disk = Disk(db, flush)
    with disk.later():
        db.execute("UPDATE people SET id = id")
    with pytest.raises(OSError, match="no space"):
        await disk.holds()
    await disk.holds()
    disk.close()


async def test_what_broke_off_is_not_written(db: Database) -> None:
    disk, twice = Disk(db), ["INSERT INTO topics VALUES (1, '[]', '[]', 'x')"] * 2
    with pytest.raises(DatabaseError), disk.later():
        list(map(db.execute, twice))
    await disk.holds()
    assert db.table("topics").count == 0
    disk.close()
