from __future__ import annotations

from bot.buttons import languages, pages, rating, rows
from bot.replies import Button
from knowledge import Knowledge
from knowledge.answers import Option


def labels(*texts: str) -> list[list[str]]:
    return [[button.label for button in row] for row in rows(*(Button(text, "x") for text in texts))]


def test_short_labels_share_a_row() -> None:
    assert labels("Mục lục", "Mục tiêu", "Văn bản", "Hỏi gì?") == [
        ["Mục lục", "Mục tiêu", "Văn bản"],
        ["Hỏi gì?"],
    ]


def test_a_long_label_has_a_row_of_its_own() -> None:
    assert labels("Mục lục", "Các hạn báo cáo trong năm", "Gửi cán bộ") == [
        ["Mục lục"],
        ["Các hạn báo cáo trong năm"],
        ["Gửi cán bộ"],
    ]


def test_the_longest_label_decides_for_its_row() -> None:
    assert labels("Hạn báo cáo năm", "Nhắc tôi") == [["Hạn báo cáo năm", "Nhắc tôi"]]
    assert labels("Nhắc tôi", "Hạn báo cáo sáu tháng") == [["Nhắc tôi"], ["Hạn báo cáo sáu tháng"]]


def test_no_buttons_are_no_rows() -> None:
    assert rows() == ()


def test_an_answer_is_rated_by_thumbs() -> None:
    assert [(button.label, button.data) for button in rating(7)] == [("👍", "r:7:1"), ("👎", "r:7:0")]


def test_languages_are_named_in_themselves() -> None:
    assert [(button.label, button.data) for button in languages()] == [
        ("Tiếng Việt", "l:vi"),
        ("English", "l:en"),
    ]


def test_everything_can_be_browsed_from_two_rows() -> None:
    assert len(pages()) == 2


def test_every_key_fits_into_a_button(knowledge: Knowledge) -> None:
    from bot.buttons import offers

    options = [Option(item.key, item.title, item.citation) for item in knowledge.items.values()]
    assert len(offers(options)) == len(options)
