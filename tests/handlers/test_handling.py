"""One update, one transaction: what handlers do happens exactly once, or not at all."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flood import Window
from handlers.context import Deps
from handlers.handling import run_to_end
from handlers.turns import Suspended
from tests.handlers.conftest import NO_WINDOW, NOW, QUICK, running
from tests.handlers.dialogue import until
from tests.telegram_server import Group, Person, TelegramServer

DEADLINE = "chừng nào nộp báo cáo 6 tháng?"
FAILS = "CREATE TRIGGER fails BEFORE INSERT ON questions BEGIN SELECT RAISE(ABORT, 'no'); END"


def inbox(deps: Deps) -> list[dict[str, object]]:
    return list(deps.store.db.query("SELECT * FROM inbox ORDER BY update_id"))


def texts(deps: Deps) -> list[str]:
    return [row["text"] for row in deps.store.db.query("SELECT text FROM questions ORDER BY id")]


def test_a_handler_that_waits_is_an_error() -> None:
    async def waits() -> None:
        await asyncio.sleep(0)

    async def does_not() -> None:
        done.append(1)

    done: list[int] = []
    run_to_end(does_not())
    assert done == [1]
    with pytest.raises(Suspended):
        run_to_end(waits())


async def test_what_failed_is_tried_again_and_has_one_effect(deps: Deps, server: TelegramServer, lan: Person) -> None:
    deps.store.db.execute(FAILS)
    patient = replace(QUICK, handling_retries=(0.3, 0.3))
    async with running(deps, server, patient):
        lan.says(DEADLINE)
        lan.says("/thoihan")
        await server.wait_for(lambda: not server.unconfirmed)
        await until(lambda: inbox(deps)[0]["attempts"] == 1)
        assert texts(deps) == []
        deps.store.db.execute("DROP TRIGGER fails")
        await server.wait_for(lambda: len(lan.inbox) == 2)
    assert texts(deps) == [DEADLINE]
    assert "Nguồn: Kế hoạch" in lan.inbox[0].text, "the order in the chat was kept"


async def test_what_fails_three_times_is_set_aside_and_the_rest_goes_on(
    bot: TelegramServer, lan: Person, owner: Person, deps: Deps
) -> None:
    deps.store.db.execute(FAILS)
    lan.says(f"{DEADLINE} (Hoa Sen)")
    lan.says("/thoihan")
    await bot.wait_for(lambda: len(lan.inbox) == 2 and owner.inbox)
    assert "Xin lỗi" in lan.inbox[0].text
    assert "05/12" in lan.inbox[1].text
    [aside, _done] = inbox(deps)
    assert (aside["status"], aside["attempts"], aside["error"]) == ("set_aside", 3, "IntegrityError")
    [notice] = owner.inbox
    assert "IntegrityError" in notice.text
    assert "bot/store/questions.py" in notice.text
    assert str(aside["update_id"]) in notice.text
    assert "Hoa Sen" not in notice.text


async def test_nothing_remains_of_a_handler_that_fails(bot: TelegramServer, lan: Person, deps: Deps) -> None:
    deps.store.db.execute("CREATE TRIGGER fails BEFORE INSERT ON topics BEGIN SELECT RAISE(ABORT, 'no'); END")
    lan.says(DEADLINE)
    assert "Xin lỗi" in (await lan.receives()).text
    assert texts(deps) == []
    assert deps.store.db["people"].count == 0


async def test_an_update_that_is_delivered_again_has_no_second_effect(
    bot: TelegramServer, lan: Person, deps: Deps
) -> None:
    lan.says(DEADLINE)
    await lan.receives()
    raw = {"update_id": inbox(deps)[0]["update_id"], "message": lan.chat.visible()[0].to_json()}
    with bot.world.lock:
        bot.world.pending.append((bot.world.clock(), raw))
        bot.world.wakeups.notify()
    lan.says("/help")
    await bot.wait_for(lambda: len(lan.inbox) == 2)
    await bot.wait_until_quiet()
    assert texts(deps) == [DEADLINE]
    assert len(lan.inbox) == 2


async def test_a_question_that_waited_for_hours_is_answered_with_one_line(
    deps: Deps, server: TelegramServer, lan: Person, group: Group
) -> None:
    lan.says(DEADLINE)
    lan.says(DEADLINE, chat=group)
    lan.says(f"@tro_ly_thu_bot {DEADLINE}", chat=group)
    later = replace(deps, clock=lambda: NOW + timedelta(days=30))
    async with running(later, server):
        await server.wait_for(lambda: lan.inbox and group.from_bot)
        await server.wait_until_quiet()
    assert ["gửi lại" in message.text for message in (*lan.inbox, *group.from_bot)] == [True, True]
    assert texts(deps) == []


async def test_commands_and_buttons_count_however_late(deps: Deps, server: TelegramServer, lan: Person) -> None:
    async with running(deps, server):
        lan.says(DEADLINE)
        answer = await lan.receives()
    lan.presses(answer, "👎")
    lan.says("/ngonngu en")
    later = replace(deps, clock=lambda: NOW + timedelta(days=30))
    async with running(later, server):
        await lan.receives()
    assert [row["rating"] for row in deps.store.db["questions"].rows] == ["bad"]
    assert deps.store.people.language(lan.id) == "en"


async def test_who_writes_too_much_is_asked_to_wait_once(
    deps: Deps, server: TelegramServer, lan: Person, binh: Person, group: Group
) -> None:
    strict = replace(QUICK, flood=((Window(2, timedelta(hours=1)),), NO_WINDOW, ()))
    async with running(deps, server, strict):
        for _time in range(5):
            lan.says("chuyện của nhóm", chat=group)
        for _time in range(6):
            lan.says("/help")
        binh.says("/help")
        await server.wait_for(lambda: len(lan.inbox) == 3 and binh.inbox)
        await server.wait_until_quiet()
    assert ["/mucluc" in message.text for message in lan.inbox] == [True, True, False]
    assert "CHƯA nhận" in lan.last.text
    assert group.from_bot == []
    assert {row["status"] for row in inbox(deps)} == {"done"}


async def test_too_many_presses_are_answered_on_the_button(deps: Deps, server: TelegramServer, lan: Person) -> None:
    strict = replace(QUICK, flood=((Window(1, timedelta(hours=1)),), NO_WINDOW, ()))
    async with running(deps, server, strict):
        lan.says("/mucluc")
        page = await lan.receives()
        press = lan.presses(page, "m:outline:II")
        await server.wait_for(lambda: press and press.answered)
    assert press is not None
    assert "CHƯA nhận" in press.text


async def test_pictures_sent_together_count_as_one_message(deps: Deps, server: TelegramServer, lan: Person) -> None:
    strict = replace(QUICK, flood=((Window(2, timedelta(hours=1)),), NO_WINDOW, ()))
    async with running(deps, server, strict):
        lan.sends_album([b"\xff\xd8\xff"] * 8)
        lan.says("/help")
        await server.wait_for(lambda: len(lan.inbox) == 2)
    assert "/mucluc" in lan.last.text


async def test_who_blocked_the_bot_is_noted_and_forgotten_when_they_write_again(
    bot: TelegramServer, lan: Person, deps: Deps
) -> None:
    def unreachable() -> object:
        return next(deps.store.db["people"].rows)["unreachable_since"]

    lan.says(DEADLINE)
    await lan.receives()
    lan.blocks()
    await until(lambda: unreachable() is not None)
    lan.unblocks()
    lan.says("/help")
    await lan.receives()
    assert unreachable() is None


async def test_each_update_is_one_line_of_numbers_in_the_log(
    bot: TelegramServer, lan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    lan.says("hạn báo cáo năm")
    lan.says("/help")
    await bot.wait_for(lambda: len(lan.inbox) == 2)
    lines = [record for record in caplog.records if record.getMessage() == "update handled"]
    first = 870_000_001
    assert [(vars(line)["update"], vars(line)["replies"]) for line in lines] == [(first, 1), (first + 1, 1)]
    assert all(vars(line)["ms"] >= 0 and isinstance(vars(line)["waited_s"], int) for line in lines)
    assert "báo cáo" not in caplog.text
