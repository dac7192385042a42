"""Keeping the loaded knowledge base and the engine over it beside the files.

Reading and checking a thousand kilobytes of YAML at every `ask` would take most of its time.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

from pydantic import VERSION

from knowledge.answering import Engine
from knowledge.base import DEFAULT_PLAN, PLANS, Knowledge, load_knowledge
from knowledge.keeping import fingerprint, keep, kept
from knowledge.language import FOLDER as LANGUAGE

_CODE = Path(__file__).parent


def load_compiled(folder: Path | None = None, language: Path = LANGUAGE) -> tuple[Knowledge, Engine]:
    """What `load_knowledge` gives of these two folders, and the engine over it. Raises KnowledgeError.

    It is made anew whenever a curated file, the code that reads it, or what that code stands on has changed.
    """
    folder = folder or PLANS / DEFAULT_PLAN
    copy = folder / "__pycache__" / "knowledge.bin"
    made_of = fingerprint(_sources(folder, language), version=VERSION)
    if (found := _read(kept(copy, made_of))) is not None:
        return found
    knowledge = load_knowledge(folder, language)
    made = knowledge, Engine(knowledge)
    keep(copy, made_of, pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
    return made


def _sources(folder: Path, language: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.yaml"))
    yield from sorted(language.glob("*.yaml"))
    yield from sorted(_CODE.glob("*.py"))


def _read(copy: bytes | None) -> tuple[Knowledge, Engine] | None:
    if copy is None:
        return None
    try:
        knowledge, engine = pickle.loads(copy)
    except Exception:  # noqa: BLE001 (whatever is wrong with the copy, the curated files are what counts)
        return None
    return (knowledge, engine) if isinstance(knowledge, Knowledge) and isinstance(engine, Engine) else None
