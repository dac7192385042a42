"""Telegram's three limits, in windows of any position."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.limiter import Limiter, Limits

CHAT, GROUP = 7, -7


def most_within(times: list[float], period: float) -> int:
    return max(sum(start <= time < start + period for time in times) for start in times)


def sent(limiter: Limiter, chat: int, now: float) -> float:
    """When a message to the chat that is ready at `now` is let through by the chat's own limits."""
    at = limiter.free_in_chat(chat, now)
    limiter.left_for_chat(chat, at)
    return at


def departures(limiter: Limiter, chats: list[int]) -> list[float]:
    """When messages leave that are all ready at 0."""
    return [limiter.in_all(sent(limiter, chat, 0.0)) for chat in chats]


def test_never_more_than_thirty_leave_in_any_second() -> None:
    times = departures(Limiter(), list(range(1, 301)))
    assert most_within(times, 1.0) <= 30
    assert times[-1] < 300 / 22, "and hardly fewer"


def test_one_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    *burst, fifth, sixth = departures(Limiter(), [CHAT] * 6)
    assert burst == [0.0] * 4
    assert 1.0 < fifth < 1.2
    assert 2.0 < sixth < 2.4


def test_never_more_than_twenty_go_to_a_group_in_any_minute() -> None:
    times = departures(Limiter(), [GROUP] * 60)
    assert most_within(times, 60.0) <= 20
    assert round(times[17], 6) <= 60


def test_a_chat_that_must_wait_delays_no_other() -> None:
    limiter = Limiter()
    for _message in range(10):
        limiter.left_for_chat(GROUP, 0.0)
    assert limiter.free_in_chat(CHAT, 0.0) == 0.0
    assert limiter.in_all(0.0) == 0.0


def test_what_was_saved_up_is_no_more_than_a_burst() -> None:
    limiter = Limiter()
    limiter.left_for_chat(CHAT, 0.0)
    *burst, fifth = [sent(limiter, CHAT, 3600.0) for _message in range(5)]
    assert burst == pytest.approx([3600.0] * 4)
    assert fifth > 3601.0


def test_after_a_429_nothing_leaves_before_its_time() -> None:
    limiter = Limiter()
    limiter.pause(until=5.0)
    assert limiter.paused(4.9)
    assert not limiter.paused(5.0)
    assert limiter.in_all(1.0) == 5.0
    assert limiter.spare(1.0) >= 5.0


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    limiter = Limiter()
    limiter.pause(until=9.0)
    limiter.pause(until=3.0)
    assert limiter.paused(8.0)


def broadcasts(limiter: Limiter, until: float, late: Sequence[float] = (0.0,)) -> list[float]:
    """When broadcasts leave up to `until`, each woken as much too late as the next of `late` says."""
    now, left, delays = 0.0, [], cycle(late)
    while now < until:
        at = limiter.spare(now)
        if at <= now:
            left.append(now)
        else:
            now = at + next(delays)
    return left


@pytest.mark.parametrize("late", [(0.0,), (0.002,), (0.0, 0.04, 0.01)], ids=["in time", "a little late", "often late"])
def test_broadcasts_use_nearly_all_that_telegram_allows(late: Sequence[float]) -> None:
    left = broadcasts(Limiter(), 60, late)
    assert len(left) >= 60 * 30 / 1.05
    assert most_within(left, 1.0) <= 30
    assert most_within(left, 0.1) <= 6, "evenly"


@pytest.mark.parametrize("per_second", [1, 2, 30, 1000])
def test_broadcasts_leave_whatever_the_limit_is(per_second: int) -> None:
    assert len(broadcasts(Limiter(Limits(per_second)), 10)) >= 9 * per_second / 1.05


def test_an_answer_leaves_at_once_while_broadcasts_go_out() -> None:
    limiter = Limiter()
    now = broadcasts(limiter, 10.0)[-1] + 0.001
    assert limiter.in_all(now) == pytest.approx(now, abs=0.02)


def test_answers_and_broadcasts_together_keep_the_limit() -> None:
    limiter, now, left = Limiter(), 0.0, []
    for tenth in range(600):
        left += [limiter.in_all(now) for _answer in range(tenth % 4)]
        while now < (tenth + 1) / 10:
            at = limiter.spare(now)
            if at <= now:
                left.append(now)
            now = max(at, now)
    assert most_within(left, 1.0) <= 30
    assert len(left) >= 60 * 28


def test_a_broadcast_leaves_only_when_nothing_of_a_conversation_waits() -> None:
    limiter = Limiter()
    *_, last = departures(limiter, list(range(1, 101)))
    assert limiter.spare(0.0) >= last


def test_paid_broadcasts_allow_more() -> None:
    times = departures(Limiter(Limits(per_second=1000)), list(range(1, 2001)))
    assert most_within(times, 1.0) <= 1000
    assert times[-1] < 2.5


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from([1, 2, -1, -2])), max_size=200))
def test_the_limits_hold_whenever_messages_are_ready(ready: list[tuple[float, int]]) -> None:
    limiter, left = Limiter(), []
    for at, chat in sorted(ready):
        left.append((sent(limiter, chat, at), chat))
    for chat in {chat for _at, chat in left}:
        times = sorted(at for at, to in left if to == chat)
        assert most_within(times, 0.999) <= 5
        if chat < 0:
            assert most_within(times, 59.999) <= 20


@pytest.mark.parametrize("many", [30_000])
def test_chats_that_are_free_again_are_forgotten(many: int) -> None:
    limiter = Limiter()
    for chat in range(many):
        sent(limiter, chat, float(chat))
    assert len(limiter._chats) <= 10_001
