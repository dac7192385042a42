from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flood import Flood, Verdict, Window
from tests.bot.conftest import BINH, LAN, NOW

TEN_SECONDS = Window(3, timedelta(seconds=10))
LONGER = Window(5, timedelta(minutes=10))
NEVER = Window(1000, timedelta(minutes=1))
ADMIT, ASK, IGNORE = Verdict.ADMIT, Verdict.ASK_TO_WAIT, Verdict.IGNORE


def at(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def verdicts(flood: Flood, person: int, *seconds: float) -> list[Verdict]:
    return [flood.admit(person, NOW + at(second)) for second in seconds]


def test_who_writes_too_fast_is_asked_once_and_then_ignored_until_the_window_is_over() -> None:
    flood = Flood((TEN_SECONDS,), NEVER)
    assert verdicts(flood, LAN, 0, 1, 2, 3, 4, 9) == [ADMIT, ADMIT, ADMIT, ASK, IGNORE, IGNORE]
    assert verdicts(flood, LAN, 10, 11, 12, 13) == [ADMIT, ADMIT, ADMIT, ASK]


def test_what_is_not_admitted_does_not_count() -> None:
    flood = Flood((TEN_SECONDS,), NEVER)
    verdicts(flood, LAN, 0, 0, 0, *[1] * 50)
    assert verdicts(flood, LAN, 10) == [ADMIT]


def test_nobody_waits_for_somebody_else() -> None:
    flood = Flood((TEN_SECONDS,), NEVER)
    verdicts(flood, LAN, *[0] * 10)
    assert verdicts(flood, BINH, 0) == [ADMIT]


def test_the_longer_window_counts_too() -> None:
    flood = Flood((TEN_SECONDS, LONGER), NEVER)
    assert verdicts(flood, LAN, 0, 20, 40, 60, 80, 100, 120, 601) == [ADMIT] * 5 + [ASK, IGNORE, ADMIT]


def test_when_everybody_writes_each_may_write_less_but_nobody_is_shut_out() -> None:
    flood = Flood((TEN_SECONDS,), Window(20, timedelta(minutes=1)), (Window(1, timedelta(seconds=30)),))
    for person in range(20):
        flood.admit(person, NOW)
    assert verdicts(flood, LAN, 1, 2, 3) == [ADMIT, ASK, IGNORE]
    assert verdicts(flood, LAN, 62, 63, 64) == [ADMIT, ADMIT, ADMIT]


def test_a_backlog_is_no_flood() -> None:
    """Times are those of writing: what was written slowly is admitted although it comes all at once."""
    assert set(verdicts(Flood(), LAN, *range(0, 600, 10))) == {ADMIT}


MOMENTS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 12)), max_size=80)
"""Who writes, and how many seconds after the message before."""


@given(MOMENTS)
@settings(deadline=None)
def test_nobody_gets_more_than_a_window_holds_and_nobody_is_asked_twice_in_a_row(
    moments: list[tuple[int, int]],
) -> None:
    flood = Flood((TEN_SECONDS, LONGER), NEVER)
    admitted: dict[int, list[datetime]] = {1: [], 2: [], 3: []}
    told: dict[int, datetime | None] = {}
    now = NOW
    for person, pause in moments:
        now += at(pause)
        verdict = flood.admit(person, now)
        fits = all(
            sum(time > now - window.length for time in admitted[person]) < window.most
            for window in (TEN_SECONDS, LONGER)
        )
        assert (verdict is ADMIT) is fits
        if verdict is ADMIT:
            admitted[person].append(now)
            told[person] = None
        elif verdict is ASK:
            before = told.get(person)
            assert before is None or now - before >= TEN_SECONDS.length
            told[person] = now
        else:
            assert told[person] is not None, "silence comes only after a request to wait"


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(-3600, 3600)), max_size=60))
def test_times_in_no_order_break_nothing(moments: list[tuple[int, int]]) -> None:
    flood = Flood((TEN_SECONDS,), Window(10, timedelta(minutes=1)), (Window(1, timedelta(seconds=30)),))
    for person, seconds in moments:
        assert flood.admit(person, NOW + at(seconds)) in Verdict
    late = NOW + timedelta(hours=2)
    assert {flood.admit(person, late) for person in range(1, 6)} == {ADMIT}
