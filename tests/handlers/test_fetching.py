"""Files that people sent are kept, whatever the line and the disk do."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from telegram import Bot

from bot.attachments import FOLDER, path_of
from bot.petitions.file_rules import TOO_BIG
from bot.petitions.model import Attachment, NewFile
from bot.settings import TELEGRAM
from bot.store.fetches import Loss
from handlers.aiohttp_request import AiohttpRequest
from handlers.context import Deps
from handlers.fetching import Fetching
from handlers.requests import downloading
from tests.handlers.conftest import NOW, QUICK
from tests.handlers.dialogue import until
from tests.support.faults import FaultKind
from tests.telegram_server import TINY_JPEG, Person, TelegramServer

CONTENT = TINY_JPEG + b"x" * 300_000


class Time:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def deps(deps: Deps, time: Time) -> Deps:
    return replace(deps, clock=time)


@pytest.fixture
async def fetching(deps: Deps, server: TelegramServer) -> AsyncIterator[None]:
    async with at_work(deps, server):
        yield


@asynccontextmanager
async def at_work(deps: Deps, server: TelegramServer, room: int = 0) -> AsyncIterator[None]:
    async with (
        Bot(server.token, server.base_url, server.base_file_url, request=AiohttpRequest(4)) as bot,
        downloading(None) as downloads,
    ):
        task = asyncio.create_task(Fetching(deps, bot, downloads, QUICK, room).run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


class Sent:
    """What a person sends for the bot to keep."""

    def __init__(self, deps: Deps, server: TelegramServer) -> None:
        self._deps, self._server, self._number = deps, server, 0

    def file(self, content: bytes = CONTENT, size: int | None = None, told: int | None = None) -> str:
        """Sends a file of which Telegram says that it is `told` bytes long, and returns its file_id."""
        stored = self._server.world.store(content, "photo", size=size)
        self.named(stored.file_id, stored.unique_id, told)
        return stored.file_id

    def named(self, file_id: str, unique_id: str = "unique", told: int | None = None) -> None:
        self._number += 1
        self._deps.store.attachments.add(1001, NewFile(self._number, "photo", file_id, unique_id, size=told), NOW)

    def rows(self) -> list[Attachment]:
        return [
            Attachment(*row)
            for row in self._deps.store.db.execute(
                "SELECT id, chat_id, message_id, kind, file_id, file_unique_id, name, mime_type, size, sha256"
                " FROM attachments ORDER BY id"
            )
        ]

    def losses(self) -> list[str | None]:
        return [row[0] for row in self._deps.store.db.execute("SELECT error FROM attachments ORDER BY id")]

    async def settled(self) -> None:
        await until(lambda: all(row.sha256 or loss for row, loss in zip(self.rows(), self.losses(), strict=True)))


@pytest.fixture
def sent(deps: Deps, server: TelegramServer) -> Sent:
    return Sent(deps, server)


def kept(deps: Deps) -> list[Path]:
    return [path for path in (deps.settings.data_dir / FOLDER).rglob("*") if path.is_file()]


@pytest.mark.usefixtures("fetching")
async def test_a_file_is_kept_with_its_hash_and_size(sent: Sent, deps: Deps) -> None:
    sent.file(told=len(CONTENT))
    await sent.settled()
    [row] = sent.rows()
    assert row.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert row.size == len(CONTENT)
    assert path_of(deps.settings.data_dir, row.sha256).read_bytes() == CONTENT


@pytest.mark.usefixtures("fetching")
async def test_equal_contents_are_kept_once_and_the_same_file_is_not_fetched_twice(
    sent: Sent, deps: Deps, server: TelegramServer
) -> None:
    first = sent.file()
    sent.file()
    await sent.settled()
    sent.named(first, server.world.files[first].unique_id)
    await sent.settled()
    assert len({row.sha256 for row in sent.rows()}) == 1
    assert len(kept(deps)) == 1
    assert len(server.sent_by("getFile")) == 2


@pytest.mark.usefixtures("fetching")
async def test_a_file_whose_content_vanished_is_fetched_again_when_it_is_sent_again(
    sent: Sent, deps: Deps, server: TelegramServer
) -> None:
    first = sent.file()
    await sent.settled()
    [path] = kept(deps)
    path.unlink()
    sent.named(first, server.world.files[first].unique_id)
    await sent.settled()
    assert kept(deps) == [path]


@pytest.mark.usefixtures("fetching")
async def test_what_is_too_big_is_not_fetched_whether_it_was_told_or_not(
    sent: Sent, deps: Deps, server: TelegramServer
) -> None:
    sent.file(told=TOO_BIG + 1)
    sent.file(size=TOO_BIG + 1)
    sent.file(b"x" * (TOO_BIG + 1), size=5)
    await sent.settled()
    assert sent.losses() == [Loss.TOO_BIG] * 3
    assert len(server.sent_by("getFile")) == 2
    assert kept(deps) == []


@pytest.mark.usefixtures("fetching")
async def test_what_telegram_does_not_know_is_not_asked_for_again(sent: Sent, server: TelegramServer) -> None:
    sent.named("của bot khác")
    sent.file()
    await sent.settled()
    assert sent.losses() == [Loss.REFUSED, None]
    assert len(server.sent_by("getFile")) == 2


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "half_json", "html", "error"])
async def test_after_failures_it_is_fetched_when_the_line_is_good_again(
    sent: Sent, deps: Deps, server: TelegramServer, time: Time, kind: FaultKind
) -> None:
    sent.file()
    fault = server.faults.add(kind, method="getFile", times=3, code=502)
    async with at_work(deps, server):
        for hits, minutes in ((2, 1), (3, 5)):
            await server.wait_for(lambda: fault.hits == hits)  # noqa: B023 - awaited at once
            await until(lambda: attempts(deps) == hits)  # noqa: B023 - awaited at once
            time.passes(minutes)
        await sent.settled()
    assert sent.losses() == [None]


def attempts(deps: Deps) -> int:
    row = deps.store.db.execute("SELECT attempts FROM attachments").fetchone()
    return int(row[0])


async def test_a_path_that_leads_nowhere_is_asked_for_anew(sent: Sent, deps: Deps, server: TelegramServer) -> None:
    path = server.world.files[sent.file()].path
    stored = server.world.files_by_path.pop(path)
    async with at_work(deps, server):
        await until(lambda: attempts(deps) == 2)
        server.world.files_by_path[path] = stored
        deps.store.db.execute("UPDATE attachments SET next_attempt_at = NULL")
        await sent.settled()
    assert sent.losses() == [None]


async def test_a_server_of_ones_own_may_have_put_the_file_on_this_machine(
    sent: Sent, deps: Deps, server: TelegramServer, tmp_path: Path
) -> None:
    server.world.local_files = tmp_path / "telegram-bot-api"
    sent.file()
    async with at_work(deps, server):
        await sent.settled()
    [row] = sent.rows()
    assert row.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert path_of(deps.settings.data_dir, row.sha256).read_bytes() == CONTENT


async def test_a_file_that_such_a_server_has_removed_is_asked_for_anew(
    sent: Sent, deps: Deps, server: TelegramServer, tmp_path: Path
) -> None:
    server.world.local_files, server.world.keeps_local_files = tmp_path / "telegram-bot-api", False
    sent.file()
    async with at_work(deps, server):
        await until(lambda: attempts(deps) == 2)
        server.world.keeps_local_files = True
        deps.store.db.execute("UPDATE attachments SET next_attempt_at = NULL")
        await sent.settled()
    assert sent.losses() == [None]


async def test_telegram_itself_cannot_have_files_of_this_machine_read(
    sent: Sent, deps: Deps, server: TelegramServer, tmp_path: Path
) -> None:
    server.world.local_files = tmp_path / "telegram-bot-api"
    sent.file()
    theirs = replace(deps, settings=deps.settings.model_copy(update={"telegram_api_url": TELEGRAM}))
    async with at_work(theirs, server):
        await sent.settled()
    assert sent.losses() == [Loss.REFUSED]


async def test_a_429_is_waited_for_without_counting_as_a_failure(
    sent: Sent, deps: Deps, server: TelegramServer, time: Time
) -> None:
    sent.file()
    fault = server.faults.add("retry_after", method="getFile", retry_after=30)
    async with at_work(deps, server):
        await server.wait_for(lambda: fault.hits)
        await until(lambda: deps.store.fetches.next(time.now) is None)
        time.passes(1)
        await sent.settled()
    assert attempts(deps) == 0


async def test_on_a_full_disk_files_wait_and_the_administrator_is_told_once(
    sent: Sent, deps: Deps, server: TelegramServer
) -> None:
    sent.file()
    notices: Callable[[], int] = lambda: deps.store.db["outbox"].count  # noqa: E731
    async with at_work(deps, server, room=2**62):
        await server.wait_for(lambda: len(server.sent_by("getFile")) >= 3)
    assert notices() == len(deps.settings.owner_ids)
    assert kept(deps) == []
    assert attempts(deps) == 0
    async with at_work(deps, server):
        await sent.settled()
    assert sent.losses() == [None]


async def test_where_no_folder_can_be_made_it_goes_on_once_it_can(
    sent: Sent, deps: Deps, server: TelegramServer
) -> None:
    sent.file()
    (deps.settings.data_dir / FOLDER).write_text("in the way")
    async with at_work(deps, server):
        await server.wait_for(lambda: len(server.sent_by("getFile")) >= 2)
        (deps.settings.data_dir / FOLDER).unlink()
        await sent.settled()
    assert len(kept(deps)) == 1


@pytest.mark.usefixtures("bot")
async def test_the_serving_bot_fetches_beside_everything_else(
    sent: Sent, server: TelegramServer, lan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("delay", method="getFile", seconds=0.3, times=None)
    for _number in range(5):
        sent.file()
    lan.says("/help")
    await lan.receives(timeout=2)
    await sent.settled()
    assert server.token not in caplog.text
