"""What focal points write and send without having been asked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reminders.model import Agency, AgencyKind, ReportState
from bot.reminders.occurrences import Recurrence
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN, local
from tests.support.reports import Office

STRANGER = 99


def reports(office: Office) -> list[tuple[int, str, str | None]]:
    """Which deadlines have a report, of which agency, with which number."""
    rows = office.province.store.db.execute("SELECT deadline_id, agency, number FROM reports ORDER BY id")
    return [tuple(row) for row in rows]


def test_told_in_words_it_is_in(office: Office) -> None:
    assert "Đã ghi nhận" in str(office.says(MAIN, "đã nộp báo cáo năm rồi nha"))
    assert office.report().state is ReportState.SUBMITTED
    assert {one.person for one in office.deliver()} == {DEPUTY, COORDINATOR}


def test_with_number_and_date_at_once(office: Office) -> None:
    assert "Số 12/BC-UBND ngày 19/11/2026" in str(office.says(MAIN, "tui gửi bc rồi, số 12/BC-UBND ngày 19/11"))
    assert (office.report().number, office.report().dated) == ("12/BC-UBND", date(2026, 11, 19))


def test_words_that_may_mean_something_else_are_confirmed_by_a_tap(office: Office) -> None:
    assert "Có phải báo cáo này" in str(office.says(MAIN, "gửi rồi số 12/BC-SNV"))
    assert reports(office) == []
    office.press(MAIN, "Báo cáo năm")
    assert reports(office) == [(1, "a0", "12/BC-SNV")]


def test_no_tap_no_report(office: Office) -> None:
    office.says(MAIN, "gửi rồi")
    assert "không ghi nhận gì" in office.press(MAIN, "Không phải")
    assert reports(office) == []


def test_of_two_that_are_owed_one_is_chosen(office: Office) -> None:
    office.province.owe("2026-12-10", title="Báo cáo quý IV")
    assert "báo cáo nào" in str(office.says(MAIN, "tui gửi bc rồi, số 12/BC-UBND"))
    assert office.labels(MAIN) == ["Báo cáo năm 04/12/2026", "Báo cáo quý IV 10/12/2026", "Không phải"]
    office.press(MAIN, "quý IV")
    assert reports(office) == [(2, "a0", "12/BC-UBND")]


def test_of_two_that_are_owed_the_named_one_is_meant(office: Office) -> None:
    office.province.owe("2026-12-10", title="Báo cáo quý IV")
    office.says(MAIN, "nộp báo cáo quý iv rồi nhé")
    assert reports(office) == [(2, "a0", None)]


def test_who_answers_for_two_agencies_chooses_one(office: Office) -> None:
    store = office.province.store
    store.agencies.put(Agency("b", "Ban Dân tộc", AgencyKind.DEPARTMENT), office.province.clock)
    office.province.appoint(MAIN, "b")
    office.says(MAIN, "gửi báo cáo rồi")
    assert "Báo cáo năm 04/12/2026, Ban Dân tộc" in office.labels(MAIN)
    office.press(MAIN, "Ban Dân tộc")
    assert reports(office) == [(1, "b", None)]
    office.says(MAIN, "báo cáo kia cũng gửi rồi")
    assert reports(office)[1] == (1, "a0", None)


def test_a_number_told_for_one_of_two_agencies_waits_for_the_choice(office: Office) -> None:
    store = office.province.store
    store.agencies.put(Agency("b", "UBND xã Đại An", AgencyKind.COMMUNE), office.province.clock)
    office.province.appoint(MAIN, "b")
    assert "báo cáo nào" in str(office.says(MAIN, "tui gửi bc rồi, số 12/BC-UBND"))
    assert reports(office) == []
    assert office.labels(MAIN) == [
        "Báo cáo năm 04/12/2026, Sở số 0", "Báo cáo năm 04/12/2026, UBND xã Đại An", "Không phải",
    ]  # fmt: skip
    office.press(MAIN, "UBND xã Đại An")
    assert reports(office) == [(1, "b", "12/BC-UBND")]


def test_the_agency_that_is_named_is_meant(office: Office) -> None:
    store = office.province.store
    store.agencies.put(Agency("b", "UBND xã Đại An", AgencyKind.COMMUNE), office.province.clock)
    office.province.appoint(MAIN, "b")
    office.says(MAIN, "xã Đại An gửi báo cáo rồi, số 12/BC-UBND")
    assert reports(office) == [(1, "b", "12/BC-UBND")]


def test_what_is_in_already_is_said_so(office: Office) -> None:
    office.says(MAIN, "đã gửi báo cáo")
    office.deliver()
    office.now("2026-11-22 09:00")
    assert "đã được ghi nhận" in str(office.says(DEPUTY, "báo cáo gửi rồi mà"))
    assert office.deliver() == []


def test_a_report_of_long_ago_is_not_what_is_meant(office: Office) -> None:
    office.says(MAIN, "đã gửi báo cáo")
    office.now("2026-11-30 09:00")
    assert office.says(MAIN, "đã gửi báo cáo") is None


def test_late_ones_count(office: Office) -> None:
    office.now("2027-01-15 09:00")
    office.says(MAIN, "đã gửi báo cáo năm")
    assert office.report().period == date(2026, 12, 4)


def test_when_nothing_is_owed_words_are_questions(office: Office) -> None:
    office.now("2026-06-01 09:00")
    assert office.says(MAIN, "đã gửi báo cáo rồi") is None


@pytest.mark.parametrize("person", [STRANGER, COORDINATOR])
def test_of_others_words_are_questions(office: Office, person: int) -> None:
    assert office.says(person, "đã gửi báo cáo năm rồi") is None
    assert office.sends(person, "báo cáo năm") is None


def test_while_a_petition_is_written_words_and_files_belong_to_it(office: Office) -> None:
    office.province.store.drafts.start(MAIN, MAIN, office.province.clock)
    assert office.says(MAIN, "đã gửi báo cáo năm rồi") is None
    assert office.sends(MAIN, "báo cáo năm") is None


def test_the_file_alone_is_asked_about(office: Office) -> None:
    assert "Có phải báo cáo này" in str(office.sends(MAIN))
    assert "Kèm 1 tệp" in office.press(MAIN, "Báo cáo năm")
    assert [one.key.split(":")[3] for one in office.deliver() if one.person == COORDINATOR] == ["card", "file"]


def test_the_file_with_its_name_is_the_report(office: Office) -> None:
    assert "Kèm 1 tệp" in str(office.sends(MAIN, "Báo cáo năm, số 12/BC-SNV"))
    assert reports(office) == [(1, "a0", "12/BC-SNV")]


def test_a_picture_is_left_to_others(office: Office) -> None:
    assert office.sends(MAIN, kind="photo") is None


def test_a_picture_of_the_report_is_taken_once_it_was_said(office: Office) -> None:
    office.says(MAIN, "đã gửi báo cáo")
    assert "Kèm 1 tệp" in str(office.sends(MAIN, kind="photo", name=""))


def test_huy_ends_what_is_asked(office: Office) -> None:
    office.says(MAIN, "đã gửi báo cáo")
    assert "giữ nguyên" in office.words.stop(MAIN, office.province.clock).plain()  # type: ignore[union-attr]
    assert office.words.stop(MAIN, office.province.clock) is None
    assert office.says(MAIN, "12") is None


def test_monthly_reports_are_told_one_by_one(office: Office) -> None:
    office.province.owe("2026-11-25", Recurrence.MONTHLY, title="Báo cáo tháng")
    office.says(MAIN, "nộp báo cáo tháng rồi")
    assert office.report().period == date(2026, 11, 25)
    office.now("2026-11-26 09:00")
    office.says(MAIN, "nộp báo cáo tháng rồi nha")
    periods = office.province.store.db.execute("SELECT period FROM reports ORDER BY id").fetchall()
    assert [period for (period,) in periods] == ["2026-11-25", "2026-12-25"]
    assert local("2026-11-26 09:00") == office.province.clock
