"""Whatever comes in as an update: it is handled or set aside, and nothing breaks."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.asking import Asking
from bot.browsing import Browsing
from bot.commands import load
from bot.officials import Officials
from bot.reminders.focal_side import FocalSide
from bot.replies import Button
from bot.settings import Settings
from bot.store import open_store
from bot.working_days import WorkingDays
from handlers.application import build_application
from handlers.context import Deps
from handlers.transport import InProcessTelegram
from handlers.works import Works
from tests.handlers.conftest import NOW, QUICK

LAN = {"id": 5, "is_bot": False, "first_name": "Lan"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Lan"}
GROUP = {"id": -1_000_000_000_005, "type": "supergroup", "title": "Tổ dân vận"}
SAID = {"message_id": 1, "date": int(NOW.timestamp()), "chat": PRIVATE, "from": LAN, "text": "hạn báo cáo"}
NAMED = {
    **SAID,
    "chat": GROUP,
    "text": "@terminal_bot hạn báo cáo",
    "entities": [{"type": "mention", "offset": 0, "length": 13}],
}
COMMAND = {**SAID, "text": "/ngonngu en", "entities": [{"type": "bot_command", "offset": 0, "length": 8}]}
PICTURE = {
    **SAID,
    "text": None,
    "caption": "hạn",
    "media_group_id": "1",
    "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}],
}
PRESSED = {"id": "1", "from": LAN, "chat_instance": "1", "message": SAID, "data": "m:outline:III"}
MEMBER = {
    "chat": GROUP,
    "from": LAN,
    "date": 1,
    "old_chat_member": {"user": LAN, "status": "left"},
    "new_chat_member": {"user": LAN, "status": "member"},
}
BASES: list[dict[str, Any]] = [
    {"message": SAID},
    {"message": NAMED},
    {"message": COMMAND},
    {"message": PICTURE},
    {"edited_message": {**SAID, "edit_date": SAID["date"]}},
    {"callback_query": PRESSED},
    *({"callback_query": {**PRESSED, "data": data}} for data in ("a:x", "r:1:1", "x:human", "l:en", "")),
    {"inline_query": {"id": "1", "from": LAN, "query": "hạn", "offset": ""}},
    {"my_chat_member": MEMBER},
]

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary().map(repr),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a JSON value."""
    items: Iterator[tuple[Any, Any]] = iter(())
    if isinstance(value, dict):
        items = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    """An update with some of its values left out or replaced by anything."""
    update = copy.deepcopy(draw(st.sampled_from(BASES)))
    for _change in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(list(places(update))))
        holder = update
        for key in path[:-1]:
            holder = holder[key]
        if draw(st.booleans()) and isinstance(holder, dict):
            del holder[path[-1]]
        else:
            holder[path[-1]] = draw(VALUES | st.text().map(lambda text: f"/{text}"))
        if not update:
            break
    return update


class Screen:
    """Nobody looks."""

    def show(self, html: str, buttons: tuple[Button, ...], message_id: int) -> None:
        """Nothing."""

    def tell(self, text: str) -> None:
        """Nothing."""


@dataclass
class World:
    """The whole bot over a Telegram that takes everything."""

    works: Works
    runner: asyncio.Runner
    count: int = 0

    def takes(self, batch: list[Any]) -> None:
        """Lets the updates come in and waits until nothing is left to do."""
        for update in batch:
            if isinstance(update, dict):
                self.count += 1
                update["update_id"] = self.count
        self.runner.run(self._take(batch))

    async def _take(self, batch: list[Any]) -> None:
        await self.works.reception.take(batch)
        await self.works.dispatcher.idle()

    def rows(self, where: str) -> list[dict[str, Any]]:
        """Rows of the inbox."""
        return list(self.works.deps.store.db.query(f"SELECT * FROM inbox WHERE {where}"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    knowledge, engine = load()
    store = open_store(Path(tmp_path_factory.mktemp("data")))
    officials = Officials.over(store, (), "UTC")
    calendar = WorkingDays(ZoneInfo("UTC"))
    side = FocalSide.over(officials.access, officials.inviting, knowledge, lambda: calendar, Path("unused"))
    asking, browsing = Asking(engine, knowledge, store), Browsing(knowledge, "UTC")
    deps = Deps(asking, browsing, knowledge, store, Settings(), lambda: NOW, officials, side)
    telegram = InProcessTelegram(Screen())
    with asyncio.Runner() as runner:
        application = build_application(deps, token="terminal", calls=telegram, updates=telegram)
        runner.run(application.initialize())

        async def build() -> Works:
            return Works(application, replace(QUICK, handling_retries=(0.0, 0.0)))

        yield World(runner.run(build()), runner)
        runner.run(application.shutdown())
    store.close()


def nothing_breaks(world: World, batch: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    caplog.clear()
    world.takes(batch)
    assert world.rows("status = 'waiting'") == []
    assert "broke off" not in caplog.text
    assert world.works.deps.store.db["outbox"].count_where("status = 'sending'") == 0


ANY_UPDATES = st.lists(updates() | VALUES, min_size=1, max_size=3)
UNHURRIED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@pytest.mark.parametrize("update", BASES, ids=str)
def test_what_is_as_it_should_be_is_handled(world: World, update: dict[str, Any]) -> None:
    world.takes([copy.deepcopy(update)])
    assert world.rows("status <> 'done'") == []


@given(batch=ANY_UPDATES)
@settings(max_examples=200, deadline=None, suppress_health_check=UNHURRIED)
def test_some_hundred_updates(world: World, caplog: pytest.LogCaptureFixture, batch: list[Any]) -> None:
    nothing_breaks(world, batch, caplog)


@pytest.mark.soak
@given(batch=ANY_UPDATES)
@settings(max_examples=10_000, deadline=None, suppress_health_check=UNHURRIED)
def test_twenty_thousand_updates(world: World, caplog: pytest.LogCaptureFixture, batch: list[Any]) -> None:
    nothing_breaks(world, batch, caplog)
