"""Which days are no ordinary ones, as the library `holidays` has them: public holidays, days off in their stead, and
Saturdays that are worked for them.

The library takes 19 MB and keeps them, and half a second. So it is asked for ten years at a time, in a process of its
own, which is this module run with the first year; what it said is kept beside the compiled code until there is another
version of it.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

YEARS = 10


def is_usually_working(day: date) -> bool:
    """Whether offices in Vietnam are open on that day, as far as is known to the library."""
    first = day.year // YEARS * YEARS
    return (day.weekday() < 5) is not (day in _exceptions(first))


@cache
def _exceptions(first: int) -> frozenset[date]:
    # Not above: the process below needs nothing of the knowledge.
    from knowledge.keeping import fingerprint, keep, kept

    copy = Path(__file__).parent / "__pycache__" / f"public-holidays-{first}.bin"
    made_of = fingerprint(version=version("holidays"))
    days = kept(copy, made_of)
    if days is None:
        command = [sys.executable, "-m", __name__, str(first)]
        days = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, check=True).stdout
        keep(copy, made_of, days)
    return frozenset(map(date.fromisoformat, days.decode("ascii").split()))


def _ask_library(first: int) -> list[date]:
    from holidays.countries.vietnam import Vietnam

    # A day off may stand in another year than what it is for.
    calendar = Vietnam(years=range(first - 1, first + YEARS + 1))  # type: ignore[no-untyped-call]
    begin = date(first, 1, 1)
    days = [begin + timedelta(days=number) for number in range((date(first + YEARS, 1, 1) - begin).days)]
    return [day for day in days if calendar.is_working_day(day) is not (day.weekday() < 5)]


if __name__ == "__main__":
    sys.stdout.writelines(f"{day}\n" for day in _ask_library(int(sys.argv[1])))
