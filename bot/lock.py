"""One bot at a time for one data folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.errors import AlreadyRunning, StoreError
from bot.i18n import gettext as _
from bot.store.folders import make_private_folder
from bot.store.trouble import why

FILE = "bot.lock"

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Holds the data folder for this process; the system lets go of it even when the process is killed.

    Raises AlreadyRunning when another process holds it, and StoreError when the folder cannot be written to.
    """
    make_private_folder(data_dir)
    with _opened(data_dir / FILE) as file:
        try:
            _take(file)
        except OSError:
            raise AlreadyRunning(
                _("The bot is already running with the data folder %(path)s. Stop it first.", path=data_dir)
            ) from None
        yield


def _opened(path: Path) -> BinaryIO:
    try:
        return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))
    except OSError as error:
        raise StoreError(
            _("The data folder %(path)s cannot be used: %(why)s.", path=path.parent, why=why(error, path.parent))
        ) from error
