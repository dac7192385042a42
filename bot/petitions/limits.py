"""How many petitions one person may send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` petitions within `length`."""

    most: int
    length: timedelta


LIMITS = (
    Limit(1, timedelta(seconds=30)),
    Limit(5, timedelta(days=1)),
    Limit(20, timedelta(days=30)),
)
LONGEST = max(limit.length for limit in LIMITS)


@dataclass(frozen=True, slots=True)
class Reached:
    """A limit that is reached, and when the next petition may be sent."""

    limit: Limit
    until: datetime


def reached(sent: Sequence[datetime], now: datetime) -> Reached | None:
    """The limit that keeps a person who sent petitions at these times from sending another; of several the longest."""
    found: Reached | None = None
    for limit in LIMITS:
        within = sorted(at for at in sent if now - at < limit.length)
        if len(within) >= limit.most:
            until = within[-limit.most] + limit.length
            found = max(found or Reached(limit, until), Reached(limit, until), key=lambda one: one.until)
    return found
