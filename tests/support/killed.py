"""The bot as a process of its own that is killed at any instant."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 60.0
SETTLES_WITHIN = 180.0


@dataclass
class Killed:
    """The bot as a process that is killed again and again, and what its outbox held at each death."""

    server: TelegramServer
    data: Path
    owner: int
    more: Mapping[str, str] = field(default_factory=dict)
    """Further variables of its environment."""
    on_their_way: Counter[str] = field(default_factory=Counter)

    async def lives(self, meanwhile: Callable[[], Awaitable[None]], seconds: float) -> None:
        """One life: started, something happens, and after `seconds` it is killed."""
        process = await self.start()
        await meanwhile()
        await asyncio.sleep(seconds)
        process.kill()
        await process.wait()
        self.on_their_way.update(row["key"] for row in self.rows("SELECT key FROM outbox WHERE status = 'sending'"))

    async def ends_well(
        self, meanwhile: Callable[[], Awaitable[None]], done: Callable[[], bool] = lambda: True
    ) -> None:
        """The last life: it works off everything, until `done` holds as well, and is stopped in an orderly way."""
        process = await self.start()
        await meanwhile()
        deadline = time.monotonic() + SETTLES_WITHIN
        while self.server.unconfirmed or self.left() or not done():
            assert time.monotonic() < deadline, self.left()
            assert process.returncode is None
            await asyncio.sleep(0.1)
        process.terminate()
        assert await process.wait() == 0

    def left(self) -> list[dict[str, Any]]:
        """What is not settled."""
        return self.rows(
            "SELECT 'inbox' AS at, update_id AS id FROM inbox WHERE status = 'waiting' UNION ALL"
            " SELECT 'outbox', id FROM outbox WHERE status IN ('pending', 'sending') UNION ALL"
            " SELECT 'files', id FROM attachments WHERE stored_at IS NULL"
        )

    async def start(self) -> asyncio.subprocess.Process:
        """The process, once it asks for updates."""
        before = len(self.server.sent_by("getUpdates"))
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")}
        settings = {"TELEGRAM_API_URL": self.server.url, "DATA_DIR": str(self.data), "MESSAGES_PER_SECOND": "1000"}
        people = {"BOT_TOKEN": self.server.token, "OWNER_IDS": str(self.owner), "LOG_LEVEL": "ERROR"}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "bot.py"),
            cwd=self.data.parent,
            env={**kept, **settings, **people, **self.more},
        )
        await self.server.wait_for(
            lambda: len(self.server.sent_by("getUpdates")) > before or process.returncode is not None, STARTS_WITHIN
        )
        assert process.returncode is None, "it did not start"
        return process

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query."""
        with closing(sqlite3.connect(self.data / "bot.db", timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql)]
