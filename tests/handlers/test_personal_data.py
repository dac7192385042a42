"""A person's own data, as they see it in Telegram."""

from __future__ import annotations

from bot.petitions.states import State
from bot.store import Store
from tests.handlers.conftest import NOW
from tests.handlers.dialogue import verify
from tests.handlers.test_officials import press, press_forged
from tests.support.figures import petition
from tests.support.officials import audited
from tests.telegram_server import Group, Person, TelegramServer


async def test_what_is_kept_and_why(bot: TelegramServer, lan: Person) -> None:
    await verify(bot, lan, [("/quyenriengtu", "91/2025/QH15", "[Dữ liệu của tôi]", "[Xóa dữ liệu]")])


async def test_all_of_mine_comes_as_two_files(bot: TelegramServer, lan: Person, store: Store) -> None:
    petition(store, "nước thải", NOW, person=lan.id)
    lan.says("/dulieucuatoi")
    await bot.wait_for(lambda: len(bot.sent_by("sendDocument")) + len(bot.sent_by("sendMediaGroup")) >= 1)
    await bot.wait_until_quiet()
    assert any("tất cả những gì tôi giữ" in message.text for message in lan.inbox)


async def test_erasing_asks_once_and_then_knows_nobody(
    bot: TelegramServer, lan: Person, binh: Person, store: Store
) -> None:
    still_open = petition(store, "nước thải", NOW, person=lan.id)
    petition(store, "cầu gãy", NOW, person=lan.id, state=State.CLOSED)
    turns = [("/xoadulieu", "1 phản ánh đang xử lý", "[Xóa hẳn dữ liệu của tôi]")]
    await verify(bot, lan, turns)
    question = lan.last
    await press(bot, lan, question, "Xóa hẳn dữ liệu của tôi")
    assert "Đã xóa dữ liệu" in question.text
    assert question.buttons == []
    assert store.petitions.of_person(lan.id) == []
    assert store.petitions.get(still_open.id).words == "nước thải"
    assert audited(store)[-1] == (0, "erase_person", None, "done")
    assert store.db["people"].count_where("id = ?", [lan.id]) == 0


async def test_a_button_of_long_ago_or_forged_erases_nothing(bot: TelegramServer, lan: Person, store: Store) -> None:
    petition(store, "nước thải", NOW, person=lan.id)
    await verify(bot, lan, [("/quyenriengtu",)])
    for data in ("d:erase:0", "d:erase:99999999999", "d:erase:x", "d:", "d:erase:1:2"):
        assert (await press_forged(bot, lan, data)).alert, data
    assert len(store.petitions.of_person(lan.id)) == 1


async def test_in_a_group_nothing_personal_is_shown(bot: TelegramServer, lan: Person, group: Group) -> None:
    for command in ("/dulieucuatoi", "/xoadulieu"):
        before = len(group.messages)
        lan.says(f"{command}@tro_ly_thu_bot", chat=group)
        await bot.wait_for(lambda: len(group.messages) > before)  # noqa: B023 - awaited at once
        await bot.wait_until_quiet()
        assert "nhắn riêng" in group.messages[-1].text
