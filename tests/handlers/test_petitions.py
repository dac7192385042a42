"""Petitions as citizens live them: whole stories, told as tables of what a person does and then sees."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.calendar_file import CalendarFile
from bot.petitions.citizen_pages import CitizenPages
from bot.petitions.citizen_side import CitizenSide
from bot.petitions.codes import new_code, shown
from bot.petitions.model import Petition
from bot.petitions.states import Move, State
from bot.store import Store
from handlers.context import Deps
from tests.handlers.conftest import NOW, running
from tests.handlers.dialogue import Turn, seen, state, verify
from tests.support.petitions import Office, act, petition_of
from tests.telegram_server import TINY_JPEG, Group, Person, TelegramServer

ROAD = "Đường vô ấp Chợ xã Long Đức lầy lội cả tháng nay, xe không chạy được, nhờ xã coi giùm"
MORE = "hôm qua có đứa nhỏ té xe nữa"
DEADLINE = "chừng nào nộp báo cáo 6 tháng?"
SEND, AGREE = "[Gửi thành phản ánh]", "[✅ Đồng ý và gửi]"
SENT = [(ROAD, SEND), (SEND, AGREE), (AGREE, "Đã gửi phản ánh")]


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def deps(deps: Deps, office: Office, clock: Clock) -> Deps:
    office.behind = deps.staff.cards
    timezone = deps.settings.timezone
    calendar = CalendarFile(deps.settings.data_dir, ZoneInfo(timezone))
    citizens = CitizenSide.over(deps.store, deps.asking, office, timezone, calendar)
    return replace(deps, citizens=citizens, clock=clock)


@pytest.fixture
async def bot(deps: Deps, server: TelegramServer) -> AsyncIterator[TelegramServer]:
    async with running(deps, server) as served:
        yield served


@pytest.fixture
def pages(deps: Deps) -> CitizenPages:
    return deps.citizens.following.pages.citizens


def only(store: Store) -> Petition:
    """The one petition there is."""
    [petition] = store.petitions.select("TRUE")
    return petition


async def after(server: TelegramServer, person: Person, does: Callable[[], object], shows: str = "") -> str:
    """What the person sees of the newest message once that is done and it shows that text."""
    before = state(person)
    does()
    await server.wait_for(
        lambda: state(person) != before and any(shows in seen(message) for message in person.inbox[-1:]), 10
    )
    await server.wait_until_quiet()
    return seen(person.last)


async def press_forged(server: TelegramServer, person: Person, data: str) -> str:
    """Presses a button that the person's client made up, and returns what pops up."""
    person.last.reply_markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    query = person.presses(person.last, "x")
    assert query is not None
    await server.wait_for(lambda: query.answered)
    await server.wait_until_quiet()
    return query.text


