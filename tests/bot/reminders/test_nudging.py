"""Nudges: to whom, how often, and what becomes of them."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed, NotFound
from bot.reminders.model import Deadline
from tests.support.officials import audited, last_details
from tests.support.overseeing import Watch
from tests.support.reminders import DEPUTY, MAIN, Province, local


@pytest.fixture
def deadline(province: Province, watch: Watch) -> Deadline:
    """Three agencies, and one deadline."""
    assert watch
    province.found(3)
    return province.owe("2026-12-04", title="Báo cáo năm")


def test_one_tap_reminds_an_agency_now(province: Province, watch: Watch, deadline: Deadline) -> None:
    assert "Đang nhắc 1 cơ quan" in watch.looks().presses("🔔 2").text
    assert "2. Sở số 1 (đã nhắc hôm nay)" in watch.text
    [got] = province.deliver()
    assert (got.person, got.step) == (MAIN + 1, "reminder")
    assert got.text.startswith("Bộ phận điều phối nhờ tôi nhắc anh/chị:")
    assert any(button.data.startswith("b:done:") for row in got.reply.buttons for button in row)
    assert audited(province.store)[-1][1:] == ("nudge", f"deadline {deadline.id} 2026-12-04: a1", "done")


def test_all_that_are_missing_are_nudged_with_one_tap(province: Province, watch: Watch, deadline: Deadline) -> None:
    province.report(deadline, "2026-12-04", "a1")
    watch.looks().presses("🔔 Nhắc tất cả (2)")
    assert [got.person for got in province.deliver()] == [MAIN, MAIN + 2]
    assert last_details(province.store)["agencies"] == 2
    assert not any(label.startswith("🔔") for label in watch.buttons)


def test_an_agency_is_nudged_once_a_day(province: Province, watch: Watch, deadline: Deadline) -> None:
    data = watch.looks().buttons["🔔 1"]
    watch.sends(data)
    with pytest.raises(NotAllowed, match="Hôm nay đã nhắc"):
        watch.sends(data)
    assert len(province.deliver()) == 1
    assert audited(province.store)[-1][3] == "refused"
    province.clock = local("2026-11-10 00:01")
    watch.sends(data)
    assert province.deliver() == [], "not in the night"
    province.clock = local("2026-11-10 08:00")
    assert [got.person for got in province.deliver()] == [MAIN]
    assert deadline


def test_once_a_day_counts_over_all_deadlines(province: Province, watch: Watch, deadline: Deadline) -> None:
    other = province.owe("2026-12-10", title="Báo cáo riêng")
    watch.sends(f"t:a:{deadline.id}:20261204").sends(f"t:a:{other.id}:20261210")
    assert "Không nhắc thêm cơ quan nào. 3 cơ quan đã được nhắc" in watch.text


def test_the_deputy_stands_in(province: Province, watch: Watch, deadline: Deadline) -> None:
    province.store.people.unreachable(MAIN, province.clock)
    watch.looks().presses("🔔 1")
    assert [got.person for got in province.deliver()] == [DEPUTY]
    assert deadline


def test_who_cannot_be_reached_is_said(province: Province, watch: Watch, deadline: Deadline) -> None:
    for person in (MAIN, DEPUTY):
        province.store.people.unreachable(person, province.clock)
    watch.looks()
    assert "🔔 1" not in watch.buttons
    with pytest.raises(NotFound, match="/daumoi"):
        watch.sends(f"t:n:{deadline.id}:20261204:0:a0")
    assert "1 cơ quan không liên lạc được ai" in watch.presses("🔔 Nhắc").text


def test_none_after_the_report_is_in(province: Province, watch: Watch, deadline: Deadline) -> None:
    data = watch.looks().buttons["🔔 1"]
    province.report(deadline, "2026-12-04", "a0")
    with pytest.raises(NotFound, match="vừa gửi báo cáo"):
        watch.sends(data)
    assert province.deliver() == []


def test_a_report_takes_back_a_nudge_that_waits(province: Province, watch: Watch, deadline: Deadline) -> None:
    province.clock = local("2026-11-09 22:00")
    watch.looks().presses("🔔 1")
    province.report(deadline, "2026-12-04", "a0")
    province.clock = local("2026-11-10 09:00")
    assert province.deliver() == []


def test_a_late_agency_is_told_so(province: Province, watch: Watch, deadline: Deadline) -> None:
    province.clock = local("2026-12-07 09:00")
    watch.looks().presses("🔔 1")
    [got] = province.deliver()
    assert "Quá hạn: Báo cáo năm" in got.text
    assert deadline
