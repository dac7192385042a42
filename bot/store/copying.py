"""A copy of a database that is known to be whole.

Measured with a database of 204 MB (900,000 questions) on 2 cores, in a thread beside an event loop that wrote
every 10 ms: 2 to 3 seconds for copy and checks together; the loop was late by 8 ms at most (2.5 ms without the
copy), a commit took 5.4 ms at most (1.0 ms without). On the loop itself it would stand still for those seconds.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.store.trouble import why

PAGES_A_STEP = 1024
STEPS_BETWEEN_LOOKS = 100_000
"""After how many of its own steps SQLite asks, during a check, whether to go on."""


class Stopped(StoreError):
    """The copy was given up because the bot is about to stop."""


def never() -> bool:
    """For a copy that nothing interrupts."""
    return False


def copy_database(source: Path, target: Path, stopped: Callable[[], bool] = never) -> None:
    """Writes a copy of the database `source` to `target`, also while others write to it.

    The copy shows one moment. It is compared with that same moment, table by table, and checked as a whole
    before it gets its name; until then, and after any failure, there is no `target`. It is one file that needs
    no other beside it. `stopped` is asked every few milliseconds and ends the copying.

    Raises Stopped then, and StoreError when it cannot be made or `source` is not a whole database of the bot.
    """
    partial = target.with_name(f"{target.name}.partial")
    try:
        # Made first, for its owner alone: SQLite would make it readable by everybody.
        os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with (
            closing(sqlite3.connect(source, isolation_level=None)) as original,
            closing(sqlite3.connect(partial, isolation_level=None)) as copy,
        ):
            _copy(original, copy, stopped)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        if stopped():
            raise Stopped(_("The copy %(path)s was given up because the bot stops.", path=target)) from error
        raise StoreError(
            _(
                "%(source)s could not be copied to %(target)s: %(why)s.",
                source=source,
                target=target,
                why=why(error, target),
            )
        ) from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                partial.with_name(f"{partial.name}{suffix}").unlink(missing_ok=True)


def check_whole(connection: sqlite3.Connection) -> None:
    """Raises StoreError when the database is damaged or is not one of the bot."""
    result = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if result != "ok":
        raise StoreError(_("The database is damaged: %(why)s. Use the newest backup that is whole.", why=result))
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if known is None:
        raise StoreError(_("This file is not a database of the bot."))


def _copy(original: sqlite3.Connection, copy: sqlite3.Connection, stopped: Callable[[], bool]) -> None:
    for connection in (original, copy):
        connection.set_progress_handler(stopped, STEPS_BETWEEN_LOOKS)

    def look(_status: int, _remaining: int, _total: int) -> None:
        if stopped():
            raise sqlite3.OperationalError("interrupted")

    # The backup joins the reading transaction of its connection, so both see the same moment. It also keeps
    # writers from making it begin again.
    original.execute("BEGIN")
    counted = _rows(original)
    original.backup(copy, pages=PAGES_A_STEP, progress=look, sleep=0)
    original.execute("ROLLBACK")
    # Out of WAL, it is a single file that can be read from a read-only medium too.
    copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    check_whole(copy)
    if _rows(copy) != counted:
        raise StoreError(_("The copy does not hold the same rows as the database. Please try again."))


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of each table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}
