"""Agencies and their focal points, as people meet them in Telegram."""

from __future__ import annotations

import pytest

from bot.reminders.model import Agency, AgencyKind
from bot.store import Store
from handlers.context import Deps
from tests.handlers.conftest import NOW
from tests.handlers.dialogue import seen, until, verify
from tests.support.agencies import AN, COMMUNE, HEALTH, LAW, found, order, settle
from tests.support.officials import COORDINATOR, appoint, audited
from tests.telegram_server import Group, Message, Person, Query, TelegramServer

LINK = "https://t.me/tro_ly_thu_bot?start="
LIST = "Tên cơ quan;Loại\nSở Y tế;sở\nSở Công Thương;sở\n"


@pytest.fixture
def coordinator(server: TelegramServer, store: Store) -> Person:
    appoint(store, COORDINATOR, NOW)
    found(store, NOW)
    return server.person(COORDINATOR, first_name="Điều", wrote=True)


async def press(server: TelegramServer, person: Person, message: Message, button: str) -> Query:
    query = person.presses(message, button)
    assert query is not None
    await server.wait_for(lambda: query.answered)
    await server.wait_until_quiet()
    return query


async def invite(server: TelegramServer, coordinator: Person, button: str = "Mời đầu mối") -> str:
    """Invites somebody to Sở Y tế, and returns the payload of the link."""
    await verify(server, coordinator, [("/daumoi so y te", "Sở Y tế")])
    await press(server, coordinator, coordinator.last, button)
    [line] = [line for message in coordinator.inbox for line in message.text.splitlines() if line.startswith(LINK)]
    return line.removeprefix(LINK)


async def test_from_the_command_to_the_focal_point(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store
) -> None:
    turns = [
        ("/daumoi", "3 cơ quan phải báo cáo", "Sở Y tế – ⚠️ chưa có đầu mối"),
        ("[Sở Y tế]", "Chưa có đầu mối nên chưa ai được nhắc", "[Mời đầu mối]"),
    ]
    await verify(bot, coordinator, turns)
    payload = await invite(bot, coordinator)
    lan.starts(payload)
    offer = await lan.receives()
    assert "Mời anh/chị làm đầu mối báo cáo của Sở Y tế" in offer.text
    assert order(store) == []
    await press(bot, lan, offer, "Tôi nhận lời")
    assert "Từ giờ anh/chị là đầu mối của Sở Y tế" in offer.text
    assert order(store) == [lan.id]
    await until(lambda: "Lan đã nhận lời" in coordinator.last.text)
    await press(bot, coordinator, coordinator.last, "Mở trang cơ quan")
    assert "1. Lan – cán bộ đầu mối" in coordinator.last.text


async def test_the_qr_code_comes_as_a_picture(bot: TelegramServer, coordinator: Person) -> None:
    await invite(bot, coordinator)
    await bot.wait_for(lambda: bot.sent_by("sendPhoto"))
    await bot.wait_until_quiet()
    assert "photo" in coordinator.last.content
    assert "Sở Y tế" in coordinator.last.content["caption"]


async def test_what_holds_a_link_is_not_kept(
    bot: TelegramServer, coordinator: Person, store: Store, deps: Deps
) -> None:
    payload = await invite(bot, coordinator)
    await until(lambda: not list((deps.settings.data_dir / "outgoing").glob("*")))
    assert not any(payload in row["payload"] for row in store.db["outbox"].rows)


async def test_an_agency_is_found_by_its_name_in_reply(bot: TelegramServer, coordinator: Person) -> None:
    await verify(bot, coordinator, [("/daumoi",), ("[🔎 Tìm]", "Cứ viết tên")])
    coordinator.says("tu phap", reply_to=coordinator.last)
    await bot.wait_for(lambda: coordinator.last.text.startswith("Sở Tư pháp"))


async def test_words_that_answer_nothing_are_a_question(bot: TelegramServer, coordinator: Person) -> None:
    await verify(bot, coordinator, [("/daumoi",), ("hạn báo cáo năm", "5/12")])


async def test_a_list_is_sent_shown_and_put_into_effect(bot: TelegramServer, coordinator: Person, store: Store) -> None:
    await verify(bot, coordinator, [("/daumoi",), ("[Gửi danh sách]", "dưới dạng trả lời")])
    asked = coordinator.last
    coordinator.sends_document(LIST.encode(), "danh-sach-co-quan (1).csv", "text/csv")
    await bot.wait_for(lambda: coordinator.last is not asked and "có 2 cơ quan" in coordinator.last.text)
    assert "Không còn trong danh sách (2)" in seen(coordinator.last)
    assert len(store.agencies.all()) == 3
    await press(bot, coordinator, coordinator.last, "Áp dụng")
    assert "thêm 1, đổi 0, bỏ 2" in coordinator.last.text
    assert [agency.name for agency in store.agencies.all()] == ["Sở Công Thương", "Sở Y tế"]