STORIES: dict[str, list[Turn]] = {
    "typed, offered, looked over, sent": [
        (ROAD, "thành phản ánh tới cơ quan nhà nước không", SEND, "[Không, tôi chỉ hỏi]"),
        (SEND, "Cán bộ sẽ thấy đúng như sau", ROAD, "Nơi: Phường Long Đức", "không nêu tên", "24 tháng", AGREE),
        (AGREE, "Mã phản ánh", "09:00 ngày 23/11/2026", "UBND phường Long Đức", "08/12/2026 (10 ngày làm việc)"),
        ("[Xem tình trạng]", "Đã nhận, đang chờ cán bộ xem", "còn 10 ngày", ROAD, "anh/chị gửi", "[Rút lại]"),
    ],
    "through the command": [
        ("/gopy", "Anh/chị cứ kể như nói chuyện"),
        ("Bao giờ xã công khai quy hoạch đất vậy?", "Cán bộ sẽ thấy đúng như sau"),
        (AGREE, "Đã gửi phản ánh"),
    ],
    "through the welcome": [
        ("/start", "[📝 Gửi phản ánh]"),
        ("[📝 Gửi phản ánh]", "Anh/chị cứ kể như nói chuyện"),
        (ROAD, AGREE),
    ],
    "not meant as one": [
        (ROAD, SEND),
        ("[Không, tôi chỉ hỏi]", "không gửi gì cả"),
        ("/huy", "không có gì đang soạn"),
    ],
    "told bit by bit": [
        (ROAD, SEND),
        (MORE, SEND),
        (SEND, ROAD, MORE),
        ("Mong xã làm sớm", ROAD, MORE, "Mong xã làm sớm", AGREE),
    ],
    "a question in the middle is answered, and can be put in": [
        (ROAD, SEND),
        (SEND, AGREE),
        (DEADLINE, "10/6", "[Thêm câu này vào phản ánh]", "[Xem phản ánh đang soạn]"),
        ("[Xem phản ánh đang soạn]", AGREE, f"!{DEADLINE}"),
        (DEADLINE, "10/6"),
        ("[Thêm câu này vào phản ánh]", AGREE, DEADLINE),
    ],
    "kind and topic are changed with a tap": [
        (ROAD, SEND),
        (SEND, "Phản ánh · Hạ tầng"),
        ("[Loại]", "Xin cơ quan làm", "[✓ Phản ánh]"),
        ("[Góp ý]", "Góp ý · Hạ tầng"),
        ("[Lĩnh vực]", "[Đất đai]"),
        ("[Đất đai]", "Góp ý · Đất đai"),
    ],
    "the place is typed, with slips": [
        ("/gopy",),
        (MORE, "Nơi: chưa nói rõ"),
        ("[Nơi]", "gõ sai chút không sao"),
        ("fuong Long Duc", "Nơi: Phường Long Đức", "!Nơi: fuong"),
    ],
    "the place is said in passing": [
        ("/gopy",),
        (MORE, "Nơi: chưa nói rõ"),
        ("xa my cam nha", "Nơi: Xã Mỹ Cẩm"),
    ],
    "a commune of before is shown with what became of it": [
        ("/gopy",),
        (MORE, "Nơi: chưa nói rõ"),
        ("ở xã Phước Hưng", "Nơi: Xã Phước Hưng (nay là xã Tập Sơn)", "Gửi tới: UBND xã Tập Sơn"),
    ],
    "a place of two is chosen": [
        ("/gopy",),
        (MORE, AGREE),
        ("[Nơi]", "[📍 Gửi vị trí]"),
        ("Lomg Đứt", "là nơi nào sau đây", "[Phường Long Đức]"),
        ("[Phường Long Đức]", "Nơi: Phường Long Đức"),
    ],
    "a place that no list knows stays in the person's words": [
        ("/gopy",),
        (MORE, AGREE),
        ("[Nơi]",),
        ("sau hè nhà bà Bảy bán chuối qqqq", "Nơi: sau hè nhà bà Bảy bán chuối qqqq", "Nơi: chưa nói rõ"),
    ],
    "the place that the words name is not wanted": [
        (ROAD, SEND),
        (SEND, "Nơi: Phường Long Đức"),
        ("[Nơi]", "[Không nêu nơi]"),
        ("[Không nêu nơi]", "Nơi: chưa nói rõ", "Sở Nội vụ"),
    ],
    "given up": [
        (ROAD, SEND),
        (SEND, AGREE),
        ("/huy", "không gửi gì đi cả"),
        ("/phananh", "chưa gửi phản ánh nào"),
    ],
    "a denunciation": [
        ("cán bộ địa chính đòi tiền lót tay 5 triệu", "chưa phải tố cáo theo luật", "Luật Tố cáo số 25/2018/QH14"),
        ("[Chuyển giúp tôi]", "Chỉ người có trách nhiệm xem", "không nêu tên", "Sở Nội vụ"),
        (AGREE, "Đã gửi phản ánh"),
    ],
    "a complaint": [
        ("tôi muốn khiếu nại quyết định thu hồi đất", "chưa phải đơn khiếu nại", "Điều 8", "từ 01/7/2026"),
        ("[Chuyển giúp tôi]", AGREE),
    ],
    "danger to life": [
        ("nhà ông Sáu đang cháy cứu với", "114", SEND),
        (SEND, "114", AGREE),
    ],
    "codes that lead nowhere": [
        (shown(new_code()), "không tìm thấy mã này"),
        ("K7M-4QX-P2", "gõ nhầm"),
    ],
    "in English": [
        ("/ngonngu en",),
        (ROAD, "Shall this be sent to the authorities", "[Send as a petition]"),
        ("[Send as a petition]", "This is what the officials will see", "Kept: your words"),
        ("[✅ Agree and send]", "Your petition has been sent", "Answer due by: 8 December 2026 (10 working days)"),
        ("/phananh", "Your 1 petition", "waiting for an official"),
    ],
}


