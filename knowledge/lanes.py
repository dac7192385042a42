"""Many numbers side by side in one integer, so that one multiplication weighs all of them.

Python multiplies and adds long integers many times faster than a loop goes through as many floats. Each number has 64
bits of the integer, its lane: 26 behind the point as packed, 54 once weighted. What is added up in a lane must stay
below 1024, or it would spill into the next.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable

_WEIGHT = 2.0**28
_VALUE = 2.0**26
_WEIGHTED = 2.0**-54
_BYTES = 8


def packed(values: Iterable[float]) -> int:
    """`values`, none of them negative, in the lanes of one integer."""
    return int.from_bytes(array("Q", (round(value * _VALUE) for value in values)).tobytes(), sys.byteorder)


def weighted(lanes: int, weight: float) -> int:
    """`lanes`, just packed, each times `weight` (not negative). Such products may be added up."""
    return lanes * round(weight * _WEIGHT)


def unpacked(lanes: int, count: int) -> list[float]:
    """The `count` numbers in `lanes`, a sum of weighted ones."""
    numbers = array("Q", lanes.to_bytes(count * _BYTES, sys.byteorder))
    return [number * _WEIGHTED for number in numbers]
