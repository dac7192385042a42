"""The clock of agencies and focal points; the plan's reports are due on 9 June and 4 December."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.reminders.focal_side import FocalSide
from bot.reminders.upkeep import AT_ONCE
from bot.roles import Role
from bot.store import Store
from knowledge import Knowledge
from tests.support.agencies import AN, BA, HEALTH, LAW, found, settle, side_over, told, visitor
from tests.support.officials import COORDINATOR, OWNER, appoint
from tests.support.reminders import local

SPRING = local("2026-02-02 09:00")


@pytest.fixture
def side(store: Store, knowledge: Knowledge, tmp_path: Path) -> FocalSide:
    store.db.execute("PRAGMA synchronous = OFF")
    appoint(store, COORDINATOR, SPRING)
    found(store, SPRING)
    return side_over(store, knowledge, tmp_path)


def asked_in(side: FocalSide, first: str, last: str, *clocks: str) -> list[str]:
    """Ticks each day, and returns when somebody was asked."""
    day, asked = date.fromisoformat(first), []
    store = side.agencies.store
    while day <= date.fromisoformat(last):
        for clock in clocks or ("08:00",):
            before = store.db["outbox"].count
            side.upkeep.tick(local(f"{day} {clock}"))
            asked += [f"{day} {clock}"] * (store.db["outbox"].count - before)
        day += timedelta(days=1)
    return asked


def test_twice_a_year_a_focal_point_is_asked_three_weeks_before_the_report(side: FocalSide, store: Store) -> None:
    settle(store, AN, SPRING)
    # 24 November is a day off.
    assert asked_in(side, "2026-02-02", "2026-12-31") == ["2026-05-19 08:00", "2026-11-12 08:00"]
    assert "vẫn là đầu mối của Sở Y tế" in told(store)[AN]


def test_only_by_day_and_on_working_days(side: FocalSide, store: Store) -> None:
    settle(store, AN, SPRING)
    for moment in ("2026-05-19 07:59", "2026-05-19 20:00", "2026-05-23 09:00", "2026-05-24 09:00"):
        side.upkeep.tick(local(moment))
    assert told(store) == {}
    side.upkeep.tick(local("2026-05-25 19:59"))
    assert list(told(store)) == [AN]


def test_after_the_deadline_it_is_too_late_to_ask(side: FocalSide, store: Store) -> None:
    settle(store, AN, SPRING)
    side.upkeep.tick(local("2026-06-10 09:00"))
    assert told(store) == {}


@pytest.mark.parametrize("joined", ["2026-04-25 09:00", "2026-05-18 09:00", "2026-05-20 09:00"])
def test_who_has_just_taken_the_place_is_not_asked(side: FocalSide, store: Store, joined: str) -> None:
    settle(store, AN, local(joined))
    assert asked_in(side, "2026-05-19", "2026-06-09") == []


def test_the_answer_is_kept_and_coordinators_hear_of_a_change(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, SPRING)
    now = local("2026-05-19 08:00")
    side.upkeep.tick(now)
    answer = side.places.press(visitor(AN), ["still", str(point.id), "0"], now)
    assert answer is not None
    assert "vẫn nhắc anh/chị" in answer.plain()
    assert "An báo không còn là đầu mối của Sở Y tế" in told(store)[COORDINATOR]
    assert f"g:next:{point.id}" in told(store)[COORDINATOR]
    assert store.roles.held_by(AN), "until somebody takes over"
    answer = side.places.press(visitor(AN), ["still", str(point.id), "1"], now)
    assert answer is not None
    assert "vẫn là đầu mối" in answer.plain()
    kept = store.focal_points.get(point.id)
    assert kept is not None
    assert kept.confirmed_at == now


def test_those_of_a_removed_agency_are_not_asked(side: FocalSide, store: Store) -> None:
    settle(store, AN, SPRING)
    store.agencies.remove(HEALTH.id, SPRING)
    assert asked_in(side, "2026-05-19", "2026-05-19") == []


def test_many_are_asked_some_at_a_time(side: FocalSide, store: Store) -> None:
    for number in range(AT_ONCE + 5):
        store.people.seen(1000 + number, SPRING)
        grant = store.roles.add(1000 + number, Role.FOCAL_POINT, HEALTH.id, "x", COORDINATOR, SPRING)
        store.focal_points.add(grant.id, HEALTH.id, 1000 + number, SPRING)
    assert len(asked_in(side, "2026-05-19", "2026-05-19")) == AT_ONCE
    assert len(asked_in(side, "2026-05-19", "2026-05-19", "08:01", "08:02")) == 5


def test_coordinators_hear_once_that_the_last_one_has_gone(side: FocalSide, store: Store) -> None:
    first, second = settle(store, AN, SPRING), settle(store, BA, SPRING)
    access = side.access
    access.give_back(AN, first.role_id, SPRING)
    side.upkeep.tick(SPRING)
    assert told(store) == {}, "one is left"
    access.revoke(COORDINATOR, second.role_id, SPRING)
    side.upkeep.tick(SPRING)
    assert "Sở Y tế không còn đầu mối nào: Ba" in told(store)[COORDINATOR]
    side.upkeep.tick(SPRING + timedelta(minutes=1))
    assert store.db["outbox"].count == 1


def test_without_a_coordinator_the_owner_hears_it(side: FocalSide, store: Store) -> None:
    [grant] = store.roles.held_by(COORDINATOR)
    side.access.revoke(OWNER, grant.id, SPRING)
    side.access.give_back(AN, settle(store, AN, SPRING).role_id, SPRING)
    side.upkeep.tick(SPRING)
    assert list(told(store)) == [OWNER]


def test_an_agency_that_has_somebody_again_or_is_gone_is_no_news(side: FocalSide, store: Store) -> None:
    for agency in (HEALTH, LAW):
        side.access.give_back(AN, settle(store, AN, SPRING, agency).role_id, SPRING)
    settle(store, BA, SPRING)
    store.agencies.remove(LAW.id, SPRING)
    side.upkeep.tick(SPRING)
    assert told(store) == {}


def test_a_tick_done_twice_does_nothing_more(side: FocalSide, store: Store) -> None:
    settle(store, AN, SPRING)
    for _time in range(3):
        side.upkeep.tick(local("2026-05-19 08:00"))
    assert store.db["outbox"].count == 1
