"""From "it has been sent" to "it has been confirmed", by taps."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import NotAllowed, NotFound
from bot.reminders.model import Agency, AgencyKind, ReportState
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN, OWNER
from tests.support.reports import Office, reminder_id

SENT, NUMBERLESS, SLIP = "Đã gửi báo cáo", "Chưa có số", "Bấm nhầm"


@pytest.fixture
def reminded(office: Office) -> Office:
    """The main focal point has got the reminder a week before."""
    office.at("2026-11-27 08:00")
    return office


def test_one_tap_ends_the_reminders(reminded: Office) -> None:
    assert "Đã ghi nhận" in reminded.press(MAIN, SENT)
    report = reminded.report()
    assert (report.state, report.submitted_by, report.number) == (ReportState.SUBMITTED, MAIN, None)
    assert {one.person for one in reminded.deliver()} == {DEPUTY, COORDINATOR}
    assert [got for _day, got in reminded.province.days("2026-11-28", "2027-01-31") if got] == []


def test_the_others_are_told_who_sent_it(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.deliver()
    assert f"Đầu mối {MAIN} báo đã gửi “Báo cáo năm” của Sở số 0" in reminded.last[DEPUTY].plain()
    assert reminded.labels(COORDINATOR) == ["Xác nhận", "Trả lại"]
    assert "Chưa có số, chưa có tệp." in reminded.last[COORDINATOR].plain()


def test_number_and_date_follow(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.deliver()
    assert "Số 12/BC-SNV ngày 25/11/2026" in str(reminded.says(MAIN, "12/BC-SNV ngày 25/11"))
    report = reminded.report()
    assert (report.number, report.dated) == ("12/BC-SNV", date(2026, 11, 25))
    [card] = reminded.deliver()
    assert "Số 12/BC-SNV ngày 25/11/2026" in card.text


def test_a_date_may_come_behind_the_number(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.says(MAIN, "ngày 25/11")
    reminded.says(MAIN, "số 12")
    assert (reminded.report().number, reminded.report().dated) == ("12", date(2026, 11, 25))


def test_without_a_number_it_is_in_all_the_same(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    assert "Không sao" in reminded.press(MAIN, NUMBERLESS)
    assert reminded.report().state is ReportState.SUBMITTED
    assert reminded.says(MAIN, "12/BC-SNV") is None, "words are questions again"
    assert "Số 12/BC-SNV" in str(reminded.says(MAIN, "đã gửi báo cáo, số 12/BC-SNV"))


@pytest.mark.parametrize("words", ["chưa có số", "Chua co so.", "không có"])
def test_no_number_may_be_written_too(reminded: Office, words: str) -> None:
    reminded.press(MAIN, SENT)
    assert "Không sao" in str(reminded.says(MAIN, words))


def test_the_file_is_kept_and_passed_on(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.deliver()
    assert "Kèm 1 tệp" in str(reminded.sends(MAIN, "số 12/BC-SNV ngày 25/11"))
    report = reminded.report()
    assert report.number == "12/BC-SNV"
    assert [file.name for file in reminded.province.store.attachments.of_report(report.id)] == ["bao-cao.pdf"]
    assert [one.key.split(":")[3] for one in reminded.deliver()] == ["card", "file"]
    assert "Kèm 2 tệp" in str(reminded.sends(MAIN, name="phu-luc.pdf"))


def test_a_file_that_could_harm_is_not_taken(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    assert "không nhận" in str(reminded.sends(MAIN, name="bao-cao.exe"))
    assert reminded.province.store.attachments.of_report(reminded.report().id) == ()


@pytest.mark.parametrize("words", ["nghị định 04/2015 nói gì?", "kinh phí lấy ở đâu", "cảm ơn"])
def test_a_question_in_between_is_a_question(reminded: Office, words: str) -> None:
    reminded.press(MAIN, SENT)
    assert reminded.says(MAIN, words) is None
    assert "Số 12." in str(reminded.says(MAIN, "12"))


def test_what_may_be_a_number_is_asked_for_again(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    assert "chưa đọc được số" in str(reminded.says(MAIN, "mười 2 báo"))


def test_after_half_an_hour_words_are_questions_again(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.now("2026-11-27 08:31")
    assert reminded.says(MAIN, "12") is None


def test_a_slip_is_taken_back_and_reminders_go_on(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.deliver()
    assert "chưa gửi" in reminded.press(MAIN, SLIP)
    assert {one.person for one in reminded.deliver()} == {DEPUTY, COORDINATOR}
    assert "bấm nhầm, chưa gửi" in reminded.last[COORDINATOR].plain()
    assert reminded.labels(COORDINATOR) == []
    assert [one.step for one in reminded.at("2026-12-01 08:00")] == ["reminder"]


def test_after_a_slip_it_is_sent_anew(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.press(MAIN, SLIP)
    reminded.press(MAIN, SENT)
    reminded.deliver()
    assert reminded.labels(COORDINATOR) == ["Xác nhận", "Trả lại"]


def test_a_slip_cannot_be_taken_back_once_it_is_confirmed(reminded: Office) -> None:
    reminded.press(MAIN, SENT)
    reminded.deliver()
    reminded.press(COORDINATOR, "Xác nhận")
    with pytest.raises(NotFound, match="không rút lại được"):
        reminded.press(MAIN, SLIP)


def test_the_same_tap_twice_counts_once(reminded: Office) -> None:
    before = reminded.last[MAIN]
    reminded.press(MAIN, SENT)
    reminded.deliver()
    reminded.last[MAIN] = before
    assert "đã được ghi nhận" in reminded.press(MAIN, SENT)
    assert reminded.deliver() == []


def test_the_tap_of_the_deputy_counts_too(office: Office) -> None:
    office.province.store.people.unreachable(MAIN, office.province.clock)
    office.at("2026-11-27 08:00")
    office.press(DEPUTY, SENT)
    assert office.report().submitted_by == DEPUTY


def test_at_night_others_are_told_in_the_morning(reminded: Office) -> None:
    reminded.now("2026-11-27 22:00")
    reminded.press(MAIN, SENT)
    assert reminded.deliver() == []
    reminded.now("2026-11-28 08:00")
    assert {one.person for one in reminded.deliver()} == {DEPUTY, COORDINATOR}


def test_everybody_reads_their_own_language(reminded: Office) -> None:
    reminded.province.store.people.set_language(DEPUTY, "en", reminded.province.clock)
    reminded.press(MAIN, SENT)
    reminded.deliver()
    assert "has been sent" in reminded.last[DEPUTY].plain()


def test_who_is_no_focal_point_any_more_is_refused(reminded: Office) -> None:
    store = reminded.province.store
    [point] = store.focal_points.of_person(MAIN)
    store.roles.revoke(point.role_id, OWNER, reminded.province.clock)
    with pytest.raises(NotAllowed):
        reminded.press(MAIN, SENT)
    assert [(person, action) for person, action, _subject in reminded.refused()] == [(MAIN, "report")]
    assert reminded.province.store.db["reports"].count == 0


def test_the_reminder_of_another_agency_is_not_mine(reminded: Office) -> None:
    [got] = [one for one in reminded.at("2026-12-01 08:00") if one.person == MAIN]
    store = reminded.province.store
    store.agencies.put(Agency("b", "Sở khác", AgencyKind.DEPARTMENT), reminded.province.clock)
    reminded.province.appoint(77, "b")
    with pytest.raises(NotAllowed, match="không phải đầu mối"):
        reminded.forge(77, f"b:done:{reminder_id(got)}")
    assert len(reminded.refused()) == 1


def test_a_reminder_that_never_was_leads_nowhere(reminded: Office) -> None:
    with pytest.raises(NotFound):
        reminded.forge(MAIN, "b:done:999999")
    assert len(reminded.refused()) == 1


def test_a_cancelled_deadline_owes_nothing(reminded: Office) -> None:
    reminded.province.store.deadlines.cancel(1, reminded.province.clock)
    with pytest.raises(NotFound, match="không còn hiệu lực"):
        reminded.press(MAIN, SENT)


def test_late_is_better_than_never(office: Office) -> None:
    office.at("2026-12-07 08:00")
    assert "Đã ghi nhận" in office.press(MAIN, SENT)