async def test_a_list_with_mistakes_is_put_right_and_sent_again(
    bot: TelegramServer, coordinator: Person, store: Store
) -> None:
    coordinator.sends_document("Tên,Loại\nSở Y tế,bộ\n".encode(), "danh-sach-co-quan.csv", "text/csv")
    await bot.wait_for(lambda: coordinator.inbox and "Dòng 2, cột B" in coordinator.last.text)
    assert [button for button in coordinator.last.buttons if button == "Áp dụng"] == []
    await press(bot, coordinator, coordinator.last, "Tệp mẫu")
    await bot.wait_for(lambda: "document" in coordinator.last.content)
    assert len(store.agencies.all()) == 3


async def test_other_files_of_the_coordinator_go_their_own_way(
    bot: TelegramServer, coordinator: Person, store: Store
) -> None:
    coordinator.sends_document(b"x", "bao-cao.csv", "text/csv")
    await coordinator.receives()
    assert store.db["agency_imports"].count == 0


async def test_a_focal_point_sees_what_they_answer_for_and_stops(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store
) -> None:
    lan.starts(await invite(bot, coordinator))
    await press(bot, lan, await lan.receives(), "Tôi nhận lời")
    turns = [
        ("/daumoi", "Sở Y tế: cán bộ đầu mối", "[Bàn giao cho người khác]"),
        ("[Thôi làm đầu mối]", "muốn trả lại"),
        ("[Trả lại]", "người dân"),
    ]
    await verify(bot, lan, turns)
    assert order(store) == []


async def test_a_focal_point_hands_over_with_a_link_of_their_own(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store
) -> None:
    settle(store, AN, NOW)
    an = bot.person(AN, first_name="An", wrote=True)
    await verify(bot, an, [("/daumoi", "Sở Y tế"), ("[Bàn giao cho người khác]", "[Ở lại làm đầu mối phụ]")])
    await press(bot, an, an.last, "Thôi làm đầu mối")
    await bot.wait_for(lambda: bot.sent_by("sendPhoto"))
    await bot.wait_until_quiet()
    [link] = [line for message in an.inbox for line in message.text.splitlines() if line.startswith(LINK)]
    assert not any(link in row["payload"] for row in store.db["outbox"].rows)
    lan.starts(link.removeprefix(LINK))
    offer = await lan.receives()
    await press(bot, lan, offer, "Tôi nhận lời")
    assert order(store) == [lan.id]
    await until(lambda: "An đã bàn giao" in coordinator.last.text)
    await until(lambda: "Lan" in an.last.text)


async def test_citizens_and_forged_buttons_get_a_polite_no(
    bot: TelegramServer, coordinator: Person, lan: Person, store: Store
) -> None:
    await verify(bot, lan, [("/daumoi", "dành cho cán bộ")])
    lan.last.reply_markup = {"inline_keyboard": [[{"text": "x", "callback_data": f"g:new:{HEALTH.id}"}]]}
    pressed = await press(bot, lan, lan.last, "x")
    assert pressed.alert
    assert "dành cho cán bộ" in pressed.text
    assert store.invitations.open(NOW) == []
    assert [(row[0], row[3]) for row in audited(store)] == [(lan.id, "refused")] * 2


async def test_in_a_group_nothing_is_shown(
    bot: TelegramServer, server: TelegramServer, coordinator: Person, lan: Person
) -> None:
    group: Group = server.group(-1_000_000_000_778, members=[coordinator, lan])
    coordinator.says("/daumoi", chat=group)
    await bot.wait_for(lambda: group.from_bot)
    assert "nhắn riêng" in group.from_bot[0].text
    message = group.from_bot[0]
    message.reply_markup = {"inline_keyboard": [[{"text": "x", "callback_data": "g:list:0"}]]}
    assert (await press(bot, coordinator, message, "x")).alert
    assert "nhắn riêng" in message.text


async def test_the_role_in_moi_leads_here(bot: TelegramServer, coordinator: Person) -> None:
    await verify(bot, coordinator, [("/moi", "[Cán bộ đầu mối]"), ("[Cán bộ đầu mối]", "3 cơ quan", "[Sở Tư pháp]")])


async def test_everything_is_in_the_language_of_the_reader(
    bot: TelegramServer, coordinator: Person, store: Store
) -> None:
    store.people.set_language(COORDINATOR, "en", NOW)
    store.agencies.put(Agency("khac", "<b>A & B</b>", AgencyKind.OTHER), NOW)
    await verify(bot, coordinator, [("/daumoi", "4 agencies owe reports", "<b>A & B</b>")])
    assert {COMMUNE.name, LAW.name} <= set(coordinator.last.buttons)
