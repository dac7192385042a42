"""A Telegram with the real bot in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.flood import Window
from bot.settings import Settings
from bot.store import Store, open_store
from handlers.assembling import services
from handlers.context import Deps
from handlers.limiter import Limits
from handlers.pace import Pace
from handlers.serving import run
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.support.officials import OWNER
from tests.telegram_server import Group, Person, TelegramServer

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NO_WINDOW = Window(1_000_000, timedelta(seconds=1))
QUICK = Pace(
    handling_retries=(0.02, 0.02),
    first_pause=0.05,
    longest_pause=0.2,
    resend=0.02,
    look_again=0.1,
    limits=Limits(10_000, 10_000.0, 10_000, 1_000_000),
    flood=((NO_WINDOW,), NO_WINDOW, ()),
)
"""Short pauses and no limits, for tests that are about something else."""


@pytest.fixture
def store(fresh_data: Path) -> Iterator[Store]:
    store = open_store(fresh_data)
    yield store
    store.close()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def deps(knowledge: Knowledge, engine: Engine, store: Store, server: TelegramServer, tmp_path: Path) -> Deps:
    settings = Settings(telegram_api_url=server.url, data_dir=tmp_path / "data", owner_ids=(OWNER,))
    made = services(store, settings, knowledge, engine, lambda: NOW, draws=lambda: False)
    made.reminding.plan_rules.follow(knowledge.deadlines, NOW)
    store.worklist.mark(f"digest:{NOW:%F}", NOW)  # that of the day has gone out
    return made


@asynccontextmanager
async def ending(serving: asyncio.Task[None]) -> AsyncIterator[None]:
    """Stops the bot in an orderly way behind the block."""
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@asynccontextmanager
async def running(deps: Deps, server: TelegramServer, pace: Pace = QUICK) -> AsyncIterator[TelegramServer]:
    """The bot at work inside the block, stopped in an orderly way behind it."""
    before = len(server.sent_by("getUpdates"))
    serving = asyncio.create_task(run(deps, server.token, pace))
    polling = asyncio.create_task(server.wait_for(lambda: len(server.sent_by("getUpdates")) > before))
    done, _pending = await asyncio.wait((serving, polling), return_when=asyncio.FIRST_COMPLETED)
    if serving in done:
        polling.cancel()
        await serving
    async with ending(serving):
        yield server


@pytest.fixture
async def bot(deps: Deps, server: TelegramServer) -> AsyncIterator[TelegramServer]:
    async with running(deps, server) as served:
        yield served


@pytest.fixture
def lan(server: TelegramServer) -> Person:
    """A citizen who already wrote to the bot."""
    return server.person(1001, first_name="Lan", wrote=True)


@pytest.fixture
def binh(server: TelegramServer) -> Person:
    """Another one."""
    return server.person(1002, first_name="Bình", wrote=True)


@pytest.fixture
def owner(server: TelegramServer) -> Person:
    """The administrator who is told when something is wrong."""
    return server.person(OWNER, first_name="Chủ", wrote=True)


@pytest.fixture
def group(server: TelegramServer, lan: Person, binh: Person) -> Group:
    """A group with both of them and the bot."""
    return server.group(-1_000_000_000_777, title="Tổ dân vận", members=[lan, binh])
