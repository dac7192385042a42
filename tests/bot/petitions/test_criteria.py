from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.petitions.catalogue import Catalogue
from bot.petitions.criteria import Criteria, read_criteria
from bot.petitions.naming import Directory
from bot.petitions.periods import Period
from bot.petitions.states import OPEN, State
from knowledge import Knowledge

TODAY = date(2026, 11, 23)
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Directory:
    return Directory.of(knowledge, Catalogue(knowledge))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("k7m 4qx p29", {"words": "k7m 4qx p29"}),
        ("nước thải", {"words": "nước thải"}),
        ("Đất đai", {"category": "dat-dai"}),
        ("dat dai lấn ranh", {"category": "dat-dai", "words": "lấn ranh"}),
        ("quá hạn", {"late": True}),
        ("qua han phường Long Đức", {"late": True, "place": "phuong-long-duc"}),
        ("đã trả lời tháng 5", {"states": {State.ANSWERED}, "period": MAY}),
        ("chưa xong", {"states": set(OPEN)}),
        ("dang xu ly Sở Nội vụ", {"states": {State.ACCEPTED, State.FORWARDED}, "agency": "so-noi-vu"}),
        ("tháng 5 bồi thường đã đóng", {"words": "bồi thường", "period": MAY, "states": {State.CLOSED}}),
        ("", {}),
    ],
)
def test_words_in_any_order_tell_what_is_asked_for(names: Directory, said: str, meant: dict[str, Any]) -> None:
    criteria = read_criteria(said, names, TODAY)
    for name in ("words", "category", "place", "agency", "late", "period"):
        assert getattr(criteria, name) == meant.get(name, getattr(Criteria(), name)), name
    assert criteria.states == meant.get("states", set())


def test_a_code_is_looked_for_alone(names: Directory) -> None:
    from bot.petitions.codes import new_code, shown

    code = new_code()
    assert read_criteria(f"{shown(code).lower()} tháng 5", names, TODAY) == Criteria(code=code)


def test_a_place_means_all_that_is_a_part_of_it(names: Directory) -> None:
    district = read_criteria("huyện Trà Cú", names, TODAY)
    assert district.place == "huyen-tra-cu"
    assert {"huyen-tra-cu", "xa-tra-cu"} <= district.places
    assert read_criteria("xã Trà Cú", names, TODAY).place == "xa-tra-cu"
