"""Bringing a database to the newest schema: all steps or none, with a copy of what was before."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.store.copying import copy_database
from bot.store.folders import BACKUPS, make_private_folder
from bot.store.migrations import MIGRATIONS
from bot.store.trouble import why

KEPT = 3
"""How many of the copies taken before a migration are kept."""

_PREFIX = "before-"


def refuse_newer(db: Database, migrations: Migrations = MIGRATIONS) -> None:
    """Raises StoreError when a newer version of the bot has worked on the database."""
    unknown = {step.name for step in migrations.applied(db)} - _known_names(migrations)
    if unknown:
        raise StoreError(
            _(
                "The database was written by a newer version of the bot (%(step)s). Install that version, "
                "or restore an older backup.",
                step=max(unknown),
            )
        )


def migrate(db: Database, path: Path, now: datetime, migrations: Migrations = MIGRATIONS) -> None:
    """Takes the pending steps in one transaction; a database that holds something already is copied first.

    The copies lie in the folder BACKUPS beside `path`; the newest KEPT of them stay. Foreign keys are not
    enforced meanwhile, so that a step may rebuild a table, and are checked before the steps count.
    The caller switches them on. Raises StoreError: the database is then as it was before.
    """
    pending = migrations.pending(db)
    if not pending:
        return
    if db.table_names():
        _keep_copy(path, pending[0].name, now)
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        with db.atomic():
            migrations.apply(db)
            if db.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")
    except sqlite3.Error as error:
        raise StoreError(
            _(
                "The database %(path)s could not be brought to the new version and was left as it was: %(why)s.",
                path=path,
                why=why(error, path),
            )
        ) from error


def _keep_copy(path: Path, step: str, now: datetime) -> None:
    folder = path.parent / BACKUPS
    make_private_folder(folder)
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    copy_database(path, folder / f"{_PREFIX}{step}-{stamp}.db")
    copies = sorted(folder.glob(f"{_PREFIX}*.db"), key=lambda copy: copy.stem.rpartition("-")[2])
    for old in copies[:-KEPT]:
        old.unlink()


def _known_names(migrations: Migrations) -> set[str]:
    # An empty database has every known step still before it.
    empty = Database(memory=True, execute_plugins=False)
    try:
        return {step.name for step in migrations.pending(empty)}
    finally:
        empty.close()
