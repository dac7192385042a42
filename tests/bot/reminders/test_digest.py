"""The coordinators' digest: on which mornings, once, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.reminders.model import Deadline, ReportState
from tests.support.overseeing import Watch
from tests.support.reminders import COORDINATOR, Got, Province, local


@pytest.fixture
def deadline(province: Province, watch: Watch) -> Deadline:
    """Three agencies, and one deadline on Friday, 4 December."""
    assert watch
    province.found(3, deputies=False)
    return province.owe("2026-12-04", title="Báo cáo năm")


def ticks(province: Province, watch: Watch, *moments: str) -> list[Got]:
    found = []
    for moment in moments:
        province.clock = local(moment)
        for _piece in watch.overseeing.work(province.clock):
            pass
        found += province.deliver()
    return found


def days(first: str, last: str) -> Iterator[str]:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield str(day)
        day += timedelta(days=1)


def test_it_comes_on_working_days_near_the_deadline_and_while_somebody_is_late(
    province: Province, watch: Watch, deadline: Deadline
) -> None:
    got = ticks(province, watch, *(f"{day} 07:30" for day in days("2026-11-17", "2026-12-08")))
    # 24 November is a holiday.
    assert [int(one.at[8:10]) for one in got] == [20, 23, 25, 26, 27, 30, 1, 2, 3, 4, 7, 8]
    assert {one.person for one in got} == {COORDINATOR}
    for agency in ("a0", "a1", "a2"):
        province.report(deadline, "2026-12-04", agency)
    last = ticks(province, watch, "2026-12-09 07:30", "2026-12-10 07:30")
    assert [one.at[:10] for one in last] == ["2026-12-09"], "what is new is told once, then there is silence"


@pytest.mark.parametrize(
    ("moments", "count"),
    [
        (("2026-12-01 07:29",), 0),
        (("2026-12-01 07:30", "2026-12-01 07:31", "2026-12-01 19:00"), 1),
        (("2026-12-01 11:00",), 1),
        (("2026-12-01 20:00", "2026-12-01 23:59"), 0),
        (("2026-12-05 07:30", "2026-12-06 07:30"), 0),
    ],
    ids=["too early", "once a day", "after an outage", "not in the evening", "not at the weekend"],
)
def test_once_in_the_morning(
    province: Province, watch: Watch, deadline: Deadline, moments: tuple[str, ...], count: int
) -> None:
    assert len(ticks(province, watch, *moments)) == count
    assert deadline


def test_a_morning_with_nothing_to_tell_is_over(province: Province, watch: Watch, deadline: Deadline) -> None:
    for agency in ("a0", "a1", "a2"):
        province.clock = local("2026-11-10 09:00")
        province.report(deadline, "2026-12-04", agency)
    assert ticks(province, watch, "2026-12-01 07:30") == []
    province.send_back(deadline, "2026-12-04", "a0")
    assert ticks(province, watch, "2026-12-01 09:00") == []
    assert len(ticks(province, watch, "2026-12-02 07:30")) == 1


def test_it_tells_what_is_new_since_the_last_working_day(province: Province, watch: Watch, deadline: Deadline) -> None:
    province.clock = local("2026-11-26 15:00")
    province.report(deadline, "2026-12-04", "a2")
    province.clock = local("2026-11-28 15:00")  # a Saturday
    province.report(deadline, "2026-12-04", "a0")
    province.report(deadline, "2026-12-04", "a1")
    report = province.store.reports.of(deadline.id, date(2026, 12, 4), "a1")
    assert report
    province.store.reports.judge(report.id, ReportState.CONFIRMED, COORDINATOR, province.clock)
    [got] = ticks(province, watch, "2026-11-30 07:30")
    assert "Mới gửi, chờ xác nhận: Sở số 0" in got.text.splitlines()
    assert "Mới xác nhận: Sở số 1" in got.text.splitlines()
    assert "Sở số 2" not in got.text
    assert "Tất cả đã gửi báo cáo." in got.text


def test_its_buttons_open_the_deadline(province: Province, watch: Watch, deadline: Deadline) -> None:
    [got] = ticks(province, watch, "2026-12-01 07:30")
    assert "Đã gửi: 0/3" in watch.sends(got.reply.buttons[0][0].data).text
    assert deadline


def test_what_was_confirmed_and_reopened_is_to_be_confirmed(
    province: Province, watch: Watch, deadline: Deadline
) -> None:
    ticks(province, watch, "2026-12-01 07:30")
    province.report(deadline, "2026-12-04", "a0")
    report = province.store.reports.of(deadline.id, date(2026, 12, 4), "a0")
    assert report
    province.store.reports.judge(report.id, ReportState.CONFIRMED, COORDINATOR, province.clock)
    province.store.reports.reopen(report.id, COORDINATOR, province.clock)
    [got] = ticks(province, watch, "2026-12-02 07:30")
    assert "Mới gửi, chờ xác nhận: Sở số 0" in got.text
