"""Working days in Vietnam: weekends, public holidays with the days off in their stead, and office hours.

The days come from the library `holidays` (`public_holidays.py`), which knows what the law and the yearly decisions
say. What the government decides later stands in DATA_DIR/working-days.yaml until the library knows it too:

    days_off: [2027-02-11]  # which the library takes for working days
    working: [2027-02-20]   # the other way round
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import SettingsError
from bot.i18n import gettext as _
from bot.public_holidays import is_usually_working

FILE = "working-days.yaml"
OFFICE_HOURS = ((time(7), time(11)), (time(13), time(17)))
"""When somebody is at the desk on a working day, from and to, local time."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Days that are decided otherwise than the library has it."""

    days_off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of the offices. Days are local, moments may be in any zone and come back in UTC."""

    zone: ZoneInfo
    corrections: Corrections = field(default_factory=Corrections)

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on that day."""
        if day in self.corrections.days_off:
            return False
        return day in self.corrections.working or is_usually_working(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that is `count` of them behind `day`, which does not count itself."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def is_office_hour(self, moment: datetime) -> bool:
        """Whether somebody is at the desk then."""
        return self.next_office_hour(moment) == moment

    def next_office_hour(self, moment: datetime) -> datetime:
        """`moment` itself when somebody is at the desk then, else the moment when somebody next is."""
        local = moment.astimezone(self.zone)
        if self.is_working_day(local.date()):
            for begin, end in OFFICE_HOURS:
                if local.time() < end:
                    return max(moment.astimezone(UTC), self._at(local.date(), begin))
        return self._at(self.add_working_days(local.date(), 1), OFFICE_HOURS[0][0])

    def end_of_work(self, day: date) -> datetime:
        """The moment when offices close on that day."""
        return self._at(day, OFFICE_HOURS[-1][1])

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)


def load_corrections(data_dir: Path) -> Corrections:
    """What DATA_DIR/working-days.yaml says, nothing when there is no such file. Raises SettingsError."""
    path = data_dir / FILE
    if not path.exists():
        return Corrections()
    import yaml

    try:
        found = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) or {}
        if not set(found) <= {"days_off", "working"}:
            raise ValueError
        days = {name: frozenset(map(date.fromisoformat, found.get(name) or ())) for name in ("days_off", "working")}
    except (OSError, ValueError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise SettingsError(
            _("%(path)s must hold two lists of dates, “days_off” and “working”, such as 2027-02-11.", path=path)
        ) from error
    return Corrections(**days)
