"""A line that stays silent is noticed."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import ServingError
from handlers.context import Deps
from handlers.watchdog import watch


def notices(deps: Deps) -> int:
    return deps.store.db["outbox"].count_where("key LIKE 'silent:%'")


async def watched(deps: Deps, good_at: list[float], environment: dict[str, str], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await watch(lambda: good_at[-1], 0.05, deps, environment)


async def test_a_long_silence_is_told_once(deps: Deps, caplog: pytest.LogCaptureFixture) -> None:
    now = asyncio.get_running_loop().time()
    with pytest.raises(TimeoutError):
        await watched(deps, [now], {}, 0.3)
    assert notices(deps) == 1
    assert caplog.text.count("has not answered") == 1


async def test_as_long_as_updates_come_nothing_is_said(deps: Deps) -> None:
    loop = asyncio.get_running_loop()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await watch(loop.time, 0.05, deps, {})
    assert notices(deps) == 0


@pytest.mark.parametrize("name", ["INVOCATION_ID", "NOTIFY_SOCKET"])
async def test_where_somebody_starts_it_again_it_leaves(deps: Deps, name: str) -> None:
    with pytest.raises(ServingError):
        await watched(deps, [asyncio.get_running_loop().time()], {name: "1"}, 5)
    assert notices(deps) == 1
