from __future__ import annotations

import pytest

from knowledge.segments import asked_in, asks, questions


@pytest.mark.parametrize(
    "text", ["ai ký kế hoạch", "han nop khi nao", "có đúng không", "có đúng không vậy", "tiếp dân?"]
)
def test_it_hears_a_question(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cầu ấp tôi sập rồi",
        "cảm ơn cháu",
        "xã không giải quyết",
        "đêm nào cũng ồn",
        "mấy năm nay mấy ông làm ngơ",
        "dân hổng ai hay, không ai nói",
    ],
)
def test_it_hears_no_question_in_what_only_tells(text: str) -> None:
    assert not asks(text)


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


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        pytest.param("Tôi ở ấp 3. Hạn nộp là ngày nào? Cảm ơn.", "Hạn nộp là ngày nào?", id="in the middle"),
        pytest.param(
            "Nhà tôi xa. Xã có một ban của dân. Kế hoạch có nói ban đó không?",
            "Xã có một ban của dân. Kế hoạch có nói ban đó không?",
            id="what it points back to",
        ),
    ],
)
def test_it_finds_what_a_story_asks(story: str, asked: str) -> None:
    assert asked_in(story) == asked


@pytest.mark.parametrize("text", ["", "Cầu sập rồi. Nhờ xã sửa.", "Hạn nộp là ngày nào?", "Việc đó ai làm?"])
def test_a_message_that_asks_nothing_or_only_asks_is_no_story(text: str) -> None:
    assert asked_in(text) is None
