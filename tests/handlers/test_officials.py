"""Inviting, accepting, seeing and taking back roles, as people do it in Telegram."""

from __future__ import annotations

import pytest

from bot.roles import Role
from bot.store import Store
from handlers.context import Deps
from tests.handlers.conftest import NOW
from tests.handlers.dialogue import seen, verify
from tests.support.officials import ADMINISTRATOR, OFFICER, OWNER, appoint, audited
from tests.telegram_server import Group, Message, Person, Query, TelegramServer

COMMANDS = ["/moi", "/canbo", "/vaitro"]
LINK = "https://t.me/tro_ly_thu_bot?start="


@pytest.fixture
def owner(server: TelegramServer) -> Person:
    """Whom the settings name."""
    return server.person(OWNER, first_name="Bảy", wrote=True)


@pytest.fixture
def administrator(server: TelegramServer, store: Store) -> Person:
    appoint(store, ADMINISTRATOR, NOW)
    return server.person(ADMINISTRATOR, first_name="Quản", wrote=True)


@pytest.fixture
def officer(server: TelegramServer, store: Store) -> Person:
    appoint(store, OFFICER, NOW)
    return server.person(OFFICER, first_name="Cán", wrote=True)


async def payload_for(server: TelegramServer, inviter: Person, role: str = "Cán bộ xử lý") -> str:
    """Makes an invitation and returns what its link carries."""
    await verify(server, inviter, [("/moi",), (f"[{role}]", LINK)])
    [line] = [line for line in inviter.last.text.splitlines() if line.startswith(LINK)]
    return line.removeprefix(LINK)


async def press(server: TelegramServer, person: Person, message: Message, button: str) -> Query:
    """Presses and waits for the answer to it."""
    query = person.presses(message, button)
    assert query is not None
    await server.wait_for(lambda: query.answered)
    await server.wait_until_quiet()
    return query


async def press_forged(server: TelegramServer, person: Person, data: str) -> Query:
    """Presses a button which the person's client made up."""
    person.last.reply_markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    return await press(server, person, person.last, "x")


async def test_from_the_invitation_to_the_role(bot: TelegramServer, owner: Person, lan: Person, store: Store) -> None:
    payload = await payload_for(bot, owner)
    assert "72 giờ" in owner.last.text
    lan.starts(payload)
    offer = await lan.receives()
    assert "cán bộ xử lý" in offer.text
    assert "“Lan”" in offer.text
    assert store.roles.held_by(lan.id) == [], "a tap on the link alone gives nothing"
    await press(bot, lan, offer, "Tôi nhận lời")
    assert "Từ giờ" in offer.text
    assert offer.buttons == []
    assert [grant.role for grant in store.roles.held_by(lan.id)] == [Role.DESK_OFFICER]
    assert "Lan đã nhận lời mời" in owner.last.text
    await press(bot, owner, owner.last, "Thu hồi")
    await press(bot, owner, owner.last, "Thu hồi")
    assert store.roles.held_by(lan.id) == []
    assert "không còn giữ vai trò" in lan.last.text


async def test_somebody_who_never_wrote_to_the_bot_can_accept(bot: TelegramServer, owner: Person, store: Store) -> None:
    payload = await payload_for(bot, owner)
    new = bot.person(1003, first_name="Tư")
    new.starts(payload)
    await press(bot, new, await new.receives(), "Tôi nhận lời")
    assert store.roles.held_by(new.id)


async def test_who_says_no_holds_nothing(bot: TelegramServer, owner: Person, lan: Person, store: Store) -> None:
    lan.starts(await payload_for(bot, owner))
    offer = await lan.receives()
    await press(bot, lan, offer, "Tôi không nhận")
    assert "không có gì thay đổi" in offer.text
    assert store.roles.held_by(lan.id) == []


