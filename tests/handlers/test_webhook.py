"""Updates posted by Telegram: from nobody else, and kept before they are confirmed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from handlers.context import Deps
from handlers.pace import Pace
from handlers.serving import run
from handlers.webhook import MOST_BYTES, SECRET_HEADER, unguessable_path
from tests.handlers.conftest import QUICK, ending
from tests.telegram_server import Person, TelegramServer

DEADLINE = "chừng nào nộp báo cáo 6 tháng?"


@asynccontextmanager
async def behind_webhook(deps: Deps, server: TelegramServer, pace: Pace = QUICK) -> AsyncIterator[TelegramServer]:
    """The bot behind a webhook inside the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    settings = deps.settings.model_copy(
        update={"webhook_url": f"http://{listen}/telegram", "webhook_listen": listen, "webhook_secret": None}
    )
    serving = asyncio.create_task(run(replace(deps, settings=settings), server.token, pace))
    async with ending(serving):
        await server.wait_for(lambda: server.world.webhook)
        yield server


@pytest.fixture
async def hook(deps: Deps, server: TelegramServer) -> AsyncIterator[TelegramServer]:
    async with behind_webhook(deps, server) as served:
        yield served


async def post(server: TelegramServer, body: bytes, secret: str | None = None, path: str | None = None) -> int:
    """Posts as Telegram would and returns the status."""
    webhook = server.world.webhook
    url = webhook["url"] if path is None else httpx.URL(webhook["url"]).join(path)
    headers = {SECRET_HEADER: webhook["secret"] if secret is None else secret}
    async with httpx.AsyncClient() as client:
        return (await client.post(url, content=body, headers=headers)).status_code


async def test_it_takes_updates_only_with_the_secret(hook: TelegramServer, lan: Person) -> None:
    assert len(hook.world.webhook["secret"]) > 20
    lan.says(DEADLINE)
    assert "10/6" in (await lan.receives()).text
    hook.world.webhook["secret"] = "sai"
    lan.says("/help")
    await hook.wait_for(lambda: "403" in str(hook.world.webhook.get("last_error_message")))
    assert len(lan.inbox) == 1


async def test_nobody_can_guess_where_it_listens(hook: TelegramServer) -> None:
    assert await post(hook, b"{}", path="/telegram") == 404
    assert await post(hook, b"{}", path="/") == 404
    assert unguessable_path("https://a/b/") != unguessable_path("https://a/b/")
    assert len(unguessable_path("https://a/b/")) > len("https://a/b/") + 30


async def test_it_takes_nothing_but_posted_json_of_a_sensible_size(hook: TelegramServer, deps: Deps) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(hook.world.webhook["url"])).status_code == 405
    assert await post(hook, b"") == 400
    assert await post(hook, b"\xff{") == 400
    assert await post(hook, b"[]") == 200, "what is no update would only be sent again and again"
    with pytest.raises(httpx.TransportError):  # the line is cut before all of it is read
        await post(hook, b"x" * (MOST_BYTES * 20))
    assert deps.store.db["inbox"].count == 0


async def test_what_cannot_be_kept_is_not_confirmed(hook: TelegramServer, lan: Person, deps: Deps) -> None:
    deps.store.db.execute("PRAGMA query_only = ON")
    lan.says(DEADLINE)
    await hook.wait_for(lambda: "503" in str(hook.world.webhook.get("last_error_message")))
    assert "chưa ghi nhận được" in (await lan.receives()).text
    deps.store.db.execute("PRAGMA query_only = OFF")
    assert "10/6" in (await lan.receives()).text
    assert [row["status"] for row in deps.store.db["inbox"].rows] == ["done"]
