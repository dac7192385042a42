"""Starting, receiving and stopping."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import ServingError
from bot.store import open_store
from handlers.context import Deps
from handlers.polling import REFUSALS
from handlers.serving import name_in_telegram, run
from tests.handlers.conftest import NOW, QUICK, running
from tests.handlers.dialogue import until
from tests.telegram_server import Person, TelegramServer

ROOT = Path(__file__).parents[2]
DEADLINE = "chừng nào nộp báo cáo 6 tháng?"


async def test_a_refused_token_is_said_plainly(deps: Deps, server: TelegramServer) -> None:
    with pytest.raises(ServingError, match="BOT_TOKEN"):
        await run(deps, "1:khong-dung")


async def test_telegram_out_of_reach_at_the_start_is_waited_for(
    deps: Deps, server: TelegramServer, lan: Person
) -> None:
    outage = server.faults.add("error", method="getMe", code=502)
    lan.says("/help")
    async with running(deps, server):
        await lan.receives()
    assert outage.hits == 1


@pytest.mark.parametrize(
    ("kind", "code"),
    [("error", 404), ("error", 401), ("error", 502), ("error", 409), ("html", 200), ("drop_after", 0)],
)
async def test_no_passing_trouble_ends_the_polling(bot: TelegramServer, lan: Person, kind: str, code: int) -> None:
    trouble = bot.faults.add(kind, method="getUpdates", code=code)  # type: ignore[arg-type]
    lan.says("/help")
    await lan.receives(timeout=10)
    lan.says("/help")
    await bot.wait_for(lambda: trouble.hits and len(lan.inbox) == 2, timeout=10)


async def test_a_429_on_polling_is_waited_out(bot: TelegramServer, lan: Person) -> None:
    bot.faults.add("retry_after", method="getUpdates", retry_after=1)
    lan.says("/help")
    lan.says("/help")
    await bot.wait_for(lambda: len(lan.inbox) == 2, timeout=10)


async def test_a_token_that_stays_refused_from_the_start_ends_it(deps: Deps, server: TelegramServer) -> None:
    refused = server.faults.add("error", method="getUpdates", code=401, times=None)
    with pytest.raises(ServingError, match="BOT_TOKEN"):
        await run(deps, server.token, QUICK)
    assert refused.hits == REFUSALS


async def test_a_token_refused_later_is_an_alarm_only(
    bot: TelegramServer, lan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    refused = bot.faults.add("error", method="getUpdates", code=401, times=REFUSALS + 2)
    lan.says("/help")
    await lan.receives()
    await bot.wait_for(lambda: refused.hits == REFUSALS + 2, timeout=10)
    lan.says("/help")
    await lan.receives()
    assert caplog.text.count("refuses the token") == 1


async def test_another_bot_with_the_same_token_is_said_plainly(
    bot: TelegramServer, lan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.faults.add("error", method="getUpdates", code=409, times=2)
    lan.says("/help")
    await lan.receives()
    lan.says("/help")
    await bot.wait_for(lambda: len(lan.inbox) == 2)
    assert "another bot uses the same token" in caplog.text


async def test_an_update_that_cannot_be_read_is_set_aside(
    bot: TelegramServer, lan: Person, deps: Deps, caplog: pytest.LogCaptureFixture
) -> None:
    bot.push({"callback_query": {"id": "1", "from": lan.profile, "data": "m:mật"}})
    bot.push({"message": {"text": "mật"}})
    lan.says("/help")
    await lan.receives()
    await bot.wait_for(lambda: not bot.unconfirmed)
    assert [row["status"] for row in deps.store.db.query("SELECT status FROM inbox ORDER BY update_id")] == [
        "set_aside",
        "set_aside",
        "done",
    ]
    assert "mật" not in caplog.text


async def test_three_hundred_messages_are_all_answered_in_order(deps: Deps, server: TelegramServer) -> None:
    people = [server.person(number, wrote=True) for number in range(1, 26)]
    async with running(deps, server):
        for said in ("/help", "/muctieu", "/thoihan", "/vanban") * 3:
            for person in people:
                person.says(said)
        await server.wait_for(lambda: all(len(person.inbox) == 12 for person in people), timeout=60)
    for person in people:
        assert ["100%" in message.text for message in person.inbox] == [False, True, False, False] * 3


async def test_the_nights_copy_is_made_while_it_serves(
    deps: Deps, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.nightly.TICK_SECONDS", 0.01)
    made = asyncio.Event()

    class Signal(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            made.set()

    nightly = logging.getLogger("bot.nightly")
    signal_made = Signal()
    nightly.addHandler(signal_made)
    nightly.setLevel(logging.INFO)
    try:
        async with running(deps, server):
            await asyncio.wait_for(made.wait(), 10)
    finally:
        nightly.removeHandler(signal_made)
        nightly.setLevel(logging.NOTSET)
    copies = deps.settings.data_dir / "backups"
    assert [copy.name for copy in copies.iterdir()] == ["bot-2026-11-23.db"]


async def test_a_copy_that_fails_is_told_once_a_day(
    deps: Deps,
    server: TelegramServer,
    owner: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.nightly.TICK_SECONDS", 0.01)
    now = [NOW]
    (deps.settings.data_dir / "backups").write_text("a file where the folder should be")
    async with running(replace(deps, clock=lambda: now[-1]), server):
        assert "Chưa sao lưu được" in (await owner.receives()).text
        for hour in range(1, 20):
            now.append(NOW + timedelta(hours=hour))
            await until(lambda: caplog.text.count("nightly backup failed") > hour)  # noqa: B023 - awaited at once
        now.append(NOW + timedelta(days=1))
        assert "Chưa sao lưu được" in (await owner.receives()).text
    assert len(owner.inbox) == 2


async def test_the_bots_name_can_be_asked_for(deps: Deps, server: TelegramServer) -> None:
    assert await asyncio.to_thread(name_in_telegram, deps.settings, server.token) == "tro_ly_thu_bot"
    with pytest.raises(ServingError):
        await asyncio.to_thread(name_in_telegram, deps.settings, "1:khong-dung")


def environment(server: TelegramServer, data: Path, token: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")}
    settings = {"TELEGRAM_API_URL": server.url, "DATA_DIR": str(data), "LOG_LEVEL": "DEBUG"}
    return {**kept, **settings, "BOT_TOKEN": token}


async def start(server: TelegramServer, data: Path, token: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "bot.py"),
        cwd=data.parent,
        env=environment(server, data, token),
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
async def test_on_sigterm_it_finishes_what_it_began_and_leaves(
    server: TelegramServer, lan: Person, tmp_path: Path
) -> None:
    process = await start(server, tmp_path / "data", server.token)
    await server.wait_for(lambda: server.sent_by("getUpdates") or process.returncode is not None, timeout=30)
    assert server.sent_by("getUpdates")
    server.faults.add("delay", method="sendMessage", seconds=0.5)
    lan.says(f"{DEADLINE} (Hoa Sen)")
    await server.wait_for(lambda: server.in_flight and not server.unconfirmed, timeout=30)
    process.send_signal(signal.SIGTERM)
    _out, log = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0
    assert "10/6" in lan.last.text
    assert server.unconfirmed == []
    for secret in (server.token, "Hoa Sen", str(lan.id), "Traceback"):
        assert secret not in log.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
async def test_on_sigterm_it_leaves_within_five_seconds_whatever_waits(server: TelegramServer, tmp_path: Path) -> None:
    people = [server.person(number, wrote=True) for number in range(1, 201)]
    for _time in range(10):
        for person in people:
            person.says("/help")
    slow = server.faults.add("delay", method="sendMessage", seconds=0.5, times=None)
    process = await start(server, tmp_path / "data", server.token)
    await server.wait_for(lambda: slow.hits > 40 or process.returncode is not None, timeout=30)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), 15)
    assert time.monotonic() - began < 5
    assert process.returncode == 0
    with closing(sqlite3.connect(tmp_path / "data" / "bot.db")) as database:
        kept = dict(database.execute("SELECT status, count(*) FROM inbox GROUP BY status"))
        [unsent] = database.execute("SELECT count(*) FROM outbox WHERE status <> 'sent'").fetchone()
    assert kept["done"] < 2000 - 1000, "it left in the middle of the backlog"
    assert sum(kept.values()) + len(server.unconfirmed) == 2000
    assert sum(len(person.inbox) for person in people) + unsent >= kept["done"]


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program writes to the database and does not come to an end."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_a_database_that_cannot_be_written_to_ends_the_start_with_1_and_one_line(
    server: TelegramServer, tmp_path: Path
) -> None:
    open_store(tmp_path / "data").close()
    with locked(tmp_path / "data" / "bot.db"):
        process = await start(server, tmp_path / "data", server.token)
        _out, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    [line] = log.decode().splitlines()
    assert "một chương trình khác đang giữ tệp" in line


async def test_so_does_one_that_fails_while_telegram_is_waited_for(server: TelegramServer, tmp_path: Path) -> None:
    server.faults.add("error", method="getMe", code=502, times=None)
    process = await start(server, tmp_path / "data", server.token)
    await server.wait_for(lambda: server.sent_by("getMe"), timeout=30)
    with locked(tmp_path / "data" / "bot.db"):
        server.faults.clear()
        _out, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert "một chương trình khác đang giữ tệp" in log.decode().splitlines()[-1]
    assert "Traceback" not in log.decode()


async def test_a_refused_token_ends_the_process_with_1_and_one_line(server: TelegramServer, tmp_path: Path) -> None:
    process = await start(server, tmp_path / "data", "1:khong-dung")
    _out, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert "BOT_TOKEN" in log.decode().splitlines()[-1]
    assert "Traceback" not in log.decode()
    assert "khong-dung" not in log.decode()
