"""Keeping beside the compiled code what takes long to make."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def keep(path: Path, content: bytes) -> None:
    """Puts `content` at `path`, whole or not at all. Being unable to is no error: it is then made anew next time."""
    draft = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
