"""Progress, nudges, broadcasts and calendars as people meet them in Telegram."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar

from bot.reminders.model import Agency, AgencyKind
from bot.roles import Role
from bot.store import Store
from handlers.context import Deps
from tests.handlers.conftest import NOW, QUICK, running
from tests.handlers.dialogue import seen, verify
from tests.support.officials import COORDINATOR, OWNER, appoint, audited
from tests.support.reminders import local
from tests.telegram_server import Group, Person, TelegramServer


@pytest.fixture
def coordinator(server: TelegramServer, store: Store) -> Person:
    appoint(store, COORDINATOR, NOW)
    return server.person(COORDINATOR, first_name="Điều", wrote=True)


@pytest.fixture
def focal_points(store: Store, lan: Person, binh: Person) -> None:
    """Lan of one agency and Bình of another."""
    for agency, name, called, person in (("so-a", "Sở An", "Lan", lan), ("so-b", "Sở Bình", "Bình", binh)):
        store.agencies.put(Agency(agency, name, AgencyKind.DEPARTMENT), NOW)
        store.people.seen(person.id, NOW)
        grant = store.roles.add(person.id, Role.FOCAL_POINT, agency, called, OWNER, NOW)
        store.focal_points.add(grant.id, agency, person.id, NOW)


@pytest.mark.usefixtures("focal_points")
async def test_the_coordinator_sees_who_is_missing_and_nudges_one(
    bot: TelegramServer, coordinator: Person, lan: Person, binh: Person, store: Store
) -> None:
    turns = [
        ("/tiendo", "Tiến độ báo cáo", "1. Báo cáo năm", "đã gửi 0/2 · chưa gửi: 2"),
        ("[1]", "Đã gửi: 0/2", "1. Sở An", "[🔔 1]", "[🔔 Nhắc tất cả (2)]", "[Bảng Excel]"),
        ("[🔔 2]", "Đang nhắc 1 cơ quan", "2. Sở Bình (đã nhắc hôm nay)", "![🔔 2]"),
    ]
    await verify(bot, coordinator, turns)
    await bot.wait_for(lambda: "Bộ phận điều phối nhờ tôi nhắc" in binh.last.text)
    assert "[✅ Đã gửi báo cáo]" in seen(binh.last)
    assert not lan.inbox
    assert ("nudge", "done") in {(row[1], row[3]) for row in audited(store)}


@pytest.mark.usefixtures("focal_points")
async def test_a_broadcast_from_the_first_word_to_the_report(
    bot: TelegramServer, coordinator: Person, lan: Person, binh: Person
) -> None:
    binh.blocks()
    turns = [
        ("/thongbao", "Mời viết đúng như họ sẽ đọc", "[Thông báo đã gửi]"),
        ("Mời họp <b>14:00</b> & đúng giờ", "đúng như trên", "Cho: tất cả (2 cơ quan)", "[✅ Gửi cho 2 người]"),
    ]
    await verify(bot, coordinator, turns)
    preview = coordinator.inbox[-2].text
    assert "Mời họp <b>14:00</b> & đúng giờ" in preview
    await verify(bot, coordinator, [("[✅ Gửi cho 2 người]", "Không biết được ai đã đọc")])
    await bot.wait_for(lambda: lan.inbox and lan.last.text == preview)
    await verify(
        bot,
        coordinator,
        [("[Xem lại]", "Đã gửi: 1", "Không gửi được: 1", "Bình (Sở Bình): đã chặn bot hoặc xóa tài khoản")],
    )


@pytest.mark.usefixtures("focal_points")
async def test_what_was_touched_last_takes_the_words(bot: TelegramServer, coordinator: Person, lan: Person) -> None:
    turns = [
        ("/thongbao",),
        ("/huy", "chưa có gì được gửi đi"),
        ("/hanmoi", "Hạn này là gì?"),
        ("/thongbao", "Mời viết"),
        ("Mời họp", "đúng như trên"),
        ("[Bỏ]", "chưa có gì được gửi đi"),
        ("báo cáo năm nộp khi nào", "!đúng như trên"),
    ]
    await verify(bot, coordinator, turns)
    assert not lan.inbox


@pytest.mark.usefixtures("focal_points")
async def test_others_see_nothing_of_it(bot: TelegramServer, lan: Person, group: Group, store: Store) -> None:
    await verify(
        bot, lan, [("/tiendo", "dành cho cán bộ phụ trách"), ("/thongbao Xin chào", "dành cho cán bộ phụ trách")]
    )
    lan.says("/tiendo", chat=group)
    await bot.wait_for(lambda: group.from_bot and "riêng" in group.from_bot[-1].text)
    assert {row[1] for row in audited(store) if row[3] == "refused"} == {"see_progress", "broadcast"}


@pytest.mark.usefixtures("focal_points")
@pytest.mark.parametrize("button", [False, True], ids=["/lich", "button"])
async def test_anybody_gets_the_deadlines_for_their_calendar(bot: TelegramServer, lan: Person, button: bool) -> None:
    if button:
        await verify(bot, lan, [("/thoihan", "[📅 Lịch]"), ("[📅 Lịch]",)])
    else:
        await verify(bot, lan, [("/lich",)])
    await bot.wait_for(lambda: bot.sent_by("sendDocument"))
    await bot.wait_until_quiet()
    file = bot.world.files[lan.last.content["document"]["file_id"]]
    assert file.name == "lich-bao-cao.ics"
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert date(2026, 12, 4) in {event.decoded("dtstart") for event in events}


@pytest.mark.usefixtures("focal_points")
async def test_the_digest_comes_by_itself(
    deps: Deps, server: TelegramServer, coordinator: Person, store: Store
) -> None:
    early = replace(deps, clock=lambda: local("2026-11-25 07:29"))
    async with running(early, server, replace(QUICK, tick=0.05)):
        await server.wait_until_quiet()
    assert not coordinator.inbox
    morning = replace(deps, clock=lambda: local("2026-11-25 07:31"))
    async with running(morning, server, replace(QUICK, tick=0.05)):
        await server.wait_for(lambda: coordinator.inbox)
        await server.wait_until_quiet()
    assert len(coordinator.inbox) == 1
    assert "Tiến độ báo cáo, thứ Tư 25/11/2026" in coordinator.last.text
    assert "[Báo cáo năm]" in seen(coordinator.last)


@pytest.mark.usefixtures("focal_points")
async def test_the_table_is_made_and_sent(bot: TelegramServer, coordinator: Person) -> None:
    await verify(bot, coordinator, [("/tiendo",), ("[1]",), ("[Bảng Excel]", "Tôi đang lập tệp")])
    await bot.wait_for(lambda: bot.sent_by("sendDocument"), 60)
    await bot.wait_until_quiet()
    assert str(coordinator.last.content["document"]["file_name"]).startswith("tien-do-")
