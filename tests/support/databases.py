"""Data folders to begin with, quicker than by opening a store in an empty one."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from bot.store import open_store
from bot.store.database import FILE


def fresh(folder: Path) -> Path:
    """`folder`, made if it is missing, with a database in it that nobody has used."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / FILE
    file.touch(mode=0o600)
    file.write_bytes(_empty())
    return folder


@cache
def _empty() -> bytes:
    """The steps of the schema take longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        open_store(Path(folder)).close()
        return (Path(folder) / FILE).read_bytes()