async def test_the_link_does_nothing_for_who_made_it(bot: TelegramServer, owner: Person, store: Store) -> None:
    owner.starts(await payload_for(bot, owner))
    await bot.wait_for(lambda: "do chính anh/chị tạo" in owner.last.text)
    assert audited(store)[-1] == (OWNER, "accept_invitation", "invitation 1", "refused")


async def test_a_forwarded_link_works_for_one(
    bot: TelegramServer, owner: Person, lan: Person, binh: Person, store: Store
) -> None:
    payload = await payload_for(bot, owner)
    lan.starts(payload)
    binh.starts(payload)
    offers = [await lan.receives(), await binh.receives()]
    await press(bot, lan, offers[0], "Tôi nhận lời")
    late = await press(bot, binh, offers[1], "Tôi nhận lời")
    assert late.alert
    assert "không còn dùng được" in late.text
    binh.starts(payload)
    assert "không còn dùng được" in (await binh.receives()).text
    assert store.roles.held_by(binh.id) == []
    assert [row[3] for row in audited(store) if row[0] == binh.id] == ["refused", "refused"]


@pytest.mark.parametrize("payload", ["i-", "i-AAAAAAAAAAAAAAAAAAAAAA"])
async def test_a_link_that_nobody_made_is_refused(bot: TelegramServer, lan: Person, store: Store, payload: str) -> None:
    lan.starts(payload)
    assert "không còn dùng được" in (await lan.receives()).text
    assert audited(store) == [(lan.id, "accept_invitation", None, "refused")]


@pytest.mark.parametrize("payload", ["web", "I-abc"])
async def test_any_other_start_is_a_greeting(bot: TelegramServer, lan: Person, payload: str) -> None:
    lan.starts(payload)
    assert (await lan.receives()).text.startswith("Chào anh/chị")


async def test_an_invitation_can_be_withdrawn_in_its_place(bot: TelegramServer, owner: Person, lan: Person) -> None:
    payload = await payload_for(bot, owner)
    await press(bot, owner, owner.last, "Rút lời mời")
    assert LINK not in owner.last.text
    lan.starts(payload)
    assert "không còn dùng được" in (await lan.receives()).text


async def test_an_officer_of_one_agency_is_invited_by_its_name(bot: TelegramServer, owner: Person, lan: Person) -> None:
    await verify(bot, owner, [("/moi ubnd tinh", "[UBND tỉnh]"), ("[UBND tỉnh]", "cán bộ xử lý (UBND tỉnh)")])
    link = next(word for word in owner.last.text.split() if "start=i-" in word)
    lan.starts(link.partition("start=")[2])
    await lan.receives()
    await verify(bot, lan, [("[Tôi nhận lời]", "cán bộ xử lý (UBND tỉnh)"), ("/vaitro", "xử lý phản ánh")])


@pytest.mark.parametrize("command", ["/moi", "/canbo"])
async def test_citizens_are_refused_politely(bot: TelegramServer, lan: Person, store: Store, command: str) -> None:
    lan.says(command)
    refusal = await lan.receives()
    assert "dành cho cán bộ" in refusal.text
    assert refusal.buttons == []
    assert [row[3] for row in audited(store)] == ["refused"]


@pytest.mark.parametrize("said", ["/canbo 99", "/vaitro x"])
async def test_what_follows_a_command_changes_nothing(bot: TelegramServer, owner: Person, said: str) -> None:
    owner.says(said)
    with_more = await owner.receives()
    owner.says(said.split(maxsplit=1)[0])
    assert seen(await owner.receives()) == seen(with_more)


async def test_an_officer_may_see_but_not_invite(bot: TelegramServer, officer: Person, administrator: Person) -> None:
    await verify(bot, officer, [("/canbo", "Quản – quản trị viên", "Cán – cán bộ xử lý", "!Thu hồi", "!Mời")])
    await verify(bot, officer, [("/moi", "dành cho cán bộ")])


