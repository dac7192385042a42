from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lanes import UNIT, packed, plain, unpacked, weighted

GAIN, WEIGHT = st.floats(0, 8), st.floats(0, 1)
ROWS = st.integers(1, 5).flatmap(
    lambda count: st.lists(st.tuples(st.lists(GAIN, min_size=count, max_size=count), WEIGHT), min_size=1, max_size=120)
)


def sums(lanes: int, count: int) -> list[float]:
    return [plain(number) for number in unpacked(lanes, count)]


@given(ROWS)
def test_the_sum_of_weighted_rows_is_that_of_their_numbers(rows: list[tuple[list[float], float]]) -> None:
    count = len(rows[0][0])
    summed = sums(sum(weighted(packed(row), weight) for row, weight in rows), count)
    wanted = [sum(row[lane] * weight for row, weight in rows) for lane in range(count)]
    assert summed == pytest.approx(wanted, abs=len(rows) * 2e-6)


def test_the_order_of_adding_up_does_not_matter() -> None:
    one, other, third = weighted(packed([0.1, 7.3]), 0.7), weighted(packed([0.2, 0]), 0.1), weighted(packed([3, 4]), 1)
    assert sums(one + other + third, 2) == sums(third + other + one, 2)


def test_what_is_added_to_an_unpacked_number_counts_in_units() -> None:
    (number,) = unpacked(weighted(packed([2.5]), 0.5), 1)
    assert plain(number + 3.75 / UNIT) == 5.0


def test_there_may_be_no_numbers() -> None:
    assert sums(weighted(packed([]), 1.0), 0) == []
