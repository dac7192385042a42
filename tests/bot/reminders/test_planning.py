"""Which reminder goes out when, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.reminders.model import Agency, AgencyKind, Audience, Deadline, Ladder, Recurrence
from bot.reminders.reminder_pages import ReminderPages
from tests.support.reminders import COORDINATOR, DEPUTY, LEADER, MAIN, OWNER, Province, local

QUIET = Ladder(late_weeks=0, leader_after=0)


@pytest.fixture
def yearly(province: Province) -> Deadline:
    """One agency, and the plan's report of the year 2026."""
    province.coordinator()
    province.clock = local("2026-10-01 09:00")
    province.found(1)
    return province.owe("2026-12-04", Recurrence.YEARLY, rule="bao-cao-nam", title="Báo cáo năm")


def steps(province: Province, first: str, last: str, *clocks: str) -> dict[str, list[str]]:
    """The steps that focal points got, by day."""
    found: dict[str, list[str]] = {}
    for day, got in province.days(first, last, *clocks):
        for number in dict.fromkeys(one.key.split(":")[1] for one in got if one.step == "reminder"):
            [(step,)] = province.store.db.execute("SELECT step FROM reminders WHERE id = ?", [number])
            found.setdefault(day, []).append(step)
    return found


BEFORE = {
    "2026-11-04": ["-30"],
    "2026-11-20": ["-14"],
    "2026-11-27": ["-7"],
    "2026-12-01": ["-3"],
    "2026-12-03": ["-1"],
    "2026-12-04": ["0"],
}
LATE = {
    "2026-12-07": ["+1"],
    "2026-12-08": ["+2"],
    "2026-12-09": ["+3"],
    "2026-12-16": ["w1"],
    "2026-12-23": ["w2"],
    "2026-12-30": ["w3"],
}


def test_the_ladder_of_one_agency(province: Province, yearly: Deadline) -> None:
    assert steps(province, "2026-10-01", "2027-01-03", "07:00", "08:00", "12:00", "23:00") == BEFORE | LATE


def test_a_tick_done_twice_does_nothing_more(province: Province, yearly: Deadline) -> None:
    assert len(province.at("2026-12-04 08:00")) == 1
    assert province.at("2026-12-04 08:00") == []
    province.restart()
    assert province.at("2026-12-04 08:01") == []


def test_a_restart_before_every_tick_changes_nothing(province: Province, yearly: Deadline) -> None:
    def restarted() -> Iterator[dict[str, list[str]]]:
        day = date(2026, 10, 30)
        while day < date(2027, 1, 1):
            province.restart()
            yield steps(province, str(day), str(day), "07:59", "08:00", "08:01")
            day += timedelta(days=1)

    assert {day: got for found in restarted() for day, got in found.items()} == BEFORE | LATE


def test_a_tick_cut_off_after_any_transaction_is_finished_by_the_next(province: Province) -> None:
    province.found(3, deputies=False)
    province.owe("2026-02-20")
    everybody = [MAIN, MAIN + 1, MAIN + 2]
    province.clock = local("2026-02-19 08:00")
    for cut in range(5):
        work = province.planning.work(province.clock)
        for _number in range(cut):
            next(work, None)
        work.close()
        province.restart()
    province.planning.tick(province.clock)
    assert sorted(one.person for one in province.deliver()) == everybody


