"""Opening the database file: safe settings, the right schema, readable by nobody else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.store.folders import make_private_folder
from bot.store.migrating import migrate, refuse_newer
from bot.store.trouble import why

FILE = "bot.db"
BUSY_TIMEOUT_MS = 1000
"""How long a write waits for another process; everything else waits meanwhile, so it is tried again later."""

DatabaseError = sqlite3.Error
"""What reading and writing may raise; see `is_trouble`."""

_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
    }
)
_PRIMARY_CODE = 0xFF
"""SQLite, "Result and Error Codes": the low byte of an extended code is the primary one."""


class NestingDatabase(Database):
    """A database whose inner transactions cost little.

    The base class gives each savepoint a new name, so that SQLite compiles its statements every time, and
    throws others out of its cache.
    """

    @contextmanager
    def atomic(self) -> Generator[Database, None, None]:
        """As the base class does. One name is enough: SQLite means the innermost savepoint that bears it."""
        if not self.conn.in_transaction:
            with super().atomic():
                yield self
            return
        self.conn.execute("SAVEPOINT inner")
        try:
            yield self
        except BaseException:
            # A full disk may have ended the whole transaction.
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK TO inner")
                self.conn.execute("RELEASE inner")
            raise
        self.conn.execute("RELEASE inner")


def open_database(data_dir: Path, now: datetime | None = None) -> Database:
    """The database of `data_dir`, made if it is missing and brought to the newest schema.

    Before a new schema, a copy is kept (see `migrate`), named after `now`, by default the present moment.
    It belongs to the thread that opened it. Raises StoreError when the file cannot be read and written
    or was written by a newer version of the bot.
    """
    make_private_folder(data_dir)
    path = data_dir / FILE
    try:
        # SQLite gives its -wal and -shm files the permissions of the database file.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        db = NestingDatabase(path, execute_plugins=False)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(unusable(path, error)) from error
    try:
        _prepare(db, path, now or datetime.now(UTC))
    except BaseException as error:
        db.close()
        if isinstance(error, OSError | sqlite3.Error):
            raise StoreError(unusable(path, error)) from error
        raise
    return db


def open_for_reading(data_dir: Path) -> Database:
    """The database of `data_dir`, which then cannot be written to. Raises StoreError when there is none to be read."""
    path = data_dir / FILE
    if not path.is_file():
        raise StoreError(_("There is no database in %(path)s yet.", path=data_dir))
    try:
        db = NestingDatabase(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True), execute_plugins=False)
        db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        refuse_newer(db)
    except sqlite3.Error as error:
        raise StoreError(unusable(path, error)) from error
    return db


def unusable(path: Path, error: Exception) -> str:
    """The sentence for the person who looks after the bot: why the database cannot be used, and what to do."""
    return _("The database %(path)s cannot be used: %(why)s.", path=path, why=why(error, path))


def _prepare(db: Database, path: Path, now: datetime) -> None:
    for pragma in (f"busy_timeout = {BUSY_TIMEOUT_MS}", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}")
    refuse_newer(db)
    db.execute("PRAGMA journal_mode = WAL").fetchone()
    migrate(db, path, now)
    db.execute("PRAGMA foreign_keys = ON")
    # One page is written as it was, so that what cannot be written to is known now and not in the middle of a message.
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.execute(f"PRAGMA user_version = {version}")


@lru_cache(maxsize=64)
def utc_text(moment: datetime) -> str:
    """`moment` in ISO 8601, in UTC, so that texts sort as times do.

    Raises ValueError when `moment` does not say its time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


@contextmanager
def unhurried(db: Database) -> Iterator[None]:
    """A transaction that is not waited for until it is on the disk.

    It outlives a killed process all the same; a power cut may take it. For notes whose loss only means
    that something harmless happens twice. Inside another transaction it is part of that one.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.conn.execute("PRAGMA synchronous = NORMAL")
    try:
        with db.atomic():
            yield
    finally:
        db.conn.execute("PRAGMA synchronous = FULL")


def is_trouble(error: BaseException) -> bool:
    """Whether `error` comes from the disk or the file (full, read-only, locked …) and not from what was asked."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and code is not None and code & _PRIMARY_CODE in _TROUBLE
