from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot.reminders.ladder import Steps
from bot.reminders.model import Deadline, Ladder, Recurrence
from bot.reminders.occurrences import Occurrence, Occurrences
from bot.working_days import WorkingDays
from tests.support.reminders import ZONE, local

STEPS = Steps(Occurrences(WorkingDays(ZONE)))


def occurrence(last_day: str, hour: time | None = None, period: str | None = None) -> Occurrence:
    day = date.fromisoformat(last_day)
    first = date.fromisoformat(period) if period else None
    owed = Deadline(1, None, "Báo cáo", "", day, hour, Recurrence.ONCE, first_period=first)
    return STEPS.occurrences.at(owed, 0)


def ladder(last_day: str, hour: time | None = None, rungs: Ladder | None = None) -> dict[str, str]:
    found = STEPS.of(occurrence(last_day, hour), rungs or Ladder(late_weeks=1))
    assert {step.due_at.astimezone(ZONE).time() for step in found} == {time(8)}
    return {step.name: f"{step.due_at.astimezone(ZONE):%a %d/%m/%Y}" for step in found}


def test_every_step_is_on_a_working_day_at_eight() -> None:
    assert ladder("2026-12-04") == {
        "-30": "Wed 04/11/2026",
        "-14": "Fri 20/11/2026",
        "-7": "Fri 27/11/2026",
        "-3": "Tue 01/12/2026",
        "-1": "Thu 03/12/2026",
        "0": "Fri 04/12/2026",
        "+1": "Mon 07/12/2026",
        "+2": "Tue 08/12/2026",
        "+3": "Wed 09/12/2026",
        "leader": "Fri 11/12/2026",
        "w1": "Wed 16/12/2026",
    }


def test_a_last_day_on_a_sunday_is_announced_on_friday_once() -> None:
    steps = ladder("2026-11-29")
    assert steps["-3"] == "Thu 26/11/2026", "Thursday itself"
    assert "-1" not in steps, "Saturday's moves to Friday, where the last day's own stands"
    assert steps["0"] == "Fri 27/11/2026"
    assert steps["+1"] == "Mon 30/11/2026"


def test_around_tet_steps_move_before_it_and_late_ones_behind_it() -> None:
    steps = ladder("2027-02-06")  # a Saturday, when the holidays have begun
    assert steps["0"] == "Wed 03/02/2027"
    assert steps["+1"] == "Thu 11/02/2027"


def test_an_hour_before_the_morning_moves_the_last_step_to_the_day_before() -> None:
    assert ladder("2026-12-04", time(15))["0"] == "Fri 04/12/2026"
    early = ladder("2026-12-04", time(8))
    assert early["0"] == "Thu 03/12/2026"
    assert "-1" not in early


def test_a_ladder_of_ones_own() -> None:
    assert list(ladder("2026-12-04", rungs=Ladder((10, 2), late_days=1, late_weeks=2, leader_after=0))) == [
        "-10",
        "-2",
        "+1",
        "w1",
        "w2",
    ]


def test_nothing_is_late_any_more_once_the_next_one_has_passed() -> None:
    found = STEPS.of(occurrence("2026-12-04"), Ladder(), until=local("2026-12-15 00:00"))
    assert [step.name for step in found][-2:] == ["+3", "leader"]


def test_steps_towards_a_moved_day_are_new_steps() -> None:
    moved = STEPS.of(occurrence("2026-12-11", period="2026-12-04"), Ladder((1,), 1, 0, 0))
    assert [step.name for step in moved] == ["-1>2026-12-11", "+1>2026-12-11"]


@pytest.mark.parametrize(
    ("now", "step", "may"),
    [
        ("2026-11-27 08:00", "0", True),
        ("2026-11-27 07:59", "0", False),
        ("2026-11-27 19:59", "0", True),
        ("2026-11-27 20:00", "0", False),
        ("2026-11-28 10:00", "0", True),  # a Saturday, and no working day is left before the Sunday's end
        ("2026-11-28 23:00", "0", False),
        ("2026-11-21 10:00", "-7", False),  # a Saturday, but Monday will do
        ("2026-12-05 10:00", "+3", False),
        ("2026-12-07 10:00", "+3", True),
    ],
)
def test_when_a_step_may_go_out(now: str, step: str, may: bool) -> None:
    assert STEPS.may_send(local(now), occurrence("2026-11-29"), step) is may


def test_the_next_morning() -> None:
    def morning(now: str) -> datetime:
        return STEPS.next_morning(local(now))

    assert morning("2026-12-04 20:00") == local("2026-12-05 08:00")
    assert morning("2026-12-05 02:00") == local("2026-12-05 08:00")
