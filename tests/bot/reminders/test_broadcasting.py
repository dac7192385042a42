"""Broadcasts: typed, looked over, confirmed with one tap, followed up."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed, NotFound
from bot.reminders.model import Agency, AgencyKind
from bot.replies import Reply
from knowledge import Knowledge
from tests.support.officials import audited
from tests.support.overseeing import Watch
from tests.support.reminders import DEPUTY, MAIN, Got, Province, local

WORDS = "Mời dự họp 14:00 thứ Sáu <b>tại</b> Sở Nội vụ"


def writes(watch: Watch, words: str = WORDS) -> Reply:
    """Begins, writes the words, and returns what is shown as the message."""
    broadcasting, now = watch.overseeing.broadcasting, watch.province.clock
    broadcasting.begin(watch.person, "", now)
    assert broadcasting.hears(watch.person, now)
    message, watch.shown = broadcasting.hear(watch.person, words, now)
    return message


def all_come(watch: Watch) -> list[Got]:
    for _piece in watch.overseeing.work(watch.province.clock):
        pass
    return watch.province.deliver()


def test_everybody_gets_once_exactly_what_was_looked_over(province: Province, watch: Watch) -> None:
    province.found(2)
    province.appoint(MAIN, "a1")
    message = writes(watch)
    assert watch.text.startswith("Người nhận sẽ thấy đúng như trên.\nCho: tất cả (2 cơ quan)")
    assert province.deliver() == [], "nothing is sent before the tap"
    watch.presses("✅ Gửi cho 4 người")
    got = all_come(watch)
    assert [one.person for one in got] == [MAIN, MAIN + 1, DEPUTY, DEPUTY + 1]
    assert all(one.reply == message for one in got)
    assert {one.key for one in got} == {f"broadcast:1:{one.person}" for one in got}
    assert audited(province.store)[-1][1:] == ("broadcast", "broadcast 1", "done")


def test_a_second_tap_sends_nothing_twice(province: Province, watch: Watch) -> None:
    province.found(1)
    writes(watch)
    [tap] = [data for label, data in watch.buttons.items() if label.startswith("✅")]
    watch.sends(tap).sends(tap)
    assert len(all_come(watch)) == 2
    assert "Đang chờ: 2" in watch.text


def test_what_was_changed_has_to_be_looked_over_again(province: Province, watch: Watch) -> None:
    province.found(1)
    writes(watch)
    [tap] = [data for label, data in watch.buttons.items() if label.startswith("✅")]
    watch.presses("Viết lại")
    watch.overseeing.broadcasting.hear(watch.person, "Họp hoãn lại", province.clock)
    with pytest.raises(NotFound, match="đã thay đổi"):
        watch.sends(tap)
    assert all_come(watch) == []


@pytest.mark.parametrize(
    ("taps", "people"),
    [
        (("Xã, phường",), [90]),
        (("Xã, phường", "Tất cả"), [90, MAIN, MAIN + 1]),
        (("Chọn từng cơ quan", "Sở số 1"), [MAIN + 1]),
        (("Chọn từng cơ quan", "Sở số 1", "Sở số 1"), [90, MAIN, MAIN + 1]),
    ],
)
def test_for_whom(province: Province, watch: Watch, taps: tuple[str, ...], people: list[int]) -> None:
    province.found(2, deputies=False)
    province.store.agencies.put(Agency("x", "Xã Một", AgencyKind.COMMUNE), province.clock)
    province.appoint(90, "x")
    writes(watch)
    watch.presses("Cho ai", *taps)
    watch.sends("t:draft").presses("✅")
    assert [one.person for one in all_come(watch)] == people


def test_at_night_it_waits_for_the_morning(province: Province, watch: Watch) -> None:
    province.found(1, deputies=False)
    province.clock = local("2026-11-09 21:30")
    writes(watch)
    assert "sáng mai" in watch.text
    watch.presses("✅")
    assert all_come(watch) == []
    province.clock = local("2026-11-10 08:00")
    assert len(all_come(watch)) == 1


def test_many_go_out_piece_by_piece_and_a_restart_loses_none(province: Province, watch: Watch) -> None:
    province.found(250, deputies=False)
    writes(watch)
    watch.presses("✅ Gửi cho 250 người")
    assert "Đang chờ: 250" in watch.text
    pieces = watch.overseeing.work(province.clock)
    next(pieces)
    got = province.deliver()
    assert len(got) == 100
    pieces.close()
    got += all_come(watch)
    assert sorted(one.person for one in got) == [MAIN + number for number in range(250)]


def test_who_blocks_the_bot_in_the_middle_keeps_nothing_from_the_deputy(province: Province, watch: Watch) -> None:
    province.found(120)
    province.blocked_by = {MAIN + 110}
    writes(watch)
    watch.presses("✅ Gửi cho 240 người")
    got = [one.person for one in all_come(watch)]
    assert len(got) == 239
    assert DEPUTY + 110 in got
    assert f"Đầu mối {MAIN + 110} (Sở số 110)" in watch.presses("Xem lại").text


def test_the_report_says_who_got_it_and_why_others_did_not(province: Province, watch: Watch) -> None:
    province.found(3, deputies=False)
    writes(watch)
    watch.presses("✅")
    outbox = province.store.outbox
    for error in (None, "Forbidden"):
        parcel = outbox.claim_broadcast(province.clock)
        assert parcel
        if error:
            outbox.failed(parcel.id, error)
        else:
            outbox.sent(parcel.id, [5], province.clock)
    lines = watch.presses("Xem lại").text.splitlines()
    assert {"Đã gửi: 1", "Đang chờ: 1", "Không gửi được: 1"} <= set(lines)
    assert f"1. Đầu mối {MAIN + 1} (Sở số 1): đã chặn bot hoặc xóa tài khoản" in lines
    assert "Không biết được ai đã đọc" in lines[-1]
    assert "1. 09:00 09/11/2026: Mời dự họp" in watch.presses("‹").text


@pytest.mark.parametrize("words", ["", "  ", "x" * 3501])
def test_words_that_cannot_be_sent_are_asked_for_again(province: Province, watch: Watch, words: str) -> None:
    broadcasting = watch.overseeing.broadcasting
    broadcasting.begin(watch.person, "", province.clock)
    [reply] = broadcasting.hear(watch.person, words, province.clock)
    assert "tối đa 3500 ký tự" in reply.plain()
    assert broadcasting.hears(watch.person, province.clock)


def test_it_listens_for_half_an_hour(province: Province, watch: Watch) -> None:
    broadcasting = watch.overseeing.broadcasting
    broadcasting.begin(watch.person, "", local("2026-11-09 09:00"))
    assert broadcasting.hears(watch.person, local("2026-11-09 09:30"))
    assert not broadcasting.hears(watch.person, local("2026-11-09 09:31"))


def test_without_focal_points_there_is_nothing_to_tap(province: Province, watch: Watch) -> None:
    writes(watch)
    assert not any(label.startswith("✅") for label in watch.buttons)


def test_only_those_in_charge_may(province: Province, watch: Watch, knowledge: Knowledge) -> None:
    province.found(1)
    writes(watch)
    focal_point = Watch(province, knowledge, MAIN)
    with pytest.raises(NotAllowed):
        focal_point.overseeing.broadcasting.begin(MAIN, WORDS, province.clock)
    for data in ("t:draft", "t:words", "t:who:all", "t:named:0", "t:sent", "t:sent:1:0", "t:send:1:0"):
        with pytest.raises(NotAllowed):
            focal_point.sends(data)
    assert audited(province.store)[-1][3] == "refused"


def test_nobody_sends_what_somebody_else_wrote(province: Province, watch: Watch, knowledge: Knowledge) -> None:
    province.found(1)
    writes(watch)
    [tap] = [data for label, data in watch.buttons.items() if label.startswith("✅")]
    with pytest.raises(NotFound):
        Watch(province, knowledge, 11).sends(tap)
