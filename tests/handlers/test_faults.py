"""A bad line and a bad disk: no loss, no double effect, the limits held."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.outgoing import Kind, Outgoing
from bot.replies import Reply
from handlers.context import Deps
from handlers.incoming import arrivals
from handlers.limiter import Limits
from tests.handlers.conftest import NOW, QUICK, running
from tests.handlers.dialogue import until
from tests.support.faults import FaultKind
from tests.support.officials import ADMINISTRATOR, appoint
from tests.telegram_server import Call, Person, TelegramServer

DEADLINE = "chừng nào nộp báo cáo 6 tháng?"


def texts(deps: Deps) -> list[str]:
    return [row["text"] for row in deps.store.db.query("SELECT text FROM questions ORDER BY id")]


def statuses(deps: Deps, table: str) -> set[str]:
    return {row["status"] for row in deps.store.db.query(f"SELECT status FROM {table}")}


def delivered(server: TelegramServer) -> list[Call]:
    return [call for call in server.sent_by("sendMessage") if call.ok]


# ---- the line

LINE: list[tuple[FaultKind, int, bool]] = [
    # what happens to two of the calls, and whether each may have arrived all the same
    ("error", 500, False),
    ("error", 502, False),
    ("html", 200, False),
    ("retry_after", 429, False),
    ("drop_before", 0, False),
    ("drop_after", 0, True),
    ("half_json", 0, True),
]


@pytest.mark.parametrize(("kind", "code", "arrives"), LINE)
async def test_no_reply_is_lost_and_no_question_counts_twice(
    bot: TelegramServer, lan: Person, binh: Person, deps: Deps, kind: FaultKind, code: int, arrives: bool
) -> None:
    fault = bot.faults.add(kind, method="sendMessage", code=code, times=2)
    for person in (lan, binh):
        for number in range(3):
            person.says(f"nghị định {number + 1}/2031/NĐ-CP nói gì")
    await bot.wait_for(lambda: {f"{n}/2031" for n in (1, 2, 3)} <= seen(lan) & seen(binh), timeout=10)
    await bot.wait_until_quiet()
    assert fault.hits == 2
    assert len(texts(deps)) == 6
    assert len(delivered(bot)) == 6 + (fault.hits if arrives else 0)
    assert statuses(deps, "outbox") == {"sent"}


async def test_a_reply_that_failed_once_comes_before_the_next_one(bot: TelegramServer, lan: Person) -> None:
    bot.faults.add("error", method="sendMessage", code=502)
    bot.faults.add("error", method="sendMessage", code=502, skip=2)
    for number in range(1, 7):
        lan.says(f"nghị định {number}/2031/NĐ-CP nói gì")
    await bot.wait_for(lambda: len(lan.inbox) == 6, timeout=10)
    assert [n for n, message in enumerate(lan.inbox, 1) if f"{n}/2031" in message.text] == [1, 2, 3, 4, 5, 6]


def seen(person: Person) -> set[str]:
    return {f"{n}/2031" for n in (1, 2, 3) for message in person.inbox if f"{n}/2031" in message.text}


async def test_a_slow_telegram_slows_only_the_chat_it_is_slow_for(
    bot: TelegramServer, lan: Person, binh: Person, deps: Deps
) -> None:
    bot.faults.add("delay", method="sendMessage", chat_id=lan.id, seconds=2)
    for said in ("/help", "/thoihan"):
        lan.says(said)
    binh.says("/help")
    await binh.receives()
    assert lan.inbox == []
    await bot.wait_for(lambda: len(lan.inbox) == 2)
    assert "05/12" in lan.last.text


async def test_during_an_outage_everything_is_kept_and_goes_out_when_the_line_is_back(
    bot: TelegramServer, lan: Person, deps: Deps
) -> None:
    async with bot.unreachable():
        deps.store.outbox.add("card", Outgoing(lan.id, Reply.of("nhắc hạn"), Kind.NOTICE), NOW)
        await until(lambda: attempts(deps) >= 1)
    await lan.receives(timeout=10)
    await bot.wait_until_quiet()
    assert [message.text for message in lan.inbox] == ["nhắc hạn"]


def attempts(deps: Deps) -> int:
    return int(deps.store.db.execute("SELECT MAX(attempts) FROM outbox").fetchone()[0])


async def test_after_an_outage_only_the_newest_reminder_comes(deps: Deps, server: TelegramServer, lan: Person) -> None:
    for day in range(3):
        content = Outgoing(lan.id, Reply.of(f"ngày {day}"), Kind.NOTICE, collapse_key="hạn")
        deps.store.outbox.add(f"reminder:{day}", content, NOW)
    async with running(deps, server):
        await lan.receives()
        await server.wait_until_quiet()
    assert [message.text for message in lan.inbox] == ["ngày 2"]


async def test_after_hours_without_the_line_it_goes_on_by_itself_in_order_and_within_the_limits(
    deps: Deps, server: TelegramServer, lan: Person
) -> None:
    ahead = [0.0]
    server.world.clock = lambda: time.time() + ahead[-1]
    deps = replace(deps, clock=lambda: datetime.fromtimestamp(server.world.clock(), UTC))
    server.flood_limits.enabled = True
    server.flood_limits.per_chat_per_second = 5.0
    people = [server.person(number, wrote=True) for number in range(1, 7)]

    def stage(hour: int) -> None:
        for person in (lan, *people):
            card = Outgoing(person.id, Reply.of(f"việc {hour}"), Kind.NOTICE)
            reminder = Outgoing(person.id, Reply.of(f"nhắc {hour}"), Kind.NOTICE, collapse_key="hạn")
            for name, content in (("card", card), ("reminder", reminder)):
                deps.store.outbox.add(f"{name}:{hour}:{person.id}", content, deps.clock())

    async with running(deps, server, replace(QUICK, limits=Limits(chat_per_second=5.0, chat_burst=3))):
        lan.says("/help")
        await lan.receives()
        async with server.unreachable():
            lan.says(DEADLINE)
            stage(0)
            await until(lambda: deps.store.db["outbox"].count_where("attempts > 0") >= len(people))
            ahead.append(5 * 3600.0)
            stage(5)
            lan.says("/thoihan")
        await server.wait_for(lambda: len(lan.inbox) == 6 and all(len(p.inbox) == 3 for p in people), timeout=15)
        await server.wait_until_quiet()
    for person in people:
        assert [message.text for message in person.inbox] == ["việc 0", "việc 5", "nhắc 5"]
    mine = [message.text for message in lan.inbox[1:]]
    assert [text for text in mine if text.startswith(("việc", "nhắc"))] == ["việc 0", "việc 5", "nhắc 5"]
    late, answer = [text for text in mine if not text.startswith(("việc", "nhắc"))]
    assert "10/6" not in late, "a question of five hours ago is not answered as if nothing had been"
    assert "05/12" in answer
    assert [call for call in server.calls if call.error_code == 429] == []
    assert deps.store.db["outbox"].count_where("error = 'replaced'") == 7


async def test_who_cannot_be_reached_is_noted_and_not_tried_again(bot: TelegramServer, lan: Person, deps: Deps) -> None:
    lan.says(DEADLINE)
    await lan.receives()
    blocked = bot.faults.add(
        "error", method="sendMessage", code=403, description="Forbidden: bot was blocked by the user", times=None
    )
    deps.store.outbox.add("card", Outgoing(lan.id, Reply.of("nhắc hạn"), Kind.NOTICE), NOW)
    await until(lambda: "failed" in statuses(deps, "outbox"))
    assert [row["unreachable_since"] for row in deps.store.db["people"].rows] == ["2026-11-23T02:00:00+00:00"]
    assert blocked.hits == 1


# ---- Telegram's limits

TELEGRAM = replace(QUICK, limits=Limits(chat_burst=3))


async def test_telegram_never_has_to_say_that_it_is_too_much(deps: Deps, server: TelegramServer, lan: Person) -> None:
    server.flood_limits.enabled = True
    people = [server.person(number, wrote=True) for number in range(1, 61)]
    group = server.group(-1_000_000_000_777, members=[lan])
    for person in people:
        person.says("/help")
    for _time in range(4):
        lan.says("/help")
    lan.says("/thoihan", chat=group)
    async with running(deps, server, TELEGRAM):
        await server.wait_for(lambda: len(delivered(server)) == 65, timeout=15)
    assert [call for call in server.calls if call.error_code == 429] == []


async def test_a_429_holds_back_everybody_for_as_long_as_it_says(
    bot: TelegramServer, lan: Person, binh: Person
) -> None:
    refused = bot.faults.add("retry_after", method="sendMessage", chat_id=lan.id, retry_after=1)
    lan.says("/help")
    await bot.wait_for(lambda: refused.hits)
    told = bot.sent_by("sendMessage")[0].time
    binh.says("/help")
    await bot.wait_for(lambda: lan.inbox and binh.inbox)
    assert all(call.time - told >= 1 for call in delivered(bot))


async def test_conversation_goes_before_a_broadcast(deps: Deps, server: TelegramServer, lan: Person) -> None:
    people = [server.person(number, wrote=True) for number in range(1, 41)]
    for person in people:
        content = Outgoing(person.id, Reply.of("thông báo"), Kind.BROADCAST)
        deps.store.outbox.add(f"broadcast:{person.id}", content, NOW)
    async with running(deps, server, replace(QUICK, limits=Limits())):
        await server.wait_for(lambda: len(delivered(server)) >= 5)
        lan.says("/help")
        await lan.receives()
        assert len(delivered(server)) < 20
        await server.wait_for(lambda: len(delivered(server)) == 41, timeout=10)


# ---- the disk


@contextmanager
def read_only(deps: Deps) -> Iterator[None]:
    deps.store.db.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        deps.store.db.execute("PRAGMA query_only = OFF")


if sys.platform != "win32":
    import resource


@contextmanager
def full(_deps: Deps) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def locked(deps: Deps) -> Iterator[None]:
    deps.store.db.execute("PRAGMA busy_timeout = 0")
    [path] = [row["file"] for row in deps.store.db.query("PRAGMA database_list") if row["name"] == "main"]
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize("trouble", [read_only, locked, *([full] if sys.platform != "win32" else [])])
async def test_what_cannot_be_kept_is_said_and_taken_as_soon_as_it_can_be(
    bot: TelegramServer,
    lan: Person,
    owner: Person,
    deps: Deps,
    trouble: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    assert callable(trouble)
    with trouble(deps):
        lan.says(DEADLINE)
        lan.says("/thoihan")
        assert "chưa ghi nhận được" in (await lan.receives()).text
        assert "cơ sở dữ liệu" in (await owner.receives()).text
        tried = len(bot.sent_by("getUpdates"))
        await bot.wait_for(lambda: len(bot.sent_by("getUpdates")) > tried + 2)
        assert len(bot.unconfirmed) == 2, "Telegram still has it"
    await bot.wait_for(lambda: len(lan.inbox) == 3)
    await bot.wait_until_quiet()
    assert texts(deps) == [DEADLINE]
    assert ["10/6" in lan.inbox[1].text, "05/12" in lan.inbox[2].text] == [True, True]
    assert len(owner.inbox) == 1
    assert caplog.text.count("cannot be written to") == 1
    assert "can be written to again" in caplog.text


async def test_every_administrator_is_alerted(
    bot: TelegramServer, lan: Person, owner: Person, server: TelegramServer, deps: Deps
) -> None:
    appoint(deps.store, ADMINISTRATOR, NOW)
    deps.store.people.set_language(ADMINISTRATOR, "en", NOW)
    administrator = server.person(ADMINISTRATOR, first_name="Quản", wrote=True)
    with read_only(deps):
        lan.says("/help")
        assert "cơ sở dữ liệu" in (await owner.receives()).text
        assert "cannot write to its database" in (await administrator.receives()).text


async def test_trouble_while_handling_is_no_failure_of_the_update(
    deps: Deps, server: TelegramServer, lan: Person
) -> None:
    deps.store.db.execute("CREATE TRIGGER fails BEFORE INSERT ON questions BEGIN SELECT RAISE(ABORT, 'no'); END")
    async with running(deps, server, replace(QUICK, handling_retries=(0.2, 0.2))):
        lan.says(DEADLINE)
        await until(lambda: failures(deps) == 1)
        deps.store.db.execute("DROP TRIGGER fails")
        with read_only(deps):
            assert "chưa ghi nhận được" in (await lan.receives()).text
        assert "10/6" in (await lan.receives()).text
    assert failures(deps) == 1
    assert texts(deps) == [DEADLINE]


def failures(deps: Deps) -> int:
    return int(deps.store.db.execute("SELECT MAX(attempts) FROM inbox").fetchone()[0] or 0)


async def test_what_was_sent_is_not_sent_again_because_it_could_not_be_noted_at_once(
    bot: TelegramServer, lan: Person, deps: Deps
) -> None:
    bot.faults.add("delay", method="sendMessage", seconds=0.1)
    lan.says("/help")
    lan.says("/thoihan")
    await bot.wait_for(lambda: not bot.unconfirmed and bot.in_flight)
    with read_only(deps):
        await lan.receives()
        await asyncio.sleep(0.1)
    assert "05/12" in (await lan.receives()).text
    await bot.wait_until_quiet()
    assert len(lan.inbox) == 2


# ---- the process


async def test_what_a_killed_process_left_is_taken_up_in_order(
    deps: Deps, server: TelegramServer, lan: Person, tmp_path: Path
) -> None:
    raw = [(n, f"nghị định {n}/2031/NĐ-CP nói gì") for n in (1, 2, 3)]
    updates = [
        {
            "update_id": number,
            "message": {"message_id": number, "date": server.world.now(), "chat": lan.chat.to_json(), "text": text}
            | {"from": lan.profile},
        }
        for number, text in raw
    ]
    deps.store.inbox.add(arrivals(updates), NOW)
    deps.store.outbox.add("u:0:1", Outgoing(lan.id, Reply.of("câu trước")), NOW, claimed=True)
    async with running(deps, server):
        await server.wait_for(lambda: len(lan.inbox) == 4)
    assert lan.inbox[0].text == "câu trước"
    assert [f"{n}/2031" in message.text for n, message in enumerate(lan.inbox) if n] == [True] * 3


async def test_it_stops_within_its_time_whatever_is_left(deps: Deps, server: TelegramServer, lan: Person) -> None:
    server.faults.add("delay", method="sendMessage", seconds=30, times=None)
    people = [server.person(number, wrote=True) for number in range(1, 101)]
    for person in people:
        person.says("/help")
    loop = asyncio.get_running_loop()
    async with running(deps, server, replace(QUICK, finish=0.2)):
        await server.wait_for(lambda: server.in_flight == 32)
        began = loop.time()
    assert loop.time() - began < 2
    left = deps.store.db.execute("SELECT COUNT(*) FROM outbox WHERE status <> 'sent'").fetchone()[0]
    waiting = deps.store.db.execute("SELECT COUNT(*) FROM inbox WHERE status = 'waiting'").fetchone()[0]
    assert left + waiting + len(server.unconfirmed) >= 100
