"""The Telegram server of the tests, seen through the real python-telegram-bot."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, ApplicationBuilder, MessageHandler, filters
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler

from tests.telegram_server import TINY_JPEG, Person, TelegramServer

ROOT = Path(__file__).parent.parent
FORUM_ID = -1_001_000_000_007

# RetryAfter warns that a later version of the library will hold its seconds in another type.
ignore_timedelta_notice = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

Refusal = Callable[[Awaitable[Any]], Awaitable[str]]


@asynccontextmanager
async def connected(server: TelegramServer, token: str | None = None) -> AsyncIterator[Bot]:
    bot = Bot(token or server.token, base_url=server.base_url, base_file_url=server.base_file_url)
    async with bot:
        yield bot


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with connected(server) as running:
        yield running


@pytest.fixture
def lan(server: TelegramServer) -> Person:
    return server.person(1001, first_name="Lan", wrote=True)


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button] for button in buttons])


def button(text: str = "Có", data: str = "yes") -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=data)


@pytest.fixture
def refusal(server: TelegramServer) -> Refusal:
    """Awaits a call that must fail with 400; returns its description as the server worded it.

    The exception does not do: the library changes the case of the description.
    """

    async def refused(call: Awaitable[Any]) -> str:
        with pytest.raises(BadRequest):
            await call
        description = server.calls[-1].description
        assert description.startswith("Bad Request: ")
        return description.removeprefix("Bad Request: ")

    return refused


# ---- the envelope


async def test_wrong_token_is_401_and_malformed_or_unknown_is_404(server: TelegramServer) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        wrong = await client.get("/bot123456:AAAA/getMe")
        assert wrong.status_code == 401
        assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        missing = {"ok": False, "error_code": 404, "description": "Not Found"}
        for path in ("/botabc/getMe", f"/bot{server.token}/nothing", "/elsewhere"):
            answer = await client.post(path)
            assert (answer.status_code, answer.json()) == (404, missing)
    with pytest.raises(InvalidToken):
        async with connected(server, "123456:AAAA"):
            pass


async def test_methods_take_get_form_and_json_in_any_case(server: TelegramServer, lan: Person) -> None:
    async with httpx.AsyncClient(base_url=f"{server.base_url}{server.token}") as client:
        for answer in (
            await client.get("/sendmessage", params={"chat_id": lan.id, "text": "1"}),
            await client.post("/SENDMESSAGE", data={"chat_id": lan.id, "text": "2"}),
            await client.post("/sendMessage", json={"chat_id": lan.id, "text": "3"}),
        ):
            assert answer.json()["ok"] is True
    assert [message.text for message in lan.inbox] == ["1", "2", "3"]


# ---- getUpdates


async def test_offset_confirms_and_negative_offset_forgets_older(bot: Bot, server: TelegramServer) -> None:
    lan = server.person(1001)
    for number in range(5):
        lan.says(str(number))
    first = await bot.get_updates()
    assert [update.message.text for update in first if update.message] == list("01234")
    assert len(await bot.get_updates()) == 5, "without an offset nothing is confirmed"
    rest = await bot.get_updates(offset=first[1].update_id + 1, limit=2)
    assert [update.message.text for update in rest if update.message] == ["2", "3"]
    assert len(server.unconfirmed) == 3
    last = await bot.get_updates(offset=-1)
    assert [update.message.text for update in last if update.message] == ["4"]
    assert len(server.unconfirmed) == 1
    assert await bot.get_updates(offset=last[0].update_id + 1) == ()


async def test_long_poll_wakes_when_something_arrives(bot: Bot, server: TelegramServer) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await server.wait_for(lambda: server.delivery.poll)
    server.person(1001).says("/tra_cuu @ai_do")
    (update,) = await asyncio.wait_for(waiting, 2)
    assert update.message is not None
    assert [entity.type for entity in update.message.entities] == ["bot_command", "mention"]


async def test_allowed_updates_hold_for_what_comes_after(bot: Bot, server: TelegramServer) -> None:
    lan = server.person(1001)
    await bot.get_updates(allowed_updates=["message"])
    message = lan.says("a")
    lan.edits(message, "b")
    assert len(server.unconfirmed) == 1
    await bot.get_updates(allowed_updates=[])
    lan.edits(message, "c")
    lan.reacts(message, "👍")
    assert len(server.unconfirmed) == 2, "reactions come only when asked for"


async def test_second_poller_ends_the_first_with_409(bot: Bot, server: TelegramServer) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await server.wait_for(lambda: server.delivery.poll)
    older = server.delivery.poll
    async with connected(server) as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await server.wait_for(lambda: server.delivery.poll not in (None, older))
        server.person(1001).says("x")
        assert len(await second) == 1


async def test_poll_of_a_dead_client_is_forgotten(server: TelegramServer) -> None:
    async with httpx.AsyncClient(base_url=f"{server.base_url}{server.token}") as client:
        request = asyncio.create_task(client.get("/getUpdates", params={"timeout": 30}, timeout=40))
        await server.wait_for(lambda: server.delivery.poll)
        request.cancel()
    await server.wait_for(lambda: server.delivery.poll is None)


# ---- texts


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("đ <b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("tiền<5", "Unclosed start tag at byte offset 6"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href=a"b>c</a>', "Unexpected end of name token at byte offset 8"),
    ],
)
async def test_bad_html_is_refused_in_the_words_of_the_server(
    refusal: Refusal, bot: Bot, lan: Person, source: str, reason: str
) -> None:
    told = await refusal(bot.send_message(lan.id, source, parse_mode="HTML"))
    assert told == f"can't parse entities: {reason}"
    assert lan.inbox == []


async def test_good_html_becomes_text_and_entities(bot: Bot, lan: Person) -> None:
    source = (
        '🙂 <b>Đậm <i>nghiêng</i></b> <a href="https://example.vn/a?b=1&amp;c=2">liên kết</a> '
        "&lt;&#7841;&gt; <tg-spoiler>kín</tg-spoiler>\n<blockquote expandable>dài</blockquote>"
        '<pre><code class="language-python">x = 1</code></pre>'
    )
    sent = await bot.send_message(lan.id, source, parse_mode="HTML")
    assert sent.text is not None
    assert sent.text.startswith("🙂 Đậm nghiêng liên kết <ạ> kín")
    assert sent.parse_entities() != {}
    bold = next(entity for entity in sent.entities if entity.type == "bold")
    assert (bold.offset, sent.parse_entity(bold)) == (3, "Đậm nghiêng")
    kinds = {str(entity.type) for entity in sent.entities}
    assert kinds == {"bold", "italic", "text_link", "spoiler", "expandable_blockquote", "pre"}
    assert "<b>Đậm <i>nghiêng</i></b>" in lan.last.html
    again = await bot.send_message(lan.id, lan.last.html, parse_mode="HTML")
    assert (again.text, again.entities) == (sent.text, sent.entities)


async def test_4096_is_counted_after_parsing_in_utf16(refusal: Refusal, bot: Bot, lan: Person) -> None:
    await bot.send_message(lan.id, f"<b>{'ạ' * 4095}</b>&lt;", parse_mode="HTML")
    assert await refusal(bot.send_message(lan.id, "ạ" * 4097)) == "message is too long"
    assert await refusal(bot.send_message(lan.id, "🙂" * 2049)) == "message is too long"
    assert await refusal(bot.send_message(lan.id, "")) == "message text is empty"
    assert await refusal(bot.send_message(lan.id, " \n ")) == "text must be non-empty"
    edited = bot.edit_message_text("x" * 4097, lan.id, lan.last.id)
    assert await refusal(edited) == "MESSAGE_TOO_LONG"


# ---- who can be written to


async def test_refused_receivers(refusal: Refusal, bot: Bot, server: TelegramServer, lan: Person) -> None:
    assert await refusal(bot.send_message(42, "a")) == "chat not found"
    server.person(1002)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(1002, "a")
    lan.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(lan.id, "a")
    lan.unblocks()
    await bot.send_message(lan.id, "a")
    changes = await bot.get_updates()
    statuses = [update.my_chat_member.new_chat_member.status for update in changes if update.my_chat_member]
    assert statuses == ["kicked", "member"]


async def test_group_that_became_a_supergroup_names_its_new_id(bot: Bot, server: TelegramServer, lan: Person) -> None:
    group = server.group(-4001, "Tổ trực", members=[lan])
    await bot.send_message(group.id, "a")
    new = group.migrates(FORUM_ID)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-4001, "b")
    assert caught.value.new_chat_id == FORUM_ID
    await bot.send_message(FORUM_ID, "b")
    assert [message.text for message in new.from_bot] == ["b"]
    service = [update.message for update in await bot.get_updates() if update.message]
    assert service[0].migrate_to_chat_id == FORUM_ID
    assert service[1].migrate_from_chat_id == -4001


async def test_groups_members_and_topics(refusal: Refusal, bot: Bot, server: TelegramServer, lan: Person) -> None:
    forum = server.group(FORUM_ID, "Trực", forum=True, members=[lan])
    topic = await bot.create_forum_topic(FORUM_ID, "Lan - hỏi học phí")
    sent = await bot.send_message(FORUM_ID, "trong chủ đề", message_thread_id=topic.message_thread_id)
    assert sent.message_thread_id == topic.message_thread_id
    answer = lan.says("trả lời", chat=forum, reply_to=forum.from_bot[-1])
    assert answer.thread_id == topic.message_thread_id
    await bot.close_forum_topic(FORUM_ID, topic.message_thread_id)
    assert forum.topics[0].closed
    await bot.delete_forum_topic(FORUM_ID, topic.message_thread_id)
    lost = bot.send_message(FORUM_ID, "a", message_thread_id=topic.message_thread_id)
    assert await refusal(lost) == "message thread not found"
    assert (await bot.get_chat_member(FORUM_ID, lan.id)).status == "member"
    assert (await bot.get_chat(FORUM_ID)).is_forum
    forum.sets_bot("kicked")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(FORUM_ID, "a")


# ---- keyboards


async def test_buttons_are_checked(refusal: Refusal, bot: Bot, lan: Person) -> None:
    await bot.send_message(lan.id, "a", reply_markup=keyboard(button(data="x" * 64)))
    for data in ("x" * 65, "ạ" * 22):
        told = await refusal(bot.send_message(lan.id, "a", reply_markup=keyboard(button(data=data))))
        assert told == "BUTTON_DATA_INVALID"
    plain = keyboard(InlineKeyboardButton("không làm gì"))
    told = await refusal(bot.send_message(lan.id, "a", reply_markup=plain))
    assert told.endswith("Text buttons are not allowed in the inline keyboard")
    both = keyboard(InlineKeyboardButton("a", callback_data="a", url="https://example.vn"))
    assert "exactly one action" in await refusal(bot.send_message(lan.id, "a", reply_markup=both))
    assert "must be non-empty" in await refusal(bot.send_message(lan.id, "a", reply_markup=keyboard(button(text=" "))))
    many = keyboard(*[button(str(number)) for number in range(101)])
    assert await refusal(bot.send_message(lan.id, "a", reply_markup=many)) == "reply markup is too long"
    local = keyboard(InlineKeyboardButton("a", url="http://localhost/x"))
    assert "Wrong HTTP URL" in await refusal(bot.send_message(lan.id, "a", reply_markup=local))


async def test_press_is_answered_once_and_in_time(
    refusal: Refusal, bot: Bot, server: TelegramServer, lan: Person
) -> None:
    await bot.send_message(lan.id, "Hữu ích?", reply_markup=keyboard(button("Có", "up"), button("Không", "no")))
    press = lan.presses(lan.last, "Có")
    assert press is not None
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.data == "up"
    assert await refusal(bot.answer_callback_query(query.id, "x" * 201)) == "MESSAGE_TOO_LONG"
    await bot.answer_callback_query(query.id, "Cảm ơn", show_alert=True)
    assert (press.answered, press.text, press.alert) == (True, "Cảm ơn", True)
    old = "query is too old and response timeout expired or query ID is invalid"
    assert await refusal(bot.answer_callback_query(query.id)) == old
    late = lan.presses(lan.last, "no")
    assert late is not None
    server.expire_queries()
    assert await refusal(bot.answer_callback_query(late.id)) == old
    with pytest.raises(LookupError):
        lan.presses(lan.last, "Có lẽ")


# ---- edits and deletions


async def test_edits_show_in_place_and_no_change_is_refused(refusal: Refusal, bot: Bot, lan: Person) -> None:
    sent = await bot.send_message(lan.id, "một", reply_markup=keyboard(button()))
    same = bot.edit_message_text("một", lan.id, sent.message_id, reply_markup=keyboard(button()))
    assert (await refusal(same)).startswith("message is not modified: specified new message content")
    seen = lan.last
    await bot.edit_message_text("<b>hai</b>", lan.id, sent.message_id, parse_mode="HTML")
    assert (seen.text, seen.html, seen.buttons, seen.edits) == ("hai", "<b>hai</b>", [], 1)
    await bot.edit_message_reply_markup(lan.id, sent.message_id, reply_markup=keyboard(button("Mới")))
    assert seen.buttons == ["Mới"]
    assert await refusal(bot.edit_message_text("x", lan.id, 999)) == "message to edit not found"
    own = lan.says("của tôi")
    assert await refusal(bot.edit_message_text("x", lan.id, own.id)) == "message can't be edited"
    menu = await bot.send_message(lan.id, "m", reply_markup=ReplyKeyboardMarkup([["A", "B"]]))
    assert lan.last.keyboard == ["A", "B"]
    assert await refusal(bot.edit_message_text("x", lan.id, menu.message_id)) == "message can't be edited"
    await bot.delete_message(lan.id, sent.message_id)
    assert [message.text for message in lan.inbox] == ["m"]
    assert await refusal(bot.delete_message(lan.id, sent.message_id)) == "message to delete not found"


async def test_replies_and_copies(refusal: Refusal, bot: Bot, server: TelegramServer, lan: Person) -> None:
    asked = lan.says("hỏi")
    reply = await bot.send_message(lan.id, "đáp", reply_parameters=ReplyParameters(asked.id))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "hỏi"
    gone = bot.send_message(lan.id, "đáp", reply_parameters=ReplyParameters(999))
    assert await refusal(gone) == "message to be replied not found"
    kind = ReplyParameters(999, allow_sending_without_reply=True)
    await bot.send_message(lan.id, "đáp", reply_parameters=kind)
    group = server.group(FORUM_ID, members=[lan])
    photo = lan.sends_photo(caption="ảnh")
    await bot.copy_message(group.id, lan.id, photo.id)
    assert group.from_bot[-1].text == "ảnh"
    assert "photo" in group.from_bot[-1].content
    assert await refusal(bot.copy_message(group.id, lan.id, 999)) == "message to copy not found"


# ---- inline mode


async def test_inline_answers_are_checked(refusal: Refusal, bot: Bot, lan: Person) -> None:
    def article(result_id: str) -> InlineQueryResultArticle:
        return InlineQueryResultArticle(result_id, "Học phí", InputTextMessageContent("5 triệu"))

    asked = lan.inline("học phí")
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    query_id = update.inline_query.id
    too_many = [article(str(number)) for number in range(51)]
    assert await refusal(bot.answer_inline_query(query_id, too_many)) == "RESULTS_TOO_MUCH"
    assert await refusal(bot.answer_inline_query(query_id, [article("a")] * 2)) == "RESULT_ID_DUPLICATE"
    assert await refusal(bot.answer_inline_query(query_id, [article("ạ" * 22)])) == "RESULT_ID_INVALID"
    await bot.answer_inline_query(query_id, [article("a")])
    assert [result["title"] for result in asked.results] == ["Học phí"]
    assert "too old" in await refusal(bot.answer_inline_query(query_id, [article("a")]))


async def test_only_in_a_private_chat_a_keyboard_asks_for_contact_and_place(
    refusal: Refusal, bot: Bot, server: TelegramServer, lan: Person
) -> None:
    group = server.group(-4001, members=[lan])
    for asked, told in (("request_contact", "phone number"), ("request_location", "location")):
        markup = ReplyKeyboardMarkup([[KeyboardButton("Gửi", **{asked: True})]])  # type: ignore[arg-type]
        await bot.send_message(lan.id, "?", reply_markup=markup)
        assert lan.last.keyboard == ["Gửi"]
        refused = await refusal(bot.send_message(group.id, "?", reply_markup=markup))
        assert refused == f"{told} can be requested in private chats only"


# ---- files


async def test_files_go_up_and_come_down(refusal: Refusal, bot: Bot, lan: Person) -> None:
    received = lan.sends_document("Nội dung".encode(), name="đơn.txt")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.document.file_name == "đơn.txt"
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()).decode() == "Nội dung"
    assert received.content["document"]["file_size"] == 10
    big = lan.sends_document(b"", size=20 * 1024 * 1024 + 1)
    assert await refusal(bot.get_file(big.content["document"]["file_id"])) == "file is too big"
    assert await refusal(bot.get_file("nothing")) == "invalid file_id"
    sent = await bot.send_document(lan.id, b"bytes", caption="<i>c</i>", parse_mode="HTML", filename="a.txt")
    assert sent.document is not None
    assert lan.last.html == "<i>c</i>"
    back = await bot.get_file(sent.document)
    assert bytes(await back.download_as_bytearray()) == b"bytes"
    await bot.send_document(lan.id, sent.document.file_id)
    assert await refusal(bot.send_document(lan.id, b"x", caption="c" * 1025)) == "message caption is too long"
    await bot.send_photo(lan.id, TINY_JPEG)
    assert await refusal(bot.send_photo(lan.id, b"no picture")) == "IMAGE_PROCESS_FAILED"
    album = await bot.send_media_group(lan.id, [InputMediaPhoto(TINY_JPEG), InputMediaPhoto(TINY_JPEG)])
    assert album[0].media_group_id == album[1].media_group_id
    photo, document = InputMediaPhoto(TINY_JPEG), InputMediaDocument(b"a")
    assert await refusal(bot.send_media_group(lan.id, [photo])) == "there are no messages to send"
    mixed = bot.send_media_group(lan.id, [photo, document])
    assert await refusal(mixed) == "document can't be mixed with other media types"
    await bot.send_video_note(lan.id, b"video")
    await bot.send_location(lan.id, 21.0, 105.8)
    await bot.send_voice(lan.id, b"OggS")
    await bot.send_video(lan.id, b"video")
    await bot.send_chat_action(lan.id, "typing")
    assert lan.chat.actions == ["typing"]


async def test_what_people_send_is_understood_by_the_library(bot: Bot, server: TelegramServer, lan: Person) -> None:
    group = server.group(FORUM_ID, members=[lan], forum=True)
    topic = group.opens_topic(lan, "Chung")
    lan.starts("ma_lop")
    lan.sends_sticker()
    lan.sends_voice()
    lan.sends_video()
    lan.sends_location()
    lan.sends_contact()
    lan.sends_album([TINY_JPEG, TINY_JPEG], caption="ảnh")
    lan.says("ở nhóm", chat=group, topic=topic)
    lan.says("ẩn danh", chat=group, anonymous=True)
    lan.says("chuyển", forwarded_from=server.person(7), hidden=True)
    group.sets_bot("member")
    updates = await bot.get_updates()
    assert len(updates) == 13
    assert updates[1].message is not None
    assert updates[1].message.text == "/start ma_lop"
    in_topic = updates[9].message
    assert in_topic is not None
    assert in_topic.is_topic_message
    assert in_topic.reply_to_message is not None
    assert in_topic.reply_to_message.forum_topic_created is not None


# ---- what the bot says about itself


async def test_commands_and_descriptions_have_limits(refusal: Refusal, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("start", "Bắt đầu")])
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert await bot.get_my_commands(language_code="en") == ()
    too_many = [BotCommand(f"c{number}", "d") for number in range(101)]
    assert await refusal(bot.set_my_commands(too_many)) == "BOT_COMMANDS_TOO_MUCH"
    assert await refusal(bot.set_my_commands([("Bắt_đầu", "d")])) == "BOT_COMMAND_INVALID"
    assert "must not exceed 256" in await refusal(bot.set_my_commands([("a", "d" * 257)]))
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    await bot.set_my_description("Trợ lý")
    assert (await bot.get_my_description()).description == "Trợ lý"
    await refusal(bot.set_my_description("d" * 513))
    await refusal(bot.set_my_short_description("d" * 121))


# ---- faults


@ignore_timedelta_notice
async def test_ordered_faults_reach_the_library(bot: Bot, server: TelegramServer, lan: Person) -> None:
    send = "sendMessage"
    server.faults.add("retry_after", method=send, retry_after=3)
    with pytest.raises(RetryAfter) as retry:
        await bot.send_message(lan.id, "a")
    assert "3" in str(retry.value)
    server.faults.add("error", method=send, code=502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(lan.id, "a")
    server.faults.add("migrate", method=send, migrate_to=-100777)
    with pytest.raises(ChatMigrated):
        await bot.send_message(lan.id, "a")
    server.faults.add("html", method=send)
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(lan.id, "a")
    server.faults.add("drop_before", method=send)
    with pytest.raises(NetworkError):
        await bot.send_message(lan.id, "a")
    assert lan.inbox == []
    server.faults.add("drop_after", method=send)
    with pytest.raises(NetworkError):
        await bot.send_message(lan.id, "b")
    server.faults.add("half_json", method=send)
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(lan.id, "c")
    assert [message.text for message in lan.inbox] == ["b", "c"]
    delay = server.faults.add("delay", method=send, seconds=0.3)
    with pytest.raises(TimedOut):
        await bot.send_message(lan.id, "d", read_timeout=0.05)
    assert delay.hits == 1
    await server.wait_for(lambda: lan.last.text == "d")
    server.faults.add("error", method=send, code=500, times=None, chat_id=5, skip=1)
    await bot.send_message(lan.id, "e")


@ignore_timedelta_notice
async def test_flood_limits_can_be_switched_on(bot: Bot, server: TelegramServer, lan: Person) -> None:
    now = [1_700_000_000.0]
    server.world.clock = lambda: now[0]
    server.flood_limits.enabled = True
    for _ in range(3):
        await bot.send_message(lan.id, "a")
    with pytest.raises(RetryAfter):
        await bot.send_message(lan.id, "a")
    now[0] += 1
    await bot.send_message(lan.id, "a")
    group = server.group(FORUM_ID)
    for _ in range(20):
        now[0] += 1
        await bot.send_message(group.id, "a")
    now[0] += 1
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "a")


async def test_network_can_go_and_come_back(server: TelegramServer, lan: Person) -> None:
    async with connected(server) as bot:
        async with server.unreachable():
            with pytest.raises(NetworkError):
                await bot.send_message(lan.id, "a")
        await bot.send_message(lan.id, "b")
    assert lan.last.text == "b"


# ---- webhook


async def test_webhook_gets_updates_until_it_accepts_them(refusal: Refusal, bot: Bot, server: TelegramServer) -> None:
    got: list[tuple[str | None, Any]] = []

    class Hook(RequestHandler):
        def post(self) -> None:
            secret = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token")
            got.append((secret, json.loads(self.request.body)))
            self.set_status(500 if len(got) == 1 else 200)

    sockets = bind_sockets(0, "127.0.0.1")
    hook = HTTPServer(WebApplication([("/hook", Hook)], log_function=lambda _handler: None))
    hook.add_sockets(sockets)
    url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/hook"
    try:
        assert "HTTPS" in await refusal(bot.set_webhook("http://example.vn/hook"))
        await bot.set_webhook(url, secret_token="bi_mat")
        server.person(1001).says("a")
        await server.wait_for(lambda: not server.unconfirmed)
        assert [secret for secret, _ in got] == ["bi_mat", "bi_mat"]
        assert got[0] == got[1]
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (url, 0)
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == ()
    finally:
        hook.stop()
        await hook.close_all_connections()


# ---- a whole bot


def echo_application(server: TelegramServer) -> "Application[Any, Any, Any, Any, Any, Any]":
    async def echo(update: Update, context: Any) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_text(f"vọng: {update.effective_message.text}")

    builder = ApplicationBuilder().token(server.token)
    application = builder.base_url(server.base_url).base_file_url(server.base_file_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


async def test_polling_application_echoes(server: TelegramServer) -> None:
    application = echo_application(server)
    lan, minh = server.person(1001), server.person(1002, first_name="Minh")
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling(timeout=5)
        lan.says("một")
        minh.says("hai")
        assert (await lan.receives()).text == "vọng: một"
        assert (await minh.receives()).text == "vọng: hai"
        lan.says("ba")
        await server.wait_until_quiet()
        assert [message.text for message in lan.inbox] == ["vọng: một", "vọng: ba"]
        assert [call.method for call in server.sent] == ["sendMessage"] * 3
        with pytest.raises(TimeoutError):
            await minh.receives(timeout=0.01)
        await application.updater.stop()
        await application.stop()


async def test_server_in_its_own_thread() -> None:
    with TelegramServer().run_in_thread() as server:
        async with connected(server) as bot:
            lan = server.person(1001)
            waiting = asyncio.create_task(bot.get_updates(timeout=10))
            await server.wait_for(lambda: server.delivery.poll)
            lan.says("a")
            (update,) = await waiting
            await bot.send_message(lan.id, "b")
        assert (await lan.receives()).text == "b"
        assert server.wait_for_blocking(lambda: lan.inbox)[0].text == "b"
        assert update.update_id > 0


async def test_server_in_its_own_process() -> None:
    command = [sys.executable, "-m", "tests.telegram_server"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        async with (
            httpx.AsyncClient(base_url=url) as control,
            Bot(TelegramServer().token, base_url=f"{url}/bot") as bot,
        ):
            order = {"person": 1001, "does": "says", "with": {"text": "a"}}
            assert (await control.post("/control", json=order)).json() == {"ok": True}
            (update,) = await bot.get_updates()
            assert update.message is not None
            await update.message.reply_text("b")
            state = (await control.get("/control")).json()
        assert [message["text"] for message in state["chats"]["1001"]] == ["a", "b"]
    finally:
        process.kill()
        await process.wait()
