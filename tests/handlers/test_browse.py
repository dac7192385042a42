"""Leafing through the plan, as people see it."""

from __future__ import annotations

import pytest

from tests.handlers.dialogue import Turn, seen, verify
from tests.telegram_server import Person, TelegramServer

LISTS: list[list[Turn]] = [
    [
        ("/mucluc", "[I. ", "[II. ", "[III. ", "[IV. "),
        ("[m:outline:III]", "III. ", "[III.1. ", "[‹ Mục lục]"),
        ("[m:outline:III.1]", "III.1. ", "[‹ Trở lại]"),
        ("[‹ Trở lại]", "III. ", "[III.1. "),
        ("[‹ Mục lục]", "[I. ", "[IV. "),
    ],
    [
        ("/nhiemvu", "[Sở Nội vụ]"),
        ("[Sở Nội vụ]", "Sở Nội vụ", "1. ", "[1]"),
        ("[1]", "Nguồn: Kế hoạch, phần IV, mục 1"),
    ],
    [
        ("/muctieu", "1. ", "100%", "[1]"),
        ("[1]", "Nguồn: Kế hoạch, phần II"),
    ],
    [
        ("/thoihan", "05/12", "11 ngày", "10/6", "[Nhắc tôi]"),
        ("[Nhắc tôi]", "Sắp tới hạn", "cán bộ đầu mối"),
    ],
    [
        ("/vanban", "1. ", "8. ", "!9. "),
        ("[m:docs:all:1]", "9. ", "!1. N"),
        ("[m:docs:all:0]", "1. ", "8. ", "!9. "),
    ],
]


@pytest.mark.parametrize("turns", LISTS, ids=lambda turns: turns[0][0])
async def test_each_list_opens_and_leads_on(bot: TelegramServer, lan: Person, turns: list[Turn]) -> None:
    await verify(bot, lan, turns)


async def test_pages_turn_in_place(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/mucluc",), ("[m:outline:II]",), ("[‹ Mục lục]",)])
    assert len(lan.inbox) == 1


async def test_pressing_twice_quickly_is_no_error(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/mucluc",)])
    presses = [lan.presses(lan.last, "m:outline:II") for _time in range(2)]
    await bot.wait_for(lambda: all(press and press.answered for press in presses))
    await bot.wait_until_quiet()
    assert len(lan.inbox) == 1
    assert "II. " in seen(lan.last)


async def test_a_page_that_is_gone_is_said_politely(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/nhiemvu",)])
    lan.last.button_rows[0][0]["callback_data"] = "m:duties:khong-con-nua"
    press = lan.presses(lan.last, "m:duties:khong-con-nua")
    assert press is not None
    await bot.wait_for(lambda: press.answered)
    assert press.alert
    assert press.text


async def test_every_page_can_be_reached_and_shown(bot: TelegramServer, lan: Person) -> None:
    """Opens every button of every list once, and whatever page it leads to."""
    to_see, done = ["/mucluc", "/nhiemvu", "/muctieu", "/thoihan", "/vanban"], set[str]()
    for command in to_see:
        await verify(bot, lan, [(command,)])
        pages = buttons(lan)
        while pages:
            data = pages.pop()
            if data in done or not data.startswith("m:"):
                continue
            done.add(data)
            place_button(lan, data)
            await verify(bot, lan, [(f"[{data}]",)])
            pages += buttons(lan)
    assert len(done) > 40


def buttons(person: Person) -> list[str]:
    return [str(button["callback_data"]) for row in person.last.button_rows for button in row]


def place_button(person: Person, data: str) -> None:
    """Lets the person press a button seen on an earlier page."""
    if data not in buttons(person):
        person.last.reply_markup = {"inline_keyboard": [[{"text": data, "callback_data": data}]]}
