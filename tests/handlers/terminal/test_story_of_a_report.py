"""A report from the list of agencies to its confirmation, told in the terminal by two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.assembling import take_over_plan
from handlers.context import Deps
from tests.handlers.terminal.conftest import talk
from tests.support.agencies import COMMUNE, HEALTH, found

FOUNDED = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
REMINDED = datetime(2026, 11, 27, 1, 10, tzinfo=UTC)
"""Ten past eight in the morning there, seven days before the deadline."""


@pytest.fixture
def province(deps: Deps) -> Callable[[datetime], Deps]:
    """The bot of the province at a moment; two agencies owe reports, and nobody is their focal point yet."""

    def at(moment: datetime) -> Deps:
        return replace(deps, clock=lambda: moment)

    found(deps.store, FOUNDED, HEALTH, COMMUNE)
    take_over_plan(at(FOUNDED))
    return at


@pytest.fixture
def invitation(province: Callable[[datetime], Deps]) -> str:
    """What opens the link to the place at the Department of Health, which the coordinator passes on."""
    shown = talk(province(FOUNDED), ":as can-bo", "/daumoi sở y tế", "1")
    match = re.search(r"start=(d-[\w-]+)", shown)
    assert match is not None, shown
    return match[1]


def test_from_the_invitation_to_the_confirmation(province: Callable[[datetime], Deps], invitation: str) -> None:
    joined = talk(province(FOUNDED + timedelta(hours=1)), ":as út", f"/start {invitation}", "1")
    assert "là đầu mối của Sở Y tế" in joined
    assert "út đã nhận lời" in joined.partition("── can-bo ──")[2]

    reminded = talk(province(REMINDED), ":as út", ":clock", ":clock")
    assert reminded.count("Nhắc hạn: Báo cáo năm") == 1
    assert "còn 7 ngày, 5 ngày làm việc" in reminded
    assert "đã gửi 0/2" in reminded.partition("── can-bo ──")[2], "the coordinator's digest of the morning"

    reported = talk(
        province(REMINDED + timedelta(hours=1)),
        *(":as út", "tui gửi bc rồi, số 12/BC-UBND"),
        *(":as can-bo", "1", "/tiendo", "1"),
    )
    thanked, _heading, coordinator = reported.partition("── can-bo ──")
    assert "Số 12/BC-UBND" in thanked
    assert "út báo đã gửi" in coordinator
    assert "đã được xác nhận" in reported.rpartition("── út ──")[2]
    assert "đã gửi 1/2" in coordinator
    assert "đã xác nhận: 1" in coordinator

    later = talk(province(REMINDED + timedelta(days=4)), ":as út", ":clock")
    assert "Nhắc hạn" not in later
