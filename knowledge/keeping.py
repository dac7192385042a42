"""Keeping beside the compiled code what takes long to make, as Python keeps compiled modules.

What is kept is trusted exactly as far as the code beside it. It holds a fingerprint of what it was made of, and a
checksum, because a machine that loses its power leaves half a file now and then.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path

_CHECKSUM_BYTES = 4


def fingerprint(files: Iterable[Path] = (), *, version: str = "") -> bytes:
    """A digest that changes with any of the files, with the `version` of what reads them, or with Python.

    Raises OSError when one of the files is not there.
    """
    digest = hashlib.sha256(f"{sys.version}\0{version}\n".encode())
    for path in files:
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.digest()


def kept(path: Path, made_of: bytes) -> bytes | None:
    """What was kept at `path` when it was made of the same; None when there is nothing such."""
    try:
        copy = path.read_bytes()
    except OSError:
        return None
    start = len(made_of) + _CHECKSUM_BYTES
    content = copy[start:]
    return content if copy[:start] == made_of + _checksum(content) else None


def keep(path: Path, made_of: bytes, content: bytes) -> None:
    """Puts `content` at `path`, whole or not at all. Being unable to is no error: it is then made anew next time."""
    draft = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        draft.write_bytes(made_of + _checksum(content) + content)
        draft.replace(path)


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM_BYTES)
