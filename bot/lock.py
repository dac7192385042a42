"""One bot at a time for one data folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.errors import AlreadyRunning
from bot.i18n import gettext as _
from bot.store.database import make_private_folder

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

    Raises AlreadyRunning when another process holds it.
    """
    make_private_folder(data_dir)
    with (data_dir / FILE).open("ab") as file:
        try:
            _take(file)
        except OSError:
            raise AlreadyRunning(
                _("The bot is already running with the data folder %(path)s. Stop it first.", path=data_dir)
            ) from None
        yield
