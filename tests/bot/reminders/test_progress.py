"""How the agencies stand, as those in charge see it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import NotAllowed, NotFound
from bot.reminders.model import Agency, AgencyKind, Audience, Deadline, Recurrence, ReportState
from bot.reminders.overseeing import Overseeing
from knowledge import Knowledge
from tests.support.officials import audited
from tests.support.overseeing import Watch
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN, OWNER, Province, local

PERIOD = "2026-12-04"


def owe(province: Province, agencies: int = 5, **more: object) -> Deadline:
    province.found(agencies, deputies=False)
    return province.owe(PERIOD, Recurrence.YEARLY, rule="bao-cao-nam", title="Báo cáo năm", **more)  # type: ignore[arg-type]


def confirm(province: Province, deadline: Deadline, agency: str) -> None:
    report = province.store.reports.of(deadline.id, date.fromisoformat(PERIOD), agency)
    assert report is not None
    province.store.reports.judge(report.id, ReportState.CONFIRMED, COORDINATOR, province.clock)


def test_figures_come_first_then_who_is_missing(province: Province, watch: Watch) -> None:
    deadline = owe(province)
    for agency in ("a0", "a1", "a2"):
        province.report(deadline, PERIOD, agency)
    confirm(province, deadline, "a0")
    province.send_back(deadline, PERIOD, "a1")
    province.store.people.unreachable(MAIN + 3, province.clock)
    shown = watch.looks().text.splitlines()
    assert shown[0] == "Báo cáo năm"
    assert "Đã gửi: 2/5 (đã xác nhận: 1, chờ xác nhận: 1)" in shown
    assert shown[3:6] == ["Bị trả lại: 1", "Chưa gửi: 2", "Không liên lạc được ai: 1"]
    assert shown[7:10] == ["1. Sở số 1 (bị trả lại)", "2. Sở số 3 (không liên lạc được ai)", "3. Sở số 4"]


def test_behind_the_last_moment_who_is_missing_is_late(province: Province, watch: Watch) -> None:
    owe(province, hour="16:00")
    province.clock = local("2026-12-04 15:59")
    assert "Chưa gửi: 5" in watch.looks().text
    province.clock = local("2026-12-04 16:00")
    assert watch.looks().text.splitlines()[1:4:2] == ["Hạn chót là 16:00 thứ Sáu 04/12/2026.", "Quá hạn: 5"]
    province.clock = local("2026-12-07 09:00")
    watch.sends("t:d:1:20261204:0")
    assert "đã qua 1 ngày làm việc." in watch.text


@pytest.mark.parametrize(
    ("day", "all_in", "shown"),
    [
        ("2026-12-04", False, ["2026-12-04"]),
        ("2026-12-05", False, ["2026-12-04", "2027-12-04"]),
        ("2026-12-05", True, ["2026-12-04", "2027-12-04"]),
        ("2027-01-05", True, ["2027-12-04"]),
        ("2027-03-06", False, ["2026-12-04", "2027-12-04"]),
        ("2027-03-08", False, ["2027-12-04"]),
    ],
)
def test_what_has_passed_is_shown_while_it_is_of_interest(
    province: Province, watch: Watch, day: str, all_in: bool, shown: list[str]
) -> None:
    deadline = owe(province, 2)
    if all_in:
        for agency in ("a0", "a1"):
            province.report(deadline, PERIOD, agency)
    views = watch.overseeing.progress.at_hand(local(f"{day} 09:00"))
    assert [str(view.occurrence.period) for view in views] == shown


def test_many_deadlines_are_a_list_to_open(province: Province, watch: Watch) -> None:
    owe(province)
    province.owe("2026-11-20", title="Báo cáo riêng")
    assert "1. Báo cáo riêng" in watch.looks().text
    assert "đã gửi 0/5 · chưa gửi: 5" in watch.text
    assert "Báo cáo năm" in watch.presses("2").text
    assert "1. Báo cáo riêng" in watch.presses("‹").text


def test_a_long_list_is_turned_page_by_page(province: Province, watch: Watch) -> None:
    owe(province, 20)
    assert "8. Sở số" in watch.looks().text
    assert "9. Sở số" in watch.presses("Xem tiếp ›").text
    assert "1. Sở số" not in watch.text.splitlines()


def test_an_agency_that_is_not_concerned_is_not_counted(province: Province, watch: Watch) -> None:
    province.store.agencies.put(Agency("x", "Xã Một", AgencyKind.COMMUNE), province.clock)
    owe(province, 2, audience=Audience(frozenset({AgencyKind.DEPARTMENT})))
    assert "Đã gửi: 0/2" in watch.looks().text
    assert "Xã Một" not in watch.text


@pytest.mark.parametrize("person", [OWNER, COORDINATOR])
def test_who_coordinates_may_see_it(province: Province, knowledge: Knowledge, watch: Watch, person: int) -> None:
    owe(province, 1)
    assert "Báo cáo năm" in Watch(province, knowledge, person).looks().text


@pytest.mark.parametrize("data", ["t:list", "t:d:1:20261204:0", "t:a:1:20261204", "t:f:1:20261204:progress_table"])
def test_focal_points_and_strangers_may_not(province: Province, knowledge: Knowledge, watch: Watch, data: str) -> None:
    owe(province, 1)
    for person in (MAIN, DEPUTY):
        with pytest.raises(NotAllowed):
            Watch(province, knowledge, person).sends(data)
    assert {row[3] for row in audited(province.store)} == {"refused"}


@pytest.mark.parametrize(
    "data",
    [
        "t:d:99:20261204:0",
        "t:d:1:20261203:0",
        "t:d:1:99999999:0",
        "t:d:1:x:0",
        "t:f:1:20261204:table",
        "t:",
        "t:n:1:20261204:0",
        "t:sent:7:0",
        "t:who:nobody",
    ],
)
def test_a_forged_button_leads_nowhere(province: Province, watch: Watch, data: str) -> None:
    owe(province, 1)
    with pytest.raises(NotFound):
        watch.sends(data)


def test_every_button_fits(province: Province, watch: Watch) -> None:
    owe(province, 12)
    assert isinstance(watch.overseeing, Overseeing)
    watch.looks()
    assert all(len(data.encode()) <= 64 for data in watch.buttons.values())
    assert {label for label in watch.buttons if label.startswith("🔔")} >= {"🔔 1", "🔔 8"}
