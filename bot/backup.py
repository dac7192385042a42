"""Copying the database to a safe place, and putting a copy back."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.lock import only_one
from bot.store.copying import copy_database
from bot.store.database import FILE
from bot.store.migrating import refuse_newer
from bot.store.trouble import why


def back_up(data_dir: Path, target: Path) -> None:
    """Writes a verified copy of the database to `target`, also while the bot runs (see `copy_database`).

    Raises StoreError.
    """
    source = data_dir / FILE
    if not source.is_file():
        raise StoreError(_("There is no database in %(path)s yet.", path=data_dir))
    if target.exists():
        raise StoreError(_("%(path)s already exists. Choose another name.", path=target))
    copy_database(source, target)


def restore(data_dir: Path, source: Path, now: datetime) -> Path | None:
    """Puts the backup `source` in the place of the database, and returns where the replaced one is kept.

    Raises AlreadyRunning while the bot runs, and StoreError when `source` is not a whole database of the bot
    or comes from a newer version of it; nothing is replaced then.
    """
    if not source.is_file():
        raise StoreError(_("%(path)s does not exist.", path=source))
    with only_one(data_dir):
        fresh = data_dir / f"{FILE}.restoring"
        try:
            copy_database(source, fresh)
            with closing(Database(fresh, execute_plugins=False)) as db:
                refuse_newer(db)
            kept = _set_aside(data_dir / FILE, now)
            fresh.replace(data_dir / FILE)
        except OSError as error:
            raise StoreError(
                _("The data folder %(path)s cannot be used: %(why)s.", path=data_dir, why=why(error, data_dir))
            ) from error
        finally:
            fresh.unlink(missing_ok=True)
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
