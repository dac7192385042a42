"""Fetching the files that people sent, beside everything else."""

from __future__ import annotations

import asyncio
import logging
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.administrators import files_wait
from bot.attachments import Incoming, TooLarge, path_of, sweep, untouched
from bot.errors import StoreError
from bot.petitions.file_rules import TOO_BIG
from bot.settings import TELEGRAM
from bot.store.database import DatabaseError
from bot.store.fetches import Fetch, Loss
from bot.store.trouble import code
from handlers.aiohttp_request import PIECE, AiohttpRequest
from handlers.alarms import alarm
from handlers.calls import get_file
from handlers.context import Deps
from handlers.errors import place_of
from handlers.outcomes import Meaning, outcome_of
from handlers.pace import Pace
from handlers.requests import DOWNLOADS

ROOM = 64 * 1024 * 1024
"""Bytes that files leave free on the disk: the database needs them."""
LONGEST = 600.0
"""Seconds for one file."""
SWEPT_EVERY = 3600.0

log = logging.getLogger(__name__)


class Fetching:
    """Takes one file after the other, DOWNLOADS at once; what cannot be fetched now is fetched later."""

    def __init__(self, deps: Deps, bot: Bot, downloads: AiohttpRequest, pace: Pace, room: int = ROOM) -> None:
        self._deps, self._bot, self._downloads, self._pace, self._room = deps, bot, downloads, pace, room
        self._fetches = deps.store.fetches
        self._data_dir = deps.settings.data_dir
        self._in_hand: set[int] = set()
        self._troubles = 0

    async def run(self) -> None:
        """Fetches what is due until cancelled."""
        await asyncio.gather(self._sweeping(), *(self._working() for _number in range(DOWNLOADS)))

    async def _working(self) -> None:
        while True:
            try:
                fetched = await self._fetch_next()
            except (DatabaseError, OSError, StoreError) as error:
                await self._trouble(error)
                continue
            self._troubles = 0
            if not fetched:
                await asyncio.sleep(self._pace.look_again)

    async def _trouble(self, error: Exception) -> None:
        """Waits until something can be kept again. An administrator hears of the files, not of the database."""
        self._troubles += 1
        cause = error.__cause__ if isinstance(error, StoreError) else error
        log.warning("files cannot be kept (%s), trying again", code(cause))
        if not isinstance(error, DatabaseError):
            alarm(self._deps, "files", str(self._deps.clock().date()), files_wait)
        await asyncio.sleep(self._pace.pause(self._troubles))

    async def _fetch_next(self) -> bool:
        """Whether there was something to fetch. Raises DatabaseError, StoreError or OSError."""
        fetch = self._fetches.next(self._deps.clock(), self._in_hand)
        if fetch is None:
            return False
        self._in_hand.add(fetch.id)
        try:
            await self._fetch(fetch)
        finally:
            self._in_hand.discard(fetch.id)
        return True

    async def _fetch(self, fetch: Fetch) -> None:
        try:
            if fetch.size is not None and fetch.size > TOO_BIG:
                raise TooLarge
            if not self._has_twin(fetch):
                async with asyncio.timeout(LONGEST):
                    await self._download(fetch)
            self._deps.focal_side.importing.on_fetched(self._deps.clock())
        except TooLarge:
            self._fetches.lost(fetch.id, Loss.TOO_BIG)
        except TimeoutError:
            self._fetches.again(fetch.id, self._deps.clock())
        except TelegramError as error:
            self._failed(fetch, error)
        except (DatabaseError, OSError, StoreError):
            raise
        except Exception as error:  # noqa: BLE001 - a file that breaks our own code must not hold up the others
            log.error("file %s failed: %s at %s", fetch.id, type(error).__name__, place_of(error))
            self._fetches.again(fetch.id, self._deps.clock())

    def _has_twin(self, fetch: Fetch) -> bool:
        sha256 = self._fetches.twin(fetch.file_unique_id)
        path = path_of(self._data_dir, sha256) if sha256 else None
        if sha256 is None or path is None or not path.exists():
            return False
        self._fetches.stored(fetch.id, sha256, path.stat().st_size, self._deps.clock())
        return True

    async def _download(self, fetch: Fetch) -> None:
        path = await get_file(self._bot, fetch.file_id)
        with Incoming(self._data_dir, TOO_BIG) as incoming:
            if shutil.disk_usage(self._data_dir).free < self._room:
                raise OSError("too little room is left for files")
            if Path(path).is_absolute():
                await self._copy(path, incoming)
            else:
                status = await self._downloads.stream(f"{self._bot.base_file_url}/{quote(path)}", incoming.take)
                if status != 200:
                    raise NetworkError(f"HTTP {status}")
            sha256 = await asyncio.to_thread(incoming.keep)
        self._fetches.stored(fetch.id, sha256, incoming.size, self._deps.clock())

    async def _copy(self, path: str, incoming: Incoming) -> None:
        """Takes a file from this machine, where a Bot API server of one's own in local mode has put it."""
        if self._deps.settings.telegram_api_url == TELEGRAM:
            raise BadRequest("Telegram itself has no files on this machine")

        def read() -> None:
            with Path(path).open("rb") as file:
                while piece := file.read(PIECE):
                    incoming.take(piece)

        try:
            await asyncio.to_thread(read)
        except FileNotFoundError as error:
            raise NetworkError("the Bot API server has removed the file") from error

    def _failed(self, fetch: Fetch, error: TelegramError) -> None:
        outcome, now = outcome_of(error), self._deps.clock()
        match outcome.meaning:
            case Meaning.TOLD_TO_WAIT:
                self._fetches.postpone(fetch.id, now + max(outcome.wait, timedelta(seconds=1)))
            case Meaning.NOT_SENT | Meaning.UNKNOWN:
                log.warning("file %s is fetched again later (%s)", fetch.id, type(error).__name__)
                self._fetches.again(fetch.id, now)
            case _:
                log.error("file %s was refused: %.200s", fetch.id, error.message)
                too_big = "too big" in error.message.lower()
                self._fetches.lost(fetch.id, Loss.TOO_BIG if too_big else Loss.REFUSED)

    async def _sweeping(self) -> None:
        while True:
            try:
                now = self._deps.clock()
                paths = await asyncio.to_thread(untouched, self._data_dir, now)
                sweep(self._deps.store, self._data_dir, paths, now)
            except (OSError, DatabaseError) as error:
                log.warning("files that nobody needs could not be removed (%s)", code(error))
            await asyncio.sleep(SWEPT_EVERY)
