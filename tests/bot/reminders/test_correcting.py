"""Who edits the message that told number and date of a report corrects what is noted."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import NotAllowed, NotFound
from bot.reminders.model import Agency, AgencyKind
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN
from tests.support.reports import Office

DAY = date(2026, 11, 25)


@pytest.fixture
def reminded(office: Office) -> Office:
    """The main focal point has got the reminder a week before."""
    office.at("2026-11-27 08:00")
    return office


@pytest.fixture
def numbered(reminded: Office) -> Office:
    """And has told the number in a message of its own."""
    reminded.press(MAIN, "Đã gửi báo cáo")
    reminded.says(MAIN, "12/BC-SNV ngày 25/11")
    reminded.deliver()
    return reminded


def test_the_number_is_put_right_and_the_card_shows_it(numbered: Office) -> None:
    assert "Số 21/BC-SNV ngày 25/11/2026" in str(numbered.edits(MAIN, "21/BC-SNV ngày 25/11"))
    assert (numbered.report().number, numbered.report().dated) == ("21/BC-SNV", DAY)
    [card] = numbered.deliver()
    assert (card.person, "Số 21/BC-SNV" in card.text) == (COORDINATOR, True)
    assert numbered.labels(COORDINATOR) == ["Xác nhận", "Trả lại"]


def test_so_it_is_where_the_words_told_of_the_report(reminded: Office) -> None:
    reminded.says(MAIN, "tui gửi bc rồi, số 12/BC-SNV")
    assert "Số 13/BC-SNV ngày 25/11/2026" in str(reminded.edits(MAIN, "tui gửi bc rồi, số 13/BC-SNV ngày 25/11"))
    assert (reminded.report().number, reminded.report().dated) == ("13/BC-SNV", DAY)


def test_and_under_a_file(reminded: Office) -> None:
    reminded.sends(MAIN, "báo cáo năm số 12/BC-SNV")
    assert "Số 13/BC-SNV" in str(reminded.edits(MAIN, "báo cáo năm số 13/BC-SNV"))
    assert reminded.report().number == "13/BC-SNV"


def test_what_is_not_told_any_more_stays_as_it_was_noted(numbered: Office) -> None:
    assert "Số 13/BC-SNV ngày 25/11/2026" in str(numbered.edits(MAIN, "13/BC-SNV"))
    assert "Số 13/BC-SNV ngày 25/11/2026" in str(numbered.edits(MAIN, "xong rồi nha"))


def test_an_edit_that_changes_nothing_tells_nobody(numbered: Office) -> None:
    assert "Số 12/BC-SNV" in str(numbered.edits(MAIN, "12/BC-SNV, ngày 25/11"))
    assert numbered.deliver() == []


def test_a_day_in_words_is_that_of_the_message(reminded: Office) -> None:
    reminded.press(MAIN, "Đã gửi báo cáo")
    reminded.says(MAIN, "12/BC-SNV hôm qua")
    reminded.now("2026-11-28 09:00")
    reminded.edits(MAIN, "13/BC-SNV hôm qua")
    assert (reminded.report().number, reminded.report().dated) == ("13/BC-SNV", date(2026, 11, 26))


def test_what_was_confirmed_is_not_changed_and_it_is_said_who_can(numbered: Office) -> None:
    numbered.press(COORDINATOR, "Xác nhận")
    with pytest.raises(NotAllowed, match=r"Điều đã xác nhận báo cáo này .* nhờ Điều bấm “Mở lại”"):
        numbered.edits(MAIN, "21/BC-SNV ngày 25/11")
    assert numbered.report().number == "12/BC-SNV"
    assert numbered.refused() == [(MAIN, "report", f"report {numbered.report().id}")]
    numbered.press(COORDINATOR, "Mở lại")
    numbered.edits(MAIN, "21/BC-SNV ngày 25/11")
    assert numbered.report().number == "21/BC-SNV"


def test_nor_is_it_by_telling_again(numbered: Office) -> None:
    numbered.press(COORDINATOR, "Xác nhận")
    with pytest.raises(NotAllowed, match="Mở lại"):
        numbered.says(MAIN, "tui gửi bc rồi, số 21/BC-SNV")
    assert numbered.report().number == "12/BC-SNV"


def test_what_was_returned_is_to_be_sent_again(numbered: Office) -> None:
    numbered.press(COORDINATOR, "Trả lại")
    numbered.says(COORDINATOR, "Thiếu số liệu")
    with pytest.raises(NotFound, match="bị trả lại"):
        numbered.edits(MAIN, "21/BC-SNV ngày 25/11", back=1)


def test_messages_about_something_else_are_left_to_others(numbered: Office) -> None:
    numbered.says(MAIN, "báo cáo gửi cho ai?")
    assert numbered.edits(MAIN, "số 21/BC-SNV") is None
    assert numbered.edits(DEPUTY, "số 21/BC-SNV", back=1) is None, "another person's message"
    assert numbered.report().number == "12/BC-SNV"


def test_edited_before_it_is_clear_which_report_is_meant(reminded: Office) -> None:
    province = reminded.province
    province.store.agencies.put(Agency("a9", "Sở Tư pháp", AgencyKind.DEPARTMENT), province.clock)
    province.appoint(MAIN, "a9")
    assert "báo cáo nào" in str(reminded.says(MAIN, "tui gửi bc rồi, số 12/BC-UBND"))
    assert "báo cáo nào" in str(reminded.edits(MAIN, "tui gửi bc rồi, số 13/BC-UBND"))
    reminded.press(MAIN, "Sở Tư pháp")
    assert (reminded.report().agency, reminded.report().number) == ("a9", "13/BC-UBND")
    reminded.edits(MAIN, "tui gửi bc rồi, số 14/BC-UBND")
    assert reminded.report().number == "14/BC-UBND"


def test_who_is_no_focal_point_any_more_corrects_nothing(numbered: Office) -> None:
    [grant] = numbered.province.store.roles.held_by(MAIN)
    numbered.access.give_back(MAIN, grant.id, numbered.province.clock)
    with pytest.raises(NotAllowed):
        numbered.edits(MAIN, "21/BC-SNV")
