"""The files that people sent: were they fetched, and are they still there?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bot.attachments import FOLDER, path_of
from bot.doctor.data import opened
from bot.doctor.findings import Finding
from bot.i18n import ngettext
from bot.store.database import FILE, utc_text
from bot.store.fetches import Loss

WAITING = timedelta(hours=1)
"""How long a file may wait to be fetched before it counts as stuck."""
LATELY = timedelta(days=7)


def files(folder: Path, now: datetime) -> Iterator[Finding]:
    """What is wrong with the files; nothing where nobody ever sent one."""
    if not (folder / FILE).exists():
        return
    with closing(opened(folder / FILE)) as connection:
        if not _has_table(connection):
            return
        waiting = _count(connection, "stored_at IS NULL AND error IS NULL AND added_at < ?", utc_text(now - WAITING))
        lost = _count(connection, "error = ? AND added_at >= ?", Loss.UNREACHABLE, utc_text(now - LATELY))
        kept = [row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM attachments WHERE sha256 NOT NULL")]
    missing = sum(not path_of(folder, sha256).is_file() for sha256 in kept)
    if waiting:
        yield Finding(False, _waiting(waiting))
    if lost:
        yield Finding(False, _lost(lost))
    if missing:
        yield Finding(False, _missing(missing, folder / FOLDER))
    elif kept:
        yield Finding(
            True, ngettext("%(n)s file that people sent is kept.", "%(n)s files that people sent are kept.", len(kept))
        )


def _waiting(count: int) -> str:
    return ngettext(
        "%(n)s file that people sent has not been fetched for more than an hour. See whether the bot runs, reaches "
        "Telegram and has room on the disk, and its log.",
        "%(n)s files that people sent have not been fetched for more than an hour. See whether the bot runs, reaches "
        "Telegram and has room on the disk, and its log.",
        count,
    )


def _lost(count: int) -> str:
    return ngettext(
        "%(n)s file of the last 7 days could not be fetched within a day and is only at Telegram. See the log.",
        "%(n)s files of the last 7 days could not be fetched within a day and are only at Telegram. See the log.",
        count,
    )


def _missing(count: int, folder: Path) -> str:
    return ngettext(
        "%(n)s file that people sent is missing in %(path)s. Copy the folder back from where you keep its copies.",
        "%(n)s files that people sent are missing in %(path)s. Copy the folder back from where you keep its copies.",
        count,
        path=folder,
    )


def _has_table(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'attachments'")
    return tables.fetchone() is not None


def _count(connection: sqlite3.Connection, where: str, *values: str) -> int:
    count: int = connection.execute(f"SELECT count(*) FROM attachments WHERE {where}", values).fetchone()[0]
    return count
