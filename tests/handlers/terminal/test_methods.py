"""The Bot API of the terminal, called by the real library."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest

from handlers.terminal.files import Files
from handlers.terminal.methods import Methods
from handlers.terminal.names import GROUP, SELF, Names
from handlers.terminal.places import World
from handlers.terminal.screen import TerminalScreen
from handlers.terminal.transport import InProcessTelegram

BUTTONS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Có", callback_data="x:1"), InlineKeyboardButton("Xem", url="https://a.vn")]]
)
LINK = "(Xem: https://a.vn)"


class Stage:
    """A terminal of which only the far side is there."""

    def __init__(self, folder: Path) -> None:
        self.target = StringIO()
        self.world, self.files = World(Names(folder)), Files()
        self.lan = self.world.names.learn("lan")
        screen = TerminalScreen(self.world, self.target)
        telegram = InProcessTelegram(Methods(self.world, self.files, screen, lambda: 1_780_000_000))
        self.bot = Bot("1:terminal", request=telegram, get_updates_request=telegram)

    def shown(self) -> list[str]:
        """The lines that came since the last look."""
        lines = self.target.getvalue().splitlines()
        self.target.seek(0)
        self.target.truncate()
        return [line for line in lines if line]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(tmp_path)
    async with stage.bot:
        yield stage


@pytest.fixture
def bot(stage: Stage) -> Bot:
    return stage.bot


async def test_another_chat_is_named_above_and_its_buttons_have_no_numbers(stage: Stage, bot: Bot) -> None:
    await bot.send_message(SELF, "một", reply_markup=BUTTONS)
    await bot.send_message(stage.lan, "hai", reply_markup=BUTTONS)
    await bot.send_message(stage.lan, "ba")
    await bot.send_message(GROUP, "bốn")
    await bot.send_message(SELF, "năm")
    assert stage.shown() == [
        *("một", LINK, "[1] Có"),
        *("── lan ──", "hai", LINK, "[Có]", "ba"),
        *("── nhóm cán bộ ──", "#1 bốn"),
        *("── tôi ──", "năm"),
    ]


async def test_somebody_of_another_conversation_has_only_a_number(stage: Stage, bot: Bot) -> None:
    await bot.send_message(2**52 + 5, "một")
    assert stage.shown() == [f"── người số {2**52 + 5} ──", "một"]


async def test_files_are_shown_by_name_and_can_be_fetched(stage: Stage, bot: Bot) -> None:
    sent = await bot.send_document(SELF, b"PK", filename="thongke.xlsx", caption="<b>Số</b> liệu", parse_mode="HTML")
    assert sent.document is not None
    await bot.send_document(SELF, sent.document.file_id)
    file = await bot.get_file(sent.document.file_id)
    assert await file.download_as_bytearray() == b"PK"
    assert stage.shown() == ["[tệp thongke.xlsx] Số liệu", "[tệp thongke.xlsx]"]


async def test_all_kinds_of_things(stage: Stage, bot: Bot) -> None:
    file = stage.files.new("photo")["file_id"]
    await bot.send_photo(SELF, file, caption="ổ gà")
    await bot.send_photo(SELF, b"\xff\xd8\xff")
    await bot.send_video(SELF, file)
    await bot.send_voice(SELF, file)
    await bot.send_audio(SELF, file)
    await bot.send_animation(SELF, file)
    await bot.send_video_note(SELF, file)
    await bot.send_location(SELF, 9.9, 106.3)
    album = await bot.send_media_group(SELF, [InputMediaPhoto(file, caption="một"), InputMediaPhoto(b"\xff\xd8\xff")])
    assert len({message.media_group_id for message in album}) == 1
    assert stage.shown() == [
        *("[ảnh] ổ gà", "[ảnh]", "[video]", "[tin thoại]", "[âm thanh]", "[ảnh động]", "[video tròn]"),
        *("[vị trí 9.9, 106.3]", "[ảnh] một", "[ảnh]"),
    ]


async def test_an_unknown_file_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("AgAC")


async def test_messages_of_the_group_have_numbers(stage: Stage, bot: Bot) -> None:
    card = await bot.send_message(GROUP, "thẻ")
    await bot.send_message(GROUP, "xong", reply_parameters=ReplyParameters(card.message_id))
    await bot.edit_message_text("thẻ mới", GROUP, card.message_id)
    await bot.delete_message(GROUP, card.message_id)
    assert stage.shown() == [
        "── nhóm cán bộ ──",
        *("#1 thẻ", "#2 ↪ #1 xong", "#1 ✎ thẻ mới", "(tin #1 đã bị xóa)"),
    ]


async def test_a_change_that_changes_nothing_is_refused(bot: Bot) -> None:
    card = await bot.send_message(SELF, "thẻ", reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("thẻ", SELF, card.message_id, reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(SELF, card.message_id, reply_markup=BUTTONS)


async def test_what_was_deleted_cannot_be_edited(bot: Bot) -> None:
    card = await bot.send_message(SELF, "thẻ")
    await bot.delete_message(SELF, card.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("mới", SELF, card.message_id)


async def test_a_message_of_an_earlier_conversation_can_be_edited(stage: Stage, bot: Bot) -> None:
    await bot.edit_message_text("thẻ", GROUP, 77, reply_markup=BUTTONS)
    assert stage.shown() == ["── nhóm cán bộ ──", "#1 ✎ thẻ", LINK, "[Có]"]


async def test_other_buttons_under_a_message(stage: Stage, bot: Bot) -> None:
    card = await bot.send_message(SELF, "thẻ", reply_markup=BUTTONS)
    other = InlineKeyboardMarkup([[InlineKeyboardButton("Không", callback_data="x:2")]])
    await bot.edit_message_reply_markup(SELF, card.message_id, reply_markup=other)
    await bot.edit_message_reply_markup(SELF, card.message_id)
    assert stage.shown() == ["thẻ", LINK, "[1] Có", "thẻ", "[1] Không"]
    assert stage.world.place(SELF).buttons() == ()


async def test_what_a_keyboard_asks_for_is_explained(stage: Stage, bot: Bot) -> None:
    number, place = KeyboardButton("Gửi số", request_contact=True), KeyboardButton("Gửi chỗ", request_location=True)
    await bot.send_message(SELF, "liên hệ?", reply_markup=ReplyKeyboardMarkup([[number], [place, "Thôi"]]))
    await bot.send_message(SELF, "lời đáp?", reply_markup=ForceReply())
    assert stage.shown() == [
        *("liên hệ?", "(Gửi số: gõ :contact SỐ)", "(Gửi chỗ: gõ :location VĨ-ĐỘ KINH-ĐỘ)", "(Thôi)"),
        *("lời đáp?", "(dòng gõ tiếp theo là lời đáp tin này)"),
    ]


async def test_a_topic_stands_in_the_heading(stage: Stage, bot: Bot) -> None:
    topic = await bot.create_forum_topic(GROUP, "ABC-123")
    sent = await bot.send_message(GROUP, "thẻ", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert stage.shown() == ["── nhóm cán bộ › ABC-123 ──", "#1 thẻ"]


async def test_who_is_who_in_a_chat(stage: Stage, bot: Bot) -> None:
    assert (await bot.get_chat_member(GROUP, SELF)).status == "creator"
    assert (await bot.get_chat_member(GROUP, stage.lan)).status == "member"
    assert (await bot.get_chat_member(GROUP, 2)).status == "administrator"
    assert (await bot.get_chat(GROUP)).title == "nhóm cán bộ"
    assert (await bot.get_chat(stage.lan)).first_name == "lan"


async def test_other_methods_are_accepted(bot: Bot) -> None:
    assert await bot.send_chat_action(SELF, "typing")