@pytest.mark.parametrize("turns", STORIES.values(), ids=STORIES.keys())
async def test_stories(bot: TelegramServer, lan: Person, turns: list[Turn]) -> None:
    await verify(bot, lan, turns)


async def test_what_was_agreed_to_is_what_officials_get(
    bot: TelegramServer, lan: Person, store: Store, office: Office
) -> None:
    await verify(bot, lan, SENT)
    petition = only(store)
    assert office.told == [("submit", ROAD)]
    assert (petition.words, petition.state, petition.person_id) == (ROAD, State.RECEIVED, lan.id)
    assert (petition.sender_name, petition.contact_phone, petition.confidential) == (None, None, False)
    assert store.drafts.of_person(lan.id) is None


async def test_a_denunciation_is_confidential(bot: TelegramServer, lan: Person, store: Store) -> None:
    await verify(bot, lan, STORIES["a denunciation"])
    assert only(store).confidential
    assert only(store).sender_name is None


async def test_photos_voice_location_and_edits_in_any_order(
    bot: TelegramServer, lan: Person, store: Store, office: Office
) -> None:
    said = lan.says(ROAD)
    await lan.receives()
    await verify(bot, lan, [(SEND, AGREE)])
    await after(bot, lan, lan.sends_voice, "Kèm theo: 1 ghi âm")
    album = await after(bot, lan, lambda: lan.sends_album([TINY_JPEG] * 3, caption=MORE), "1 ghi âm, 3 ảnh")
    assert "Kèm theo: 1 ghi âm, 3 ảnh" in album
    assert MORE in album
    await after(bot, lan, lan.sends_location, "có vị trí trên bản đồ")
    changed = await after(bot, lan, lambda: lan.edits(said, "Đường ấp Chợ ngập sâu nửa mét"))
    assert "ngập sâu nửa mét" in changed
    assert ROAD not in changed
    await verify(bot, lan, [(AGREE, "Đã gửi phản ánh")])
    assert office.told == [("submit", f"Đường ấp Chợ ngập sâu nửa mét\n{MORE}")]
    petition = only(store)
    assert petition.location is not None
    assert [file.kind for file in store.attachments.of_petition(petition.id)] == ["voice", "photo", "photo", "photo"]


async def test_an_album_is_offered_as_one_petition_in_one_message(bot: TelegramServer, lan: Person) -> None:
    await after(bot, lan, lambda: lan.sends_album([TINY_JPEG] * 6), SEND)
    await bot.wait_until_quiet(settle=0.3)
    assert len(lan.inbox) == 1
    await verify(bot, lan, [(SEND, "Kèm theo: 6 ảnh", "việc gì, ở đâu")])