class TestAfterAnOutage:
    def test_of_two_days_only_the_newest_step_goes_out(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-30 08:00")
        assert steps(province, "2026-12-03", "2026-12-03", "15:30") == {"2026-12-03": ["-1"]}
        assert province.statuses()["-3"] == "skipped"

    def test_of_three_days_across_the_last_day_nothing_old_goes_out(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-12-01 08:00")
        assert steps(province, "2026-12-05", "2026-12-08") == {"2026-12-07": ["+1"], "2026-12-08": ["+2"]}
        assert province.statuses() | {"-1": "skipped", "0": "skipped"} == province.statuses()

    def test_of_three_weeks(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-25 08:00")
        got = steps(province, "2026-12-17", "2026-12-24")
        assert got == {"2026-12-17": ["w1"], "2026-12-23": ["w2"]}

    def test_on_a_day_off_it_waits_for_the_next_working_day(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-19 08:00")
        assert steps(province, "2026-11-21", "2026-11-23", "10:00") == {"2026-11-23": ["-14"]}

    def test_unless_the_last_day_is_then_over(self, province: Province) -> None:
        province.found(1)
        province.owe("2026-11-29")  # a Sunday
        province.at("2026-11-26 08:00")
        assert steps(province, "2026-11-28", "2026-11-29", "07:30", "10:00") == {"2026-11-28": ["0"]}

    def test_in_the_evening_it_waits_for_the_morning(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-12-02 08:00")
        assert province.at("2026-12-03 20:30") == []
        assert steps(province, "2026-12-04", "2026-12-04", "06:00", "08:00") == {"2026-12-04": ["0"]}

    def test_over_all_of_an_occurrence_of_years_ago_nobody_is_reminded_of_that(
        self, province: Province, yearly: Deadline
    ) -> None:
        assert [one.step for one in province.at("2028-11-06 08:00")] == ["reminder"]
        assert "04/12/2028" in province.store.db.execute("SELECT payload FROM outbox").fetchone()[0]


def test_what_could_not_be_delivered_by_day_waits_for_the_morning(province: Province, yearly: Deadline) -> None:
    province.online = False
    province.at("2026-11-27 08:00")
    province.at("2026-11-27 20:00")
    province.online = True
    assert province.at("2026-11-28 03:00") == []
    assert [one.step for one in province.at("2026-11-28 08:00")] == ["reminder"]


def test_of_two_that_could_not_be_delivered_only_the_newer_one_goes_out(province: Province, yearly: Deadline) -> None:
    province.online = False
    province.at("2026-12-01 08:00")
    province.at("2026-12-03 08:00")
    province.online = True
    [got] = province.tick()
    assert "còn 1 ngày" in got.text


class TestReports:
    def test_once_it_is_in_nobody_is_reminded(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-20 08:00")
        province.report(yearly, "2026-12-04", "a0")
        assert province.walk("2026-11-21", "2027-06-01") == {}

    def test_not_even_if_the_reminder_waits_to_be_sent(self, province: Province, yearly: Deadline) -> None:
        province.online = False
        province.at("2026-11-20 08:00")
        province.report(yearly, "2026-12-04", "a0")
        assert province.deliver() == []

    def test_nor_when_only_the_report_was_written(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-20 08:00")
        province.store.reports.submit(yearly.id, date(2026, 12, 4), "a0", MAIN, province.clock)
        assert province.walk("2026-11-21", "2027-01-31") == {}
        assert set(list(province.statuses().values())[2:]) == {"withdrawn"}

    def test_the_next_year_is_another_matter(self, province: Province, yearly: Deadline) -> None:
        province.report(yearly, "2026-12-04", "a0")
        assert list(province.walk("2026-12-01", "2027-11-05")) == ["2027-11-04"]

    def test_a_returned_report_is_reminded_of_from_the_next_step_on(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-20 08:00")
        province.report(yearly, "2026-12-04", "a0")
        province.at("2026-12-02 10:00")
        province.send_back(yearly, "2026-12-04", "a0")
        assert list(steps(province, "2026-12-02", "2026-12-07")) == ["2026-12-03", "2026-12-04", "2026-12-07"]

    def test_also_after_a_restart(self, province: Province, yearly: Deadline) -> None:
        province.report(yearly, "2026-12-04", "a0")
        province.at("2026-12-02 10:00")
        province.send_back(yearly, "2026-12-04", "a0")
        province.restart()
        assert list(steps(province, "2026-12-02", "2026-12-03", "10:00")) == ["2026-12-03"]

    def test_one_that_is_returned_late_goes_on_late(self, province: Province, yearly: Deadline) -> None:
        province.report(yearly, "2026-12-04", "a0")
        province.at("2026-12-08 10:00")
        province.send_back(yearly, "2026-12-04", "a0")
        assert steps(province, "2026-12-08", "2026-12-16", "11:00") == {"2026-12-09": ["+3"], "2026-12-16": ["w1"]}

    def test_an_agency_that_reported_does_not_stop_another(self, province: Province) -> None:
        province.found(2, deputies=False)
        owed = province.owe("2026-02-26")
        province.report(owed, "2026-02-26", "a0")
        assert province.walk("2026-02-26", "2026-02-26") == {"2026-02-26": [MAIN + 1]}


class TestWhom:
    def test_the_main_focal_point_alone(self, province: Province, yearly: Deadline) -> None:
        assert province.walk("2026-11-04", "2026-11-04") == {"2026-11-04": [MAIN]}

    def test_the_deputy_when_the_main_one_blocked_the_bot(self, province: Province, yearly: Deadline) -> None:
        province.store.people.unreachable(MAIN, province.clock)
        assert province.walk("2026-11-04", "2026-11-04") == {"2026-11-04": [DEPUTY]}

    def test_the_deputy_at_once_when_the_main_one_blocks_the_bot_while_it_goes_out(self, province: Province) -> None:
        province.found(3)
        province.owe("2026-12-04", title="Báo cáo năm")
        province.blocked_by = {MAIN + 1}
        assert {one.person for one in province.at("2026-11-04 08:00")} == {MAIN, MAIN + 2}
        [got] = province.tick()
        assert (got.person, "Báo cáo năm" in got.text) == (DEPUTY + 1, True)
        assert province.tick() == [], "once"
        assert province.statuses("a1")["-30"] == "staged"
        assert [one.person for one in province.at("2026-11-20 08:00")].count(DEPUTY + 1) == 1

    def test_the_coordinator_when_nobody_is_behind_the_one_who_blocks(self, province: Province) -> None:
        province.coordinator()
        province.found(1, deputies=False)
        province.owe("2026-12-04")
        province.blocked_by = {MAIN}
        assert province.at("2026-11-04 08:00") == []
        assert [(one.person, one.step) for one in province.tick()] == [(COORDINATOR, "nobody")]
        province.appoint(DEPUTY, "a0")
        assert [one.person for one in province.at("2026-11-05 09:00")] == [DEPUTY], "who comes later gets it"

    def test_nothing_of_a_report_that_came_in_meanwhile(self, province: Province) -> None:
        province.found(1)
        owed = province.owe("2026-12-04")
        province.blocked_by = {MAIN}
        province.at("2026-11-04 08:00")
        province.report(owed, "2026-12-04", "a0")
        assert province.tick() == []

    def test_nor_of_a_step_in_whose_place_a_newer_one_is(self, province: Province) -> None:
        province.found(1)
        province.owe("2026-12-04")
        province.blocked_by = {MAIN}
        province.at("2026-11-27 08:00")
        [got] = province.at("2026-12-01 08:00")
        assert got.person == DEPUTY
        assert province.statuses()["-7"] == "skipped"

    def test_the_deputy_too_when_the_main_one_does_not_react(self, province: Province, yearly: Deadline) -> None:
        got = province.walk("2026-11-04", "2026-11-27")
        assert got == {"2026-11-04": [MAIN], "2026-11-20": [MAIN, DEPUTY], "2026-11-27": [MAIN, DEPUTY]}

    def test_who_wrote_meanwhile_is_not_silent(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-04 08:00")
        province.store.people.seen(MAIN, local("2026-11-05 09:00"))
        assert province.walk("2026-11-20", "2026-11-20") == {"2026-11-20": [MAIN]}

    def test_with_nobody_left_the_coordinator_is_told_once(self, province: Province, yearly: Deadline) -> None:
        for person in (MAIN, DEPUTY):
            province.store.people.unreachable(person, province.clock)
        got = [one for _day, found in province.days("2026-11-01", "2026-12-04", "08:00", "09:00") for one in found]
        assert [(one.at, one.person, one.step) for one in got] == [("2026-11-04 08:00", COORDINATOR, "nobody")]
        assert "Sở số 0" in got[0].text

    def test_who_comes_later_gets_the_newest_step_at_once(self, province: Province) -> None:
        province.store.agencies.put(Agency("a0", "Sở Một", AgencyKind.DEPARTMENT), province.clock)
        province.owe("2026-02-26")
        province.at("2026-02-12 08:00")
        province.appoint(MAIN, "a0")
        [got] = province.at("2026-02-13 10:00")
        assert got.person == MAIN

    def test_without_coordinators_the_owner_is_told(self, province: Province) -> None:
        province.store.agencies.put(Agency("a0", "Sở Một", AgencyKind.DEPARTMENT), province.clock)
        province.owe("2026-02-26")
        assert province.walk("2026-02-12", "2026-02-12") == {"2026-02-12": [OWNER]}

    def test_each_reads_their_own_language(self, province: Province, yearly: Deadline) -> None:
        province.store.people.set_language(MAIN, "en", province.clock)
        [got] = province.at("2026-11-04 08:00")
        assert "Friday 4 December 2026" in got.text

    def test_only_agencies_that_it_concerns(self, province: Province) -> None:
        province.found(2, deputies=False)
        province.store.agencies.put(Agency("xa", "Xã", AgencyKind.COMMUNE), province.clock)
        province.appoint(5, "xa")
        province.owe("2026-02-26", audience=Audience(kinds=frozenset({AgencyKind.COMMUNE})))
        province.owe("2026-02-26", audience=Audience(agencies=frozenset({"a1"})))
        assert province.walk("2026-02-26", "2026-02-26") == {"2026-02-26": [5, MAIN + 1]}

    def test_a_removed_agency_owes_nothing(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-04 08:00")
        province.store.agencies.remove("a0", province.clock)
        assert province.walk("2026-11-05", "2026-12-31") == {}


class TestEscalation:
    def test_the_coordinator_hears_of_the_late_once_on_the_first_late_day(
        self, province: Province, yearly: Deadline
    ) -> None:
        got = [one for _day, found in province.days("2026-12-04", "2027-01-31") for one in found]
        told = [one for one in got if one.step == "late"]
        assert [(one.at, one.person) for one in told] == [("2026-12-07 08:00", COORDINATOR)]
        assert "Sở số 0" in told[0].text

    def test_nobody_hears_anything_when_all_are_in(self, province: Province, yearly: Deadline) -> None:
        province.report(yearly, "2026-12-04", "a0")
        assert province.walk("2026-12-04", "2027-01-31") == {}

    def test_the_leader_hears_of_it_after_five_working_days(self, province: Province, yearly: Deadline) -> None:
        province.store.agencies.set_leader("a0", LEADER)
        got = [one for _day, found in province.days("2026-12-09", "2027-01-31") for one in found]
        assert [one.at for one in got if one.person == LEADER] == ["2026-12-11 08:00"]

    @pytest.mark.parametrize("known", [True, False])
    def test_without_a_leader_whom_the_bot_reaches_the_coordinator_does(
        self, province: Province, yearly: Deadline, known: bool
    ) -> None:
        if known:
            province.store.agencies.set_leader("a0", LEADER)
            province.store.people.seen(LEADER, province.clock)
            province.store.people.unreachable(LEADER, province.clock)
        got = [one for _day, found in province.days("2026-12-10", "2027-01-31") for one in found]
        told = [one for one in got if one.step == "leaders"]
        assert [(one.at, one.person) for one in told] == [("2026-12-11 08:00", COORDINATOR)]

    def test_not_when_the_report_came_in_meanwhile(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-12-10 08:00")
        province.report(yearly, "2026-12-04", "a0")
        assert province.at("2026-12-11 08:00") == []


class TestChanges:
    def change(self, province: Province, deadline: Deadline, **fields: object) -> None:
        province.store.deadlines.change(replace(deadline, **fields), province.clock)  # type: ignore[arg-type]
        province.planning.stop_all(deadline.id)

    def test_a_moved_day_makes_new_steps_and_withdraws_the_old(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-27 08:00")
        self.change(province, yearly, first_day=date(2026, 12, 18))
        got = steps(province, "2026-11-27", "2026-12-21")
        assert list(got) == ["2026-12-04", "2026-12-11", "2026-12-15", "2026-12-17", "2026-12-18", "2026-12-21"]
        assert got["2026-12-18"] == ["0>2026-12-18"]
        assert province.statuses()["0"] == "withdrawn"

    def test_moved_and_moved_back_it_goes_on_as_before(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-27 08:00")
        self.change(province, yearly, first_day=date(2026, 12, 18))
        province.at("2026-11-27 09:00")
        self.change(province, yearly)
        assert list(steps(province, "2026-11-28", "2026-12-04")) == ["2026-12-01", "2026-12-03", "2026-12-04"]

    def test_what_was_reported_stays_reported(self, province: Province, yearly: Deadline) -> None:
        province.report(yearly, "2026-12-04", "a0")
        self.change(province, yearly, first_day=date(2026, 12, 18))
        assert province.walk("2026-11-27", "2027-01-31") == {}

    def test_a_reminder_that_waits_to_be_sent_is_taken_back(self, province: Province, yearly: Deadline) -> None:
        province.online = False
        province.at("2026-11-27 08:00")
        self.change(province, yearly, first_day=date(2026, 12, 18))
        assert province.deliver() == []

    def test_a_cancelled_deadline_is_not_reminded_of(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-27 08:00")
        province.store.deadlines.cancel(yearly.id, province.clock)
        assert province.walk("2026-11-28", "2027-12-31") == {}
        assert "planned" not in province.statuses().values()

    def test_a_holiday_added_late_moves_what_was_not_sent(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-27 08:00")
        province.correct(off=("2026-12-01", "2026-12-04", "2026-12-07"))
        assert steps(province, "2026-11-28", "2026-12-08") == {
            "2026-11-30": ["-3"],
            "2026-12-03": ["0"],  # instead of Friday, and in the place of that of the day before
            "2026-12-08": ["+1"],
        }

    def test_a_saturday_made_a_working_day_is_one(self, province: Province, yearly: Deadline) -> None:
        province.at("2026-11-27 08:00")
        province.correct(working=("2026-12-05",))
        assert steps(province, "2026-12-04", "2026-12-07") == {
            "2026-12-04": ["0"],
            "2026-12-05": ["+1"],
            "2026-12-07": ["+2"],
        }

    def test_who_owes_it_can_change(self, province: Province) -> None:
        province.found(2, deputies=False)
        owed = province.owe("2026-02-26", audience=Audience(agencies=frozenset({"a0"})))
        province.at("2026-02-12 08:00")
        self.change(province, owed, audience=Audience(agencies=frozenset({"a1"})))
        assert province.walk("2026-02-26", "2026-02-26") == {"2026-02-26": [MAIN + 1]}

    def test_nobody_is_reminded_of_steps_from_before_it_was_made(self, province: Province) -> None:
        province.found(1, deputies=False)
        province.clock = local("2026-02-20 10:00")
        province.owe("2026-02-26")
        assert list(province.walk("2026-02-20", "2026-02-26", "08:00", "11:00")) == [
            "2026-02-23",
            "2026-02-25",
            "2026-02-26",
        ]


class TestClocks:
    def test_an_hour_back_nothing_comes_twice(self, province: Province, yearly: Deadline) -> None:
        assert len(province.at("2026-12-03 08:30")) == 1
        assert province.at("2026-12-03 07:35") == []
        assert province.at("2026-12-03 08:10") == []
        assert len(province.at("2026-12-04 08:00")) == 1

    def test_a_day_ahead_and_back_nothing_is_lost_and_nothing_doubled(
        self, province: Province, yearly: Deadline
    ) -> None:
        province.at("2026-11-27 08:00")
        assert len(province.at("2026-12-01 09:00")) == 1, "the clock runs a day ahead on 30 November"
        assert steps(province, "2026-11-30", "2026-12-04", "10:00") == {"2026-12-03": ["-1"], "2026-12-04": ["0"]}

    @pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
    def test_the_time_zone_of_the_server_does_not_matter(
        self, province: Province, yearly: Deadline, zone: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import time

        monkeypatch.setenv("TZ", zone)
        time.tzset()
        try:
            assert steps(province, "2026-11-27", "2026-12-07", "07:59", "08:00") == {
                day: got for day, got in (BEFORE | LATE).items() if "2026-11-27" <= day <= "2026-12-07"
            }
        finally:
            monkeypatch.undo()
            time.tzset()


def test_a_monthly_report_that_was_missed_is_not_asked_for_once_the_next_has_passed(province: Province) -> None:
    province.found(1, deputies=False)
    province.owe("2026-01-31", Recurrence.MONTHLY, ladder=Ladder((3,), late_days=1, late_weeks=8, leader_after=0))
    got = steps(province, "2026-01-05", "2026-04-02")
    assert got == {
        "2026-01-28": ["-3"],
        "2026-02-02": ["+1"],
        "2026-02-09": ["w1"],
        "2026-02-23": ["w3"],  # Tết is over
        "2026-02-25": ["-3"],
        "2026-03-02": ["+1"],
        "2026-03-09": ["w1"],
        "2026-03-16": ["w2"],
        "2026-03-23": ["w3"],
        "2026-03-27": ["-3"],
        "2026-03-30": ["w4"],
        "2026-04-01": ["+1"],
    }


def test_what_is_due_tells_what_is_planned_without_keeping_it(province: Province, yearly: Deadline) -> None:
    found = province.planning.steps_between(local("2026-12-01 00:00"), local("2026-12-05 00:00"))
    assert [(step.name, deadline.id) for step, deadline, _one in found] == [("-3", 1), ("-1", 1), ("0", 1)]
    assert list(province.store.db["reminders"].rows) == []


def test_what_cannot_be_said_of_one_deadline_keeps_nothing_from_others(province: Province, yearly: Deadline) -> None:
    province.owe("2026-12-04", title="Hỏng")

    def source(deadline: Deadline) -> str:
        if deadline.title == "Hỏng":
            raise LookupError
        return deadline.source

    province.planning = replace(province.planning, pages=ReminderPages(source))
    province.clock = local("2026-12-04 08:00")
    with pytest.raises(LookupError):
        province.planning.tick(province.clock)
    assert [got.person for got in province.deliver()] == [MAIN]
