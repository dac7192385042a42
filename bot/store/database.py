"""Opening the database file: safe settings, the right schema, readable by nobody else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.store.migrations import MIGRATIONS

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


def make_private_folder(folder: Path) -> None:
    """Makes `folder` for its owner alone; one that exists is left as it is.

    Raises StoreError when it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            _("The data folder %(path)s cannot be made: %(why)s.", path=folder, why=error.strerror)
        ) from error


def open_database(data_dir: Path) -> Database:
    """The database of `data_dir`, made if it is missing and brought to the newest schema.

    It belongs to the thread that opened it. Raises StoreError when the file cannot be used or was
    written by a newer version of the bot.
    """
    make_private_folder(data_dir)
    path = data_dir / FILE
    try:
        # SQLite gives its -wal and -shm files the permissions of the database file.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        db = Database(path, execute_plugins=False)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(_unusable(path, error)) from error
    try:
        _prepare(db)
    except sqlite3.Error as error:
        db.close()
        raise StoreError(_unusable(path, error)) from error
    except StoreError:
        db.close()
        raise
    return db


def _unusable(path: Path, error: Exception) -> str:
    return _("The database %(path)s cannot be used: %(why)s.", path=path, why=error)


def _prepare(db: Database) -> None:
    for pragma in (f"busy_timeout = {BUSY_TIMEOUT_MS}", "foreign_keys = ON", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}")
    unknown = {migration.name for migration in MIGRATIONS.applied(db)} - _known_names()
    if unknown:
        raise StoreError(
            _(
                "The database was written by a newer version of the bot (%(step)s). Install that version, "
                "or restore an older backup.",
                step=max(unknown),
            )
        )
    db.execute("PRAGMA journal_mode = WAL").fetchone()
    MIGRATIONS.apply(db)


def _known_names() -> set[str]:
    # An empty database has every known step still before it.
    empty = Database(memory=True, execute_plugins=False)
    try:
        return {migration.name for migration in MIGRATIONS.pending(empty)}
    finally:
        empty.close()


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
