"""Making, changing and cancelling deadlines, as those who look after them do it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from bot.access import Access
from bot.enclosures import FOLDER
from bot.errors import NotAllowed, NotFound
from bot.petitions.model import NewFile
from bot.reminders.changing import Changing
from bot.reminders.deadline_buttons import press
from bot.reminders.deadline_facts import DeadlineFacts
from bot.reminders.deadlines import Deadlines
from bot.reminders.model import Agency, AgencyKind, Recurrence
from bot.replies import Reply
from tests.support.officials import audited
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN, OWNER, Province, local


class Desk:
    """The coordinator at the chat with the bot."""

    def __init__(self, province: Province, folder: Path) -> None:
        self.province, self.folder = province, folder
        access = Access(province.store, frozenset({OWNER}))
        facts = DeadlineFacts(lambda deadline: deadline.source)
        self.deadlines = Deadlines(access, Changing(province.store, province.planning, facts, folder))
        self.shown = Reply(())

    def begins(self) -> Desk:
        self.shown = self.deadlines.begin(COORDINATOR, self.province.clock)
        return self

    def types(self, *lines: str) -> Desk:
        for line in lines:
            assert self.deadlines.hears(COORDINATOR, self.province.clock)
            self.shown = self.deadlines.hear(COORDINATOR, line, self.province.clock)
        return self

    def sends(self, name: str) -> Desk:
        file = NewFile(5, "document", f"id-{name}", f"unique-{name}", name)
        self.shown = self.deadlines.take_file(COORDINATOR, COORDINATOR, file, self.province.clock)
        return self

    def presses(self, *labels: str) -> Desk:
        for label in labels:
            data = {button.label.removeprefix("✓ "): button.data for row in self.shown.buttons for button in row}
            assert data[label].startswith("h:")
            self.shown = press(self.deadlines, COORDINATOR, data[label][2:], self.province.clock)
        return self

    def attached(self) -> dict[int, list[Any]]:
        """The calendars that people got with notices, by person."""
        rows = self.province.store.db.execute("SELECT chat_id, payload FROM outbox ORDER BY id")
        paths = [(person, file["path"]) for person, text in rows for file in json.loads(text).get("files", ())]
        found: dict[int, list[Any]] = {}
        for person, path in paths:
            content = (self.folder / FOLDER / path).read_bytes()
            found.setdefault(person, []).append(Calendar.from_ical(content))
        return found

    @property
    def text(self) -> str:
        return self.shown.plain()

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.shown.buttons for button in row]


@pytest.fixture
def desk(province: Province, tmp_path: Path) -> Desk:
    """On 23 November 2026, with three departments and a commune."""
    province.clock = local("2026-11-23 09:00")
    province.coordinator()
    province.found(3)
    province.store.agencies.put(Agency("xa", "UBND xã Long Đức", AgencyKind.COMMUNE), province.clock)
    province.appoint(5, "xa")
    return Desk(province, tmp_path)


SAVE, SAVE_CHANGES = "✅ Đặt hạn này", "✅ Lưu thay đổi"


def set_one(desk: Desk, *lines: str) -> None:
    desk.begins().types(*(lines or ("Báo cáo quý IV", "trước ngày 5/1"))).presses(SAVE)
    desk.province.deliver()


def test_a_name_a_day_and_one_tap(desk: Desk) -> None:
    desk.begins().types("Báo cáo quý IV", "mùng 5 tháng 1 lúc 15h")
    assert "Hạn chót 15:00 thứ Ba 05/01/2027 (còn 43 ngày, 29 ngày làm việc)." in desk.text
    assert "Cho: tất cả (4 cơ quan)" in desk.text
    assert desk.province.store.deadlines.standing() == [], "nothing holds before it is confirmed"
    desk.presses(SAVE)
    assert "Đã đặt hạn" in desk.text
    [kept] = desk.province.store.deadlines.standing()
    assert (kept.title, str(kept.first_day), str(kept.hour), kept.rule) == (
        "Báo cáo quý IV",
        "2027-01-05",
        "15:00:00",
        None,
    )
    told = desk.province.deliver()
    assert [one.person for one in told] == [5, MAIN, MAIN + 1, MAIN + 2, DEPUTY, DEPUTY + 1, DEPUTY + 2]
    assert "Hạn mới: Báo cáo quý IV" in told[0].text
    assert next(iter(desk.province.walk("2026-11-24", "2027-01-05"))) == "2026-12-04"


def test_everything_can_be_changed_before_it_is_confirmed(desk: Desk) -> None:
    desk.begins().types("Báo cáo", "31/12")
    desk.presses("Tên").types("Báo cáo tháng")
    desk.presses("Ngày giờ").types("cuối tháng 12")
    desk.presses("Lặp lại", "hằng tháng")
    desk.presses("Căn cứ").types("Công văn 12/SNV")
    desk.presses("Nội dung cần nộp").types("Số liệu theo biểu 1, gửi Sở Nội vụ")
    desk.presses("Lịch nhắc").types("10, 3, 0")
    desk.presses("Biểu mẫu").sends("bieu-1.docx")
    desk.presses("Cho ai", "Xã, phường", "‹ Trở lại")
    for words in (
        "hằng tháng",
        "Công văn 12/SNV",
        "biểu 1",
        "trước 10, 3 ngày",
        "bieu-1.docx",
        "Xã, phường (1 cơ quan)",
    ):
        assert words in desk.text
    desk.presses(SAVE)
    [kept] = desk.province.store.deadlines.standing()
    assert (kept.recurrence, kept.ladder.before, kept.source) == (Recurrence.MONTHLY, (10, 3, 0), "Công văn 12/SNV")
    [told] = desk.province.deliver()
    assert told.person == 5
    [payload] = desk.province.store.db.execute("SELECT payload FROM outbox WHERE chat_id = 5").fetchone()
    assert "id-bieu-1.docx" in payload, "the form goes with it"


def test_agencies_can_be_named_one_by_one(desk: Desk) -> None:
    desk.begins().types("Báo cáo riêng", "5/1").presses("Cho ai", "Chọn từng cơ quan", "Sở số 0", "Sở số 2", "Sở số 0")
    desk.presses("‹ Trở lại", "‹ Trở lại")
    assert "Cho: Sở số 2 (1 cơ quan)" in desk.text
    desk.presses("Cho ai", "Tất cả cơ quan", "‹ Trở lại")
    assert "tất cả" in desk.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("mai mốt", "chưa thấy ngày nào"), ("1/1/2020", "đã qua"), ("23/11 lúc 8h", "đã qua"), ("31/4", "chưa thấy ngày")],
)
def test_a_day_that_cannot_be_used_is_asked_for_again(desk: Desk, typed: str, said: str) -> None:
    assert said in desk.begins().types("Báo cáo", typed).text
    assert "05/01/2027" in desk.types("5/1").text


@pytest.mark.parametrize(
    ("button", "typed"), [("Tên", "x"), ("Tên", "x" * 201), ("Nội dung cần nộp", "x" * 501), ("Lịch nhắc", "sớm")]
)
def test_what_does_not_fit_is_asked_for_again(desk: Desk, button: str, typed: str) -> None:
    desk.begins().types("Báo cáo", "5/1")
    before = desk.text
    assert "‹ Trở lại" in desk.presses(button).types(typed).labels
    assert desk.presses("‹ Trở lại").text == before


def test_a_draft_that_passed_meanwhile_is_not_set(desk: Desk) -> None:
    desk.begins().types("Báo cáo", "24/11 10h")
    desk.province.clock += timedelta(days=2)
    assert "đã qua" in desk.presses(SAVE).text
    assert desk.province.store.deadlines.standing() == []


def test_after_half_an_hour_words_are_not_taken_any_more_but_the_draft_stays(desk: Desk) -> None:
    desk.begins().types("Báo cáo")
    desk.province.clock += timedelta(minutes=31)
    assert not desk.deadlines.hears(COORDINATOR, desk.province.clock)


def test_what_is_in_the_making_can_be_dropped(desk: Desk) -> None:
    desk.begins().types("Báo cáo", "5/1").presses("Bỏ")
    assert desk.province.store.deadlines.standing() == []
    with pytest.raises(NotFound, match="/hanmoi"):
        press(desk.deadlines, COORDINATOR, "save", desk.province.clock)


def test_a_second_tap_on_save_sets_nothing_more(desk: Desk) -> None:
    set_one(desk)
    with pytest.raises(NotFound):
        press(desk.deadlines, COORDINATOR, "save", desk.province.clock)
    assert len(desk.province.store.deadlines.standing()) == 1


def test_by_night_people_are_told_in_the_morning(desk: Desk) -> None:
    desk.province.clock = local("2026-11-23 22:00")
    desk.begins().types("Báo cáo", "5/1").presses(SAVE)
    assert desk.province.deliver() == []
    desk.province.clock = local("2026-11-24 08:00")
    assert len(desk.province.deliver()) == 7


class TestChanging:
    def open(self, desk: Desk) -> Desk:
        desk.shown = press(desk.deadlines, COORDINATOR, "list", desk.province.clock)
        return desk.presses("1")

    def test_a_moved_day_tells_everybody_once_and_moves_the_reminders(self, desk: Desk) -> None:
        set_one(desk)
        self.open(desk).presses("Sửa", "Ngày giờ").types("15/1").presses(SAVE_CHANGES)
        told = desk.province.deliver()
        assert len(told) == 7
        assert "Trước đây hạn là thứ Hai 04/01/2027" in told[0].text
        assert "thứ Sáu 15/01/2027" in told[0].text
        assert "2027-01-15" in desk.province.walk("2026-11-24", "2027-01-15")
        assert desk.province.tick() == []

    def test_a_moved_day_moves_in_the_calendars_with_the_one_notice(self, desk: Desk) -> None:
        set_one(desk)
        desk.province.clock += timedelta(minutes=1)
        self.open(desk).presses("Sửa", "Ngày giờ").types("15/1").presses(SAVE_CHANGES)
        attached = desk.attached()
        assert len(attached) == len(desk.province.deliver()) == 7
        [calendar] = attached[MAIN]
        [event] = calendar.walk("VEVENT")
        assert (calendar["method"], event.decoded("dtstart")) == ("PUBLISH", date(2027, 1, 15))
        assert "status" not in event

    def test_a_cancelled_one_is_taken_out_of_the_calendars(self, desk: Desk) -> None:
        set_one(desk)
        desk.province.clock += timedelta(minutes=1)
        self.open(desk).presses("Hủy hạn", "Đúng, hủy hạn")
        [calendar] = desk.attached()[MAIN]
        [event] = calendar.walk("VEVENT")
        assert (calendar["method"], event["status"]) == ("CANCEL", "CANCELLED")
        assert all("lịch điện thoại" in one.text for one in desk.province.deliver())

    def test_who_is_left_out_takes_it_out_of_the_calendar_and_nobody_else(self, desk: Desk) -> None:
        set_one(desk)
        self.open(desk).presses("Sửa", "Cho ai", "Xã, phường", "‹ Trở lại")
        desk.presses(SAVE_CHANGES)
        attached = desk.attached()
        assert {calendar["method"] for calendars in attached.values() for calendar in calendars} == {"CANCEL"}
        assert set(attached) == {MAIN + n for n in range(3)} | {DEPUTY + n for n in range(3)}

    def test_what_no_calendar_shows_comes_without_a_file(self, desk: Desk) -> None:
        set_one(desk)
        self.open(desk).presses("Sửa", "Biểu mẫu").sends("mau.docx").presses(SAVE_CHANGES)
        rows = desk.province.store.db.execute("SELECT payload FROM outbox WHERE key LIKE '%:changed:%'")
        files = [file for (text,) in rows for file in json.loads(text)["files"]]
        assert {file.get("name") for file in files} == {"mau.docx"}
        assert len(files) == 7

    def test_what_was_reported_stays_so(self, desk: Desk) -> None:
        set_one(desk)
        [kept] = desk.province.store.deadlines.standing()
        desk.province.report(kept, "2027-01-04", "a0")
        self.open(desk).presses("Sửa", "Ngày giờ").types("15/1").presses(SAVE_CHANGES)
        desk.province.deliver()
        assert MAIN not in desk.province.at("2027-01-15 08:00")

    def test_of_a_recurring_one_the_nearest_occurrence_is_moved(self, desk: Desk) -> None:
        desk.begins().types("Báo cáo tháng", "30/11").presses("Lặp lại", "hằng tháng", SAVE)
        desk.province.clock = local("2027-03-01 09:00")
        self.open(desk).presses("Sửa")
        assert "30/3/2027" in desk.text
        desk.presses("Ngày giờ").types("25/3").presses(SAVE_CHANGES)
        [kept] = desk.province.store.deadlines.standing()
        assert (str(kept.first_day), str(kept.first_period)) == ("2027-03-25", "2027-03-30")

    def test_a_change_of_the_ladder_alone_tells_nobody(self, desk: Desk) -> None:
        set_one(desk)
        self.open(desk).presses("Sửa", "Lịch nhắc").types("5 0").presses(SAVE_CHANGES)
        assert desk.province.deliver() == []
        assert list(desk.province.walk("2026-11-24", "2027-01-04")) == ["2026-12-30", "2027-01-04"]

    def test_who_is_left_out_and_who_is_new_hear_just_that(self, desk: Desk) -> None:
        desk.begins().types("Báo cáo", "5/1").presses("Cho ai", "Xã, phường", "‹ Trở lại", SAVE)
        desk.province.deliver()
        self.open(desk).presses("Sửa", "Cho ai", "Xã, phường", "Chọn từng cơ quan", "Sở số 1")
        desk.presses("‹ Trở lại", "‹ Trở lại", SAVE_CHANGES)
        told = {one.person: one.text for one in desk.province.deliver()}
        assert set(told) == {5, MAIN + 1, DEPUTY + 1}
        assert "không phải nộp nữa" in told[5]
        assert "Hạn mới" in told[MAIN + 1]

    def test_a_cancelled_one_ends_for_everybody(self, desk: Desk) -> None:
        set_one(desk)
        desk.province.at("2026-12-04 08:00")
        self.open(desk).presses("Hủy hạn", "Đúng, hủy hạn")
        assert all("thôi nhắc" in one.text for one in desk.province.deliver())
        assert desk.province.walk("2026-12-05", "2027-03-01") == {}

    def test_the_plans_own_keeps_its_day_but_whom_it_concerns_can_be_set(self, desk: Desk) -> None:
        desk.province.owe("2026-12-04", Recurrence.YEARLY, rule="bao-cao-nam", title="Báo cáo năm")
        assert "Hủy hạn" not in self.open(desk).labels
        desk.presses("Sửa")
        assert not {"Tên", "Ngày giờ", "Lặp lại", "Căn cứ"} & set(desk.labels)
        for forged in ("ask:title", "ask:day", "none:source", "cancel:1", "cancel:1:yes"):
            with pytest.raises(NotFound):
                press(desk.deadlines, COORDINATOR, forged, desk.province.clock)
        desk.presses("Cho ai", "Sở, ban, ngành tỉnh", "‹ Trở lại", SAVE_CHANGES)
        [kept] = desk.province.store.deadlines.standing()
        assert kept.audience.kinds == {AgencyKind.DEPARTMENT}


class TestRights:
    def test_focal_points_and_citizens_may_not(self, desk: Desk) -> None:
        set_one(desk)
        for person in (MAIN, 99):
            for data in ("new", "list", "open:1", "edit:1", "cancel:1:yes"):
                with pytest.raises(NotAllowed):
                    press(desk.deadlines, person, data, desk.province.clock)
        assert {outcome for person, _action, _subject, outcome in audited(desk.province.store) if person == MAIN} == {
            "refused"
        }

    def test_who_lost_the_right_in_the_middle_cannot_save(self, desk: Desk) -> None:
        desk.begins().types("Báo cáo", "5/1")
        [grant] = desk.province.store.roles.held_by(COORDINATOR)
        desk.province.store.roles.revoke(grant.id, OWNER, desk.province.clock)
        with pytest.raises(NotAllowed):
            desk.presses(SAVE)
        assert desk.province.store.deadlines.standing() == []

    def test_every_change_is_in_the_audit(self, desk: Desk) -> None:
        set_one(desk)
        assert (COORDINATOR, "manage_deadlines", "deadline 1", "done") in audited(desk.province.store)

    @pytest.mark.parametrize(
        "data",
        [
            "",
            "open",
            "open:x",
            "open:99",
            "open:" + "9" * 30,
            "every:daily",
            "who:nobody",
            "named:x",
            "ask:rule",
            "gone:1",
        ],
    )
    def test_a_forged_button_leads_nowhere(self, desk: Desk, data: str) -> None:
        desk.begins().types("Báo cáo", "5/1")
        with pytest.raises(NotFound):
            press(desk.deadlines, COORDINATOR, data, desk.province.clock)
