from __future__ import annotations

from datetime import date

from bot.reminders.model import Recurrence
from bot.reminders.preview import lines
from tests.support.reminders import LEADER, MAIN, Province, local


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


def test_an_empty_time_says_so(province: Province) -> None:
    assert list(lines(province.planning, None, 1, province.clock)) == ["Trong thời gian này không có gì phải gửi."]
