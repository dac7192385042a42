"""What the clock does: each thing once, in daytime, and after an outage in one message."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.petitions.codes import shown
from bot.petitions.model import Law, Purpose
from bot.petitions.states import Move, State
from bot.reminders.model import Agency, AgencyKind
from bot.store import Store
from bot.working_days import FILE
from knowledge import Knowledge
from tests.support.desk_world import BINH, DESK, HOLE, LAN, DeskWorld, desk_world
from tests.support.officials import ADMINISTRATOR, COORDINATOR, OFFICER, OWNER, appoint

AN, BAY = OFFICER, COORDINATOR
HEAD = 31
"""The leader of an agency, who holds no role."""
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 by the clock here; 23 November is a Monday, and the 24th a holiday."""
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    for person in (AN, BAY):
        appoint(store, person, world.now)
    world.now = at(23)
    return world


def walk(world: DeskWorld, until: datetime, step: timedelta = timedelta(hours=1)) -> None:
    """Lets the clock tick until then; everything that is to be sent is sent."""
    while world.now < until:
        world.now = min(world.now + step, until)
        world.deliver()
        world.staff.watching.tick(world.now)
    world.deliver()


def led_by(world: DeskWorld, agency: str, person: int) -> None:
    world.store.people.seen(person, world.now)
    world.store.agencies.put(Agency(agency, "Cơ quan", AgencyKind.DEPARTMENT), world.now)
    world.store.agencies.set_leader(agency, person)


def write_corrections(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, "utf-8")


def count(texts: list[str], part: str) -> int:
    return sum(part in text for text in texts)


