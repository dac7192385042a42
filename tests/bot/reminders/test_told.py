"""Telling in one's own words that a report has been sent, and saying other things."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.told import meant, read_told

TODAY = date(2026, 12, 4)
CLEAR = [
    "tui gửi bc rồi, số 12/BC-UBND ngày 3/12", "đã nộp báo cáo năm rồi nha", "da gui bao cao", "em nộp báo cáo rồi ạ",
    "báo cáo đã gửi hôm qua", "bc gui roi", "dạ em gửi báo cáo rồi", "đã gửi b/c 6 tháng rồi", "báo cáo rồi",
    "tụi em gửi báo cáo năm cho Sở Nội vụ rồi, chưa có số", "gửi báo cáo rồi đừng nhắc nữa", "ĐÃ NỘP BÁO CÁO",
    "da nop bc nam, so 45/BC-UBND", "Xã tôi đã nộp báo cáo rồi", "em gởi báo cáo hồi sáng rồi", "bcao nop roi",
    "ub tui gui bc sau thang roi nghen", "báo cáo năm gửi rồi nghe", "đầu mối sở nội vụ đã gửi báo cáo",
    "cơ quan đã báo cáo xong rồi", "đã phát hành báo cáo năm", "chuyển báo cáo xong từ hôm qua",
]  # fmt: skip
LIKELY = ["gửi rồi", "gui roi nha em", "nộp rồi", "xong rồi đã nộp", "gửi số 12/BC-UBND rồi", "gửi r", "đã gửi ạ"]
OTHER = [
    "nộp báo cáo chưa?", "gửi báo cáo cho ai?", "gửi báo cáo cho ai", "nộp báo cáo chưa", "chưa gửi báo cáo",
    "mai em nộp báo cáo", "em sẽ gửi báo cáo", "đang viết báo cáo", "viết báo cáo xong rồi", "làm báo cáo xong rồi",
    "nộp báo cáo năm khi nào", "báo cáo năm", "đã gửi báo cáo rồi thì làm gì nữa", "phải gửi báo cáo trước ngày nào",
    "nếu đã gửi báo cáo rồi thì sao", "dạ em gửi báo cáo", "da em gui bao cao", "gửi đơn rồi", "đã gọi rồi",
    "đã gửi phản ánh rồi mà chưa ai trả lời", "hạn báo cáo qua rồi", "xem báo cáo rồi", "nhận được báo cáo rồi",
    "gửi giúp báo cáo năm ngoái rồi tôi xem", "cho xin mẫu báo cáo", "trình ký báo cáo rồi", "quên gửi báo cáo rồi",
    "Sở có phải đã nộp báo cáo không", "báo cáo không gửi được", "hôm nay đã tới hạn báo cáo", "cần gửi báo cáo",
    "đã có mẫu báo cáo", "", "đã gửi báo cáo rồi " * 30, "đã gửi báo cáo rồi?",
]  # fmt: skip


@pytest.mark.parametrize("text", CLEAR)
def test_it_has_been_sent(text: str) -> None:
    told = read_told(text, TODAY)
    assert told
    assert told.clear


@pytest.mark.parametrize("text", LIKELY)
def test_something_has_been_sent(text: str) -> None:
    told = read_told(text, TODAY)
    assert told
    assert not told.clear


@pytest.mark.parametrize("text", OTHER)
def test_questions_intentions_and_other_things_are_not_taken(text: str) -> None:
    assert read_told(text, TODAY) is None


def test_number_and_date_come_along() -> None:
    told = read_told("tui gửi bc rồi, số 12/BC-UBND ngày 3/12", TODAY)
    assert told
    assert (told.reference.number, told.reference.dated) == ("12/BC-UBND", date(2026, 12, 3))


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("đã nộp báo cáo năm", [1]),
        ("nop bc 6 thang roi", [0]),
        ("báo cáo sáu tháng gửi rồi", [0]),
        ("gửi báo cáo rồi", [0, 1, 2]),
        ("báo cáo quý IV gửi rồi", [2]),
    ],
)
def test_which_one_is_meant(text: str, which: list[int]) -> None:
    assert meant(text, ["Báo cáo 06 tháng", "Báo cáo năm", "Báo cáo quý IV"]) == which


def test_for_which_agency_it_is_meant() -> None:
    labels = ["Báo cáo năm Sở Y tế", "Báo cáo năm Sở Tài chính"]
    assert meant("sở y tế gửi báo cáo năm rồi", labels) == [0]
    assert meant("gửi báo cáo năm rồi", labels) == [0, 1]


@given(st.text(max_size=80))
def test_whatever_is_written_is_read(text: str) -> None:
    read_told(text, TODAY)
