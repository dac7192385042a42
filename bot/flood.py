"""How much one person may write before the bot asks for a pause."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` messages within `length`."""

    most: int
    length: timedelta


PERSON = (Window(10, timedelta(seconds=10)), Window(80, timedelta(minutes=10)))
"""What one person may write."""
EVERYBODY = Window(1500, timedelta(minutes=1))
"""What all together may write before each person's share becomes that of CROWDED. Telegram lets a bot
send about 30 messages a second, so more than that cannot be answered anyway."""
CROWDED = (Window(3, timedelta(seconds=30)),)
MOST_PEOPLE = 10_000
"""How many people are remembered before those who wrote longest ago are forgotten."""


class Verdict(Enum):
    """What to do with a message."""

    ADMIT = auto()
    ASK_TO_WAIT = auto()
    IGNORE = auto()


@dataclass(slots=True)
class _Person:
    times: deque[datetime] = field(default_factory=deque)
    asked_until: datetime | None = None


class Flood:
    """Counts in memory. Times are those at which messages were written, so a backlog is no flood."""

    def __init__(
        self,
        person: tuple[Window, ...] = PERSON,
        everybody: Window = EVERYBODY,
        crowded: tuple[Window, ...] = CROWDED,
    ) -> None:
        self._windows, self._everybody, self._crowded = person, everybody, crowded
        self._kept = max(window.length for window in (*person, *crowded))
        self._people: dict[int, _Person] = {}
        self._all: deque[datetime] = deque()

    def admit(self, person_id: int, at: datetime) -> Verdict:
        """Counts a message of the person written at `at`; one that is not admitted is not counted.

        Too many get one request to wait, then nothing until the window is over.
        """
        person = self._people.pop(person_id, None) or _Person()
        self._people[person_id] = person
        if len(self._people) > MOST_PEOPLE:
            del self._people[next(iter(self._people))]
        _drop(person.times, at - self._kept)
        _drop(self._all, at - self._everybody.length)
        full = [window for window in self._in_force() if _count(person.times, at - window.length) >= window.most]
        if not full:
            person.times.append(at)
            self._all.append(at)
            person.asked_until = None
            return Verdict.ADMIT
        if person.asked_until is not None and at < person.asked_until:
            return Verdict.IGNORE
        person.asked_until = at + max(window.length for window in full)
        return Verdict.ASK_TO_WAIT

    def _in_force(self) -> tuple[Window, ...]:
        return (*self._windows, *self._crowded) if len(self._all) >= self._everybody.most else self._windows


def _drop(times: deque[datetime], before: datetime) -> None:
    while times and times[0] <= before:
        times.popleft()


def _count(times: deque[datetime], after: datetime) -> int:
    return sum(time > after for time in times)