async def test_only_the_newest_preview_is_there(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/gopy",), (ROAD, AGREE), (MORE, AGREE), ("xe tải chạy suốt đêm", AGREE)])
    assert sum("✅ Đồng ý và gửi" in message.buttons for message in lan.inbox) == 1


async def test_ten_files_are_enough(bot: TelegramServer, lan: Person, store: Store) -> None:
    await verify(bot, lan, [("/gopy",), (ROAD, AGREE)])
    text = await after(bot, lan, lambda: lan.sends_album([TINY_JPEG] * 10), "10 ảnh")
    assert "Kèm theo: 10 ảnh" in text
    assert "Đủ 10 tệp" in text
    await after(bot, lan, lan.sends_voice)
    assert any("Đủ 10 tệp" in message.text for message in lan.inbox[-2:])
    draft = store.drafts.of_person(lan.id)
    assert draft is not None
    assert len(draft.files) == 10


async def test_a_file_that_is_too_big_is_said_so(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/gopy",), (ROAD, AGREE)])
    await after(bot, lan, lambda: lan.sends_video(size=30 * 1024 * 1024))
    assert "20 MB" in lan.inbox[-2].text
    assert "Kèm theo" not in lan.last.text


async def test_a_number_is_left_by_the_phone_s_own_button_and_taken_back(
    bot: TelegramServer, lan: Person, store: Store
) -> None:
    await verify(bot, lan, [(ROAD, SEND), (SEND, AGREE), ("[📱 Để lại số điện thoại]", "dưới cùng màn hình")])
    assert lan.last.keyboard == ["📱 Gửi số điện thoại của tôi"]
    await after(bot, lan, lambda: lan.sends_contact("+84909090909", own=False))
    assert "Số này của người khác" in lan.inbox[-2].text
    await after(bot, lan, lambda: lan.sends_contact("84912345678"), "Lan, +84912345678")
    await verify(bot, lan, [("[Không để lại số]", "không nêu tên"), (AGREE, "Đã gửi phản ánh")])
    assert only(store).contact_phone is None


async def test_a_double_tap_gives_one_petition_and_the_same_receipt(
    bot: TelegramServer, lan: Person, store: Store
) -> None:
    await verify(bot, lan, [(ROAD, SEND), (SEND, AGREE)])
    data = lan.last.button("✅ Đồng ý và gửi")["callback_data"]
    for _tap in range(2):
        lan.presses(lan.last, "✅ Đồng ý và gửi")
    await bot.wait_until_quiet()
    code = shown(only(store).code)
    await press_forged(bot, lan, data)
    assert code in lan.last.text
    assert only(store)


async def test_nobody_agrees_to_what_they_have_not_seen(
    bot: TelegramServer, lan: Person, store: Store, deps: Deps
) -> None:
    await verify(bot, lan, [(ROAD, SEND), (SEND, AGREE)])
    draft = store.drafts.of_person(lan.id)
    assert draft is not None
    store.drafts.set_words(draft.id, 77, MORE, NOW)
    query = lan.presses(lan.last, "✅ Đồng ý và gửi")
    assert query is not None
    await bot.wait_until_quiet()
    assert "Nội dung vừa thay đổi" in query.text
    assert MORE in lan.last.text
    assert store.petitions.select("TRUE") == []


async def test_a_restart_in_the_middle_changes_nothing(deps: Deps, server: TelegramServer, lan: Person) -> None:
    for turn in SENT:
        async with running(deps, server):
            await verify(server, lan, [turn])
    async with running(deps, server):
        await verify(server, lan, [("/phananh", "1 phản ánh")])


async def test_a_pause_of_three_days_changes_nothing(bot: TelegramServer, lan: Person, clock: Clock) -> None:
    await verify(bot, lan, [(ROAD, SEND), (SEND, AGREE)])
    clock.passes(days=3)
    await verify(
        bot,
        lan,
        [
            (DEADLINE, "10/6", "![Thêm câu này vào phản ánh]"),
            ("Chợ xã dơ quá, rác không ai dọn, nhờ xã coi giùm", "soạn dở", "[Không, phản ánh mới]"),
            ("[Phải, thêm vào]", ROAD, "Chợ xã dơ quá", AGREE),
        ],
    )


async def test_a_new_petition_in_the_place_of_an_old_draft(bot: TelegramServer, lan: Person, clock: Clock) -> None:
    await verify(bot, lan, [(ROAD, SEND), (SEND, AGREE)])
    clock.passes(hours=1)
    other = "Chợ xã dơ quá, rác không ai dọn, nhờ xã coi giùm"
    await verify(bot, lan, [(other, "soạn dở"), ("[Không, phản ánh mới]", other, f"!{ROAD}", AGREE)])


async def test_three_ways_to_look_and_nobody_else_sees_it(
    bot: TelegramServer, lan: Person, binh: Person, store: Store
) -> None:
    await verify(bot, lan, SENT)
    code = shown(only(store).code)
    await verify(
        bot,
        lan,
        [
            ("/phananh", code, "đang chờ cán bộ xem"),
            (f"[{code}]", ROAD),
            (code.lower(), ROAD),
            (f"mã {code.replace('-', ' ')} tới đâu rồi", ROAD),
            ("phản ánh của tôi tới đâu rồi", code),
        ],
    )
    await verify(bot, binh, [(code, "không tìm thấy mã này", f"!{ROAD}"), ("/phananh", "chưa gửi phản ánh nào")])


async def test_a_group_is_told_nothing(bot: TelegramServer, lan: Person, group: Group, store: Store) -> None:
    await verify(bot, lan, SENT)
    code = shown(only(store).code)
    for words in ("/phananh", "/gopy", f"@tro_ly_thu_bot {code}", f"@tro_ly_thu_bot {ROAD}"):
        before = len(group.from_bot)
        lan.says(words, chat=group)
        await bot.wait_for(lambda: len(group.from_bot) > before)  # noqa: B023 - awaited at once
        assert "riêng" in group.from_bot[-1].text, words
    assert len(store.petitions.select("TRUE")) == 1


async def test_a_question_of_an_officer_is_answered_in_one_reply_and_one_tap(
    bot: TelegramServer, lan: Person, store: Store, office: Office, pages: CitizenPages
) -> None:
    await verify(bot, lan, SENT)
    text = await after(bot, lan, lambda: act(store, pages, only(store), Move.ASK, NOW, "Khúc đường nào ạ?"))
    assert "Khúc đường nào ạ?" in text
    question = lan.last
    await after(bot, lan, lambda: lan.says("Trước cửa chợ", reply_to=question), "Trước cửa chợ")
    await after(bot, lan, lambda: lan.sends_photo(reply_to=question), "1 ảnh")
    await verify(bot, lan, [("[✅ Gửi cho cán bộ]", "Đã gửi câu trả lời")])
    assert office.told[-1] == ("supply", "Trước cửa chợ")
    assert only(store).state is State.ACCEPTED
    [event] = [event for event in store.petitions.events(only(store).id) if event.move is Move.SUPPLY]
    assert [file.kind for file in store.attachments.of_event(event.id)] == ["photo"]


async def test_words_after_a_question_are_taken_for_its_answer_unless_they_are_not(
    bot: TelegramServer, lan: Person, store: Store, office: Office, pages: CitizenPages
) -> None:
    await verify(bot, lan, SENT)
    await after(bot, lan, lambda: act(store, pages, only(store), Move.ASK, NOW, "Khúc đường nào ạ?"))
    other = "Chợ xã dơ quá, rác không ai dọn, nhờ xã coi giùm"
    await verify(
        bot,
        lan,
        [
            (DEADLINE, "10/6"),
            (other, "Anh/chị trả lời cán bộ", other, "[Không, đây là chuyện khác]"),
            ("[Không, đây là chuyện khác]", "Cán bộ sẽ thấy đúng như sau", other, AGREE),
            ("/huy", "Đã bỏ"),
            ("/phananh",),
            (f"[{shown(only(store).code)}]", "Khúc đường nào ạ?", "[✍️ Trả lời cán bộ]"),
            ("[✍️ Trả lời cán bộ]", "Khúc đường nào ạ?"),
            ("trước cửa chợ", "[✅ Gửi cho cán bộ]"),
            ("[✅ Gửi cho cán bộ]", "Đã gửi câu trả lời"),
        ],
    )
    assert office.told[-1] == ("supply", "trước cửa chợ")


async def test_what_is_added_later_and_what_is_corrected(
    bot: TelegramServer, lan: Person, store: Store, office: Office
) -> None:
    said = lan.says(ROAD)
    await lan.receives()
    await verify(bot, lan, [*SENT[1:], ("[Xem tình trạng]",), ("[Bổ sung]", "muốn bổ sung gì")])
    assert MORE in await after(bot, lan, lambda: lan.says(MORE))
    await verify(bot, lan, [("[✅ Gửi cho cán bộ]", "Đã bổ sung")])
    corrected = await after(bot, lan, lambda: lan.edits(said, f"{ROAD}, gấp lắm"))
    assert "vừa sửa một tin đã gửi đi" in corrected
    await verify(bot, lan, [("[✅ Gửi cho cán bộ]", "Đã bổ sung")])
    assert office.told == [("submit", ROAD), ("add", MORE), ("add", f"{ROAD}, gấp lắm")]
    assert only(store).words == ROAD, "what was sent stays as it was sent"


async def test_an_answer_is_rated_with_a_word(
    bot: TelegramServer, lan: Person, store: Store, office: Office, pages: CitizenPages
) -> None:
    await verify(bot, lan, SENT)
    text = await after(bot, lan, lambda: act(store, pages, only(store), Move.ANSWER, NOW, "Tuần sau xã sửa đường."))
    assert "Tuần sau xã sửa đường." in text
    await verify(
        bot,
        lan,
        [
            ("[⭐ Đánh giá]", "rất hài lòng"),
            ("[⭐⭐⭐⭐]", "4 sao"),
            ("Trả lời rõ ràng", "Cảm ơn"),
        ],
    )
    assert only(store).rating == 4
    assert office.told[-2:] == [("rate", None), ("rate", "Trả lời rõ ràng")]
    await verify(bot, lan, [(DEADLINE, "10/6")])


async def test_reopened_once_within_fifteen_days(
    bot: TelegramServer, lan: Person, store: Store, office: Office, pages: CitizenPages, clock: Clock
) -> None:
    await verify(bot, lan, SENT)
    await after(bot, lan, lambda: act(store, pages, only(store), Move.ANSWER, NOW, "Đã sửa."))
    clock.passes(days=14)
    await verify(
        bot,
        lan,
        [
            ("[Chưa xong, mở lại]", "một lần", "[Mở lại]"),
            ("[Mở lại]", "Đã mở lại", "21/12/2026"),
            ("[✍️ Nói điều chưa xong]", "muốn bổ sung gì"),
            ("Mới sửa có một khúc", "[✅ Gửi cho cán bộ]"),
            ("[✅ Gửi cho cán bộ]", "Đã bổ sung"),
        ],
    )
    assert office.told[-2:] == [("reopen", None), ("add", "Mới sửa có một khúc")]
    await after(bot, lan, lambda: act(store, pages, only(store), Move.ANSWER, clock.now, "Đã sửa hết."))
    assert "[Chưa xong, mở lại]" not in seen(lan.last)
    assert "mở lại được một lần" in await press_forged(bot, lan, f"p:reopen:{only(store).id}:yes")


async def test_not_reopened_after_sixteen_days(
    bot: TelegramServer, lan: Person, store: Store, pages: CitizenPages, clock: Clock
) -> None:
    await verify(bot, lan, SENT)
    await after(bot, lan, lambda: act(store, pages, only(store), Move.ANSWER, NOW, "Đã sửa."))
    clock.passes(days=16)
    assert "mở lại được một lần" in await press_forged(bot, lan, f"p:reopen:{only(store).id}:yes")
    assert only(store).state is State.ANSWERED


async def test_withdrawn_after_one_question(bot: TelegramServer, lan: Person, store: Store, office: Office) -> None:
    await verify(
        bot,
        lan,
        [
            *SENT,
            ("[Xem tình trạng]",),
            ("[Rút lại]", "chắc chắn rút"),
            ("[Thôi]", ROAD),
            ("[Rút lại]", "chắc chắn rút"),
            ("[Rút lại]", "Đã rút phản ánh"),
            ("[Xem phản ánh]", "Anh/chị đã rút lại", "![Bổ sung]", "![Rút lại]"),
        ],
    )
    assert office.told[-1] == ("withdraw", None)
    assert only(store).state is State.WITHDRAWN


async def test_limits_are_said_kindly_and_nothing_is_lost(
    bot: TelegramServer, lan: Person, clock: Clock, store: Store
) -> None:
    await verify(bot, lan, [*SENT, (ROAD, SEND), (SEND, AGREE)])
    query = lan.presses(lan.last, "✅ Đồng ý và gửi")
    assert query is not None
    await bot.wait_until_quiet()
    assert "chờ nửa phút" in query.text
    for _petition in range(4):
        clock.passes(minutes=1)
        await verify(bot, lan, [(AGREE, "Đã gửi phản ánh")] if "Bỏ, không gửi" in lan.last.buttons else SENT)
    assert len(store.petitions.select("TRUE")) == 5
    await verify(bot, lan, [(ROAD, "Trong một ngày anh/chị đã gửi 5 phản ánh", "ngày 24/11/2026", f"!{SEND}")])
    clock.passes(days=1)
    await verify(bot, lan, SENT)


async def test_who_is_kept_from_sending_is_told_until_when(bot: TelegramServer, lan: Person, store: Store) -> None:
    store.people.seen(lan.id, NOW)
    store.desks.block(lan.id, "chửi bới", NOW + timedelta(days=7), 1, NOW)
    await verify(
        bot,
        lan,
        [
            (ROAD, "Rất tiếc", "09:00 ngày 30/11/2026", "!chửi bới", f"!{SEND}"),
            ("/gopy", "Rất tiếc"),
            ("nhà ông Sáu đang cháy cứu với", "114", "Rất tiếc"),
            (DEADLINE, "10/6"),
        ],
    )


async def test_a_forged_button_leads_nowhere_and_is_in_the_audit(
    bot: TelegramServer, lan: Person, binh: Person, store: Store
) -> None:
    petition = petition_of(store, lan.id, NOW)
    await verify(bot, binh, [("/help",)])
    assert "không tìm thấy" in await press_forged(bot, binh, f"p:withdraw:{petition.id}:yes")
    assert only(store).state is State.RECEIVED
    assert list(store.db["audit"].rows_where("outcome = 'refused' AND actor_id = ?", [binh.id]))
