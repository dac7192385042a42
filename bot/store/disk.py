"""Waiting for the disk once for many transactions, while the work goes on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from bot.store.database import unhurried


class Disk:
    """Knows which transactions the disk has for sure.

    On an old disk each wait takes tens of milliseconds. Nothing that a transaction leads to may be told before the
    disk has it, but many may wait together, and new ones be written meanwhile. Belongs to one event loop.
    """

    def __init__(self, db: Database, flush: Callable[[int], None] = os.fsync) -> None:
        """`flush` returns when the disk has all of the open file whose number it is given."""
        self._db = db
        self._flush = flush
        self._log: int | None = None
        self._written = 0
        self._held = 0
        self._flushing: asyncio.Future[None] | None = None

    @contextmanager
    def later(self) -> Iterator[None]:
        """A transaction that outlives a killed process at once, and a power cut once `holds` has returned."""
        with unhurried(self._db):
            yield
        self._written += 1

    async def holds(self) -> None:
        """Returns when the disk has everything written before. Raises OSError when it does not take it."""
        wanted = self._written
        while self._held < wanted:
            if self._flushing is None:
                self._flushing = asyncio.ensure_future(self._flush_once())
                # Everybody who waited may be gone by then.
                self._flushing.add_done_callback(lambda done: done.cancelled() or done.exception())
            # Others wait for the same; this one being cancelled is nothing to them.
            await asyncio.shield(self._flushing)

    def close(self) -> None:
        """Lets go of the file."""
        if self._log is not None:
            os.close(self._log)
            self._log = None

    async def _flush_once(self) -> None:
        written = self._written
        try:
            if self._log is None:
                # SQLite makes it when the database is opened, and keeps the same one until it is closed.
                path = self._db.execute("PRAGMA database_list").fetchone()[2]
                self._log = os.open(f"{path}-wal", os.O_RDWR)
            await asyncio.to_thread(self._flush, self._log)
            self._held = written
        finally:
            self._flushing = None
