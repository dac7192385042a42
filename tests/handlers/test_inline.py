"""Inline mode."""

from __future__ import annotations

import pytest

from handlers.context import Deps
from tests.telegram_server import Person, TelegramServer


async def test_an_answer_can_be_put_into_any_chat(bot: TelegramServer, lan: Person, deps: Deps) -> None:
    asked = lan.inline("chừng nào nộp báo cáo 6 tháng?")
    await bot.wait_for(lambda: asked.answered)
    first = asked.results[0]
    assert 1 <= len(asked.results) <= 10
    assert "10/6" in first["input_message_content"]["message_text"]
    assert "reply_markup" not in first
    assert deps.store.db["questions"].count == 0


@pytest.mark.parametrize("query", ["", "   ", "asdfgh", "<b>", "kinh phí bao nhiêu", "x" * 256])
async def test_every_query_gets_an_answer_if_only_an_empty_one(bot: TelegramServer, lan: Person, query: str) -> None:
    asked = lan.inline(query)
    await bot.wait_for(lambda: asked.answered)
    assert len(asked.results) <= 10


async def test_a_query_left_behind_is_no_error(
    bot: TelegramServer, lan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.faults.add("delay", method="answerInlineQuery", seconds=0.2)
    lan.inline("báo cáo")
    await bot.wait_for(lambda: bot.in_flight or bot.sent_by("answerInlineQuery"))
    bot.expire_queries()
    lan.says("/help")
    await lan.receives()
    await bot.wait_until_quiet()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
