from __future__ import annotations

import pytest

from knowledge.respelling import respelt


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fối", "phối"),
        ("jám", "giám"),
        ("jì", "gì"),
        ("zân", "vân"),
        ("dzui", "vui"),
        ("wy", "quy"),
        ("nhữg", "những"),
        ("hàh", "hành"),
        ("tiếb", "tiếp"),
        ("địng", "định"),
        ("quyếc", "quyết"),
        ("truyềng", "truyền"),
        ("cảii", "cải"),
        ("fòg", "phòng"),
    ],
)
def test_it_knows_what_is_written_short_or_by_ear(typed: str, meant: str) -> None:
    assert meant in list(respelt(typed))


@pytest.mark.parametrize("word", ["", "dân", "giám", "zalo", "xyz", "trungtamhanhchinh"])
def test_it_leaves_syllables_and_what_cannot_be_one(word: str) -> None:
    assert list(respelt(word)) == []
