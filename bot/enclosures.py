"""Files that the bot makes to send them, kept until they have been sent."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from bot.outgoing import File, FileKind
from bot.store.folders import make_private_folder

FOLDER = "outgoing"
"""The folder in DATA_DIR."""
UNTOUCHED = timedelta(hours=1)
"""What is younger may belong to a transaction that is not committed yet."""


def enclose(data_dir: Path, content: bytes, name: str, kind: FileKind = FileKind.DOCUMENT, caption: str = "") -> File:
    """Keeps `content` for one parcel; the reader gets it under `name`.

    Raises StoreError or OSError when it cannot be kept.
    """
    folder = data_dir / FOLDER
    make_private_folder(folder)
    path = secrets.token_hex(16) + Path(name).suffix
    descriptor = os.open(folder / path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return File(kind, path=path, name=name, caption=caption or None)


def enclosed(data_dir: Path, file: File) -> Path:
    """Where the content of `file` is. Raises ValueError for a file that the bot did not make."""
    if file.path is None or Path(file.path).name != file.path:
        raise ValueError("not one of the bot's own files")
    return data_dir / FOLDER / file.path


def discard(data_dir: Path, files: Collection[File]) -> None:
    """Removes the content of those of `files` that the bot made."""
    for file in files:
        if file.path is not None:
            enclosed(data_dir, file).unlink(missing_ok=True)


def sweep(data_dir: Path, wanted: Collection[str], now: datetime) -> None:
    """Removes what belongs to no parcel; `wanted` are the paths of those that are still to be sent."""
    before = (now - UNTOUCHED).timestamp()
    for path in (data_dir / FOLDER).glob("*"):
        if path.name not in wanted and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
