"""The bot with nothing but a terminal."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store import Store
from handlers.assembling import services
from handlers.context import Deps
from handlers.terminal import chat
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.handlers.conftest import NOW


@pytest.fixture
def deps(knowledge: Knowledge, engine: Engine, store: Store, tmp_path: Path) -> Deps:
    settings = Settings(data_dir=tmp_path / "data")
    return services(store, settings, knowledge, engine, lambda: NOW, draws=lambda: False)


def talk(deps: Deps, *lines: str) -> str:
    """What the screen shows after these lines."""
    screen = StringIO()
    chat(deps, StringIO("".join(f"{line}\n" for line in lines)), screen)
    return screen.getvalue()
