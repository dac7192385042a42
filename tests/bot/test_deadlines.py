from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.access import Access
from bot.deadlines import DueDates, is_about_deadlines, next_last_day
from bot.reminders.model import Audience
from bot.replies import Reply
from bot.store import Store
from bot.working_days import WorkingDays
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.bot.conftest import NOW
from tests.support.reminders import COORDINATOR, MAIN, OWNER, ZONE, Province

STRANGER = 99


@pytest.fixture
def province(store: Store) -> Province:
    province = Province(store, clock=NOW)
    province.coordinator()
    province.found(2, deputies=False)
    return province


@pytest.fixture
def due_dates(knowledge: Knowledge, store: Store) -> DueDates:
    return DueDates(knowledge, lambda: WorkingDays(ZONE), Access(store, frozenset({OWNER})))


def texts(reply: Reply) -> str:
    return reply.plain()


@pytest.mark.parametrize(
    ("today", "last_day"),
    [
        (date(2026, 11, 23), date(2026, 12, 4)),
        (date(2026, 12, 4), date(2026, 12, 4)),
        (date(2026, 12, 5), date(2027, 12, 4)),
        (date(2027, 12, 31), date(2028, 12, 4)),
    ],
)
def test_before_5_december_means_4_december_at_the_latest(knowledge: Knowledge, today: date, last_day: date) -> None:
    rule = next(rule for rule in knowledge.deadlines if rule.id == "bao-cao-nam")
    assert next_last_day(rule, today) == last_day


def test_before_1_march_means_the_last_day_of_february(knowledge: Knowledge) -> None:
    rule = knowledge.deadlines[0].model_copy(update={"before_month": 3, "before_day": 1})
    assert next_last_day(rule, date(2027, 1, 1)) == date(2027, 2, 28)
    assert next_last_day(rule, date(2028, 1, 1)) == date(2028, 2, 29)


def test_the_next_come_first_with_days_and_working_days_left(due_dates: DueDates) -> None:
    page = due_dates.page(STRANGER, NOW).blocks[1].text.splitlines()
    assert page[0] == "Tính từ hôm nay, 23/11:"
    assert page[1] == (
        "• Báo cáo năm: trước ngày 05/12, tức chậm nhất thứ Sáu 04/12/2026 (còn 11 ngày, 8 ngày làm việc). "
        "Báo cáo gửi UBND tỉnh, qua Sở Nội vụ."
    )
    assert page[2].startswith("• Báo cáo 06 tháng: trước ngày 10/6, tức chậm nhất thứ Tư 09/6/2027 (còn 198 ngày")


def test_a_last_day_on_a_day_off_shows_the_last_working_day(due_dates: DueDates) -> None:
    page = texts(due_dates.page(None, datetime(2027, 11, 25, 3, 0, tzinfo=UTC)))
    assert "thứ Bảy 04/12/2027" in page
    assert "ngày làm việc cuối cùng: thứ Sáu 03/12/2027" in page


def test_the_day_is_that_of_the_place(due_dates: DueDates) -> None:
    late_in_london = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
    assert "hôm nay là ngày cuối" in texts(due_dates.page(None, late_in_london))


def test_ones_own_deadlines_are_seen_by_whom_they_concern(due_dates: DueDates, province: Province) -> None:
    province.owe("2026-11-30", title="Báo cáo riêng", hour="15:00", audience=Audience(agencies=frozenset({"a0"})))
    for person, sees in {
        MAIN: True,
        COORDINATOR: True,
        OWNER: True,
        MAIN + 1: False,
        STRANGER: False,
        None: False,
    }.items():
        page = texts(due_dates.page(person, NOW))
        assert ("• Báo cáo riêng: chậm nhất 15:00 thứ Hai 30/11/2026" in page) is sees, person
        assert "Báo cáo năm" in page


