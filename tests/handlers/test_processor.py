"""Chats side by side, each chat in order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import Chat, InlineQuery, Message, Update, User

from handlers import processor
from handlers.processor import PerChat, chat_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def message_in(chat_id: int, number: int = 1) -> Update:
    return Update(number, message=Message(number, NOW, Chat(chat_id, Chat.PRIVATE), text="?"))


class Work:
    """Handlers that wait for their turn to be let go, and what they did."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    async def handle(self, name: str) -> None:
        self.begun.append(name)
        await self.gates.setdefault(name, asyncio.Event()).wait()
        self.done.append(name)

    def let_go(self, name: str) -> None:
        self.gates.setdefault(name, asyncio.Event()).set()


async def settle() -> None:
    for _turn in range(20):
        await asyncio.sleep(0)


async def test_a_slow_chat_keeps_its_order_and_holds_nobody_else_up() -> None:
    work, order = Work(), PerChat()
    async with asyncio.TaskGroup() as group:
        for chat, name in ((1, "a1"), (1, "a2"), (2, "b1")):
            group.create_task(order.process_update(message_in(chat), work.handle(name)))
        await settle()
        assert work.begun == ["a1", "b1"]
        work.let_go("b1")
        await settle()
        assert work.done == ["b1"]
        work.let_go("a2")
        await settle()
        assert work.done == ["b1"]
        work.let_go("a1")
    assert work.done == ["b1", "a1", "a2"]


async def test_a_failure_frees_the_chat_for_the_next_message() -> None:
    async def fail() -> None:
        raise RuntimeError

    work, order = Work(), PerChat()
    work.let_go("next")
    failing = order.process_update(message_in(1), fail())
    following = order.process_update(message_in(1), work.handle("next"))
    outcomes = await asyncio.gather(failing, following, return_exceptions=True)
    assert isinstance(outcomes[0], RuntimeError)
    assert work.done == ["next"]


async def test_no_more_than_the_given_number_are_at_work() -> None:
    work, order = Work(), PerChat(in_flight=2)
    async with asyncio.TaskGroup() as group:
        for chat in range(5):
            group.create_task(order.process_update(message_in(chat), work.handle(str(chat))))
        await settle()
        assert work.begun == ["0", "1"]
        for chat in range(5):
            work.let_go(str(chat))
    assert sorted(work.done) == ["0", "1", "2", "3", "4"]


async def test_the_receiver_waits_while_too_much_is_in_hand() -> None:
    work, order = Work(), PerChat()
    async with asyncio.TaskGroup() as group:
        for number in range(processor.IN_HAND):
            group.create_task(order.process_update(message_in(1), work.handle(str(number))))
        await settle()
        waiting = group.create_task(order.room())
        await settle()
        assert not waiting.done()
        work.let_go("0")
        await waiting
        for number in range(processor.IN_HAND):
            work.let_go(str(number))


async def test_chats_are_forgotten_when_nothing_waits() -> None:
    order, work = PerChat(), Work()
    work.let_go("a")
    await order.process_update(message_in(1), work.handle("a"))
    assert len(order._chats) == 0


def test_an_inline_query_belongs_to_its_person() -> None:
    query = InlineQuery("1", User(7, "Lan", False), "", "")
    assert chat_of(Update(1, inline_query=query)) == 7
    assert chat_of(Update(1)) == 0
    assert chat_of("something else") == 0
