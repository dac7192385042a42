"""The calendar of the offices as it is known now: corrections count as soon as they are written down."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import SettingsError
from bot.working_days import FILE, WorkingDays, load_corrections

log = logging.getLogger(__name__)

_Stamp = tuple[int, int] | None


@dataclass(slots=True)
class CalendarFile:
    """Gives the calendar when it is called; the file of corrections is read anew whenever it has changed."""

    data_dir: Path
    zone: ZoneInfo
    _read: tuple[_Stamp, WorkingDays] | None = field(default=None)

    def __call__(self) -> WorkingDays:
        """The calendar. A file that cannot be used raises SettingsError at first; later the last good one counts."""
        stamp = self._stamp()
        if self._read is None:
            self._read = stamp, WorkingDays(self.zone, load_corrections(self.data_dir))
        elif stamp != self._read[0]:
            calendar = self._read[1]
            try:
                calendar = WorkingDays(self.zone, load_corrections(self.data_dir))
                log.info("the corrections of the calendar were read anew")
            except SettingsError as error:
                log.error("the corrections of the calendar stay as they were: %s", error)
            self._read = stamp, calendar
        return self._read[1]

    def _stamp(self) -> _Stamp:
        try:
            found = (self.data_dir / FILE).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