async def test_everybody_sees_what_they_are(bot: TelegramServer, owner: Person, officer: Person, lan: Person) -> None:
    await verify(bot, owner, [("/vaitro", "chủ hệ thống", "/moi", "!Trả lại")])
    await verify(bot, officer, [("/vaitro", "cán bộ xử lý", "[Trả lại vai trò]")])
    await verify(bot, lan, [("/vaitro", "người dân", "!/moi", "!Trả lại")])


async def test_a_role_is_given_back(bot: TelegramServer, officer: Person, store: Store) -> None:
    turns = [
        ("/vaitro",),
        ("[Trả lại vai trò]", "muốn trả lại"),
        ("[Thôi]", "cán bộ xử lý"),
        ("[Trả lại vai trò]",),
        ("[Trả lại]", "người dân"),
    ]
    await verify(bot, officer, turns)
    assert store.roles.held_by(OFFICER) == []


async def test_a_role_is_taken_back_after_a_question(
    bot: TelegramServer, owner: Person, officer: Person, store: Store
) -> None:
    turns = [
        ("/canbo", "1. Cán"),
        ("[Thu hồi 1]", "của Cán?"),
        ("[Thôi]", "1. Cán"),
        ("[Thu hồi 1]",),
        ("[Thu hồi]", "Đã thu hồi"),
        ("[‹ Cán bộ]", "Chưa có ai"),
    ]
    await verify(bot, owner, turns)
    assert store.roles.held_by(OFFICER) == []
    assert "không còn giữ vai trò" in officer.last.text


async def test_a_removed_official_presses_an_old_button_in_vain(
    bot: TelegramServer, administrator: Person, owner: Person, officer: Person, store: Store
) -> None:
    await verify(bot, administrator, [("/canbo",)])
    old = administrator.last
    await verify(bot, owner, [("/canbo",), ("[Thu hồi 1]",), ("[Thu hồi]",)])
    pressed = await press(bot, administrator, old, "Thu hồi 2")
    assert pressed.alert
    assert "dành cho cán bộ" in pressed.text
    assert store.roles.held_by(OFFICER)
    assert audited(store)[-1] == (ADMINISTRATOR, "revoke_role", "role 2", "refused")


async def test_forged_buttons_get_a_polite_no_and_are_audited(
    bot: TelegramServer, lan: Person, officer: Person, store: Store
) -> None:
    await verify(bot, lan, [("/vaitro",)])
    forged = ["o:revoke:1:yes", "o:revoke:77:yes", "o:invite:administrator", "o:list:0", "o:", "o:rm"]
    for data in forged:
        pressed = await press_forged(bot, lan, data)
        assert pressed.alert, data
        assert pressed.text
    assert store.roles.held_by(OFFICER)
    assert [(row[0], row[3]) for row in audited(store)] == [(lan.id, "refused")] * len(forged)


async def test_a_button_pressed_again_has_no_second_effect_and_is_audited(
    bot: TelegramServer, owner: Person, lan: Person, store: Store
) -> None:
    lan.starts(await payload_for(bot, owner))
    offer = await lan.receives()
    agree = offer.button("Tôi nhận lời")["callback_data"]
    await press(bot, lan, offer, "Tôi nhận lời")
    again = await press_forged(bot, lan, agree)
    assert again.alert
    assert "không còn dùng được" in again.text
    assert len(store.roles.held_by(lan.id)) == 1
    assert [row[1:] for row in audited(store) if row[0] == lan.id] == [
        ("accept_invitation", "invitation 1", "done"),
        ("accept_invitation", "invitation 1", "refused"),
    ]
    taken_back = f"o:revoke:{store.roles.held_by(lan.id)[0].id}:yes"
    await press_forged(bot, owner, taken_back)
    assert (await press_forged(bot, owner, taken_back)).alert
    assert [row[3] for row in audited(store) if row[1] == "revoke_role"] == ["done", "refused"]


