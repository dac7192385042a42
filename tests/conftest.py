"""The curated knowledge base and the engine over it, loaded once for all tests, as the bot itself loads them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.commands import load
from bot.store import open_store
from bot.store.database import FILE
from knowledge import Knowledge
from knowledge.answering import Engine


@pytest.fixture(scope="session")
def loaded() -> tuple[Knowledge, Engine]:
    return load()


@pytest.fixture(scope="session")
def knowledge(loaded: tuple[Knowledge, Engine]) -> Knowledge:
    return loaded[0]


@pytest.fixture(scope="session")
def engine(loaded: tuple[Knowledge, Engine]) -> Engine:
    return loaded[1]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that nobody has used, made once: the steps of its schema take longer than most tests."""
    folder = tmp_path_factory.mktemp("empty")
    open_store(folder).close()
    return folder / FILE


@pytest.fixture
def fresh_data(tmp_path: Path, empty_database: Path) -> Path:
    """A data folder with a database of its own."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(empty_database, folder / FILE)
    return folder