def test_what_ones_own_agency_owes_comes_first(due_dates: DueDates, province: Province) -> None:
    province.owe("2027-01-15", title="Báo cáo riêng", audience=Audience(agencies=frozenset({"a0"})))
    province.owe("2026-12-04", rule="bao-cao-nam", title="Báo cáo năm", audience=Audience(agencies=frozenset({"a1"})))
    for say in (due_dates.reminding, due_dates.page):
        shown = texts(say(MAIN, NOW))
        assert (
            shown.index("Báo cáo riêng") < shown.index("Không phải của cơ quan anh/chị:") < shown.index("Báo cáo năm")
        )
        shown = texts(say(STRANGER, NOW))
        assert "Không phải của cơ quan anh/chị" not in shown


def test_who_answers_for_several_agencies_reads_which_owes_it(due_dates: DueDates, province: Province) -> None:
    deadline = province.owe("2026-11-30", title="Báo cáo riêng")
    province.appoint(MAIN, "a1")
    assert "Báo cáo riêng" in texts(due_dates.page(MAIN, NOW))
    assert "Của Sở số 0, Sở số 1." in texts(due_dates.page(MAIN, NOW))
    province.report(deadline, "2026-11-30", "a0")
    assert "Của Sở số 1. ✅ Đã gửi: Sở số 0." in texts(due_dates.page(MAIN, NOW))


def test_what_is_in_already_is_said_to_be(due_dates: DueDates, province: Province) -> None:
    deadline = province.owe("2026-11-30", title="Báo cáo riêng")
    assert "✅" not in texts(due_dates.reminding(MAIN, NOW))
    province.report(deadline, "2026-11-30", "a0")
    assert "✅ Đã gửi rồi." in texts(due_dates.reminding(MAIN, NOW))
    assert "✅" not in texts(due_dates.reminding(MAIN + 1, NOW))


def test_one_that_is_over_is_not_listed(due_dates: DueDates, province: Province) -> None:
    province.owe("2026-11-23", title="Báo cáo riêng", hour="08:00")
    assert "Báo cáo riêng" not in texts(due_dates.page(MAIN, NOW))


def test_who_looks_after_them_finds_the_way_to_change_them(due_dates: DueDates, province: Province) -> None:
    def labels(person: int) -> list[str]:
        return [button.data for row in due_dates.page(person, NOW).buttons for button in row]

    assert "h:list" in labels(COORDINATOR)
    assert "h:list" not in labels(MAIN)


def test_who_asks_to_be_reminded_hears_who_is(due_dates: DueDates, province: Province) -> None:
    assert "trước 30, 14, 7, 3, 1 ngày" in texts(due_dates.reminding(MAIN, NOW))
    assert "gửi lời mời" in texts(due_dates.reminding(STRANGER, NOW))


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("còn mấy ngày nữa tới hạn báo cáo năm?", "còn 11 ngày, 8 ngày làm việc", "06 tháng:"),
        ("chừng nào nộp báo cáo 6 tháng?", "còn 198 ngày", "Báo cáo năm:"),
        ("sắp tới hạn gì?", "còn 11 ngày", "chưa"),
    ],
)
def test_an_answer_about_deadlines_tells_what_is_left(
    due_dates: DueDates, engine: Engine, question: str, told: str, not_told: str
) -> None:
    answer = engine.answer(question)
    assert is_about_deadlines(answer, due_dates.knowledge)
    said = texts(due_dates.complete(Reply.of("…"), answer, None, NOW))
    assert told in said
    assert not_told not in said


def test_any_other_answer_stays_as_it_is(due_dates: DueDates, engine: Engine) -> None:
    reply = Reply.of("…")
    assert due_dates.complete(reply, engine.answer("mục tiêu của kế hoạch là gì?"), None, NOW) is reply


def test_without_a_store_the_plans_own_are_known(knowledge: Knowledge) -> None:
    alone = DueDates.of_plan(knowledge, "Asia/Ho_Chi_Minh")
    assert "Báo cáo năm" in texts(alone.page(None, NOW))
    assert "Manage" not in str(replace(alone).page(1, NOW).buttons)
