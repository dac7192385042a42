from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.errors import SettingsError
from bot.working_days import FILE, Corrections, WorkingDays, load_corrections

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = WorkingDays(ZONE)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-11-23", True),
        ("2026-11-22", False),
        ("2026-11-24", False),
        ("2026-02-17", False),
        ("2026-04-27", False),
        ("2026-08-31", False),
        ("2026-08-22", True),
        ("2027-05-03", False),
    ],
    ids=[
        "a Monday",
        "a Sunday",
        "the day of culture",
        "Tết",
        "in lieu of a Sunday",
        "exchanged for a Saturday",
        "that Saturday",
        "in lieu of the first of May",
    ],
)
def test_offices_are_open_or_not(day: str, working: bool) -> None:
    assert DAYS.is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 1, "2026-11-25"),
        ("2026-11-23", 10, "2026-12-08"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-11-21", 1, "2026-11-23"),
    ],
    ids=["the day itself", "over a holiday", "two weeks", "over Tết", "from a Saturday"],
)
def test_working_days_are_counted(day: str, count: int, then: str) -> None:
    assert DAYS.add_working_days(date.fromisoformat(day), count) == date.fromisoformat(then)


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("2026-11-23T09:00", "2026-11-23T09:00"),
        ("2026-11-23T05:30", "2026-11-23T07:00"),
        ("2026-11-23T11:30", "2026-11-23T13:00"),
        ("2026-11-23T17:00", "2026-11-25T07:00"),
        ("2026-11-28T10:00", "2026-11-30T07:00"),
    ],
    ids=["at work", "early", "at noon", "behind which there is a holiday", "on a Saturday"],
)
def test_when_somebody_is_next_at_the_desk(moment: str, then: str) -> None:
    found = DAYS.next_office_hour(local(moment))
    assert found == local(then)
    assert found.tzinfo is UTC
    assert DAYS.is_office_hour(local(moment)) is (moment == then)


def test_what_is_decided_late_is_written_into_a_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("days_off: [2026-11-25]\nworking: [2026-11-24, 2026-11-28]\n")
    days = WorkingDays(ZONE, load_corrections(tmp_path))
    assert [days.is_working_day(date(2026, 11, day)) for day in (24, 25, 26, 28)] == [True, False, True, True]


def test_without_the_file_nothing_is_corrected(tmp_path: Path) -> None:
    assert load_corrections(tmp_path) == Corrections()


@pytest.mark.parametrize(
    "text",
    ["days_off: 2026-11-25", "days_off: [mai]", "off: [2026-11-25]", "- x", "days_off: [", "working: [11/2/2027]", "5"],
)
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(SettingsError, match=r"working-days\.yaml phải gồm"):
        load_corrections(tmp_path)


@pytest.mark.parametrize("text", ["", "days_off:", "days_off: []\nworking:"])
def test_an_empty_file_corrects_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    assert load_corrections(tmp_path) == Corrections()


def test_heavy_libraries_stay_out_of_the_bot() -> None:
    code = """if True:
        import sys
        from datetime import date
        import bot.petitions.citizen_side
        from bot.public_holidays import is_usually_working
        assert not is_usually_working(date(2026, 11, 24))
        sys.exit(not {"holidays", "numpy"}.isdisjoint(sys.modules))
    """
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]).returncode == 0
