"""What came of nudging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reminders.model import Agency


@dataclass(frozen=True, slots=True)
class Nudged:
    """Who is reminded now, and how many are not: nudged today before, nobody to write to, too many at once."""

    agencies: Sequence[Agency]
    before: int = 0
    out_of_reach: int = 0
    left_over: int = 0
