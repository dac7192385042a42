"""A webhook into which Telegram gets nothing, or that somebody else took, is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.context import Deps
from tests.handlers.conftest import NOW, QUICK
from tests.handlers.dialogue import until
from tests.handlers.test_webhook import behind_webhook
from tests.telegram_server import Person, TelegramServer

WATCHFUL = replace(QUICK, webhook_look=0.05)


def looks(server: TelegramServer) -> int:
    return len(server.sent_by("getWebhookInfo"))


async def some_looks(server: TelegramServer) -> None:
    before = looks(server)
    await server.wait_for(lambda: looks(server) > before + 3)


async def test_as_long_as_all_is_well_nobody_is_disturbed(
    deps: Deps, server: TelegramServer, lan: Person, owner: Person
) -> None:
    async with behind_webhook(deps, server, WATCHFUL):
        lan.says("/help")
        await lan.receives()
        await some_looks(server)
    assert owner.inbox == []


async def test_updates_that_cannot_be_handed_over_are_told_once(
    deps: Deps, server: TelegramServer, lan: Person, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with behind_webhook(deps, server, WATCHFUL):
        server.world.webhook["secret"] = "sai"
        lan.says("/help")
        told = await owner.receives()
        await some_looks(server)
    assert "403" in told.text
    assert "1 tin chờ" in told.text
    assert len(owner.inbox) == 1
    assert caplog.text.count("cannot hand over") == 1


@pytest.mark.parametrize("url", ["", "https://other.example.vn/telegram"])
async def test_a_webhook_that_somebody_else_took_is_told(
    deps: Deps, server: TelegramServer, owner: Person, url: str
) -> None:
    async with behind_webhook(deps, server, WATCHFUL):
        server.world.webhook = {"url": url} if url else {}
        told = await owner.receives()
        await some_looks(server)
    assert "Webhook của bot đã bị nơi khác đổi" in told.text
    assert len(owner.inbox) == 1


async def test_what_waits_for_nearly_a_day_is_an_alarm_of_its_own(
    deps: Deps, server: TelegramServer, lan: Person, owner: Person
) -> None:
    now = [NOW]
    async with behind_webhook(replace(deps, clock=lambda: now[-1]), server, WATCHFUL):
        server.world.webhook["secret"] = "sai"
        lan.says("/help")
        await owner.receives()
        now.append(NOW + timedelta(hours=21))
        assert "21 giờ" in (await owner.receives()).text


async def test_no_answer_about_the_webhook_is_no_end_of_it(
    deps: Deps, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with behind_webhook(deps, server, WATCHFUL):
        server.faults.add("error", method="getWebhookInfo", code=502, times=2)
        await some_looks(server)
    assert caplog.text.count("does not tell how the webhook fares") == 2


async def test_a_line_that_stays_dead_is_told_as_with_polling(deps: Deps, server: TelegramServer) -> None:
    server.faults.add("error", method="getWebhookInfo", code=502, times=None)
    async with behind_webhook(deps, server, replace(WATCHFUL, line_silent=0.2)):
        await until(lambda: deps.store.db["outbox"].count_where("key LIKE 'silent:%'"))