@pytest.mark.parametrize("data", ["x:none", "l:xx", "a:none", "m:none", "m:docs:all:99", "r:77:1", "r:x", "none", ":"])
async def test_so_is_every_other_button_that_the_bot_does_not_know(
    bot: TelegramServer, lan: Person, store: Store, data: str
) -> None:
    await verify(bot, lan, [("/vaitro",)])
    pressed = await press_forged(bot, lan, data)
    assert pressed.alert
    assert pressed.text
    assert audited(store) == [(lan.id, "press_button", None, "refused")]


async def test_nobody_rates_the_answer_to_somebody_else(
    bot: TelegramServer, lan: Person, binh: Person, store: Store
) -> None:
    lan.says("hạn báo cáo năm")
    await lan.receives()
    await verify(bot, binh, [("/vaitro",)])
    assert "đã hỏi" in (await press_forged(bot, binh, "r:1:0")).text
    assert [row["rating"] for row in store.db["questions"].rows] == [None]
    assert audited(store) == [(binh.id, "press_button", None, "refused")]


async def test_in_a_group_the_bot_asks_for_a_private_chat(
    bot: TelegramServer, server: TelegramServer, owner: Person, lan: Person
) -> None:
    group = server.group(-1_000_000_000_778, members=[owner, lan])
    for command in COMMANDS:
        owner.says(command, chat=group)
    await bot.wait_for(lambda: len(group.from_bot) == len(COMMANDS))
    assert {message.text for message in group.from_bot} == {"Lệnh này anh/chị nhắn riêng cho tôi nhé."}


async def test_a_link_opened_in_a_group_offers_nothing_there(
    bot: TelegramServer, owner: Person, lan: Person, group: Group, store: Store
) -> None:
    payload = await payload_for(bot, owner)
    lan.says(f"/start {payload}", chat=group)
    await bot.wait_for(lambda: group.from_bot)
    assert group.from_bot[0].text.startswith("Chào anh/chị")
    assert "Tôi nhận lời" not in group.from_bot[0].buttons


async def test_a_button_that_turns_up_in_a_group_does_nothing(
    bot: TelegramServer, server: TelegramServer, owner: Person, lan: Person, deps: Deps
) -> None:
    group = server.group(-1_000_000_000_779, members=[owner, lan])
    owner.says("/canbo", chat=group)
    await bot.wait_for(lambda: group.from_bot)
    message = group.from_bot[0]
    message.reply_markup = {"inline_keyboard": [[{"text": "x", "callback_data": "o:list:0"}]]}
    pressed = await press(bot, owner, message, "x")
    assert pressed.alert
    assert "nhắn riêng" in message.text
    assert audited(deps.store) == [(OWNER, "press_button", None, "refused")]


async def test_names_are_shown_as_they_are_and_never_as_markup(
    bot: TelegramServer, owner: Person, server: TelegramServer
) -> None:
    payload = await payload_for(bot, owner)
    odd = server.person(1004, first_name="<b>Tư</b> & Năm\u202e", wrote=True)
    odd.starts(payload)
    await press(bot, odd, await odd.receives(), "Tôi nhận lời")
    await verify(bot, owner, [("/canbo", "<b>Tư</b> & Năm – cán bộ xử lý")])
    assert "&lt;b&gt;" in owner.last.html


async def test_the_inviter_who_blocked_the_bot_does_not_stop_the_acceptance(
    bot: TelegramServer, owner: Person, lan: Person, store: Store
) -> None:
    lan.starts(await payload_for(bot, owner))
    offer = await lan.receives()
    owner.blocks()
    await press(bot, lan, offer, "Tôi nhận lời")
    assert "Từ giờ" in offer.text
    assert store.roles.held_by(lan.id)


async def test_secrets_and_names_stay_out_of_the_log(
    bot: TelegramServer, owner: Person, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    payload = await payload_for(bot, owner)
    named = server.person(1005, first_name="Kiwikiwi", wrote=True)
    named.starts(payload)
    await press(bot, named, await named.receives(), "Tôi nhận lời")
    own = [record.getMessage() for record in caplog.records if record.name.split(".")[0] in ("bot", "handlers")]
    assert not [line for line in own if payload in line or "Kiwikiwi" in line]
