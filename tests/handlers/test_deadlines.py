"""Deadlines as people meet them in Telegram."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.reminders.model import Agency, AgencyKind
from bot.roles import Role
from bot.store import Store
from handlers.context import Deps
from tests.handlers.conftest import NOW, QUICK, running
from tests.handlers.dialogue import seen, until, verify
from tests.support.officials import ADMINISTRATOR, COORDINATOR, OWNER, appoint
from tests.telegram_server import Group, Person, TelegramServer


@pytest.fixture
def coordinator(server: TelegramServer, store: Store) -> Person:
    appoint(store, COORDINATOR, NOW)
    return server.person(COORDINATOR, first_name="Điều", wrote=True)


def make_focal_point(store: Store, person: int, agency: str = "so-noi-vu") -> None:
    store.agencies.put(Agency(agency, "Sở Nội vụ", AgencyKind.DEPARTMENT), NOW)
    store.people.seen(person, NOW)
    grant = store.roles.add(person, Role.FOCAL_POINT, agency, "Lan", OWNER, NOW)
    store.focal_points.add(grant.id, agency, person, NOW)


async def test_from_the_name_to_the_reminder(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store
) -> None:
    make_focal_point(store, lan.id)
    turns = [
        ("/hanmoi", "Hạn này là gì?"),
        ("Báo cáo quý IV", "Chậm nhất ngày nào"),
        ("bữa nào cũng được", "chưa thấy ngày nào"),
        ("mùng 5 tháng 1 lúc 15h", "15:00 thứ Ba 05/01/2027", "[✅ Đặt hạn này]", "1 cơ quan"),
        ("[Lặp lại]", "[✓ một lần]"),
        ("[hằng quý]", "Lặp lại: hằng quý"),
        ("[✅ Đặt hạn này]", "Đã đặt hạn", "1 đầu mối"),
        ("báo cáo năm nộp khi nào", "05/12"),
    ]
    await verify(bot, coordinator, turns)
    await bot.wait_for(lambda: "Hạn mới: Báo cáo quý IV" in lan.last.text)
    await verify(bot, lan, [("/thoihan", "Báo cáo quý IV: chậm nhất 15:00 thứ Ba 05/01/2027", "Báo cáo năm")])


async def test_huy_stops_it_and_words_are_questions_again(bot: TelegramServer, coordinator: Person) -> None:
    turns = [
        ("/hanmoi", "Hạn này là gì?"),
        ("/huy", "không có gì thay đổi"),
        ("báo cáo năm nộp khi nào", "05/12"),
    ]
    await verify(bot, coordinator, turns)


async def test_a_deadline_is_opened_from_the_list_and_cancelled(bot: TelegramServer, coordinator: Person) -> None:
    turns = [
        ("/hanmoi",),
        ("Báo cáo riêng",),
        ("30/12",),
        ("[✅ Đặt hạn này]", "Đã đặt hạn"),
        ("/thoihan", "Báo cáo riêng", "[Quản lý hạn]"),
        ("[Quản lý hạn]", "Báo cáo năm", "3. Báo cáo riêng"),
        ("[3]", "[Sửa]", "[Hủy hạn]"),
        ("[Hủy hạn]", "Hủy hẳn hạn này?"),
        ("[Đúng, hủy hạn]", "Đã hủy “Báo cáo riêng”"),
        ("/thoihan", "!Báo cáo riêng"),
    ]
    await verify(bot, coordinator, turns)


async def test_the_form_goes_to_everybody_concerned(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store
) -> None:
    make_focal_point(store, lan.id)
    turns = [
        ("/hanmoi",),
        ("Báo cáo riêng",),
        ("30/12",),
        ("[Biểu mẫu]", "dưới dạng tệp"),
        ("không có", "Đó không phải tệp"),
    ]
    await verify(bot, coordinator, turns)
    coordinator.sends_document(b"bieu", name="bieu.docx")
    await bot.wait_for(lambda: "Biểu mẫu: bieu.docx" in coordinator.last.text)
    await verify(bot, coordinator, [("[✅ Đặt hạn này]", "Đã đặt hạn")])
    await bot.wait_for(lambda: any("Hạn mới" in message.text for message in lan.inbox))
    await bot.wait_for(lambda: "document" in lan.last.content)


async def test_who_has_a_cancelled_deadline_in_the_calendar_gets_a_file_that_takes_it_out(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store, deps: Deps
) -> None:
    make_focal_point(store, lan.id)
    turns = [("/hanmoi",), ("Báo cáo riêng",), ("30/12",), ("[✅ Đặt hạn này]", "Đã đặt hạn"), ("/thoihan",)]
    await verify(bot, coordinator, [*turns, ("[Quản lý hạn]",), ("[3]",), ("[Hủy hạn]",), ("[Đúng, hủy hạn]",)])
    await bot.wait_for(lambda: "document" in lan.last.content)
    assert "huy-han-" in lan.last.content["document"]["file_name"]
    assert any("không phải nộp nữa" in message.text and "lịch điện thoại" in message.text for message in lan.inbox)
    await until(lambda: not list((deps.settings.data_dir / "outgoing").glob("*")))


async def test_in_a_group_it_asks_for_a_private_chat(bot: TelegramServer, group: Group, lan: Person) -> None:
    lan.says("/hanmoi", chat=group)
    await bot.wait_for(lambda: group.from_bot and "riêng" in group.from_bot[-1].text)


async def test_who_looks_after_nothing_cannot_make_one(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/hanmoi", "dành cho cán bộ phụ trách"), ("/thoihan", "![Quản lý hạn]")])


@pytest.mark.parametrize("said", ["sắp tới hạn gì?", "còn mấy ngày nữa tới hạn báo cáo năm?"])
async def test_anybody_may_ask_what_is_due(bot: TelegramServer, lan: Person, said: str) -> None:
    await verify(bot, lan, [(said, "thứ Sáu 04/12/2026", "còn 11 ngày, 8 ngày làm việc")])


async def test_a_focal_point_who_asks_reads_of_their_own_agency_first(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store
) -> None:
    make_focal_point(store, lan.id)
    store.agencies.put(Agency("xa-dai-an", "UBND xã Đại An", AgencyKind.COMMUNE), NOW)
    turns = [("/hanmoi",), ("Báo cáo của sở",), ("30/12",), ("[Cho ai]",), ("[Sở, ban, ngành tỉnh]",), ("[‹ Trở lại]",)]
    await verify(bot, coordinator, [*turns, ("[✅ Đặt hạn này]", "Đã đặt hạn")])
    store.db.execute(
        "UPDATE deadlines SET audience = json_object('kinds', json_array('commune')) WHERE rule IS NOT NULL"
    )
    await verify(bot, lan, [("sắp tới hạn gì?", "Báo cáo của sở", "Không phải của cơ quan anh/chị", "Báo cáo năm")])
    assert lan.last.text.index("Báo cáo của sở") < lan.last.text.index("Báo cáo năm")


async def test_the_button_under_an_answer_tells_what_is_due(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/thoihan",), ("[Nhắc tôi]", "Sắp tới hạn", "cán bộ đầu mối"), ("[Hạn báo cáo]", "05/12")])


async def test_reminders_go_out_by_the_clock_alone(deps: Deps, server: TelegramServer, lan: Person) -> None:
    make_focal_point(deps.store, lan.id)
    moment = [NOW]
    ticking = replace(deps, clock=lambda: moment[0])
    async with running(ticking, server, replace(QUICK, tick=0.02)):
        await asyncio.sleep(0.1)
        assert lan.inbox == []
        moment[0] = NOW.replace(day=27, hour=1)
        reminder = await lan.receives()
        assert "Nhắc hạn: Báo cáo năm" in reminder.text
        assert {"✅ Đã gửi báo cáo", "Nhắc lại sau", "Hỏi"} <= set(reminder.buttons)
        assert "còn 7 ngày, 5 ngày làm việc" in seen(reminder)


async def test_the_deputy_is_reminded_at_once_when_the_main_one_is_gone(
    deps: Deps, server: TelegramServer, lan: Person
) -> None:
    main = server.person(78_001, first_name="An", wrote=True)
    make_focal_point(deps.store, main.id)
    make_focal_point(deps.store, lan.id)
    main.deactivates()
    moment = NOW.replace(day=27, hour=1)
    async with running(replace(deps, clock=lambda: moment), server, replace(QUICK, tick=0.02)):
        assert "Nhắc hạn: Báo cáo năm" in (await lan.receives()).text
        await server.wait_until_quiet()
    assert len([message for message in lan.inbox if message.by_bot]) == 1
    assert deps.store.people.is_unreachable(main.id)


async def test_a_tick_that_fails_is_told_and_the_next_one_goes_on(
    deps: Deps, server: TelegramServer, lan: Person, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    make_focal_point(deps.store, lan.id)
    deps.store.db.execute("UPDATE deadlines SET ladder = 'broken' WHERE rule = 'bao-cao-nam'")
    moment = NOW.replace(day=27, hour=1)
    async with running(replace(deps, clock=lambda: moment), server, replace(QUICK, tick=0.02)):
        await until(lambda: owner.inbox)
        assert "chưa gửi được lời nhắc" in owner.last.text
        deps.store.db.execute("UPDATE deadlines SET ladder = '{}'")
        assert "Báo cáo năm" in (await lan.receives()).text
    assert "what is due cannot be told" in caplog.text


@pytest.mark.parametrize("person", [ADMINISTRATOR, OWNER])
async def test_those_above_may_do_it_too(bot: TelegramServer, store: Store, person: int) -> None:
    if person == ADMINISTRATOR:
        appoint(store, person, NOW)
    await verify(bot, bot.person(person, first_name="Quản", wrote=True), [("/hanmoi", "Hạn này là gì?")])


async def test_any_tap_shows_that_a_person_is_there(bot: TelegramServer, lan: Person, store: Store) -> None:
    store.people.seen(lan.id, NOW.replace(year=2025))
    await verify(bot, lan, [("/thoihan",), ("[Nhắc tôi]", "Sắp tới hạn")])
    assert store.db["people"].get(lan.id)["last_seen_at"].startswith("2026-11-23")
