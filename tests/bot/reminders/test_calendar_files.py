"""Deadlines as calendar files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.errors import NotFound
from bot.reminders.calendar_events import CalendarEvents
from bot.reminders.calendar_files import CalendarChanges, EventsFile
from bot.reminders.model import Agency, AgencyKind, Audience, Deadline, Recurrence
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


def changes(watch: Watch, old: Deadline, new: Deadline | None) -> list[EventsFile]:
    province = watch.province
    province.clock += timedelta(seconds=1)
    parts = CalendarChanges(CalendarEvents(lambda deadline: deadline.source), lambda: province.calendar)
    return parts.files(old, new, province.clock)


def test_what_is_cancelled_is_taken_out_by_the_same_uids(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-20", Recurrence.QUARTERLY, title="Báo cáo quý")
    put_in = events(watch, deadline.id)
    [file] = changes(watch, deadline, None)
    calendar = Calendar.from_ical(file.content)
    taken_out = list(calendar.walk("VEVENT"))
    assert file.name == f"huy-han-{deadline.id}.ics"
    assert calendar["method"] == "CANCEL"
    assert [event["uid"] for event in taken_out] == [event["uid"] for event in put_in]
    assert all(event["status"] == "CANCELLED" and not event.walk("VALARM") for event in taken_out)
    assert min(event["sequence"] for event in taken_out) > max(event["sequence"] for event in put_in)
    assert max(event["sequence"] for event in taken_out) < 2**31


def test_what_is_moved_takes_the_place_of_what_was_there(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-04", hour="15:00")
    [before] = events(watch, deadline.id)
    [file] = changes(watch, deadline, replace(deadline, first_day=date(2026, 12, 11), first_period=date(2026, 12, 4)))
    calendar = Calendar.from_ical(file.content)
    [after] = calendar.walk("VEVENT")
    assert (calendar["method"], after["uid"]) == ("PUBLISH", before["uid"])
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtend") == datetime(2026, 12, 11, 8, 0, tzinfo=UTC)


def test_what_comes_less_often_is_taken_out_where_it_comes_no_more(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-20", Recurrence.QUARTERLY)
    gone, kept = changes(watch, deadline, replace(deadline, recurrence=Recurrence.YEARLY))
    days = [str(event.decoded("dtstart")) for event in Calendar.from_ical(gone.content).walk("VEVENT")]
    assert days == ["2027-03-20", "2027-06-20", "2027-09-20"]
    days = [str(event.decoded("dtstart")) for event in Calendar.from_ical(kept.content).walk("VEVENT")]
    assert days == ["2026-12-20", "2027-12-20"]


def test_nothing_is_made_of_what_a_calendar_does_not_show(province: Province, watch: Watch) -> None:
    deadline = province.owe("2026-12-04")
    assert (
        changes(watch, deadline, replace(deadline, template_id=1, audience=Audience(frozenset({AgencyKind.OTHER}))))
        == []
    )
