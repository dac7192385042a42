"""What stands behind an error of the disk or of SQLite, for the person who looks after the bot."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path

from bot.i18n import gettext as _

FULL_BELOW_BYTES = 1024 * 1024
"""With less room than this, SQLite's "disk I/O error" is taken for a full disk: that is how it reports that
its shared-memory file does not fit any more (SQLITE_IOERR_SHMSIZE)."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM}


def why(error: Exception, path: Path) -> str:
    """What is wrong with the file or folder `path` and what to do, as the end of a sentence without its stop."""
    number = getattr(error, "errno", None)
    name = code(error)
    if number in _FULL or name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and _no_room(path)):
        return _("the disk is full; make room on it and try again")
    if number in _NOT_ALLOWED:
        return _("permission is missing; see whom it belongs to, and start the bot as that user")
    if number == errno.EROFS or name.startswith("SQLITE_READONLY"):
        return _("it can only be read, not written to; see whether the disk is mounted read-only")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _("another program holds it; close that program and try again")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return _("the file is damaged or is no database; put a backup back (bot.py restore)")
    return getattr(error, "strerror", None) or str(error)


def code(error: BaseException | None) -> str:
    """A short name for the log, such as SQLITE_FULL, ENOSPC or the type of the error; never its text."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", None) or type(error).__name__
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    return type(error).__name__


def _no_room(path: Path) -> bool:
    existing = next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
    return shutil.disk_usage(existing).free < FULL_BELOW_BYTES
