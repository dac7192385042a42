"""Updates of different chats that are ready at the same time: one wait for the disk, and each has its own outcome."""

from __future__ import annotations

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.actions import act
from handlers import application
from handlers.context import Context, Deps
from handlers.conversation import respond
from knowledge.answers import Action
from tests.handlers.conftest import running
from tests.telegram_server import Person, TelegramServer

CHATS = 4


async def test_they_share_one_transaction(deps: Deps, server: TelegramServer) -> None:
    people = [server.person(number, wrote=True) for number in range(1, CHATS + 1)]
    for person in people:
        person.says("/help")
    done: list[int] = []

    def count(statement: str) -> None:
        if "SET status = 'done'" in statement:
            done[-1] += 1
        elif statement.startswith("BEGIN"):
            done.append(0)

    deps.store.db.conn.set_trace_callback(count)
    async with running(deps, server):
        await server.wait_for(lambda: all(person.inbox for person in people))
    assert [number for number in done if number] == [CHATS]


async def test_what_fails_takes_nothing_from_the_others(
    deps: Deps, server: TelegramServer, lan: Person, binh: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def on_text(update: Update, context: Context) -> None:
        deps.store.people.seen(context.turn.chat_id, context.turn.now)
        if context.turn.chat_id == lan.id:
            raise ValueError
        respond(update, context, act(Action.HELP))

    class Feature:
        HANDLERS = [MessageHandler(filters.TEXT, on_text)]

    monkeypatch.setattr(application, "FEATURES", (Feature,))
    lan.says("xin chào")
    binh.says("xin chào")
    async with running(deps, server):
        await lan.receives()
        await binh.receives()
    assert "Xin lỗi" in lan.last.text
    assert len(binh.inbox) == 1
    assert [row["id"] for row in deps.store.db["people"].rows] == [binh.id]
    rows = {row["chat_id"]: (row["status"], row["attempts"]) for row in deps.store.db["inbox"].rows}
    assert rows == {lan.id: ("set_aside", 3), binh.id: ("done", 0)}
