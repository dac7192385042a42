"""Figures that can be counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.petitions.criteria import Criteria
from bot.petitions.model import Law
from bot.petitions.periods import Period, month
from bot.petitions.states import State
from bot.petitions.statistics import Figures, Statistics, median, percentile
from bot.store import Store
from tests.bot.conftest import NOW
from tests.support.figures import petition

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(month: int, day: int, hour: int = 2) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def figures(store: Store) -> Figures:
    """Ten petitions of the second half of 2026, one of the first half; promised is an answer within 14 days."""
    petition(store, "a", at(6, 30))
    for days in (1, 2, 3, 10, 20):
        petition(store, "b", at(9, 1), state=State.ANSWERED, after=timedelta(days=days))
    petition(store, "c", at(9, 2), state=State.CLOSED, after=timedelta(days=4), category="khac")
    petition(store, "d", at(10, 1), state=State.ACCEPTED, agency="ubnd-xa")
    petition(store, "e", at(10, 2), state=State.DECLINED, place=None)
    petition(store, "f", at(11, 22), place="xa-long-huu")
    petition(store, "g", at(11, 22), law=Law.DENUNCIATION)
    return Statistics(store, ZONE).over(Criteria(), NOW)


def test_this_half_of_the_year_is_counted_unless_something_else_is_asked_for(figures: Figures) -> None:
    assert figures.period == Period(date(2026, 7, 1), date(2026, 12, 31))
    assert figures.total == 10


def test_every_way_to_count_comes_to_the_same_total(figures: Figures) -> None:
    assert figures.by_state == {
        State.ANSWERED: 5,
        State.RECEIVED: 2,
        State.ACCEPTED: 1,
        State.CLOSED: 1,
        State.DECLINED: 1,
    }
    assert figures.by_category == {"dat-dai": 9, "khac": 1}
    assert figures.by_place == {"phuong-long-duc": 8, None: 1, "xa-long-huu": 1}
    assert figures.by_agency == {"so-noi-vu": 9, "ubnd-xa": 1}
    assert list(figures.by_month.items()) == [
        (date(2026, 7, 1), 0),
        (date(2026, 8, 1), 0),
        (date(2026, 9, 1), 6),
        (date(2026, 10, 1), 2),
        (date(2026, 11, 1), 2),
    ]


def test_days_to_the_answer_and_what_is_late(figures: Figures) -> None:
    assert figures.answered == 6
    assert figures.median_days == 3.5, "of 1, 2, 3, 4, 10 and 20"
    assert figures.p90_days == 20
    assert (figures.answered_late, figures.still_late, figures.share_late) == (1, 1, 0.2)
    assert (figures.open, figures.confidential) == (3, 1)


def test_a_reopened_petition_is_late_by_its_new_date_and_not_by_its_first_answer(store: Store) -> None:
    from bot.petitions.states import Actor, Move

    late = petition(store, "a", at(9, 1), state=State.ANSWERED, after=timedelta(days=20))
    store.petitions.move(late, Move.REOPEN, Actor.CITIZEN, at(11, 20), 1001)
    store.petitions.update(late.id, due_at="2026-12-01T00:00:00+00:00")
    assert Statistics(store, ZONE).over(Criteria(), NOW).late == 0


def test_the_day_is_that_of_the_place(store: Store) -> None:
    petition(store, "a", datetime(2026, 9, 30, 17, 0, tzinfo=UTC))
    assert Statistics(store, ZONE).over(Criteria(period=month(2026, 10)), NOW).total == 1
    assert Statistics(store, ZONE).over(Criteria(period=month(2026, 9)), NOW).total == 0


def test_narrower_figures_are_those_of_the_part(store: Store, figures: Figures) -> None:
    count = Statistics(store, ZONE)
    for _ in range(2):
        part = count.over(Criteria(category="khac"), NOW)
        assert (part.total, part.median_days, part.by_state) == (1, 4.0, {State.CLOSED: 1})
    assert count.over(Criteria(agency="so-noi-vu", words="left out"), NOW).total == 9
    assert count.over(Criteria(late=True), NOW).total == 1


def test_nothing_is_no_error(store: Store) -> None:
    figures = Statistics(store, ZONE).over(Criteria(), NOW)
    assert (figures.total, figures.median_days, figures.p90_days, figures.share_late) == (0, None, None, 0.0)
    assert figures.by_place == {}


@pytest.mark.parametrize(
    ("values", "middle", "ninety"),
    [([7], 7, 7), ([1, 2], 1.5, 2), ([1, 2, 9], 2, 9), (range(1, 11), 5.5, 9), (range(1, 21), 10.5, 18)],
)
def test_median_and_percentile(values: list[int], middle: float, ninety: float) -> None:
    counted = [(float(value), 1) for value in values]
    assert (median(counted), percentile(counted, 0.9)) == (middle, ninety)
