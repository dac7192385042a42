"""Deadlines as calendar files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.errors import NotFound
from bot.reminders.model import Agency, AgencyKind, Audience, Recurrence
from tests.support.overseeing import Watch
from tests.support.reminders import MAIN, Province, local


def events(watch: Watch, deadline_id: int | None = None, person: int | None = None) -> list[Any]:
    calendars, now = watch.overseeing.calendars, watch.province.clock
    person = watch.person if person is None else person
    file = calendars.of_one(person, deadline_id, now) if deadline_id else calendars.of_all(person, now)
    return list(Calendar.from_ical(file.content).walk("VEVENT"))


def test_a_whole_day_with_alarms_in_the_morning(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-04", title="Báo cáo năm; số 1, bản chính")
    [event] = events(watch, deadline.id)
    assert str(event["summary"]) == "Báo cáo năm; số 1, bản chính"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 4), date(2026, 12, 5))
    alarms = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(days=-7, hours=8), timedelta(days=-1, hours=8)]


def test_an_hour_is_a_moment_in_utc(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-04", hour="15:00")
    [event] = events(watch, deadline.id)
    assert event.decoded("dtend") == datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
    assert event.decoded("dtstart") == datetime(2026, 12, 4, 7, 30, tzinfo=UTC)
    assert [alarm.decoded("trigger").days for alarm in event.walk("VALARM")] == [-7, -1]


def test_a_changed_deadline_takes_the_place_of_the_event(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-04", title="Báo cáo")
    [before] = events(watch, deadline.id)
    province.clock = local("2026-11-12 09:00")
    province.store.deadlines.change(replace(deadline, first_day=date(2026, 12, 11)), province.clock)
    [after] = events(watch, deadline.id)
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == date(2026, 12, 11)


def test_a_deadline_that_comes_again_is_there_for_a_year(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-20", Recurrence.QUARTERLY)
    found = events(watch, deadline.id)
    assert [str(event.decoded("dtstart")) for event in found] == [
        "2026-12-20",
        "2027-03-20",
        "2027-06-20",
        "2027-09-20",
        "2027-12-20",
    ]
    assert len({event["uid"] for event in found}) == len(found)
    assert "ngày làm việc cuối cùng" in str(found[0]["description"]).lower()


def test_a_focal_point_gets_what_concerns_them(province: Province, watch: Watch) -> None:
    province.found(1, deputies=False)
    province.store.agencies.put(Agency("x", "Xã Một", AgencyKind.COMMUNE), province.clock)
    province.owe("2026-12-10", title="Của sở", audience=Audience(frozenset({AgencyKind.DEPARTMENT})))
    other = province.owe("2026-12-11", title="Của xã", audience=Audience(frozenset({AgencyKind.COMMUNE})))
    titles = {str(event["summary"]) for event in events(watch, person=MAIN)}
    assert "Của sở" in titles
    assert "Của xã" not in titles
    with pytest.raises(NotFound):
        events(watch, other.id, person=MAIN)
    of_plan = {str(event["summary"]) for event in events(watch, person=1)}
    assert of_plan
    assert not of_plan & {"Của sở", "Của xã"}
