"""Times as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.i18n import use_locale
from bot.reminders.spoken import Trouble
from bot.reminders.times import read_moment, said
from tests.support.reminders import ZONE

NOW = datetime(2026, 11, 25, 10, 15, 30, tzinfo=ZONE)
"""A Wednesday."""

SAID = {
    "Wed 25/11 10:45": ["nửa tiếng nữa", "nua tieng nua", "30 phút nữa", "30p nữa", "nửa giờ nữa"],
    "Wed 25/11 11:15": ["1 giờ nữa", "một tiếng nữa", "tiếng nữa", "lát nữa", "1 tieng nua", "sau 1 tiếng"],
    "Wed 25/11 11:30": ["trưa nay", "trua nay"],
    "Wed 25/11 11:45": ["1 tiếng rưỡi nữa", "1h30 nữa", "1 tiếng 30 phút nữa"],
    "Wed 25/11 12:00": ["12 giờ trưa", "12h"],
    "Wed 25/11 12:15": ["2 giờ nữa", "hai giờ nữa", "2 gio nua", "2 tiếng", "2h nữa", "nhắc em 2 tiếng nữa nha"],
    "Wed 25/11 14:00": ["chiều nay", "chieu nay", "2h chiều", "hôm nay", "hai giờ chiều nay", "2h"],
    "Wed 25/11 14:30": ["2 rưỡi chiều", "14h30", "14 giờ 30 phút", "2 giờ rưỡi chiều"],
    "Wed 25/11 15:30": ["15h30", "15:30", "3h30 chiều", "15g30"],
    "Wed 25/11 16:00": ["hôm nay 4h chiều", "4h", "cuối giờ chiều nay", "cuối ngày"],
    "Wed 25/11 19:00": ["tối nay", "toi nay"],
    "Wed 25/11 21:00": ["9 giờ tối", "9h toi", "21h"],
    "Thu 26/11 00:00": ["12 giờ đêm"],
    "Thu 26/11 07:00": ["7h"],
    "Thu 26/11 08:00": [
        "mai", "ngày mai", "sáng mai", "sang mai", "mai nhắc lại", "thứ năm", "thu nam", "t5", "1 ngày nữa",
    ],
    "Thu 26/11 08:45": ["9h kém 15", "chín giờ kém mười lăm"],
    "Thu 26/11 09:00": ["mai 9h", "9g", "9h", "9 giờ sáng mai", "nhắc tôi lúc 9 giờ sáng mai nhé"],
    "Thu 26/11 13:30": ["đầu giờ chiều mai"],
    "Thu 26/11 14:00": ["chiều mai", "chieu mai", "nhac toi chieu mai", "nhắc tôi chiều mai"],
    "Fri 27/11 08:00": [
        "mốt", "mot", "ngày mốt", "ngay mot", "ngày kia", "thứ sáu", "thu sau", "thứ 6 này",
        "thứ sáu tuần này",
    ],
    "Fri 27/11 14:00": ["chiều mốt", "chiều thứ sáu"],
    "Fri 27/11 15:00": ["3h chiều thứ sáu", "chiều thứ 6 3h", "15:00 thứ Sáu 27/11/2026"],
    "Sat 28/11 08:00": ["3 ngày nữa", "ba ngay nua", "cuối tuần", "cuoi tuan", "thứ bảy", "thu bay"],
    "Sun 29/11 08:00": ["chủ nhật", "cn", "chủ nhật tuần này"],
    "Mon 30/11 08:00": [
        "sáng thứ hai", "sang thu hai", "thứ hai tới", "đầu tuần sau", "tuần sau", "tuần tới", "sang tuần",
        "t2", "thứ hai tuần sau", "cuối tháng", "30 tháng 11", "30/11",
    ],
    "Tue 01/12 08:00": ["đầu tháng sau"],
    "Wed 02/12 08:00": ["thứ tư", "1 tuần nữa", "thứ 4 tuần sau", "giữa tuần sau"],
    "Fri 04/12 08:00": ["thứ 6 tuần sau", "thu sau tuan sau", "thu 6 tuan toi"],
    "Sat 05/12 08:00": [
        "mùng 5", "mồng năm", "mung 5", "5/12", "05-12-2026", "5/12 lúc 8h", "ngày 5 tháng 12",
        "ngày 5 tháng sau", "ngày năm tháng mười hai năm 2026", "2026-12-05", "8 giờ sáng ngày 5 tháng 12",
    ],
    "Wed 09/12 09:00": ["2 tuần nữa lúc 9h"],
}  # fmt: skip
UNCLEAR = [
    "", "abc", "tháng sau", "bữa nào rảnh", "mai mốt", "thứ hai hoặc thứ ba", "31/2", "thứ hai 5/12", "25h", "24h",
    "9999 ngày nữa", "0 phút nữa", "mùng 5 tết", "bây giờ", "bay gio", "từ ngày mai", "chiều nay 2 tiếng nữa",
    "đừng nhắc nữa", "số 12/BC-UBND ngày 3/12", "báo cáo năm nộp khi nào", "gửi rồi", "tôi", "9h 10h", "nửa ngày nữa",
    "tuần", "tuần này", "x" * 200, "2 ngày 5 phút nữa", "nửa tháng rưỡi nữa 9", "13/13/2026", "cuối tháng 13",
]  # fmt: skip
PAST = ["hôm qua", "hom qua", "8h sáng nay", "5/12/2020", "thứ 3 tuần này", "tuần trước", "9h hôm nay", "10:15 hôm nay"]


ENGLISH = {
    "Wed 25/11 10:45": ["in 30 minutes", "in half an hour"],
    "Wed 25/11 11:15": ["in an hour", "in 1 hour"],
    "Wed 25/11 12:15": ["in 2 hours", "remind me in 2 hours please"],
    "Wed 25/11 14:00": ["this afternoon", "today", "2pm", "today at 2pm"],
    "Wed 25/11 15:30": ["3:30 pm", "15:30", "at 15:30"],
    "Wed 25/11 19:00": ["tonight", "this evening"],
    "Thu 26/11 08:00": ["tomorrow", "tomorrow morning", "thursday", "in a day", "sáng mai"],
    "Thu 26/11 09:00": [
        "tomorrow at 9",
        "9am tomorrow",
        "thursday 9am",
        "thu 9am",
        "09:00 on Thursday 26 November 2026",
        "at 9 o'clock tomorrow",
    ],
    "Thu 26/11 12:00": ["tomorrow noon", "12pm tomorrow", "tomorrow at 12 pm"],
    "Fri 27/11 08:00": ["the day after tomorrow", "friday", "on Friday morning", "thu 6", "thu sau", "thứ sáu"],
    "Fri 27/11 15:00": ["friday 3 p.m.", "15:00 Friday 27/11/2026"],
    "Mon 30/11 08:00": ["monday 8am", "Monday", "next monday", "next week", "30 november", "end of the month"],
    "Wed 02/12 08:00": [
        "in a week",
        "2 dec",
        "08:00 on Wednesday 2 December 2026",
        "Dec 2nd",
        "december 2, 2026",
        "the 2nd of December",
    ],
}
NO_ENGLISH = ["13pm", "in the office", "may", "sunny day", "feb 30", "friday the 13th of nowhere", "when I can", "0am"]


@pytest.mark.parametrize(("moment", "text"), [(moment, text) for moment, texts in ENGLISH.items() for text in texts])
def test_how_people_say_it_in_english(moment: str, text: str) -> None:
    with use_locale("en"):
        found = read_moment(text, NOW)
    assert isinstance(found, datetime), found
    assert found.strftime("%a %d/%m %H:%M") == moment


@pytest.mark.parametrize("text", NO_ENGLISH)
def test_what_is_no_time_in_english_is_not_understood(text: str) -> None:
    with use_locale("en"):
        assert read_moment(text, NOW) is Trouble.UNCLEAR


def test_english_is_not_guessed_in_vietnamese() -> None:
    assert read_moment("monday 8am", NOW) is Trouble.UNCLEAR
    with use_locale("en"):
        assert read_moment("yesterday", NOW) is Trouble.PAST


@pytest.mark.parametrize(("moment", "text"), [(moment, text) for moment, texts in SAID.items() for text in texts])
def test_how_people_say_it(moment: str, text: str) -> None:
    found = read_moment(text, NOW)
    assert isinstance(found, datetime), found
    assert found.strftime("%a %d/%m %H:%M") == moment
    assert found.tzinfo is ZONE


@pytest.mark.parametrize("text", [text.upper() for texts in SAID.values() for text in texts[:1]])
def test_capitals_say_the_same(text: str) -> None:
    assert read_moment(text, NOW) == read_moment(text.lower(), NOW)


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_understood_to_the_last_word_is_not_understood(text: str) -> None:
    assert read_moment(text, NOW) is Trouble.UNCLEAR


@pytest.mark.parametrize("text", PAST)
def test_what_has_passed_is_told_apart(text: str) -> None:
    assert read_moment(text, NOW) is Trouble.PAST


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        ("2026-11-28 09:00", "cuối tuần", "2026-12-05 08:00"),
        ("2026-11-30 07:00", "sáng thứ hai", "2026-11-30 08:00"),
        ("2026-11-30 09:00", "sáng thứ hai", "2026-12-07 08:00"),
        ("2026-12-31 09:00", "mai", "2027-01-01 08:00"),
        ("2026-12-31 09:00", "mùng 5", "2027-01-05 08:00"),
        ("2028-02-01 09:00", "29/2", "2028-02-29 08:00"),
        ("2026-01-31 09:00", "1 tháng nữa", "2026-02-28 08:00"),
        ("2026-11-25 15:00", "hôm nay", "2026-11-25 16:00"),
        ("2026-11-25 23:30", "1 giờ nữa", "2026-11-26 00:30"),
    ],
)
def test_at_the_edges_of_weeks_months_and_years(now: str, text: str, moment: str) -> None:
    assert read_moment(text, datetime.fromisoformat(now).replace(tzinfo=ZONE)) == datetime.fromisoformat(
        moment
    ).replace(tzinfo=ZONE)


MOMENTS = st.integers(0, 15 * 366 * 24 * 60 * 60).map(
    lambda seconds: NOW - timedelta(days=700) + timedelta(seconds=seconds)
)
WORDS = (
    "sáng trưa chiều tối đêm sang chieu toi mai mốt mot nay ngày hôm qua kia thứ thu hai ba tư năm sáu bảy chủ nhật"
    " tuần tháng sau tới này trước đầu giữa cuối giờ gio tiếng phút nữa nua nửa rưỡi kém mùng 1 2 5 9 12 15 30 99 2026"
    " 9h 15h30 9:05 5/12 5-12-2027 31/2 lúc nhắc tôi lại lát h / : . , - ? 9999 ngay"
).split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join) | st.text(max_size=40)


@given(TEXTS, MOMENTS)
@example("9999 tháng nữa", NOW)
@example("ngày 0 tháng 0", NOW)
@example("١٢ giờ", NOW)
def test_whatever_is_said_the_moment_is_to_come(text: str, now: datetime) -> None:
    found = read_moment(text, now)
    assert isinstance(found, Trouble) or found > now


@given(TEXTS, MOMENTS)
def test_what_is_said_back_means_the_same(text: str, now: datetime) -> None:
    found = read_moment(text, now)
    if isinstance(found, datetime):
        assert read_moment(said(found), now) == found


@given(MOMENTS, st.integers(1, 5_000_000))
@example(datetime(2025, 1, 1, 13, 33, tzinfo=ZONE), 705)
def test_every_moment_can_be_said(now: datetime, minutes: int) -> None:
    moment = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    for language in ("vi", "en"):
        with use_locale(language):
            assert read_moment(said(moment), now) == moment
