"""In a group the bot speaks when it is spoken to."""

from __future__ import annotations

import pytest

from tests.telegram_server import Group, Person, TelegramServer

DEADLINE = "chừng nào nộp báo cáo 6 tháng?"


@pytest.mark.parametrize("said", [DEADLINE, "@ai_do hỏi giùm", "/start@bot_khac", "/khonghieu", "tro_ly_thu_bot ơi"])
async def test_it_is_silent_among_people(bot: TelegramServer, lan: Person, group: Group, said: str) -> None:
    lan.says(said, chat=group)
    await bot.wait_until_quiet()
    assert bot.sent_by("sendMessage") == []


@pytest.mark.parametrize("said", [f"@tro_ly_thu_bot {DEADLINE}", f"{DEADLINE} @Tro_Ly_Thu_Bot"])
async def test_it_answers_when_it_is_named_and_ties_the_answer_to_the_question(
    bot: TelegramServer, lan: Person, group: Group, said: str
) -> None:
    question = lan.says(said, chat=group)
    await bot.wait_for(lambda: group.from_bot)
    [answer] = group.from_bot
    assert "10/6" in answer.text
    assert answer.reply_to is question


async def test_it_answers_a_reply_to_itself(bot: TelegramServer, lan: Person, binh: Person, group: Group) -> None:
    lan.says("@tro_ly_thu_bot xin chào", chat=group)
    await bot.wait_for(lambda: group.from_bot)
    binh.says(DEADLINE, chat=group, reply_to=group.from_bot[0])
    await bot.wait_for(lambda: len(group.from_bot) == 2)
    assert "10/6" in group.from_bot[1].text


async def test_its_bare_name_below_a_question_asks_for_that_question(
    bot: TelegramServer, lan: Person, binh: Person, group: Group
) -> None:
    question = lan.says(DEADLINE, chat=group)
    binh.says("@tro_ly_thu_bot", chat=group, reply_to=question)
    await bot.wait_for(lambda: group.from_bot)
    assert "10/6" in group.from_bot[0].text


@pytest.mark.parametrize("said", ["/thoihan", "/thoihan@tro_ly_thu_bot"])
async def test_commands_work_in_groups(bot: TelegramServer, lan: Person, group: Group, said: str) -> None:
    lan.says(said, chat=group)
    await bot.wait_for(lambda: group.from_bot)
    assert "05/12" in group.from_bot[0].text


async def test_an_edited_question_is_answered_in_place_and_only_if_the_bot_is_named(
    bot: TelegramServer, lan: Person, group: Group
) -> None:
    question = lan.says("ai biết không?", chat=group)
    lan.edits(question, f"@tro_ly_thu_bot {DEADLINE}")
    await bot.wait_for(lambda: group.from_bot)
    [answer] = group.from_bot
    lan.edits(question, "@tro_ly_thu_bot cảm ơn")
    await bot.wait_for(lambda: "10/6" not in answer.text)
    assert group.from_bot == [answer]


async def test_in_a_forum_it_stays_in_the_topic(bot: TelegramServer, lan: Person) -> None:
    forum = bot.group(-1_000_000_000_888, forum=True, members=[lan])
    topic = forum.opens_topic(lan, "Báo cáo")
    lan.says(f"@tro_ly_thu_bot {DEADLINE}", chat=forum, topic=topic)
    await bot.wait_for(lambda: forum.from_bot)
    [answer] = forum.from_bot
    assert answer.thread_id == topic.id
    lan.presses(answer, "Nhắc tôi")
    await bot.wait_for(lambda: len(forum.from_bot) == 2)
    assert forum.from_bot[1].thread_id == topic.id


async def test_pictures_and_stickers_among_people_are_none_of_its_business(
    bot: TelegramServer, lan: Person, group: Group
) -> None:
    lan.sends_sticker(chat=group)
    lan.sends_photo(chat=group, caption=DEADLINE)
    await bot.wait_until_quiet()
    assert group.from_bot == []


async def test_a_caption_that_names_it_is_answered(bot: TelegramServer, lan: Person, group: Group) -> None:
    lan.sends_photo(chat=group, caption=f"@tro_ly_thu_bot {DEADLINE}")
    await bot.wait_for(lambda: group.from_bot)
    assert "10/6" in group.from_bot[0].text


async def test_an_administrator_who_hides_is_answered_as_well(bot: TelegramServer, lan: Person) -> None:
    group = bot.group(-1_000_000_000_999, admins=[lan])
    lan.says(f"@tro_ly_thu_bot {DEADLINE}", chat=group, anonymous=True)
    await bot.wait_for(lambda: group.from_bot)
