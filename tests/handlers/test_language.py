"""Choosing a language."""

from __future__ import annotations

from tests.telegram_server import Person, TelegramServer


async def test_ngonngu_en_makes_help_english_and_only_for_that_person(
    bot: TelegramServer, lan: Person, binh: Person
) -> None:
    lan.says("/ngonngu en")
    assert "English" in (await lan.receives()).text
    lan.says("/help")
    binh.says("/help")
    assert "What I can do" in (await lan.receives()).text
    assert "What I can do" not in (await binh.receives()).text


async def test_the_languages_are_offered_as_buttons(bot: TelegramServer, lan: Person) -> None:
    lan.says("/ngonngu")
    question = await lan.receives()
    assert question.buttons == ["Tiếng Việt", "English"]
    lan.presses(question, "English")
    await bot.wait_for(lambda: question.buttons == [])
    assert "I will write in English" in question.text
    lan.says("/help")
    assert "What I can do" in (await lan.receives()).text
    lan.says("/ngonngu vi")
    assert "tiếng Việt" in (await lan.receives()).text


async def test_a_language_that_nobody_offered_is_refused(bot: TelegramServer, lan: Person) -> None:
    lan.says("/ngonngu")
    question = await lan.receives()
    question.button("English")["callback_data"] = "l:xx"
    pressed = lan.presses(question, "l:xx")
    assert pressed is not None
    await bot.wait_for(lambda: pressed.answered)
    assert pressed.alert
