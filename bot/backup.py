"""Copying the database to a safe place, and putting a copy back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.lock import only_one
from bot.store.database import FILE


def back_up(data_dir: Path, target: Path) -> None:
    """Writes a consistent copy of the database to `target`, also while the bot runs.

    The copy is complete before it takes its name. Raises StoreError.
    """
    source = data_dir / FILE
    if not source.is_file():
        raise StoreError(_("There is no database in %(path)s yet.", path=data_dir))
    if target.exists():
        raise StoreError(_("%(path)s already exists. Choose another name.", path=target))
    _copy(source, target)


def restore(data_dir: Path, source: Path, now: datetime) -> Path | None:
    """Puts the backup `source` in the place of the database, and returns where the replaced one is kept.

    Raises AlreadyRunning while the bot runs, and StoreError when `source` is not a whole database of the bot.
    """
    if not source.is_file():
        raise StoreError(_("%(path)s does not exist.", path=source))
    with only_one(data_dir):
        fresh = data_dir / f"{FILE}.restoring"
        _copy(source, fresh)
        kept = _set_aside(data_dir / FILE, now)
        fresh.replace(data_dir / FILE)
    return kept


def _set_aside(database: Path, now: datetime) -> Path | None:
    """Renames the database and its log as they are: even damaged, they may hold what somebody needs."""
    if not database.exists():
        return None
    kept = database.with_name(f"{FILE}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    for suffix in ("-wal", "-shm", ""):
        part = database.with_name(f"{database.name}{suffix}")
        if part.exists():
            part.replace(kept.with_name(f"{kept.name}{suffix}"))
    return kept


def _copy(source: Path, target: Path) -> None:
    partial = target.with_name(f"{target.name}.partial")
    try:
        # Made first, for its owner alone: SQLite would make it readable by everybody.
        os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(partial)) as copy:
            original.backup(copy)
            check_whole(copy)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            _(
                "%(source)s could not be copied to %(target)s: %(why)s.",
                source=source,
                target=target,
                why=error,
            )
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def check_whole(connection: sqlite3.Connection) -> None:
    """Raises StoreError when the database is damaged or is not one of the bot."""
    result = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if result != "ok":
        raise StoreError(_("The database is damaged: %(why)s.", why=result))
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if known is None:
        raise StoreError(_("This file is not a database of the bot."))
