"""The curated knowledge base and the engine over it, loaded once for all tests, as the bot itself loads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands import load
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.support.databases import fresh


@pytest.fixture(scope="session")
def loaded() -> tuple[Knowledge, Engine]:
    return load()


@pytest.fixture(scope="session")
def knowledge(loaded: tuple[Knowledge, Engine]) -> Knowledge:
    return loaded[0]


@pytest.fixture(scope="session")
def engine(loaded: tuple[Knowledge, Engine]) -> Engine:
    return loaded[1]


@pytest.fixture
def fresh_data(tmp_path: Path) -> Path:
    """A data folder with a database of its own."""
    return fresh(tmp_path / "data")
