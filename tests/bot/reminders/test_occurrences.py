from __future__ import annotations

from datetime import date, time

import pytest

from bot.reminders.model import Deadline, Recurrence
from bot.reminders.occurrences import Left, Occurrences
from bot.working_days import Corrections, WorkingDays
from tests.support.reminders import ZONE, local

OCCURRENCES = Occurrences(WorkingDays(ZONE))


def deadline(
    first: str, recurrence: Recurrence = Recurrence.ONCE, rule: str | None = None, hour: time | None = None
) -> Deadline:
    return Deadline(1, rule, "Báo cáo", "IV.2.3", date.fromisoformat(first), hour, recurrence)


def days(first: str, recurrence: Recurrence, count: int, rule: str | None = None) -> list[str]:
    return [str(OCCURRENCES.at(deadline(first, recurrence, rule), index).last_day) for index in range(count)]


@pytest.mark.parametrize(
    ("first", "recurrence", "expected"),
    [
        ("2026-12-31", Recurrence.MONTHLY, ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2026-11-30", Recurrence.QUARTERLY, ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]),
        ("2027-08-31", Recurrence.HALF_YEARLY, ["2027-08-31", "2028-02-29", "2028-08-31", "2029-02-28"]),
        ("2028-02-29", Recurrence.YEARLY, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2027-02-28", Recurrence.YEARLY, ["2027-02-28", "2028-02-28"]),
    ],
)
def test_a_month_without_the_day_has_its_last_day_instead(
    first: str, recurrence: Recurrence, expected: list[str]
) -> None:
    assert days(first, recurrence, len(expected)) == expected


def test_what_the_plan_wants_before_1_march_ends_with_february() -> None:
    assert days("2027-02-28", Recurrence.YEARLY, 2, rule="r") == ["2027-02-28", "2028-02-29"]
    assert days("2026-06-09", Recurrence.YEARLY, 2, rule="r") == ["2026-06-09", "2027-06-09"]


@pytest.mark.parametrize(
    ("last", "working"),
    [
        ("2026-06-09", "2026-06-09"),
        ("2027-12-04", "2027-12-03"),  # a Saturday
        ("2027-02-10", "2027-02-03"),  # within Tết
        ("2026-09-02", "2026-08-28"),  # the National Day, with a bridge from the weekend
    ],
)
def test_the_last_working_day_before_a_day_off(last: str, working: str) -> None:
    assert str(OCCURRENCES.at(deadline(last), 0).last_working_day) == working


def test_a_day_ends_at_midnight_or_at_the_hour_that_is_given() -> None:
    assert OCCURRENCES.at(deadline("2026-12-04"), 0).ends_at == local("2026-12-05 00:00")
    assert OCCURRENCES.at(deadline("2026-12-04", hour=time(15)), 0).ends_at == local("2026-12-04 15:00")


@pytest.mark.parametrize(
    ("recurrence", "today", "expected"),
    [
        (Recurrence.YEARLY, "2026-06-09", "2026-06-09"),
        (Recurrence.YEARLY, "2026-06-10", "2027-06-09"),
        (Recurrence.YEARLY, "2020-01-01", "2026-06-09"),
        (Recurrence.YEARLY, "2040-06-09", "2040-06-09"),
        (Recurrence.MONTHLY, "2030-02-10", "2030-03-09"),
        (Recurrence.ONCE, "2026-07-01", "2026-06-09"),
    ],
)
def test_which_one_is_current(recurrence: Recurrence, today: str, expected: str) -> None:
    assert str(OCCURRENCES.current(deadline("2026-06-09", recurrence), date.fromisoformat(today)).last_day) == expected


@pytest.mark.parametrize("recurrence", Recurrence)
@pytest.mark.parametrize("first", ["2026-12-31", "2028-02-29", "2027-01-30"])
def test_each_is_found_again_by_its_name(recurrence: Recurrence, first: str) -> None:
    owed = deadline(first, recurrence)
    for index in range(1 if recurrence is Recurrence.ONCE else 40):
        occurrence = OCCURRENCES.at(owed, index)
        assert OCCURRENCES.of_period(owed, occurrence.period) == occurrence
    assert OCCURRENCES.of_period(owed, date(2026, 5, 5)) is None


def test_days_left_are_those_behind_today() -> None:
    occurrence = OCCURRENCES.at(deadline("2026-12-04"), 0)
    expected = {"2026-11-27": (7, 5), "2026-12-03": (1, 1), "2026-12-04": (0, 0), "2026-12-08": (-4, -2)}
    for today, (left, working) in expected.items():
        assert OCCURRENCES.left(occurrence, date.fromisoformat(today)) == Left(left, working)


def test_a_corrected_calendar_counts() -> None:
    corrected = WorkingDays(
        ZONE, Corrections(days_off=frozenset({date(2026, 12, 4)}), working=frozenset({date(2026, 12, 5)}))
    )
    at = Occurrences(corrected).at
    assert str(at(deadline("2026-12-04"), 0).last_working_day) == "2026-12-03"
    assert str(at(deadline("2026-12-05"), 0).last_working_day) == "2026-12-05"
