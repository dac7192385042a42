"""One small world: the real plan, the real engine, a fresh database, and the morning of 23 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.asking import Asking
from bot.browsing import Browsing
from bot.store import Store, open_store
from knowledge import Knowledge
from knowledge.answering import Engine
from knowledge.answers import Option, Part

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LAN, BINH = 1001, 1002
"""Two citizens, each with a private chat of the same number."""


@pytest.fixture
def store(fresh_data: Path) -> Iterator[Store]:
    store = open_store(fresh_data)
    yield store
    store.close()


@pytest.fixture
def asking(engine: Engine, knowledge: Knowledge, store: Store) -> Asking:
    return Asking(engine, knowledge, store)


@pytest.fixture
def browsing(knowledge: Knowledge) -> Browsing:
    return Browsing(knowledge, "Asia/Ho_Chi_Minh")


@pytest.fixture
def part(knowledge: Knowledge) -> Callable[[str], Part]:
    """The item of a key as a part of an answer."""

    def make(key: str) -> Part:
        item = knowledge.items[key]
        return Part(item.key, item.title, item.direct, item.citation, item.passage, item.address, item.also, item.note)

    return make


@pytest.fixture
def option(knowledge: Knowledge) -> Callable[[str], Option]:
    """The item of a key as something offered."""

    def make(key: str) -> Option:
        item = knowledge.items[key]
        return Option(key, item.title, item.citation)

    return make
