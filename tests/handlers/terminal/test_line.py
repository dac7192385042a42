"""The way into the bot and out of it, where the screen can break."""

from __future__ import annotations

import logging
from io import StringIO

import pytest

from bot.outgoing import Outgoing
from bot.replies import Reply
from handlers.context import Deps
from handlers.terminal.files import Files
from handlers.terminal.line import Line
from handlers.terminal.messages import Writer, said
from handlers.terminal.methods import Methods
from handlers.terminal.names import SELF, Names
from handlers.terminal.places import World
from handlers.terminal.screen import TerminalScreen
from handlers.terminal.transport import InProcessTelegram
from tests.handlers.conftest import NOW


@pytest.fixture
def world(deps: Deps) -> World:
    return World(Names(deps.settings.data_dir))


def line_to(deps: Deps, world: World, target: StringIO) -> Line:
    return Line(deps, InProcessTelegram(Methods(world, Files(), TerminalScreen(world, target), lambda: 1)))


async def test_an_update_is_handled_and_done(deps: Deps, world: World) -> None:
    target = StringIO()
    line = line_to(deps, world, target)
    await line.open()
    message = Writer(world).message(world.place(SELF), SELF, said("/thoihan"), int(NOW.timestamp()))
    await line.bring(SELF, {"message": message})
    await line.close()
    assert "Hạn báo cáo" in target.getvalue()
    assert [row["status"] for row in deps.store.db["inbox"].rows] == ["done"]


async def test_what_cannot_be_shown_waits(deps: Deps, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    target = StringIO()
    target.close()
    deps.store.outbox.add("test", Outgoing(SELF, Reply.of("Đã trả lời.")), NOW)
    line = line_to(deps, world, target)
    await line.open()
    await line.run_dry()
    await line.close()
    assert [(row["status"], row["attempts"]) for row in deps.store.db["outbox"].rows] == [("pending", 2)]
