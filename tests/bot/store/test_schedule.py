from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.outgoing import Kind, Outgoing
from bot.reminders.model import Agency, AgencyKind, Deadline, Recurrence, ReminderStatus, Step
from bot.replies import Reply
from bot.store import Store
from bot.store.schedule import Owed, Schedule, reminder_key
from tests.bot.conftest import LAN, NOW

PERIOD = date(2026, 12, 4)
HOUR = timedelta(hours=1)


@pytest.fixture
def schedule(store: Store) -> Schedule:
    """A deadline with the id 1, and the agencies "a" and "b"."""
    for name in "ab":
        store.agencies.put(Agency(name, name, AgencyKind.OTHER), NOW)
    store.deadlines.add(Deadline(0, None, "Báo cáo", "", PERIOD, None, Recurrence.ONCE), NOW)
    return Schedule(store.db)


def plan(schedule: Schedule, steps: dict[str, int], agencies: str = "a") -> None:
    planned = [Step(name, NOW + hours * HOUR) for name, hours in steps.items()]
    schedule.plan(1, PERIOD, agencies, planned, NOW)


def standing(store: Store, agency: str = "a") -> dict[str, tuple[int, str]]:
    """When each step is due, in hours from now, and how it stands."""
    return {
        reminder.step: (round((reminder.due_at - NOW) / HOUR), str(reminder.status))
        for reminder in store.reminders.of(1, PERIOD, agency)
    }


def test_what_is_planned_again_moves_and_what_was_sent_stays(schedule: Schedule, store: Store) -> None:
    plan(schedule, {"-7": 1, "-3": 2})
    store.reminders.mark(store.reminders.of(1, PERIOD, "a")[0].id, ReminderStatus.STAGED, NOW)
    plan(schedule, {"-7": 5, "-3": 6})
    assert standing(store) == {"-7": (1, "staged"), "-3": (6, "planned")}


def test_what_was_withdrawn_comes_back_only_if_it_is_still_to_come(schedule: Schedule, store: Store) -> None:
    plan(schedule, {"-7": -1, "-3": 2})
    store.reminders.withdraw(1)
    plan(schedule, {"-7": -1, "-3": 2})
    assert standing(store) == {"-7": (-1, "withdrawn"), "-3": (2, "planned")}


def test_steps_and_agencies_that_are_not_wanted_any_more_are_withdrawn(schedule: Schedule, store: Store) -> None:
    plan(schedule, {"-7": 1, "-3": 2}, "ab")
    schedule.withdraw_others(1, PERIOD, ["a"], ["-3"])
    assert standing(store) == {"-7": (1, "withdrawn"), "-3": (2, "planned")}
    assert standing(store, "b") == {"-7": (1, "withdrawn"), "-3": (2, "withdrawn")}


def test_steps_that_are_on_no_ladder_are_left_alone(schedule: Schedule, store: Store) -> None:
    plan(schedule, {"snoozed": -1})
    schedule.withdraw_others(1, PERIOD, [], [])
    assert standing(store) == {"snoozed": (-1, "planned")}
    assert schedule.due(NOW) == []


def test_who_waited_longest_is_due_first(schedule: Schedule) -> None:
    plan(schedule, {"-7": -1, "-3": 5}, "a")
    plan(schedule, {"-7": -2}, "b")
    assert schedule.due(NOW) == [Owed(1, PERIOD, "b"), Owed(1, PERIOD, "a")]
    assert [reminder.agency for reminder in schedule.due_of(1, PERIOD, NOW)] == ["b", "a"]
    assert schedule.periods() == [(1, PERIOD)]


def test_a_step_is_noted_once(schedule: Schedule) -> None:
    owed = Owed(1, PERIOD, "a")
    assert schedule.note(owed, "nobody", NOW)
    assert schedule.note(owed, "nobody", NOW) is None


def remind(store: Store, agency: str, deadline: int = 1) -> None:
    mark = reminder_key(Owed(deadline, PERIOD, agency))
    store.outbox.add(
        f"reminder:{agency}:{deadline}", Outgoing(LAN, Reply.of("…"), Kind.BROADCAST, collapse_key=mark), NOW
    )


def pending(store: Store) -> list[str]:
    return [row[0] for row in store.db.execute("SELECT key FROM outbox WHERE status = 'pending' ORDER BY id")]


def test_what_waits_to_be_sent_is_taken_back_for_one_report_or_for_all(schedule: Schedule, store: Store) -> None:
    for agency, deadline in (("a", 1), ("b", 1), ("a", 11)):
        remind(store, agency, deadline)
    schedule.unsay(1, Owed(1, PERIOD, "a"))
    assert pending(store) == ["reminder:b:1", "reminder:a:11"]
    schedule.unsay(1)
    assert pending(store) == ["reminder:a:11"]


def test_reminders_can_wait_and_nothing_else_does(schedule: Schedule, store: Store) -> None:
    remind(store, "a")
    store.outbox.add("deadline:1", Outgoing(LAN, Reply.of("…"), Kind.BROADCAST), NOW)
    schedule.postpone(NOW + HOUR)
    assert [parcel.content.collapse_key for parcel in [store.outbox.claim_broadcast(NOW)] if parcel] == [None]
    assert store.outbox.claim_broadcast(NOW) is None
    assert store.outbox.claim_broadcast(NOW + HOUR)


def test_what_was_said_is_known_by_its_key(schedule: Schedule, store: Store) -> None:
    store.outbox.add("late:1:2026-12-04:13", Outgoing(LAN, Reply.of("…"), Kind.NOTICE), NOW)
    assert schedule.said("late:1:2026-12-04")
    assert not schedule.said("late:1:2026-12-0")
    assert not schedule.said("late:11:2026-12-04")


def test_who_does_not_react_to_a_reminder_for_long_is_silent(schedule: Schedule, store: Store) -> None:
    span = timedelta(days=14)
    store.people.seen(LAN, NOW)
    remind(store, "a")
    parcel = store.outbox.claim_broadcast(NOW)
    assert parcel
    store.outbox.sent(parcel.id, [5], NOW + HOUR)
    assert not schedule.is_silent(LAN, NOW + span, span)
    assert schedule.is_silent(LAN, NOW + span + HOUR, span)
    store.people.heard(LAN, NOW + 2 * HOUR)
    assert not schedule.is_silent(LAN, NOW + span + HOUR, span)
