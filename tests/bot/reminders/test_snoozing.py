"""Being reminded later."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed, NotFound
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN, OWNER
from tests.support.reports import Office, reminder_id


@pytest.fixture
def asked(office: Office) -> Office:
    """Friday, a week before the last day: the person wants to be reminded later."""
    office.at("2026-11-27 08:00")
    office.press(MAIN, "Nhắc lại sau")
    return office


def comes(office: Office, moment: str) -> list[int]:
    """Who gets a reminder at that moment."""
    return [one.person for one in office.at(moment) if one.step == "reminder"]


@pytest.mark.parametrize(
    ("label", "said", "before", "at"),
    [
        ("1 giờ nữa", "09:00 thứ Sáu 27/11/2026", "2026-11-27 08:59", "2026-11-27 09:00"),
        ("Chiều nay", "14:00 thứ Sáu 27/11/2026", "2026-11-27 13:59", "2026-11-27 14:00"),
        ("Sáng mai", "08:00 thứ Bảy 28/11/2026", "2026-11-27 19:59", "2026-11-28 08:00"),
    ],
)
def test_by_a_tap(asked: Office, label: str, said: str, before: str, at: str) -> None:
    assert said in asked.press(MAIN, label)
    assert comes(asked, before) == []
    assert comes(asked, at) == [MAIN]
    assert "Nhắc hạn: Báo cáo năm" in asked.last[MAIN].plain()
    assert comes(asked, at) == []


@pytest.mark.parametrize(
    ("words", "said", "at"),
    [
        ("2 giờ nữa", "10:00 thứ Sáu 27/11/2026", "2026-11-27 10:00"),
        ("sáng thứ hai", "08:00 thứ Hai 30/11/2026", "2026-11-30 08:00"),
        ("chieu mai", "14:00 thứ Bảy 28/11/2026", "2026-11-28 14:00"),
    ],
)
def test_in_words(asked: Office, words: str, said: str, at: str) -> None:
    assert said in str(asked.says(MAIN, words))
    assert comes(asked, at) == [MAIN]


def test_on_a_day_of_the_calendar(asked: Office) -> None:
    assert "Tháng 11/2026" in asked.press(MAIN, "Chọn ngày")
    assert asked.labels(MAIN)[:7] == ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    assert [label for label in asked.labels(MAIN) if label.isdecimal()] == ["28", "29", "30"]
    asked.press(MAIN, "12/2026 ›")
    assert [label for label in asked.labels(MAIN) if label.isdecimal()] == ["1", "2", "3", "4"]
    assert "08:00 thứ Tư 02/12/2026" in asked.press(MAIN, "2")
    assert comes(asked, "2026-12-02 08:00") == [MAIN]


def test_a_word_of_the_calendar_that_is_no_day_turns_no_page(asked: Office) -> None:
    shown = asked.press(MAIN, "Chọn ngày")
    assert asked.press(MAIN, "T2") == shown


def test_only_the_one_who_asked_is_reminded(asked: Office) -> None:
    asked.press(MAIN, "1 giờ nữa")
    asked.province.store.people.unreachable(DEPUTY, asked.province.clock)
    assert comes(asked, "2026-11-27 09:00") == [MAIN]


def test_the_ladder_goes_on_meanwhile(asked: Office) -> None:
    asked.says(MAIN, "thứ tư lúc 9h")
    assert comes(asked, "2026-12-01 08:00") == [MAIN]
    assert comes(asked, "2026-12-02 09:00") == [MAIN]


def test_what_falls_on_a_step_of_the_ladder_comes_once(asked: Office) -> None:
    asked.says(MAIN, "8h sáng thứ ba")
    assert comes(asked, "2026-12-01 08:00") == [MAIN]
    assert comes(asked, "2026-12-01 08:10") == []


def test_the_newest_wish_counts(asked: Office) -> None:
    asked.press(MAIN, "1 giờ nữa")
    asked.press(MAIN, "Lúc khác")
    asked.press(MAIN, "Chiều nay")
    assert comes(asked, "2026-11-27 09:00") == []
    assert comes(asked, "2026-11-27 14:00") == [MAIN]


def test_again_and_again(asked: Office) -> None:
    for hour in ("09", "10", "11"):
        asked.press(MAIN, "1 giờ nữa")
        assert comes(asked, f"2026-11-27 {hour}:00") == [MAIN]
        asked.press(MAIN, "Nhắc lại sau")


def test_at_night_it_is_the_next_morning(asked: Office) -> None:
    shown = str(asked.says(MAIN, "9 giờ tối"))
    assert "08:00 thứ Bảy 28/11/2026" in shown
    assert "không làm phiền" in shown
    assert comes(asked, "2026-11-27 21:00") == []
    assert comes(asked, "2026-11-28 08:00") == [MAIN]


@pytest.mark.parametrize("words", ["thứ hai tuần sau nữa", "5/12", "1 tháng nữa"])
def test_never_past_the_deadline(asked: Office, words: str) -> None:
    shown = str(asked.says(MAIN, words))
    assert "trễ mất: hạn chót là thứ Sáu 04/12/2026" in shown
    assert "16:00 thứ Sáu 04/12/2026" in shown
    assert "16:00 thứ Sáu 04/12/2026" in asked.press(MAIN, "Nhắc tôi lúc 16:00")
    assert comes(asked, "2026-12-04 16:00") == [MAIN]


@pytest.mark.parametrize(
    ("now", "last"), [("2026-12-04 08:00", "16:00"), ("2026-12-04 17:30", "18:30"), ("2026-12-04 19:59", None)]
)
def test_the_last_possible_time(office: Office, now: str, last: str | None) -> None:
    office.at("2026-12-04 08:00")
    office.now(now)
    office.press(MAIN, "Nhắc lại sau")
    shown = str(office.says(MAIN, "ngày mai"))
    assert "trễ mất" in shown
    assert ("Không còn kịp" in shown) is (last is None)
    assert last is None or last in shown


def test_with_an_hour_it_ends_an_hour_before(office: Office) -> None:
    office.province.owe("2026-11-30", title="Báo cáo riêng", hour="15:00")
    got = [one for one in office.at("2026-11-30 08:00") if "riêng" in one.text]
    office.forge(MAIN, f"b:later:{reminder_id(got[0])}")
    assert "Muộn nhất tôi nhắc được là 14:00 thứ Hai 30/11/2026" in str(office.says(MAIN, "4h chiều"))


@pytest.mark.parametrize(("words", "answer"), [("bữa nào rảnh", "chưa rõ là lúc nào"), ("hôm qua", "đã qua rồi")])
def test_what_is_unclear_is_said_so(asked: Office, words: str, answer: str) -> None:
    assert answer in str(asked.says(MAIN, words)) or asked.says(MAIN, words) is None


def test_a_question_in_between_is_a_question(asked: Office) -> None:
    assert asked.says(MAIN, "báo cáo gửi cho ai?") is None
    assert "10:00" in str(asked.says(MAIN, "2 giờ nữa"))


def test_sent_in_between(asked: Office) -> None:
    assert "Đã ghi nhận" in str(asked.says(MAIN, "đã gửi báo cáo rồi"))
    asked.deliver()
    assert comes(asked, "2026-11-28 08:00") == []


def test_what_is_in_is_not_reminded_of_later(asked: Office) -> None:
    asked.press(MAIN, "1 giờ nữa")
    asked.says(DEPUTY, "đã gửi báo cáo rồi")
    asked.deliver()
    assert comes(asked, "2026-11-27 09:00") == []
    with pytest.raises(NotFound, match="đã được ghi nhận"):
        asked.press(MAIN, "Lúc khác") if "Lúc khác" in asked.labels(MAIN) else asked.forge(MAIN, "b:later:1")


def test_who_left_is_not_reminded(asked: Office) -> None:
    asked.press(MAIN, "1 giờ nữa")
    store = asked.province.store
    [point] = store.focal_points.of_person(MAIN)
    store.roles.revoke(point.role_id, OWNER, asked.province.clock)
    store.focal_points.end(point.role_id, asked.province.clock)
    assert comes(asked, "2026-11-27 09:00") == []
    with pytest.raises(NotAllowed):
        asked.press(MAIN, "Lúc khác")
    assert asked.refused()


def test_after_an_outage_across_the_last_day_it_is_worth_nothing(asked: Office) -> None:
    asked.says(MAIN, "3/12 lúc 15h")
    got = asked.at("2026-12-07 08:00")
    assert [one.person for one in got if one.step == "reminder"] == [MAIN]
    assert "quá hạn" in asked.last[MAIN].plain().lower()


def test_when_it_is_late_nothing_is_put_off(office: Office) -> None:
    [got] = [one for one in office.at("2026-12-07 08:00") if one.person == MAIN]
    assert "Nhắc lại sau" not in office.labels(MAIN)
    with pytest.raises(NotFound, match="Đã quá hạn"):
        office.forge(MAIN, f"b:later:{reminder_id(got)}")


def test_back_to_the_reminder(asked: Office) -> None:
    assert "Nhắc hạn: Báo cáo năm" in asked.press(MAIN, "‹ Trở lại")
    assert asked.says(MAIN, "2 giờ nữa") is None


@pytest.mark.parametrize(
    "data", ["b:at:1:never", "b:at:x:hour", "b:day:1:2026-13-01", "b:cal:1:x", "b:day:1:2026-11-01", "b:x", "b:"]
)
def test_forged_buttons_lead_nowhere(asked: Office, data: str) -> None:
    with pytest.raises(NotFound):
        asked.forge(MAIN, data)


def test_the_coordinator_cannot_press_it(asked: Office) -> None:
    with pytest.raises(NotAllowed):
        asked.forge(COORDINATOR, "b:later:1")
