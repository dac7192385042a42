"""A copy of the database every night, and how many of them are kept."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.store.copying import copy_database, never
from bot.store.database import FILE
from bot.store.folders import BACKUPS, make_private_folder
from bot.store.trouble import code, why

HOUR = 2
"""From this hour on, by the clock of the place, the night's copy is due."""
DAILY, WEEKLY = 7, 4
TICK_SECONDS = 60.0
RETRY = timedelta(hours=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Nightly:
    """The nightly copies of the database in `data_dir`, by the clock of `zone`."""

    data_dir: Path
    zone: ZoneInfo

    def due(self, now: datetime) -> bool:
        """Whether the copy of the night of `now` is still to be made; without a database, none is."""
        return (self.data_dir / FILE).is_file() and not self._file(self._night(now)).exists()

    def run(self, now: datetime, stopped: Callable[[], bool] = never) -> Path:
        """Makes the copy of the night and returns it; of the older ones, those that are too many go.

        It takes seconds: see `copy_database`, also for `stopped`. Raises StoreError, with nothing half made.
        """
        copy = self._file(self._night(now))
        make_private_folder(copy.parent)
        copy_database(self.data_dir / FILE, copy, stopped)
        self._rotate()
        return copy

    def nights(self) -> list[date]:
        """The nights of which there is a copy."""
        found = []
        for file in (self.data_dir / BACKUPS).glob("bot-*.db"):
            with suppress(ValueError):
                found.append(date.fromisoformat(file.stem.removeprefix("bot-")))
        return sorted(found)

    def age(self, now: datetime) -> timedelta | None:
        """How long ago the night of the newest copy was; None without any."""
        nights = self.nights()
        return now - datetime.combine(nights[-1], time(HOUR), self.zone) if nights else None

    def _rotate(self) -> None:
        nights = self.nights()
        try:
            for night in set(nights) - keep(nights):
                self._file(night).unlink(missing_ok=True)
        except OSError as error:
            folder = self.data_dir / BACKUPS
            raise StoreError(
                _("The data folder %(path)s cannot be used: %(why)s.", path=folder, why=why(error, folder))
            ) from error

    def _night(self, now: datetime) -> date:
        return (now.astimezone(self.zone) - timedelta(hours=HOUR)).date()

    def _file(self, night: date) -> Path:
        return self.data_dir / BACKUPS / f"bot-{night.isoformat()}.db"


def keep(nights: Iterable[date]) -> set[date]:
    """The nights whose copies stay: the DAILY newest, and before these the newest of each of WEEKLY weeks."""
    newest_first = sorted(nights, reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for night in newest_first[DAILY:]:
        weeks.setdefault(night.isocalendar()[:2], night)
    return {*newest_first[:DAILY], *list(weeks.values())[:WEEKLY]}


@asynccontextmanager
async def kept_nightly(
    nightly: Nightly, clock: Callable[[], datetime], on_failure: Callable[[str], None]
) -> AsyncIterator[None]:
    """Makes the nightly copies inside the block; one that is under way at its end is given up."""
    task = asyncio.create_task(keep_nightly(nightly, clock, asyncio.Event(), on_failure))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def keep_nightly(
    nightly: Nightly,
    clock: Callable[[], datetime],
    wake: asyncio.Event,
    on_failure: Callable[[str], None] = lambda _why: None,
) -> None:
    """Makes each night's copy, until cancelled, in a thread beside the loop.

    It looks once a minute, first a minute after the start, and whenever `wake` is set. What goes wrong is logged,
    told to `on_failure` by a short name such as SQLITE_FULL, and tried again after RETRY.
    """
    not_before: datetime | None = None
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), TICK_SECONDS)
        wake.clear()
        now = clock()
        if not_before and now < not_before:
            continue
        try:
            if nightly.due(now):
                await _run(nightly, now)
            not_before = None
        except Exception as error:  # noqa: BLE001 - one bad night must not be the end of all others
            cause = error.__cause__ if isinstance(error, StoreError) and error.__cause__ else error
            log.error("the nightly backup failed (%s)", code(cause))
            on_failure(code(cause))
            not_before = now + RETRY


async def _run(nightly: Nightly, now: datetime) -> None:
    stopped = threading.Event()
    work = asyncio.ensure_future(asyncio.to_thread(nightly.run, now, stopped.is_set))
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        copy = await asyncio.shield(work)
    except asyncio.CancelledError:
        stopped.set()
        await asyncio.gather(work, return_exceptions=True)
        raise
    size = copy.stat().st_size
    log.info("nightly backup made", extra={"bytes": size, "ms": round((loop.time() - began) * 1000)})
