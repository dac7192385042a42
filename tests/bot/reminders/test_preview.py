from __future__ import annotations

from datetime import date

from bot.reminders.model import Recurrence
from bot.reminders.preview import lines
from tests.support.reminders import LEADER, MAIN, Province, local
from tests.support.reports import Office


def test_it_shows_who_would_be_reminded_of_what_and_sends_nothing(province: Province) -> None:
    province.clock = local("2026-11-23 09:00")
    province.found(3, deputies=False)
    province.store.people.unreachable(MAIN + 1, province.clock)
    owed = province.owe("2026-12-04", Recurrence.YEARLY, title="Báo cáo năm")
    province.report(owed, "2026-12-04", "a2")
    shown = list(lines(province.planning, date(2026, 12, 3), 2, province.clock))
    assert shown == [
        "thứ Năm 03/12/2026 08:00 · Báo cáo năm (hạn thứ Sáu 04/12/2026) · trước 1 ngày",
        "    Sở số 0 → Đầu mối 10000",
        "    Sở số 1 → chưa có ai: báo điều phối viên",
        "thứ Sáu 04/12/2026 08:00 · Báo cáo năm (hạn thứ Sáu 04/12/2026) · ngày cuối",
        "    Sở số 0 → Đầu mối 10000",
        "    Sở số 1 → chưa có ai: báo điều phối viên",
    ]
    assert province.store.db["outbox"].count == 0


def test_late_steps_and_the_leader(province: Province) -> None:
    province.clock = local("2026-11-23 09:00")
    province.found(1, deputies=False)
    province.store.agencies.set_leader("a0", LEADER)
    province.owe("2026-12-04", title="Báo cáo năm")
    shown = "\n".join(lines(province.planning, date(2026, 12, 7), 30, province.clock))
    for words in ("quá hạn 1 ngày làm việc", "báo lãnh đạo\n    Sở số 0 → 30000", "quá hạn, tuần thứ 1"):
        assert words in shown


def test_what_was_put_off_is_shown_with_what_it_stands_for(office: Office) -> None:
    province = office.province
    office.at("2026-11-27 08:00")
    office.press(MAIN, "Nhắc lại sau")
    office.says(MAIN, "15h thứ hai")
    assert list(lines(province.planning, date(2026, 11, 30), 1, province.clock)) == [
        "thứ Hai 30/11/2026 15:00 · Báo cáo năm (hạn thứ Sáu 04/12/2026) · hẹn nhắc lại",
        "    Sở số 0 → Đầu mối 10000, thay cho lần nhắc “trước 7 ngày”",
    ]


def test_nothing_comes_twice_where_a_step_comes_at_that_time(office: Office) -> None:
    province = office.province
    office.at("2026-11-27 08:00")
    office.press(MAIN, "Nhắc lại sau")
    office.says(MAIN, "sáng 1/12")
    shown = list(lines(province.planning, date(2026, 12, 1), 1, province.clock))
    assert shown[2:] == [
        "thứ Ba 01/12/2026 08:00 · Báo cáo năm (hạn thứ Sáu 04/12/2026) · hẹn nhắc lại",
        "    Sở số 0 → Đầu mối 10000, không gửi thêm: lúc ấy đã có lần nhắc “trước 3 ngày”",
    ]
    assert [one.person for one in office.at("2026-12-01 08:00")] == [MAIN], "and so it is"


def test_what_was_put_off_ends_with_the_report_and_with_the_place(office: Office) -> None:
    province = office.province
    office.at("2026-11-27 08:00")
    office.press(MAIN, "Nhắc lại sau")
    office.says(MAIN, "15h thứ hai")
    [grant] = province.store.roles.held_by(MAIN)
    office.access.give_back(MAIN, grant.id, province.clock)
    assert "hẹn nhắc lại" not in "\n".join(lines(province.planning, date(2026, 11, 30), 1, province.clock))


def test_an_empty_time_says_so(province: Province) -> None:
    assert list(lines(province.planning, None, 1, province.clock)) == ["Trong thời gian này không có gì phải gửi."]
