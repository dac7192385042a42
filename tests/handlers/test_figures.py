"""Looking for petitions, figures and files, as officials do it in Telegram."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.petitions.codes import shown
from bot.petitions.states import State
from bot.store import Store
from bot.store.desks import Desk
from handlers.context import Deps
from tests.handlers.conftest import NOW
from tests.handlers.dialogue import until, verify
from tests.support.figures import petition
from tests.support.officials import COORDINATOR, OFFICER, appoint
from tests.telegram_server import Group, Person, TelegramServer


@pytest.fixture
def coordinator(server: TelegramServer, store: Store) -> Person:
    appoint(store, COORDINATOR, NOW)
    return server.person(COORDINATOR, first_name="Điều", wrote=True)


@pytest.fixture
def officer(server: TelegramServer, store: Store) -> Person:
    appoint(store, OFFICER, NOW)
    return server.person(OFFICER, first_name="Cán", wrote=True)


async def test_an_officer_finds_a_petition_with_typos_and_opens_it(
    bot: TelegramServer, officer: Person, store: Store
) -> None:
    new = petition(store, "Tiền bồi thường chưa tới, gọi 0912345678", NOW, sender_name="Lan")
    petition(store, "Nước thải", NOW)
    turns = [
        ("/timkiem", "Anh/chị tìm gì?"),
        ("/timkiem boi thuonng", "1 phản ánh", shown(new.code), "Hiểu thêm là", "!0912345678", "!Lan"),
        ("[1]", "Tiền bồi thường", "•••78", "Sở Nội vụ", "!Lan"),
        ("[‹ Trở lại]", "1 phản ánh"),
        (f"/timkiem {shown(new.code).lower()}", "Tiền bồi thường"),
        ("/timkiem zzzzz", "không tìm thấy"),
    ]
    await verify(bot, officer, turns)


async def test_the_figures_of_a_period(bot: TelegramServer, officer: Person, store: Store) -> None:
    for days in (2, 4):
        petition(store, "a", NOW - timedelta(days=20), state=State.ANSWERED, after=timedelta(days=days))
    petition(store, "b", NOW - timedelta(days=30))
    turns = [
        ("/thongke", "từ 01/7/2026", "Nhận 3 phản ánh", "Đất đai: 3", "Trễ hạn: 1", "một nửa trong vòng 3 ngày"),
        ("/thongke tháng 10", "Nhận 1 phản ánh", "Trễ hạn: 1 (100 %)"),
        ("/thongke tháng 1", "không có phản ánh nào"),
    ]
    await verify(bot, officer, turns)


async def test_citizens_are_refused_politely(bot: TelegramServer, lan: Person, store: Store) -> None:
    for command in ("/timkiem nước", "/thongke", "/xuat"):
        await verify(bot, lan, [(command, "dành cho cán bộ")])


async def test_in_an_ordinary_group_nothing_is_shown(
    bot: TelegramServer, officer: Person, group: Group, store: Store
) -> None:
    petition(store, "nước thải", NOW)
    group.adds(officer)
    officer.says("/timkiem@tro_ly_thu_bot nước", chat=group)
    await bot.wait_for(lambda: group.messages and "nhắn riêng" in group.messages[-1].text)
    store.desks.set(Desk(group.id, None, "Tổ", is_forum=False), OFFICER, NOW)
    officer.says("/timkiem@tro_ly_thu_bot nước", chat=group)
    await bot.wait_for(lambda: "“nước thải”" in group.messages[-1].text)


async def test_an_export_reaches_who_asked_for_it(
    bot: TelegramServer, coordinator: Person, store: Store, deps: Deps
) -> None:
    petition(store, '=HYPERLINK("http://x.vn")', NOW)
    await verify(bot, coordinator, [("/xuat", "1 phản ánh để xuất", "[Bảng Excel]")])
    coordinator.presses(coordinator.last, "Bảng Excel")
    await until(lambda: store.orders.next() is None and store.db["file_orders"].count == 1, 60)
    await bot.wait_for(lambda: bot.sent_by("sendDocument"))
    order = next(iter(store.db["file_orders"].rows))
    assert (order["error"], order["attempts"]) == (None, 0)


def test_the_content_is_a_table(store: Store, deps: Deps) -> None:
    from bot.petitions.filing import make
    from bot.store.orders import What

    appoint(store, COORDINATOR, NOW)
    petition(store, "nước thải", NOW)
    search = store.orders.keep_search(COORDINATOR, "", NOW)
    order = store.orders.add(search, COORDINATOR, None, What.TABLE, "vi", NOW)
    sheet = load_workbook(BytesIO(make(deps.inquiring, order))).worksheets[0]
    assert sheet["E2"].value == "nước thải"
