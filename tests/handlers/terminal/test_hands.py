"""What a person does in a group, where the bot reads only what is meant for it: what replies to it, for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import StringIO

import pytest

from handlers.context import Deps
from handlers.terminal.files import Files
from handlers.terminal.hands import Hands
from handlers.terminal.line import Line
from handlers.terminal.messages import Writer, said
from handlers.terminal.methods import Methods
from handlers.terminal.names import GROUP, Names
from handlers.terminal.orders import Order
from handlers.terminal.places import BOT, Call, World
from handlers.terminal.screen import TerminalScreen
from handlers.terminal.transport import InProcessTelegram

KEYS = {"reply_markup": {"inline_keyboard": [[{"text": "English", "callback_data": "l:en"}]]}}


class Stage:
    """An official's hands in the staff group."""

    def __init__(self, deps: Deps) -> None:
        self.world, self.deps = World(Names(deps.settings.data_dir)), deps
        screen, files = TerminalScreen(self.world, StringIO()), Files()
        self.line = Line(deps, InProcessTelegram(Methods(self.world, files, screen, lambda: 1)))
        self.hands = Hands(self.world, screen, files, self.line, lambda: int(deps.clock().timestamp()))
        self.hands.person = self.world.names.learn("can-bo")
        self.group = screen.here = self.world.place(GROUP)

    def said_by_bot(self, text: str, **more: object) -> Call:
        """A message of the bot in the group."""
        return Writer(self.world).message(self.group, BOT["id"], {**said(text), **more}, 1)

    def read(self) -> list[str]:
        """What the bot took as meant for it."""
        return [row["text"] for row in self.deps.store.db["questions"].rows]


@pytest.fixture
async def stage(deps: Deps) -> AsyncIterator[Stage]:
    stage = Stage(deps)
    await stage.line.open()
    yield stage
    await stage.line.close()


async def test_a_reply_answers_the_last_message_of_somebody_else(stage: Stage) -> None:
    stage.said_by_bot("thẻ")
    await stage.hands.type("tôi xem")
    await stage.hands.send(Order("reply", "hạn báo cáo"))
    assert stage.read() == ["hạn báo cáo"]


async def test_or_the_message_that_is_named(stage: Stage) -> None:
    stage.said_by_bot("thẻ")
    await stage.hands.type("tôi xem")
    await stage.hands.send(Order("reply", "#2 tôi xem tiếp"))
    await stage.hands.send(Order("reply", "#1 hạn báo cáo"))
    assert stage.read() == ["hạn báo cáo"]


async def test_where_the_bot_waits_for_a_reply_the_next_line_is_one(stage: Stage) -> None:
    stage.group.awaited = stage.said_by_bot("Nội dung trả lời?")["message_id"]
    await stage.hands.type("hạn báo cáo")
    await stage.hands.type("chuyện khác")
    assert stage.read() == ["hạn báo cáo"]


async def test_there_a_number_is_a_reply_too(stage: Stage) -> None:
    stage.said_by_bot("thẻ", **KEYS)
    stage.group.awaited = stage.said_by_bot("Mấy ngày?")["message_id"]
    await stage.hands.type("1")
    assert stage.read() == ["1"]


async def test_unless_the_buttons_are_taken_up_first(stage: Stage) -> None:
    stage.said_by_bot("thẻ", **KEYS)
    stage.group.awaited = stage.said_by_bot("Mấy ngày?")["message_id"]
    stage.hands.take_up_buttons(Order("buttons"))
    await stage.hands.type("1")
    assert stage.read() == []
    assert stage.deps.store.people.language(stage.hands.person) == "en"
