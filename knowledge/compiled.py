"""Keeping the loaded knowledge base and its index beside the files, as Python keeps compiled modules.

Reading and checking a thousand kilobytes of YAML at every `ask` would take most of its time. What is
kept stands in `__pycache__` of the plan's folder, is trusted exactly as far as the code beside it, and
is made anew whenever a curated file, the code that reads it, or Python itself has changed.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

from knowledge.base import DEFAULT_PLAN, PLANS, Knowledge, load_knowledge
from knowledge.evidence import Index, build_index
from knowledge.keeping import keep
from knowledge.language import FOLDER as LANGUAGE

_CODE = Path(__file__).parent
_DIGEST_BYTES = 32


def load_compiled(folder: Path | None = None, language: Path = LANGUAGE) -> tuple[Knowledge, Index]:
    """What `load_knowledge` gives of these two folders, and the index over it.

    Raises KnowledgeError. Being unable to keep the result is no error: it is then made anew next time.
    """
    folder = folder or PLANS / DEFAULT_PLAN
    kept = folder / "__pycache__" / "knowledge.bin"
    fingerprint = _fingerprint(folder, language)
    if (found := _read(kept, fingerprint)) is not None:
        return found
    knowledge = load_knowledge(folder, language)
    made = knowledge, build_index(knowledge.findable, knowledge.language)
    keep(kept, fingerprint + pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
    return made


def _sources(folder: Path, language: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.yaml"))
    yield from sorted(language.glob("*.yaml"))
    yield from sorted(_CODE.glob("*.py"))


def _fingerprint(folder: Path, language: Path) -> bytes:
    """A digest that changes with any file that the result is made of, or with Python."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources(folder, language):
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.digest()


def _read(kept: Path, fingerprint: bytes) -> tuple[Knowledge, Index] | None:
    try:
        content = kept.read_bytes()
        if content[:_DIGEST_BYTES] != fingerprint:
            return None
        knowledge, index = pickle.loads(content[_DIGEST_BYTES:])
    except Exception:  # noqa: BLE001 (whatever is wrong with the copy, the curated files are what counts)
        return None
    return (knowledge, index) if isinstance(knowledge, Knowledge) and isinstance(index, Index) else None
