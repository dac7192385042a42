"""Confirming a report, and returning it."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed, NotFound
from bot.reminders.model import ReportState
from bot.roles import Role
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN, OWNER
from tests.support.reports import Office

SECOND = 14
CONFIRM, RETURN = "Xác nhận", "Trả lại"


@pytest.fixture
def submitted(office: Office) -> Office:
    """The report is in, and two coordinators know it."""
    store = office.province.store
    store.people.seen(SECOND, office.province.clock)
    store.roles.add(SECOND, Role.COORDINATOR, None, "Phối", OWNER, office.province.clock)
    office.at("2026-11-27 08:00")
    office.press(MAIN, "Đã gửi báo cáo")
    office.deliver()
    return office


def test_confirmed_and_everybody_knows(submitted: Office) -> None:
    assert "Điều đã xác nhận" in submitted.press(COORDINATOR, CONFIRM)
    assert submitted.report().state is ReportState.CONFIRMED
    assert {one.person for one in submitted.deliver()} == {MAIN, DEPUTY, SECOND}
    assert "Điều đã xác nhận" in submitted.last[SECOND].plain()
    assert "đã được xác nhận" in submitted.last[MAIN].plain()
    assert [got for _day, got in submitted.province.days("2026-11-28", "2027-01-31") if got] == []


def test_returned_with_a_reason_and_reminders_go_on(submitted: Office) -> None:
    assert "Vì sao" in submitted.press(COORDINATOR, RETURN)
    assert "Điều đã trả lại" in str(submitted.says(COORDINATOR, "Thiếu số liệu mục 3"))
    assert submitted.report().state is ReportState.RETURNED
    assert {one.person for one in submitted.deliver()} == {MAIN, DEPUTY, SECOND}
    assert "«Thiếu số liệu mục 3»" in submitted.last[MAIN].plain()
    assert [one.person for one in submitted.at("2026-12-01 08:00")] == [MAIN]


def test_sent_again_it_is_shown_anew(submitted: Office) -> None:
    submitted.press(COORDINATOR, RETURN)
    submitted.says(COORDINATOR, "Thiếu số liệu")
    submitted.deliver()
    submitted.press(MAIN, "Đã gửi lại")
    assert {one.person for one in submitted.deliver()} == {DEPUTY, COORDINATOR, SECOND}
    assert submitted.labels(COORDINATOR) == [CONFIRM, RETURN]
    submitted.press(COORDINATOR, CONFIRM)
    moves = submitted.province.store.db.execute("SELECT move FROM report_events ORDER BY id").fetchall()
    assert [move for (move,) in moves] == ["submit", "return", "submit", "confirm"]


def test_files_of_what_was_returned_are_not_those_of_the_new_one(submitted: Office) -> None:
    assert "Kèm 1 tệp" in str(submitted.sends(MAIN))
    submitted.press(COORDINATOR, RETURN)
    submitted.now("2026-11-27 08:10")
    assert "Kèm 1 tệp" in str(submitted.says(COORDINATOR, "Thiếu số liệu"))
    submitted.deliver()
    assert "Kèm" not in submitted.press(MAIN, "Đã gửi lại")
    assert "Kèm 1 tệp" in str(submitted.sends(MAIN))
    assert len(submitted.province.store.attachments.of_report(submitted.report().id)) == 2


def test_a_number_may_follow_the_confirmation(submitted: Office) -> None:
    submitted.press(COORDINATOR, CONFIRM)
    assert "Số 12/BC-SNV" in str(submitted.says(MAIN, "12/BC-SNV"))
    assert submitted.report().state is ReportState.CONFIRMED


def test_a_number_for_a_returned_report_is_refused_once(submitted: Office) -> None:
    submitted.press(COORDINATOR, RETURN)
    submitted.says(COORDINATOR, "Thiếu số liệu")
    with pytest.raises(NotFound, match="bị trả lại"):
        submitted.says(MAIN, "12/BC-SNV")
    assert submitted.says(MAIN, "12/BC-SNV") is None


def test_of_two_the_first_wins(submitted: Office) -> None:
    submitted.press(COORDINATOR, CONFIRM)
    with pytest.raises(NotFound, match="Điều đã xác nhận báo cáo này rồi"):
        submitted.press(SECOND, CONFIRM)
    with pytest.raises(NotFound, match="Điều đã xác nhận"):
        submitted.press(SECOND, RETURN)
    assert submitted.report().state is ReportState.CONFIRMED


def test_confirmed_while_another_writes_the_reason(submitted: Office) -> None:
    submitted.press(SECOND, RETURN)
    submitted.press(COORDINATOR, CONFIRM)
    with pytest.raises(NotFound, match="Điều đã xác nhận"):
        submitted.says(SECOND, "Thiếu số liệu")
    assert submitted.says(SECOND, "Thiếu số liệu") is None
    assert submitted.report().state is ReportState.CONFIRMED


def test_not_returned_after_all(submitted: Office) -> None:
    submitted.press(COORDINATOR, RETURN)
    submitted.press(COORDINATOR, "không trả lại")
    assert submitted.labels(COORDINATOR) == [CONFIRM, RETURN]
    assert submitted.says(COORDINATOR, "Thiếu số liệu") is None
    assert submitted.deliver() == []


@pytest.mark.parametrize("words", ["x", "dài " * 400])
def test_a_reason_has_a_length(submitted: Office, words: str) -> None:
    submitted.press(COORDINATOR, RETURN)
    assert "từ 3 đến 1000 ký tự" in str(submitted.says(COORDINATOR, words))
    assert "đã trả lại" in str(submitted.says(COORDINATOR, "Thiếu số liệu"))


def test_a_confirmation_is_taken_back_and_everybody_knows(submitted: Office) -> None:
    submitted.press(COORDINATOR, CONFIRM)
    submitted.deliver()
    submitted.press(SECOND, "Mở lại")
    assert submitted.labels(SECOND) == [CONFIRM, RETURN]
    assert submitted.report().state is ReportState.SUBMITTED
    assert {one.person for one in submitted.deliver()} == {MAIN, DEPUTY, COORDINATOR}
    assert "được mở lại" in submitted.last[MAIN].plain()
    submitted.press(MAIN, "Bổ sung số, tệp")
    assert "Số 12/BC-SNV" in str(submitted.says(MAIN, "12/BC-SNV"))
    submitted.press(COORDINATOR, CONFIRM)
    assert submitted.report().state is ReportState.CONFIRMED


def test_a_confirmation_is_taken_back_once(submitted: Office) -> None:
    submitted.press(COORDINATOR, CONFIRM)
    submitted.deliver()
    submitted.press(SECOND, "Mở lại")
    with pytest.raises(NotFound, match="đã được mở lại"):
        submitted.press(COORDINATOR, "Mở lại")


@pytest.mark.parametrize("deed", ["yes", "no", "keep", "open"])
def test_focal_points_do_not_judge(submitted: Office, deed: str) -> None:
    with pytest.raises(NotAllowed):
        submitted.forge(MAIN, f"b:{deed}:{submitted.report().id}")
    assert submitted.refused() == [(MAIN, "judge_reports", f"report {submitted.report().id}")]


def test_without_a_coordinator_those_above_judge(office: Office) -> None:
    store = office.province.store
    [grant] = store.roles.held_by(COORDINATOR)
    store.roles.revoke(grant.id, OWNER, office.province.clock)
    office.at("2026-11-27 08:00")
    office.press(MAIN, "Đã gửi báo cáo")
    office.deliver()
    assert "đã xác nhận" in office.press(OWNER, CONFIRM)
