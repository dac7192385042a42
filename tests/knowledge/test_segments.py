from __future__ import annotations

import pytest

from knowledge.segments import questions, segments

STORY = (
    "Hôm qua tôi lên xã làm giấy tờ cho con. Cán bộ nói thiếu giấy, hẹn tuần sau quay lại. "
    "Vậy ai chịu trách nhiệm tiếp dân?"
)


def test_it_finds_the_question_in_a_story() -> None:
    pieces = [piece for piece, _ in segments(STORY)]
    assert "Vậy ai chịu trách nhiệm tiếp dân?" in pieces
    assert "Hôm qua tôi lên xã làm giấy tờ cho con." not in pieces


def test_it_gives_the_question_with_what_led_to_it() -> None:
    assert any("quay lại. Vậy ai" in piece for piece, _ in segments(STORY))


def test_all_sentences_count_when_none_asks() -> None:
    told = "Hạn nộp báo cáo năm của đơn vị tôi trong năm nay. Tôi cần biết rõ ngày để còn kịp viết cho xong."
    assert [piece for piece, _ in segments(told)] == told.replace(". ", ".|").split("|")


def test_what_asks_is_worth_more_than_what_tells_and_nothing_is_worth_more_than_the_whole() -> None:
    told = "Hạn nộp báo cáo năm của đơn vị tôi trong năm nay. Tôi cần biết rõ ngày để còn kịp viết cho xong."
    asking, telling = [worth for _, worth in segments(STORY)], [worth for _, worth in segments(told)]
    assert 0 < max(telling) < min(asking) <= 1


@pytest.mark.parametrize("text", ["", "ai tiếp dân?", "một câu dài không có dấu chấm nào cả " * 3])
def test_a_short_or_single_sentence_is_all_there_is(text: str) -> None:
    assert segments(text) == []


def test_it_looks_at_the_end_of_an_endless_story() -> None:
    pieces = [piece for piece, _ in segments("tôi đi lên xã. " * 200 + "ai tiếp dân tôi?")]
    assert len(pieces) < 20
    assert "ai tiếp dân tôi?" in pieces


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("hạn báo cáo là khi nào? ai ký kế hoạch?", ["hạn báo cáo là khi nào?", "ai ký kế hoạch?"]),
        ("báo cáo gửi cho ai rồi hạn là ngày nào", ["báo cáo gửi cho ai", "hạn là ngày nào"]),
        ("báo cáo gửi cho ai\nhạn là ngày nào", ["báo cáo gửi cho ai", "hạn là ngày nào"]),
    ],
)
def test_it_parts_two_questions(text: str, asked: list[str]) -> None:
    assert questions(text) == asked


@pytest.mark.parametrize("text", ["", "hạn báo cáo là khi nào?", "tôi đi chợ. báo cáo gửi cho ai?"])
def test_one_question_is_not_parted(text: str) -> None:
    assert questions(text) == []


def test_it_parts_at_most_four_questions() -> None:
    assert len(questions("báo cáo gửi cho ai? " * 9)) == 4
