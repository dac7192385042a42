"""Having the ordered files made, one after the other, and sending each to who ordered it."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.enclosures import discard, enclose
from bot.errors import StoreError
from bot.filing import file_kind, file_name
from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import File, Kind, Outgoing
from bot.petitions.inquiring import Inquiring
from bot.reminders.progress_files import ProgressFiles
from bot.replies import Reply
from bot.settings import Settings
from bot.store import Store
from bot.store.database import DatabaseError
from bot.store.orders import PROGRESS, Order

LONGEST = 600.0
"""Seconds for one file. 100,000 petitions take about 40."""
ROOT = Path(__file__).parent.parent

log = logging.getLogger(__name__)


class Clerk:
    """Makes files in another process. An order outlives a restart, and is tried a few times."""

    def __init__(
        self,
        store: Store,
        inquiring: Inquiring,
        progress: ProgressFiles,
        settings: Settings,
        clock: Callable[[], datetime],
        sent: asyncio.Event,
    ) -> None:
        self._store, self._inquiring, self._progress, self._settings = store, inquiring, progress, settings
        self._clock, self._sent = clock, sent

    async def run(self, pause: float) -> None:
        """Looks for orders every `pause` seconds, until cancelled."""
        while True:
            try:
                await self.finish()
            except (DatabaseError, StoreError, OSError) as error:
                log.warning("no files can be made now (%s), trying again soon", type(error).__name__)
            await asyncio.sleep(pause)

    async def finish(self) -> None:
        """Makes all files that are ordered. Raises DatabaseError, StoreError and OSError."""
        tried: set[int] = set()
        while (order := self._store.orders.next()) is not None and order.id not in tried:
            tried.add(order.id)
            await self._make(order)

    async def _make(self, order: Order) -> None:
        files: ProgressFiles | Inquiring = self._progress if order.what in PROGRESS else self._inquiring
        if not files.may_have(order):
            self._store.orders.done(order.id, self._clock())
            return
        content = await _content(order, self._settings)
        if content is None:
            self._failed(order)
        else:
            self._send(order, content)

    def _send(self, order: Order, content: bytes) -> None:
        name = file_name(order, self._inquiring.zone)
        file = enclose(self._settings.data_dir, content, name, file_kind(order))
        try:
            self._stage(order, Reply(()), file)
        except BaseException:
            discard(self._settings.data_dir, [file])
            raise

    def _failed(self, order: Order) -> None:
        log.error("file %s (%s) could not be made", order.id, order.what)
        if self._store.orders.failed(order.id, "not made", self._clock()):
            with use_locale(order.language):
                sorry = _("Sorry, the file could not be made. Those in charge can see why in the log.")
                self._stage(order, Reply.of(sorry))

    def _stage(self, order: Order, reply: Reply, *files: File) -> None:
        now = self._clock()
        content = Outgoing(order.chat_id, reply, Kind.NOTICE, thread_id=order.thread_id, files=files, secret=True)
        with self._store.db.atomic():
            self._store.outbox.add(f"file_order:{order.id}", content, now)
            self._store.orders.done(order.id, now)
        self._sent.set()


async def _content(order: Order, settings: Settings) -> bytes | None:
    """What another process makes of the order; None when it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.filing", str(order.id)),
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(settings.data_dir.resolve()), **_as_set(settings)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(LONGEST):
            content, complaint = await process.communicate()
    except BaseException as error:
        process.kill()
        await process.wait()
        if isinstance(error, TimeoutError):
            return None
        raise
    if process.returncode == 0:
        return content
    # The last line of a traceback may repeat people's words; what stands before the colon is the kind of error.
    last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(":")[0]
    log.warning("making file %s ended with %s (%.60s)", order.id, process.returncode, last)
    return None


def _as_set(settings: Settings) -> dict[str, str]:
    """What decides on rights and days, as this process knows it."""
    return {"OWNER_IDS": ",".join(map(str, settings.owner_ids)), "TIMEZONE": settings.timezone}
