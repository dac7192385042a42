"""The clock of the petitions while the bot serves."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.petitions.states import State
from bot.roles import Role
from bot.store import Store
from handlers.context import Deps
from handlers.ticking import Ticking
from tests.handlers.conftest import NOW, QUICK, running
from tests.support.agencies import HEALTH, found
from tests.support.officials import OFFICER, appoint
from tests.support.stage import Stage
from tests.telegram_server import Person, TelegramServer


async def test_what_becomes_due_is_done_and_said_while_the_bot_serves(
    deps: Deps, server: TelegramServer, store: Store, lan: Person, owner: Person
) -> None:
    appoint(store, OFFICER, NOW)
    an = server.person(OFFICER, first_name="An", wrote=True)
    group = server.group(-1_000_000_000_500, title="Tổ xử lý", members=[an, owner])
    stage = Stage(server, group, {"lan": lan, "an": an, "owner": owner}, frozenset({"an", "owner"}))
    async with running(deps, server):
        await stage.play(("owner", "/nhomxuly"))
        await stage.send_petition("lan", "Đường trước chợ xã Phước Hưng có ổ gà lớn")
        await stage.play(("an", "card> Đã vá"), ("an", "[Gửi cho người dân]"))
    later = replace(deps, clock=lambda: NOW + timedelta(days=16))
    async with running(later, server, replace(QUICK, tick=0.05)):
        await server.wait_for(lambda: "đã khép lại" in lan.last.text)
        await server.wait_until_quiet()
    assert store.petitions.get(1).state is State.CLOSED
    assert sum("đã khép lại" in message.text for message in lan.inbox) == 1


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk full"), ValueError("odd")])
async def test_one_bad_tick_is_not_the_end(deps: Deps, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    ticks: list[datetime] = []

    def clock() -> datetime:
        ticks.append(NOW)
        if len(ticks) == 1:
            raise error
        return NOW

    stirred = asyncio.Event()
    ticking = Ticking(replace(deps, clock=clock), _set(stirred), 0.01)
    task = asyncio.create_task(ticking.run())
    async with asyncio.timeout(5):
        await stirred.wait()
    task.cancel()
    assert "what is due cannot be told" in caplog.text
    assert "odd" not in caplog.text


def _set(event: asyncio.Event) -> Callable[[], None]:
    return event.set


async def test_what_is_broken_in_petitions_keeps_no_reminder(
    deps: Deps, server: TelegramServer, store: Store, lan: Person, owner: Person
) -> None:
    found(store, NOW, HEALTH)
    store.people.seen(lan.id, NOW)
    grant = store.roles.add(lan.id, Role.FOCAL_POINT, HEALTH.id, "Lan", owner.id, NOW)
    store.focal_points.add(grant.id, HEALTH.id, lan.id, NOW)
    store.db.execute("ALTER TABLE petitions RENAME TO elsewhere")
    morning = NOW.replace(day=27, hour=1)
    async with running(replace(deps, clock=lambda: morning), server, replace(QUICK, tick=0.02)):
        await server.wait_for(lambda: bool(lan.inbox) and "Nhắc hạn: Báo cáo năm" in lan.last.text)
        await server.wait_until_quiet()
    told = [message.text for message in owner.inbox if "OperationalError" in message.text]
    assert len(told) == 1, "the owner hears of it once a day"
