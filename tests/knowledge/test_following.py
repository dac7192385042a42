from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge import following
from knowledge.answers import Topic
from knowledge.normalising import Query

Normalise = Callable[[str], Query]
OFFERED = Topic(options=("first", "second", "third"))


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("số 2", "second"),
        ("2", "second"),
        ("cái thứ nhất", "first"),
        ("chọn số 3", "third"),
        ("thứ hai", "second"),
        ("xem cái thứ ba", "third"),
    ],
)
def test_it_picks_what_was_offered(normalise: Normalise, message: str, key: str) -> None:
    assert following.picked(normalise(message), OFFERED) == key


@pytest.mark.parametrize("message", ["số 4", "số 0", "mục tiêu số 2", "hai hạn báo cáo", "", "ừ"])
def test_it_picks_nothing_else(normalise: Normalise, message: str) -> None:
    assert following.picked(normalise(message), OFFERED) is None


def test_without_an_offer_it_picks_nothing(normalise: Normalise) -> None:
    assert following.picked(normalise("số 2"), Topic()) is None


@pytest.mark.parametrize(
    ("message", "more"),
    [
        ("nói rõ hơn", True),
        ("noi ro hon di", True),
        ("cho xem nguyên văn", True),
        ("chi tiết hạn nộp báo cáo sáu tháng của các xã", False),
        ("báo cáo", False),
    ],
)
def test_it_knows_a_wish_for_more(normalise: Normalise, message: str, *, more: bool) -> None:
    assert following.asks_more(normalise(message)) is more


@pytest.mark.parametrize(
    ("message", "back"),
    [
        ("văn bản đó ngày nào", True),
        ("quyết định ấy của ai", True),
        ("khi nào", True),
        ("ở đâu", True),
        ("báo cáo gửi ai", False),
        ("", False),
        ("văn bản đó " + "tập huấn " * 9, False),
    ],
)
def test_it_knows_what_points_back(normalise: Normalise, message: str, *, back: bool) -> None:
    assert following.points_back(normalise(message)) is back


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("còn báo cáo năm thì sao", "báo cáo năm"),
        ("thế còn cấp xã", "cấp xã"),
        ("con bao cao nam thi sao?", "bao cao nam"),
        ("báo cáo năm thì sao", None),
        ("còn " + "tập huấn " * 9, None),
        ("", None),
    ],
)
def test_it_knows_the_same_question_of_something_else(normalise: Normalise, message: str, subject: str | None) -> None:
    assert following.next_subject(normalise(message)) == subject
