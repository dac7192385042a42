from __future__ import annotations

import pytest

from knowledge.numbers import read_number, read_ordinal, read_roman


@pytest.mark.parametrize(
    ("said", "number", "length"),
    [
        ("145", 145, 1),
        ("mot tram bon muoi lam", 145, 5),
        ("mot tram le bay", 107, 4),
        ("mot tram linh tam", 108, 4),
        ("hai tram muoi bay", 217, 4),
        ("hai tram", 200, 2),
        ("mot tram hai may", None, 0),
        ("muoi", 10, 1),
        ("muoi lam", 15, 2),
        ("hai muoi", 20, 2),
        ("ba muoi ba nghin", 33, 3),
        ("35 ct tw", 35, 1),
    ],
)
def test_it_reads_figures_and_words(said: str, number: int, length: int) -> None:
    assert read_number(said.split(), 0) == (number, length)


@pytest.mark.parametrize("said", ["nam", "ba", "tu", "tram", "bao cao", "le hai"])
def test_a_lone_unit_word_or_another_word_is_no_number(said: str) -> None:
    assert read_number(said.split(), 0) == (None, 0)


def test_it_reads_from_the_place_it_is_given() -> None:
    assert read_number("chi thi 33".split(), 2) == (33, 1)


@pytest.mark.parametrize(
    ("token", "rank"),
    [("3", 3), ("nhat", 1), ("dau", 1), ("nhi", 2), ("ba", 3), ("tu", 4), ("nam", 5), ("muoi", 10), ("iv", 4)],
)
def test_it_reads_a_rank(token: str, rank: int) -> None:
    assert read_ordinal(token) == rank


def test_a_word_that_names_no_rank_is_none() -> None:
    assert read_ordinal("bao") is None


@pytest.mark.parametrize(
    ("token", "value"),
    [("i", 1), ("iv", 4), ("ix", 9), ("xiii", 13), ("xx", 20), ("xxi", None), ("iiii", None), ("4", None)],
)
def test_it_reads_roman_numerals_up_to_twenty(token: str, value: int | None) -> None:
    assert read_roman(token) == value