class TestReminders:
    def test_the_handling_officer_is_reminded_once_on_the_working_day_before(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.press_card(AN, petition, "Tiếp nhận")
        due = petition.due_at.astimezone(HERE)
        assert (due.month, due.day) == (12, 8)
        walk(world, at(6, 20, month=12))
        assert world.told(AN) == []
        walk(world, at(8, 16, month=12))
        assert count(world.told(AN), "sắp đến hạn") == 1
        assert world.told(BAY) == []

    def test_nobody_is_reminded_of_what_is_answered_or_by_whom_it_cannot_be_handled(self, world: DeskWorld) -> None:
        answered, lost = world.petition(), world.petition(person=BINH)
        for petition in (answered, lost):
            world.press_card(AN, petition, "Tiếp nhận")
        world.send(AN, answered, "Xong", Move.ANSWER)
        world.store.roles.revoke(world.store.roles.held_by(AN)[0].id, ADMINISTRATOR, world.now)
        walk(world, at(7, 16, month=12))
        assert world.told(AN) == []

    def test_several_come_in_one_message_after_an_outage(self, world: DeskWorld) -> None:
        for person in (LAN, BINH):
            world.press_card(AN, world.petition(person=person), "Tiếp nhận")
        world.now = at(7, 9, month=12)
        world.staff.watching.tick(world.now)
        [told] = world.told(AN)
        assert told.startswith("2 phản ánh anh/chị đang xử lý")


class TestColours:
    def test_the_card_turns_yellow_and_red_by_itself(self, world: DeskWorld) -> None:
        petition = world.petition()
        colours = []
        for day in (5, 7, 8, 9):
            walk(world, at(day, 19, month=12), timedelta(hours=6))
            colours.append(world.card(petition).reply.plain()[0])
        assert colours == ["🟢", "🟡", "🔴", "🔴"]


class TestMornings:
    def test_coordinators_read_in_the_morning_of_working_days_what_is_late_or_stuck(self, world: DeskWorld) -> None:
        world.petition()
        walk(world, at(26, 7, 29))
        assert world.told(BAY) == []
        walk(world, at(26, 7, 45), timedelta(minutes=5))
        [told] = world.told(BAY)
        assert "1 phản ánh chưa ai tiếp nhận" in told
        walk(world, at(30, 7))
        assert len(world.told(BAY)) == 2, "on Thursday and Friday, not at the weekend"

    def test_no_list_when_all_is_well(self, world: DeskWorld) -> None:
        world.press_card(AN, world.petition(), "Tiếp nhận")
        walk(world, at(27, 20))
        assert world.told(BAY) == []

    def test_missed_mornings_are_not_made_up_for(self, world: DeskWorld) -> None:
        world.petition()
        world.now = at(27, 15)
        world.staff.watching.tick(world.now)
        world.staff.watching.tick(world.now + timedelta(minutes=1))
        assert len(world.told(BAY)) == 1

    def test_a_day_off_that_was_decided_meanwhile_counts_at_once(self, world: DeskWorld, tmp_path: Path) -> None:
        world.petition()
        walk(world, at(26, 8))
        write_corrections(tmp_path / "data", "days_off: [2026-11-27]")
        walk(world, at(27, 20))
        assert count(world.told(BAY), "Chào buổi sáng") == 1

    def test_nothing_is_said_at_night(self, world: DeskWorld) -> None:
        world.press_card(AN, world.petition(), "Tiếp nhận")
        before = len(world.told(LAN))
        for hour in (20, 23, 3, 7):
            world.staff.watching.tick(at(7, hour, month=12))
        assert world.told(AN) + world.told(BAY) == []
        assert len(world.told(LAN)) == before

    def test_a_denunciation_is_listed_for_those_who_may_see_it(self, world: DeskWorld) -> None:
        world.petition("Ông A nhận hối lộ", law=Law.DENUNCIATION)
        walk(world, at(26, 8))
        assert count(world.told(BAY), "chưa ai tiếp nhận") == 1
        assert world.told(AN) == []
        assert world.out(DESK) == []


class TestEscalation:
    def test_the_agency_s_named_leader_is_told_instead(self, world: DeskWorld) -> None:
        led_by(world, "so-noi-vu", HEAD)
        theirs, others = world.petition(), world.petition("Việc khác", BINH, agency="ubnd-tinh")
        walk(world, at(18, 20, month=12))
        [told] = world.told(HEAD)
        assert "đã trễ từ 3 ngày làm việc" in told
        assert "là lãnh đạo cơ quan" in told
        assert shown(theirs.code) in told
        assert shown(others.code) not in told
        [escalated] = [text for text in world.told(BAY) if "đã trễ từ 3" in text]
        assert shown(others.code) in escalated
        assert shown(theirs.code) not in escalated
        assert "là lãnh đạo" not in escalated

    @pytest.mark.parametrize("why", ["unreachable", "removed", "unnamed"])
    def test_without_a_leader_who_can_be_told_it_goes_to_coordinators(self, world: DeskWorld, why: str) -> None:
        led_by(world, "so-noi-vu", HEAD)
        match why:
            case "unreachable":
                world.store.people.unreachable(HEAD, world.now)
            case "removed":
                world.store.agencies.remove("so-noi-vu", world.now)
            case _:
                world.store.agencies.set_leader("so-noi-vu", None)
        world.petition()
        walk(world, at(18, 20, month=12))
        assert world.told(HEAD) == []
        assert count(world.told(BAY), "đã trễ từ 3 ngày làm việc") == 1

    def test_a_denunciation_never_goes_to_the_agency_s_leader(self, world: DeskWorld) -> None:
        led_by(world, "so-noi-vu", HEAD)
        world.petition("Ông A nhận hối lộ", law=Law.DENUNCIATION)
        walk(world, at(18, 20, month=12))
        assert world.out(HEAD) == []
        assert count(world.told(BAY), "đã trễ từ 3 ngày làm việc") == 1

    def test_coordinators_and_leaders_are_told_once_after_three_working_days(self, world: DeskWorld) -> None:
        appoint(world.store, ADMINISTRATOR, world.now)
        petition = world.petition()
        world.press_card(AN, petition, "Tiếp nhận")
        walk(world, at(9, 20, month=12))
        assert count(world.told(ADMINISTRATOR), "đã trễ") == 0
        walk(world, at(18, 20, month=12))
        for person in (BAY, ADMINISTRATOR, OWNER):
            assert count(world.told(person), "đã trễ từ 3 ngày làm việc") == 1
        assert [event.move for event in world.store.petitions.events(petition.id)].count(Move.ESCALATE) == 1
        assert "báo cáo cấp trên" in world.press(AN, f"history:{petition.id}").reply.plain()

    def test_many_come_in_one_message(self, world: DeskWorld) -> None:
        for person in range(2000, 2020):
            world.petition(f"Việc số {person} khác nhau", person)
        world.now = at(18, 9, month=12)
        world.staff.watching.tick(world.now)
        [told] = [text for text in world.told(OWNER) if "đã trễ" in text]
        assert "20 phản ánh" in told
        assert "… và 5 phản ánh nữa" in told


class TestEndings:
    def test_an_answered_petition_is_closed_after_fifteen_days_and_the_citizen_told(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.send(AN, petition, "Xong", Move.ANSWER)
        walk(world, at(8, 8, month=12), timedelta(hours=3))
        assert world.again(petition).state is State.ANSWERED
        walk(world, at(8, 10, month=12))
        assert world.again(petition).state is State.CLOSED
        assert count(world.told(LAN), "đã khép lại") == 1

    def test_the_days_count_from_the_last_answer(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.send(AN, petition, "Xong", Move.ANSWER)
        world.now = at(3, month=12)
        world.send(AN, petition, "Xong hẳn", Move.ANSWER)
        walk(world, at(17, month=12), timedelta(hours=5))
        assert world.again(petition).state is State.ANSWERED
        walk(world, at(19, month=12), timedelta(hours=5))
        assert world.again(petition).state is State.CLOSED

    def test_a_question_without_an_answer_ends_after_a_warning(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.send(AN, petition, "Ở ấp nào?", Move.ASK)
        walk(world, at(17, 20, month=12), timedelta(hours=5))
        assert count(world.told(LAN), "vẫn đang chờ") == 0
        walk(world, at(22, 20, month=12), timedelta(hours=5))
        assert count(world.told(LAN), "vẫn đang chờ") == 1
        assert "Ở ấp nào?" in world.told(LAN)[-1]
        assert world.again(petition).state is State.NEED_INFO
        walk(world, at(23, 20, month=12), timedelta(hours=5))
        assert world.again(petition).state is State.EXPIRED
        assert count(world.told(LAN), "tạm gác") >= 1

    def test_after_an_outage_the_warning_still_comes_three_days_before(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.send(AN, petition, "Ở ấp nào?", Move.ASK)
        world.now = at(29, month=12)
        walk(world, at(31, 10, month=12))
        assert count(world.told(LAN), "vẫn đang chờ") == 1
        assert world.again(petition).state is State.NEED_INFO
        world.now = datetime(2027, 1, 1, 12, tzinfo=HERE)
        world.staff.watching.tick(world.now)
        assert world.again(petition).state is State.EXPIRED

    def test_an_erased_person_needs_no_warning(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.send(AN, petition, "Ở ấp nào?", Move.ASK)
        world.store.petitions.update(petition.id, person_id=None, chat_id=None)
        world.now = at(24, month=12)
        world.staff.watching.tick(world.now)
        assert world.again(petition).state is State.EXPIRED

    @pytest.mark.parametrize(
        ("offered", "words", "told"), [(False, "Đường hư", 1), (True, "Đường hư", 0), (False, "", 0)]
    )
    def test_a_draft_left_lying_goes_with_a_notice(
        self, world: DeskWorld, offered: bool, words: str, told: int
    ) -> None:
        world.store.people.seen(LAN, world.now)
        draft = world.store.drafts.start(LAN, LAN, world.now, offered=offered, purpose=Purpose.PETITION)
        world.store.drafts.set_words(draft.id, 1, words, world.now)
        walk(world, at(30, 8))
        assert world.store.drafts.of_person(LAN) is not None
        walk(world, at(30, 12))
        assert world.store.drafts.of_person(LAN) is None
        assert count(world.told(LAN), "23/11/2026 chưa được gửi") == told


class TestTrouble:
    def test_the_card_says_that_the_citizen_cannot_be_reached(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.store.people.unreachable(LAN, world.now)
        cards = len(world.out(DESK))
        walk(world, at(23, 12))
        assert "đã chặn bot" in world.card(petition).reply.plain()
        assert len(world.out(DESK)) == cards + 1

    def test_what_reached_nobody_is_shown_again_each_day_and_said(
        self, store: Store, knowledge: Knowledge, tmp_path: Path
    ) -> None:
        world = desk_world(store, knowledge, tmp_path)
        world.now = at(23)
        petition = world.petition()
        store.db.execute("UPDATE outbox SET status = 'failed'")
        assert "chưa tới được ai" in world.staff.setting.overview(OWNER, world.now).plain()
        for hour in (10, 11):
            world.staff.watching.tick(at(23, hour))
        assert len(world.out(OWNER)) == 3, "the card, the alarm, and the card again"
        assert world.told(OWNER) == [text for text in world.told(OWNER) if "chưa có nhóm" in text]
        store.db.execute("UPDATE outbox SET status = 'failed'")
        world.has_desk()
        world.staff.watching.tick(at(24, 8))
        assert world.card(petition).reply.blocks

    def test_a_group_that_does_not_take_the_card_is_an_alarm(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.store.db.execute("UPDATE outbox SET status = 'failed'")
        for hour in (10, 11):
            world.staff.watching.tick(at(23, hour))
        [told] = world.told(OWNER)
        assert "chưa tới được ai" in told
        assert world.card(petition)

    def test_a_card_that_was_seen_and_is_lost_comes_again_without_an_alarm(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.deliver()
        world.store.move_chat(DESK, -700)
        world.staff.watching.tick(at(23, 10))
        assert world.card(petition, -700)
        assert world.told(OWNER) == []

    def test_a_group_found_lost_when_something_was_to_be_sent(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.deliver()
        world.store.desks.left(DESK, world.now)
        for minute in (1, 2):
            world.staff.watching.tick(at(23, 10, minute))
        assert world.card(petition, AN)
        assert count(world.told(OWNER), "không còn ở trong nhóm") == 1

    def test_what_cannot_be_done_keeps_nothing_else_from_being_done(
        self, world: DeskWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        petition = world.petition()
        world.send(AN, petition, "Xong", Move.ANSWER)
        broken = world.petition("Việc khác", BINH)
        world.store.db.execute("UPDATE petitions SET category = 'x', due_at = 'x' WHERE id = ?", [broken.id])
        with pytest.raises(ValueError, match="isoformat"):
            world.staff.watching.tick(at(9, month=12))
        assert world.again(petition).state is State.CLOSED


def test_a_month_goes_by_with_each_thing_said_once(world: DeskWorld) -> None:
    """Four petitions: one answered, one left alone, one asked about, one late."""
    answered, alone, asked, late = (world.petition(f"{HOLE} {n}", LAN + n) for n in range(4))
    for petition in (answered, asked, late):
        world.press_card(AN, petition, "Tiếp nhận")
    world.send(AN, answered, "Xong", Move.ANSWER)
    world.send(AN, asked, "Ở đâu?", Move.ASK)
    walk(world, at(24, 20, month=12))
    states = [world.again(petition).state for petition in (answered, alone, asked, late)]
    assert states == [State.CLOSED, State.RECEIVED, State.EXPIRED, State.ACCEPTED]
    keys = [row["key"] for row in world.store.db["outbox"].rows]
    assert len(keys) == len(set(keys))
    assert count(world.told(AN), "sắp đến hạn") == 1
    assert count(world.told(OWNER), "đã trễ") == 1
    assert count(world.told(BAY), "Chào buổi sáng") == 21, "every working day once it is stuck"
    for person, least in ((LAN, 3), (LAN + 1, 0), (LAN + 2, 4), (LAN + 3, 1)):
        assert len(world.told(person)) == least
