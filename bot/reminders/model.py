"""The values that deadlines and reminders are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class AgencyKind(StrEnum):
    """What kind of agency it is."""

    DEPARTMENT = "department"
    """Sở, ban, ngành tỉnh."""
    DISTRICT = "district"
    """Huyện, thị xã, thành phố; ended on 1/7/2025, kept for what was reported before."""
    COMMUNE = "commune"
    """Xã, phường, thị trấn."""
    OTHER = "other"


class Recurrence(StrEnum):
    """How often a deadline comes."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class ReportState(StrEnum):
    """How the report of one agency for one deadline stands; none yet has no row."""

    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class ReminderStatus(StrEnum):
    """What became of a step."""

    PLANNED = "planned"
    STAGED = "staged"
    """In the outbox, which sends it once."""
    SKIPPED = "skipped"
    """A newer step went out in its place."""
    WITHDRAWN = "withdrawn"
    """The report is in, or the deadline was moved or cancelled."""


@dataclass(frozen=True, slots=True)
class Agency:
    """Somebody who owes reports. `leader_person_id` is set where the named leader takes messages too."""

    id: str
    name: str
    kind: AgencyKind
    leader_name: str | None = None
    leader_person_id: int | None = None


@dataclass(frozen=True, slots=True)
class FocalPoint:
    """A person who answers for an agency; rank 1 is reminded first, the others are deputies."""

    id: int
    role_id: int
    agency: str
    person_id: int
    rank: int
    name: str
    since: datetime
    asked_at: datetime | None
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a deadline or a broadcast concerns: everybody, or these kinds, or these agencies."""

    kinds: frozenset[AgencyKind] = frozenset()
    agencies: frozenset[str] = frozenset()

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out."""
        return not self.kinds and not self.agencies

    def includes(self, agency: Agency) -> bool:
        """Whether it concerns the agency."""
        return self.everybody or agency.kind in self.kinds or agency.id in self.agencies


@dataclass(frozen=True, slots=True)
class Ladder:
    """When reminders go out: days before the last valid day, working days and weeks after it.

    `leader_after` is the number of working days after which the agency's leader is told.
    """

    before: tuple[int, ...] = (30, 14, 7, 3, 1, 0)
    late_days: int = 3
    late_weeks: int = 8
    leader_after: int = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is owed. `rule` is the id of the plan's rule, None for the coordinator's own.

    `first_day` is the last valid day of its first occurrence, `hour` when it ends on that day (None: with the day).
    `first_period` is what `first_day` was when it was made: it names the occurrences, so that what was reported
    stays with its occurrence when the day is moved. `source` is an address of the plan, or how the coordinator named
    the ground. `since` is when everybody was told of it as it is now: what was due before is not reminded of.
    """

    id: int
    rule: str | None
    title: str
    source: str
    first_day: date
    hour: time | None
    recurrence: Recurrence
    audience: Audience = field(default_factory=Audience)
    expected: str | None = None
    ladder: Ladder = field(default_factory=Ladder)
    template_id: int | None = None
    made_by: int | None = None
    cancelled_at: datetime | None = None
    first_period: date | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an agency handed in for one occurrence of a deadline; `period` is that occurrence's last valid day."""

    id: int
    deadline_id: int
    period: date
    agency: str
    state: ReportState
    number: str | None
    dated: date | None
    submitted_at: datetime
    submitted_by: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder of an occurrence (see `bot/reminders/ladder.py`), and from which moment on it is due."""

    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one deadline for one agency; `step` is a name of `bot/reminders/ladder.py`."""

    id: int
    deadline_id: int
    period: date
    agency: str
    step: str
    due_at: datetime
    status: ReminderStatus


def is_in(report: Report | None) -> bool:
    """Whether the report is in and was not returned: nothing is owed any more."""
    return report is not None and report.state is not ReportState.RETURNED
