from __future__ import annotations

import pytest

from bot.reminders.likeness import doubts, find, may_be_one
from bot.reminders.model import Agency, AgencyKind
from knowledge import Knowledge

NAMES = (
    "Sở Nội vụ",
    "Sở Y tế",
    "Sở Tài chính",
    "Sở Tư pháp",
    "Sở Giáo dục và Đào tạo",
    "Sở Nông nghiệp và Môi trường",
    "UBND xã Càng Long",
    "UBND xã Long Vĩnh",
    "UBND phường Trà Vinh",
    "Thanh tra tỉnh",
)
AGENCIES = [Agency(f"a{number}", name, AgencyKind.OTHER) for number, name in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sở nội vụ", "Sở Nội vụ"),
        ("so y te", "Sở Y tế"),
        ("SYT", "Sở Y tế"),
        ("sở nộ vụ", "Sở Nội vụ"),
        ("giao duc", "Sở Giáo dục và Đào tạo"),
        ("sgddt", "Sở Giáo dục và Đào tạo"),
        ("GDĐT", "Sở Giáo dục và Đào tạo"),
        ("nong nghiep", "Sở Nông nghiệp và Môi trường"),
        ("cang long", "UBND xã Càng Long"),
        ("ủy ban nhân dân xã long vinh", "UBND xã Long Vĩnh"),
        ("thanh tra", "Thanh tra tỉnh"),
    ],
)
def test_an_agency_is_found_by_what_people_type(typed: str, name: str) -> None:
    assert find(typed, AGENCIES, 5)[0].name == name


@pytest.mark.parametrize("typed", ["", "xyz", "?!", "kho bạc nhà nước"])
def test_what_is_like_nothing_finds_nothing(typed: str) -> None:
    assert find(typed, AGENCIES, 5) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế", "Sở Y Tế tỉnh"),
        ("UBND xã Long Hoà", "Ủy ban nhân dân xã Long Hòa"),
        ("UBND xã Đôn Châu", "UBND xã Don Chau"),
        ("Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tao"),
        ("Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tạp"),
    ],
)
def test_a_slip_of_the_pen_raises_a_doubt(one: str, other: str) -> None:
    assert may_be_one(one, other)
    assert may_be_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND phường 1", "UBND phường 2"),
        ("UBND xã Long Vĩnh", "UBND xã Long Bình"),
        ("Sở Y tế", "Sở Tài chính"),
        ("UBND xã Trà Cú", "UBND xã Tập Sơn"),
    ],
)
def test_different_names_raise_none(one: str, other: str) -> None:
    assert not may_be_one(one, other)


def test_the_communes_of_the_province_raise_no_doubt_among_themselves(knowledge: Knowledge) -> None:
    places = knowledge.petitions.place_file.communes
    assert not list(
        doubts([Agency(each.id, f"UBND {each.type} {each.name}", AgencyKind.COMMUNE) for each in places], [])
    )


def test_only_new_names_are_doubted_and_only_against_what_would_go() -> None:
    old, kept = Agency("old", "Sở Y tế", AgencyKind.DEPARTMENT), Agency("kept", "Thanh tra tỉnh", AgencyKind.OTHER)
    new = Agency("new", "Sở Y tế tỉnh", AgencyKind.DEPARTMENT)
    [doubt] = doubts([kept, new], [old, kept])
    assert (doubt.new, doubt.other) == (new, old)
    assert not list(doubts([old, kept], [old, kept]))
