"""Beginning a conversation."""

from __future__ import annotations

import pytest

from tests.telegram_server import Group, Person, TelegramServer


async def test_start_says_hello_and_offers_the_lists(bot: TelegramServer, lan: Person) -> None:
    lan.says("/start")
    hello = await lan.receives()
    assert hello.text.startswith("Chào anh/chị")
    assert {"Mục lục", "Ai làm gì", "Mục tiêu", "Hạn báo cáo", "Văn bản"} <= set(hello.buttons)


@pytest.mark.parametrize("said", ["/help", "/khonghieu", "/HELP"])
async def test_help_names_every_command(bot: TelegramServer, lan: Person, said: str) -> None:
    lan.says(said)
    text = (await lan.receives()).text
    for command in ("/mucluc", "/nhiemvu", "/muctieu", "/thoihan", "/vanban", "/ngonngu"):
        assert command in text


async def test_the_menu_of_commands_is_in_both_languages(bot: TelegramServer) -> None:
    menus = {call.params.get("language_code"): str(call.params["commands"]) for call in bot.sent_by("setMyCommands")}
    assert "Mục lục" in menus[None]
    assert "Contents" in menus["en"]


async def test_a_group_that_lets_the_bot_in_learns_how_to_ask(bot: TelegramServer, group: Group) -> None:
    group.sets_bot("left")
    group.sets_bot("member")
    await bot.wait_for(lambda: group.from_bot)
    [hello] = group.from_bot
    assert "@tro_ly_thu_bot" in hello.text


async def test_a_right_taken_or_given_in_a_group_is_no_reason_to_speak(bot: TelegramServer, group: Group) -> None:
    group.sets_bot("member")
    await bot.wait_until_quiet()
    assert group.from_bot == []
