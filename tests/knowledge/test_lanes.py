from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lanes import packed, unpacked, weighted

GAIN, WEIGHT = st.floats(0, 8), st.floats(0, 1)
ROWS = st.integers(1, 5).flatmap(
    lambda count: st.lists(st.tuples(st.lists(GAIN, min_size=count, max_size=count), WEIGHT), min_size=1, max_size=120)
)


@given(ROWS)
def test_the_sum_of_weighted_rows_is_that_of_their_numbers(rows: list[tuple[list[float], float]]) -> None:
    count = len(rows[0][0])
    summed = unpacked(sum(weighted(packed(row), weight) for row, weight in rows), count)
    wanted = [sum(row[lane] * weight for row, weight in rows) for lane in range(count)]
    assert summed == pytest.approx(wanted, abs=len(rows) * 4e-8)


def test_the_order_of_adding_up_does_not_matter() -> None:
    one, other, third = weighted(packed([0.1, 7.3]), 0.7), weighted(packed([0.2, 0]), 0.1), weighted(packed([3, 4]), 1)
    assert unpacked(one + other + third, 2) == unpacked(third + other + one, 2)


def test_there_may_be_no_numbers() -> None:
    assert unpacked(weighted(packed([]), 1.0), 0) == []
