"""Many numbers side by side in one integer, so that one multiplication weighs all of them.

Python multiplies and adds long integers many times faster than a loop goes through as many floats. Each number has 64
bits of the integer, its lane: 20 behind the point as packed, 42 once weighted. What is added up in a lane must stay
below 1024, or it would spill into the bits that make it a float.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from functools import cache

_VALUE, _WEIGHT = 2.0**20, 2.0**22
UNIT = 1 / (_VALUE * _WEIGHT)
"""What the numbers that `unpacked` gives are counted in."""

_ZERO = 2.0**52
"""From here to its double, a float counts in ones: its last 52 bits are the integer above it (IEEE 754, binary64)."""


def packed(values: Iterable[float]) -> int:
    """`values`, none of them negative, in the lanes of one integer."""
    return _joined(array("Q", (round(value * _VALUE) for value in values)))


def weighted(lanes: int, weight: float) -> int:
    """`lanes`, just packed, each times `weight` (not negative). Such products may be added up."""
    return lanes * round(weight * _WEIGHT)


def unpacked(lanes: int, count: int) -> list[float]:
    """The `count` numbers in `lanes`, a sum of weighted ones, in UNITs above a zero of their own: compare them, add to
    them, and see with `plain` what they are."""
    numbers = array("d")
    numbers.frombytes((lanes + _zeros(count)).to_bytes(count * numbers.itemsize, sys.byteorder))
    return numbers.tolist()


def plain(number: float) -> float:
    """What a number that `unpacked` gave is."""
    return (number - _ZERO) * UNIT


@cache
def _zeros(count: int) -> int:
    return _joined(array("d", [_ZERO] * count))


def _joined(numbers: array[int] | array[float]) -> int:
    return int.from_bytes(numbers.tobytes(), sys.byteorder)
