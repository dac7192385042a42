"""What is not made of words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.handlers.dialogue import seen
from tests.telegram_server import TINY_JPEG, Person, TelegramServer

THINGS: dict[str, Callable[[Person], object]] = {
    "sticker": lambda person: person.sends_sticker(),
    "location": lambda person: person.sends_location(),
    "contact": lambda person: person.sends_contact(),
}


@pytest.mark.parametrize("send", THINGS.values(), ids=THINGS.keys())
async def test_one_kind_line_says_what_the_bot_can_read(
    bot: TelegramServer, lan: Person, send: Callable[[Person], object]
) -> None:
    send(lan)
    await lan.receives()
    await bot.wait_until_quiet()
    assert len(lan.inbox) == 1
    assert "Ảnh, phim, ghi âm" in lan.last.text
    assert "[📝 Gửi phản ánh]" in seen(lan.last)


async def test_an_album_with_a_caption_gets_the_answer_and_nothing_more(bot: TelegramServer, lan: Person) -> None:
    lan.sends_album([TINY_JPEG] * 3, caption="chừng nào nộp báo cáo 6 tháng?")
    await lan.receives()
    await bot.wait_until_quiet()
    [answer] = lan.inbox
    assert "10/6" in answer.text
