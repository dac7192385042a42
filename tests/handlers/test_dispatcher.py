"""Chats side by side, each chat in order, and no more in hand than there is room for."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram.ext import MessageHandler, filters

from bot.outgoing import Kind, Outgoing
from bot.replies import Reply
from bot.store.disk import Disk
from handlers import application, dispatcher
from handlers.context import Context, Deps
from tests.handlers.conftest import NOW, running
from tests.handlers.dialogue import until
from tests.telegram_server import Person, TelegramServer


async def test_a_handler_that_waits_for_the_network_is_found_out(
    deps: Deps, server: TelegramServer, lan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def on_text(_update: object, context: Context) -> None:
        await context.bot.send_message(lan.id, "không qua hộp thư")

    class Feature:
        HANDLERS = [MessageHandler(filters.TEXT, on_text)]

    monkeypatch.setattr(application, "FEATURES", (Feature,))
    async with running(deps, server):
        lan.says("xin chào")
        assert "Xin lỗi" in (await lan.receives()).text
    [row] = deps.store.db["inbox"].rows
    assert (row["status"], row["error"]) == ("set_aside", "Suspended")


async def test_a_backlog_larger_than_the_room_is_worked_off_in_order(
    deps: Deps, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "IN_HAND", 6)
    monkeypatch.setattr(dispatcher, "OF_ONE_CHAT", 2)
    monkeypatch.setattr(dispatcher, "DEEP", 20)
    people = [server.person(number, wrote=True) for number in range(1, 6)]
    for number in range(1, 13):
        for person in people:
            person.says(f"nghị định {number}/2031/NĐ-CP nói gì")
    async with running(deps, server):
        await server.wait_for(lambda: all(len(person.inbox) == 12 for person in people), timeout=20)
    for person in people:
        assert [f"{n}/2031" in message.text for n, message in enumerate(person.inbox, start=1)] == [True] * 12


async def test_one_chat_that_cannot_go_on_leaves_room_for_the_others(
    deps: Deps, server: TelegramServer, lan: Person, binh: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "IN_HAND", 6)
    monkeypatch.setattr(dispatcher, "OF_ONE_CHAT", 3)
    server.faults.add("delay", method="sendMessage", chat_id=lan.id, seconds=1)
    for _time in range(10):
        lan.says("/help")
    binh.says("/help")
    async with running(deps, server):
        await binh.receives()
        assert lan.inbox == []
        await server.wait_for(lambda: len(lan.inbox) == 10)


async def test_messages_that_waited_a_day_at_telegram_are_an_alarm(
    deps: Deps, server: TelegramServer, lan: Person, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    now = server.world.clock()
    lan.says("/help")
    late = replace(deps, clock=lambda: NOW.fromtimestamp(now, NOW.tzinfo) + timedelta(hours=21))
    async with running(late, server):
        await owner.receives()
        await lan.receives()
    assert "21 giờ" in owner.last.text
    assert "messages waited" in caplog.text


async def test_everything_that_was_done_is_confirmed_to_telegram(bot: TelegramServer, lan: Person, deps: Deps) -> None:
    lan.says("/help")
    await lan.receives()
    await until(lambda: not bot.unconfirmed)
    assert [row["raw"] for row in deps.store.db["inbox"].rows] == [""]


async def test_nothing_is_said_before_the_disk_has_it(deps: Deps, server: TelegramServer, lan: Person) -> None:
    may_take = threading.Event()
    disk = Disk(deps.store.db, lambda _log: may_take.wait() and None)
    async with running(replace(deps, store=replace(deps.store, disk=disk)), server):
        lan.says("/help")
        await until(lambda: [row["status"] for row in deps.store.db["outbox"].rows] == ["sending"])
        await server.wait_for(lambda: server.sent_by("getUpdates")[-1].params.get("offset"))
        assert lan.inbox == []
        may_take.set()
        await lan.receives()
    disk.close()


async def test_a_disk_that_does_not_take_it_is_tried_until_it_does(
    deps: Deps, server: TelegramServer, lan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    refusals = iter([OSError(), OSError(), None])

    def flush(_log: int) -> None:
        if error := next(refusals, None):
            raise error

    disk = Disk(deps.store.db, flush)
    async with running(replace(deps, store=replace(deps.store, disk=disk)), server):
        lan.says("/help")
        await lan.receives()
    disk.close()
    assert len(lan.inbox) == 1
    assert "the disk does not take what was written (OSError)" in caplog.text


async def test_what_was_due_to_a_chat_before_is_said_before_the_answer(
    deps: Deps, server: TelegramServer, lan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def on_text(_update: object, context: Context) -> None:
        for number in (1, 2):
            notice = Outgoing(lan.id, Reply.of(f"tin báo {number}"), Kind.NOTICE)
            deps.store.outbox.add(f"notice:{number}", notice, context.turn.now)
            context.turn.stage(Outgoing(lan.id, Reply.of(f"lời đáp {number}")))

    class Feature:
        HANDLERS = [MessageHandler(filters.TEXT, on_text)]

    monkeypatch.setattr(application, "FEATURES", (Feature,))
    async with running(deps, server):
        lan.says("xin chào")
        await server.wait_for(lambda: len(lan.inbox) == 4)
    assert [message.text for message in lan.inbox] == ["tin báo 1", "lời đáp 1", "tin báo 2", "lời đáp 2"]
