from __future__ import annotations

import pytest

from knowledge.negation import without_negated


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("không phải báo cáo năm, tôi hỏi báo cáo 6 tháng", "tôi hỏi báo cáo 6 tháng"),
        ("khong phai nghi dinh 107 ma nghi dinh 108", "nghi dinh 108"),
        ("Đừng nói tập huấn; hạn báo cáo là ngày nào", "hạn báo cáo là ngày nào"),
        ("em không hỏi mục tiêu đâu, em hỏi giải pháp", "em hỏi giải pháp"),
        ("không phải đơn thư, cũng không phải cải cách, mà phong trào thi đua", "phong trào thi đua"),
        ("hạn 6 tháng chứ tôi không hỏi hạn năm", "hạn 6 tháng"),
        ("ngoài tuyên truyền ra thì còn giải pháp nào", "còn giải pháp nào"),
    ],
)
def test_it_leaves_out_what_is_denied(message: str, rest: str) -> None:
    assert without_negated(message).split()[-len(rest.split()) :] == rest.split()
    assert len(without_negated(message).split()) < len(message.split())


@pytest.mark.parametrize(
    "message",
    [
        "hạn báo cáo là 10/6 phải không",
        "có 7 mục tiêu không",
        "không phải báo cáo năm",
        "không phải báo cáo năm, ừ",
        "báo cáo ngoài giờ",
        "tôi không phải đảng viên, có được góp ý không",
        "",
    ],
)
def test_it_leaves_a_message_as_it_is_when_nothing_else_would_be_left(message: str) -> None:
    assert without_negated(message) == message
