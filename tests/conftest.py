"""The curated knowledge base and the engine over it, loaded once for all tests, as the bot itself loads them."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from bot.commands import load
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.support.databases import fresh

WAITING = ("test_kills.py", "test_faketime.py")
"""What mostly waits (for Telegram's limits, for processes) and must not be left alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts these first; all else keeps its order."""
    items.sort(key=lambda item: item.path.name not in WAITING)


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Generator[None]:
    """Has the copy of the knowledge made once while the workers collect, not by each of them."""
    yield
    if session.config.getoption("dist", "no") != "no" and not hasattr(session.config, "workerinput"):
        load()


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
