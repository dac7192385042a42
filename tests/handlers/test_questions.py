"""Questions and answers, as people see them."""

from __future__ import annotations

import pytest

from handlers.context import Deps
from tests.handlers.dialogue import Turn, verify
from tests.telegram_server import Person, TelegramServer

DEADLINE = "chừng nào nộp báo cáo 6 tháng?"

DIALOGUES: dict[str, list[Turn]] = {
    "a deadline, its source, what goes with it": [
        (
            DEADLINE,
            "10/6",
            "tháng 6 hàng năm",
            "Nguồn: Kế hoạch, phần IV, mục 2",
            "[Nhắc tôi]",
            "[👍]",
            "[👎]",
        ),
        ("[Nhắc tôi]", "Sắp tới hạn", "còn 11 ngày"),
    ],
    "typed in haste": [("chung nao nop bc 6 thang z ad", "10/6")],
    "not in the plan": [
        ("kinh phí thực hiện bao nhiêu", "kinh phí", "[Gửi cán bộ]"),
        ("[Gửi cán bộ]", "Cán bộ sẽ thấy đúng như sau", "kinh phí thực hiện bao nhiêu", "[✅ Đồng ý và gửi]"),
    ],
    "a document like one that is cited": [("nghị định 04/2016 nói gì", "04/2016", "[")],
    "no words at all": [("?!…", "[Mục lục]")],
    "small talk": [("cảm ơn em nhiều", "!Nguồn")],
}


@pytest.mark.parametrize("turns", DIALOGUES.values(), ids=DIALOGUES.keys())
async def test_dialogues(bot: TelegramServer, lan: Person, turns: list[Turn]) -> None:
    await verify(bot, lan, turns)


async def test_the_plans_words_are_a_quotation(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [(DEADLINE,)])
    assert "<blockquote expandable>" in lan.last.html


async def test_a_related_button_opens_a_new_message(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [(DEADLINE,)])
    related = next(button for row in lan.last.button_rows for button in row if button["callback_data"].startswith("a:"))
    await verify(bot, lan, [(f"[{related['text']}]", "Nguồn: ")])
    assert len(lan.inbox) == 2


async def test_a_thumb_down_is_kept_and_waits_for_the_curator(bot: TelegramServer, lan: Person, deps: Deps) -> None:
    await verify(bot, lan, [(DEADLINE,)])
    press = lan.presses(lan.last, "👎")
    await bot.wait_for(lambda: press and press.answered and "👎" not in lan.last.buttons)
    assert press is not None
    assert "Cảm ơn" in press.text
    assert "Nhắc tôi" in lan.last.buttons
    assert [row["rating"] for row in deps.store.db["questions"].rows] == ["bad"]
    assert [row["why"] for row in deps.store.db["curation_queue"].rows] == ["disliked"]


async def test_a_thumb_up_is_kept(bot: TelegramServer, lan: Person, deps: Deps) -> None:
    await verify(bot, lan, [(DEADLINE,), ("[👍]",)])
    assert [row["rating"] for row in deps.store.db["questions"].rows] == ["good"]


@pytest.mark.parametrize(
    "forged",
    [
        "a:khong-co",
        "a:",
        "r:999:1",
        "r:1:7",
        "r:x:1",
        "r:99999999999999999999:1",
        "x:rm",
        "m:docs:all:99",
        "m:",
        "l:xx",
        "zzz",
        "'",
    ],
)
async def test_a_forged_or_old_button_gets_a_polite_no(
    bot: TelegramServer, lan: Person, deps: Deps, forged: str
) -> None:
    await verify(bot, lan, [(DEADLINE,)])
    lan.last.button("👍")["callback_data"] = forged
    press = lan.presses(lan.last, forged)
    await bot.wait_for(lambda: press and press.answered)
    assert press is not None
    assert press.alert
    assert press.text
    assert [row["rating"] for row in deps.store.db["questions"].rows] == [None]


async def test_nobody_rates_what_another_chat_asked(bot: TelegramServer, lan: Person, binh: Person, deps: Deps) -> None:
    await verify(bot, lan, [(DEADLINE,)])
    await verify(bot, binh, [(DEADLINE,)])
    of_lan = lan.last.button("👎")["callback_data"]
    binh.last.button("👎")["callback_data"] = of_lan
    press = binh.presses(binh.last, of_lan)
    await bot.wait_for(lambda: press and press.answered)
    assert press is not None
    assert press.alert
    assert [row["rating"] for row in deps.store.db["questions"].rows] == [None, None]


async def test_an_edited_question_is_answered_anew_in_the_same_place(bot: TelegramServer, lan: Person) -> None:
    question = lan.says("kinh phí thực hiện bao nhiêu")
    answer = await lan.receives()
    assert "10/6" not in answer.text
    lan.edits(question, DEADLINE)
    await bot.wait_for(lambda: "10/6" in answer.text)
    assert "Nhắc tôi" in answer.buttons
    lan.edits(question, "cảm ơn")
    await bot.wait_for(lambda: "10/6" not in answer.text)
    assert lan.inbox == [answer]


async def test_an_edited_question_whose_answer_is_gone_gets_a_new_one(bot: TelegramServer, lan: Person) -> None:
    question = lan.says("cảm ơn")
    first = await lan.receives()
    lan.deletes(first)
    lan.edits(question, DEADLINE)
    assert "10/6" in (await lan.receives()).text


HOSTILE = {
    "tags": "<b>đậm</b> & <script>alert(1)</script> &lt; &#x27;",
    "in a document's name": "nghị định <i>999/2030/NĐ-CP</i> nói gì?",
    "in a date": "hạn nộp báo cáo 6 tháng là <a href='tg://user?id=1'>30/6</a> phải không?",
    "closing tags": "</blockquote><blockquote>",
    "places to fill": "%(n)s %s %d {0} {name} \\n",
    "emoji": "👍" * 100,
    "sql": "'; DROP TABLE questions; --",
    "invisible": "\u202edảo ngược\u202c \u200b\u00ad",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_people_write_never_becomes_markup(bot: TelegramServer, lan: Person, text: str) -> None:
    lan.says(text)
    answer = await lan.receives()
    kinds = {entity["type"] for entity in answer.entities}
    assert kinds <= {"bold", "italic", "blockquote", "expandable_blockquote", "bot_command"}
    assert all(call.ok for call in bot.sent)


async def test_a_document_named_with_tags_is_shown_as_written(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("nghị định 04/2016/NĐ-CP<b> nói gì", "04/2016")])


async def test_a_message_of_10000_characters_is_answered(bot: TelegramServer, lan: Person) -> None:
    long = "xin cho hỏi về công tác dân vận <&> " * 280
    profile, chat = lan.profile, lan.chat.to_json()
    bot.push(
        {"message": {"message_id": 9, "date": bot.world.now(), "chat": chat, "from": profile, "text": long[:10_000]}}
    )
    await lan.receives()
    assert all(call.ok for call in bot.sent)


async def test_a_caption_is_a_question_too(bot: TelegramServer, lan: Person) -> None:
    lan.sends_photo(caption=DEADLINE)
    assert "10/6" in (await lan.receives()).text


async def test_what_was_sent_through_the_bots_own_inline_mode_is_not_answered(bot: TelegramServer, lan: Person) -> None:
    profile, chat = lan.profile, lan.chat.to_json()
    message = {
        "message_id": 9,
        "date": 1,
        "chat": chat,
        "from": profile,
        "text": DEADLINE,
        "via_bot": bot.world.bot,
    }
    bot.push({"message": message})
    lan.says("/help")
    assert "/mucluc" in (await lan.receives()).text
