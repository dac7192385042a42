from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.petitions.masking import mask, numbers

MASKED = [
    ("gọi tôi 0912345678 nhé", "gọi tôi •••78 nhé"),
    ("gọi 0912 345 678", "gọi •••78"),
    ("gọi 0912.345.678", "gọi •••78"),
    ("gọi +84 912 345 678", "gọi •••78"),
    ("nhà: 0294 3855246", "nhà: •••46"),
    ("CCCD 084203001234", "CCCD •••34"),
    ("CCCD 084 203 001 234", "CCCD •••34"),
    ("CMND 334123456", "CMND •••56"),
    ("tài khoản 7301205012345", "tài khoản •••45"),
    ("thư về lan.nguyen@example.com", "thư về •••"),
    ("0912345678 hoặc 0987654321", "•••78 hoặc •••21"),
]
LEFT_ALONE = [
    "hộ tôi được đền 123456789 đồng",
    "thu 500 000 000 đ",
    "1.250.000.000 đồng",
    "ngày 23/11/2026, lúc 7 giờ 30",
    "Nghị định 04/2015/NĐ-CP",
    "thửa 125, tờ bản đồ 14, diện tích 1234,5 m2",
    "số nhà 123, ấp 4",
]


@pytest.mark.parametrize(("words", "shown"), MASKED)
def test_numbers_by_which_somebody_is_found_are_masked(words: str, shown: str) -> None:
    assert mask(words) == shown


@pytest.mark.parametrize("words", LEFT_ALONE)
def test_other_numbers_stay(words: str) -> None:
    assert mask(words) == words
    assert numbers(words) == ()


def test_the_numbers_are_given_once_and_in_order() -> None:
    words = "0987654321, CCCD 084203001234, lại 0987654321, a@b.vn"
    assert numbers(words) == ("0987654321", "084203001234", "a@b.vn")


@given(st.text(max_size=200))
def test_masking_never_fails_and_once_is_enough(words: str) -> None:
    assert numbers(mask(words)) == ()
