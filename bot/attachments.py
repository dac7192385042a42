"""The contents of files that people sent: kept once each, named after what is in them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.store import Store
from bot.store.folders import make_private_folder

FOLDER = "attachments"
"""The folder in DATA_DIR."""
UNTOUCHED = timedelta(hours=1)
"""What is younger may still be waiting for its row."""

_UNFINISHED = ".part-"


class TooLarge(Exception):
    """More content than is taken."""


def path_of(data_dir: Path, sha256: str) -> Path:
    """Where the content with that SHA-256 (in hex) is kept. Raises ValueError for what is none."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("no SHA-256")
    return data_dir / FOLDER / sha256[:2] / sha256


class Incoming:
    """A content on its way in. Unless it is kept, nothing of it remains behind the block."""

    def __init__(self, data_dir: Path, most: int) -> None:
        """Takes at most `most` bytes."""
        self._data_dir, self._most = data_dir, most
        self._hash = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Self:
        """Raises StoreError or OSError when nothing can be written."""
        folder = self._data_dir / FOLDER
        make_private_folder(folder)
        descriptor, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=folder)  # for its owner alone
        self._file, self._path = os.fdopen(descriptor, "wb", buffering=0), Path(name)
        return self

    def take(self, piece: bytes) -> None:
        """Adds a piece. Raises TooLarge or OSError."""
        self.size += len(piece)
        if self.size > self._most:
            raise TooLarge
        self._hash.update(piece)
        rest = memoryview(piece)
        while rest:
            rest = rest[self._file.write(rest) :]

    def keep(self) -> str:
        """Keeps what was taken and returns its SHA-256. Raises StoreError or OSError."""
        sha256 = self._hash.hexdigest()
        path = path_of(self._data_dir, sha256)
        make_private_folder(path.parent)
        os.fsync(self._file.fileno())
        self._path.replace(path)
        return sha256

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


def forget(store: Store, data_dir: Path, contents: Iterable[str]) -> None:
    """Deletes those of `contents` (SHA-256) that no row needs; to be called once the rows are gone for good.

    Raises OSError when one cannot be deleted.
    """
    for sha256 in contents:
        if not store.fetches.needed(sha256):
            path_of(data_dir, sha256).unlink(missing_ok=True)


def untouched(data_dir: Path, now: datetime) -> list[Path]:
    """All that was kept or begun more than UNTOUCHED ago."""
    return [path for path in _all(data_dir) if _old(path, now)]


def sweep(store: Store, data_dir: Path, paths: Iterable[Path], now: datetime) -> None:
    """Deletes those of `paths` that were never finished or that no row needs any more.

    Raises OSError when one cannot be deleted.
    """
    for path in paths:
        if not _old(path, now):
            continue  # it has come anew since
        if path.name.startswith(_UNFINISHED):
            path.unlink(missing_ok=True)
        else:
            forget(store, data_dir, [path.name])


def _old(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - UNTOUCHED).timestamp()
    except FileNotFoundError:
        return False


def _all(data_dir: Path) -> Iterator[Path]:
    folder = data_dir / FOLDER
    yield from folder.glob(f"{_UNFINISHED}*")
    yield from folder.glob("??/" + "?" * 64)
