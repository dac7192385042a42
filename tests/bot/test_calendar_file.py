from __future__ import annotations

import logging
import os
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.calendar_file import CalendarFile
from bot.errors import SettingsError
from bot.working_days import FILE

DAY = date(2026, 12, 4)


def write(folder: Path, text: str, at: int) -> None:
    (folder / FILE).write_text(text, "utf-8")
    os.utime(folder / FILE, (at, at))


def test_corrections_count_as_soon_as_they_are_written(tmp_path: Path) -> None:
    calendar = CalendarFile(tmp_path, ZoneInfo("Asia/Ho_Chi_Minh"))
    assert calendar().is_working_day(DAY)
    write(tmp_path, "days_off: [2026-12-04]", 1)
    assert not calendar().is_working_day(DAY)
    assert calendar() is calendar(), "an unchanged file is not read again"
    (tmp_path / FILE).unlink()
    assert calendar().is_working_day(DAY)


def test_a_file_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    write(tmp_path, "days_off: tomorrow", 1)
    with pytest.raises(SettingsError):
        CalendarFile(tmp_path, ZoneInfo("UTC"))()


def test_later_the_last_good_one_counts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    calendar = CalendarFile(tmp_path, ZoneInfo("UTC"))
    write(tmp_path, "days_off: [2026-12-04]", 1)
    assert not calendar().is_working_day(DAY)
    write(tmp_path, "days_off: tomorrow", 2)
    with caplog.at_level(logging.ERROR):
        assert not calendar().is_working_day(DAY)
        assert not calendar().is_working_day(DAY)
    assert len(caplog.records) == 1
