from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.normalising import Query
from knowledge.patterns import Pattern

Normalise = Callable[[str], Query]


@pytest.mark.parametrize(
    ("phrase", "message", "found"),
    [
        pytest.param("cảm ơn", "cảm ơn nhiều", "cam on", id="marks as marks"),
        pytest.param("cảm ơn", "cam on nhieu", "cam on", id="marks fit none"),
        pytest.param("cảm ơn", "cấm ôn bài ở nhà", None, id="other marks do not fit"),
        pytest.param("cam on", "cảm ơn nhiều", "cam on", id="no marks fit any"),
        pytest.param("=chợ", "ngoài chợ đông", "cho", id="the very marks"),
        pytest.param("=chợ", "ngoai cho dong", None, id="the very marks do not fit none"),
        pytest.param("gửi * chưa", "gửi đơn hôm qua chưa", "gui don hom qua chua", id="a star spans words"),
        pytest.param("gửi * chưa", "gửi chưa", "gui chua", id="a star spans nothing"),
        pytest.param("gửi * chưa", "gửi một hai ba bốn năm chưa", None, id="a star spans four at most"),
        pytest.param("gáo", "báo cáo", None, id="words are whole"),
    ],
)
def test_it_finds_a_curated_phrase(normalise: Normalise, phrase: str, message: str, found: str | None) -> None:
    assert Pattern([phrase]).found(normalise(message)) == found


def test_it_prefers_the_longer_phrase(normalise: Normalise) -> None:
    assert Pattern(["báo cáo", "báo cáo năm"]).found(normalise("nộp báo cáo năm")) == "bao cao nam"


def test_it_lists_every_place(normalise: Normalise) -> None:
    assert Pattern(["báo cáo", "tập huấn"]).all_found(normalise("báo cáo rồi tập huấn")) == ["bao cao", "tap huan"]


def test_without_phrases_it_finds_nothing(normalise: Normalise) -> None:
    query = normalise("xin chào")
    nothing = Pattern([])
    assert (nothing.found(query), nothing.all_found(query)) == (None, [])
