"""Reports as focal points and coordinators meet them in Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.petitions.model import NewFile
from bot.reminders.model import Agency, AgencyKind, ReportState
from bot.roles import Role
from bot.store import Store
from handlers.context import Deps
from tests.handlers.conftest import NOW, QUICK, running
from tests.handlers.dialogue import seen, verify
from tests.support.officials import COORDINATOR, OWNER, appoint, audited
from tests.telegram_server import Group, Message, Person, Query, TelegramServer

MORNING = NOW.replace(day=27, hour=1)
"""08:00 by the clock of the place, a week before the report of the year is due."""


@pytest.fixture
def coordinator(server: TelegramServer, store: Store) -> Person:
    appoint(store, COORDINATOR, NOW)
    return server.person(COORDINATOR, first_name="Điều", wrote=True)


@pytest.fixture
def focal(lan: Person, store: Store) -> Person:
    """Lan answers for an agency."""
    return answering(lan, store)


@pytest.fixture
async def ticking(
    deps: Deps, server: TelegramServer, coordinator: Person, focal: Person
) -> AsyncIterator[TelegramServer]:
    """The bot on the morning when the reminder goes out."""
    deps.store.worklist.mark(f"digest:{MORNING:%F}", MORNING)  # else it may come between any two others
    async with running(replace(deps, clock=lambda: MORNING), server, replace(QUICK, tick=0.02)):
        await focal.receives()
        yield server


def answering(person: Person, store: Store) -> Person:
    store.agencies.put(Agency("so-noi-vu", "Sở Nội vụ", AgencyKind.DEPARTMENT), NOW)
    store.people.seen(person.id, NOW)
    grant = store.roles.add(person.id, Role.FOCAL_POINT, "so-noi-vu", "Lan", OWNER, NOW)
    store.focal_points.add(grant.id, "so-noi-vu", person.id, NOW)
    return person


async def press(server: TelegramServer, person: Person, message: Message, label: str) -> Query:
    query = person.presses(message, label)
    assert query is not None
    await server.wait_for(lambda: query.answered)
    await server.wait_until_quiet()
    return query


async def forge(server: TelegramServer, person: Person, data: str) -> Query:
    """Presses a button which the person's client made up."""
    person.last.reply_markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    return await press(server, person, person.last, "x")


def told(person: Person, text: str) -> bool:
    """Whether somebody was told so in the newest message."""
    return bool(person.inbox) and text in seen(person.last)


def got_file(person: Person) -> bool:
    return any("document" in message.content for message in person.inbox if message.by_bot)


def refusals(store: Store) -> list[tuple[int, str]]:
    return [(person, action) for person, action, _subject, outcome in audited(store) if outcome == "refused"]


async def test_from_the_reminder_to_the_confirmation(
    ticking: TelegramServer, focal: Person, coordinator: Person, store: Store
) -> None:
    turns = [
        ("[✅ Đã gửi báo cáo]", "Đã ghi nhận: Sở Nội vụ đã gửi “Báo cáo năm”", "[Chưa có số]"),
        ("tui gửi hồi sáng, số 12/BC-SNV ngày 26/11", "Số 12/BC-SNV ngày 26/11/2026"),
    ]
    await verify(ticking, focal, turns)
    await ticking.wait_for(lambda: told(coordinator, "Số 12/BC-SNV"))
    focal.sends_document(b"%PDF", name="bao-cao.pdf", mime_type="application/pdf")
    await ticking.wait_for(lambda: told(focal, "Kèm 1 tệp"))
    await ticking.wait_for(lambda: got_file(coordinator))
    await ticking.wait_until_quiet()
    [card] = [message for message in coordinator.inbox if "Xác nhận" in message.buttons]
    assert "Kèm 1 tệp" in card.text
    await press(ticking, coordinator, card, "Xác nhận")
    assert "Điều đã xác nhận" in card.text
    assert card.buttons == ["Mở lại"]
    await ticking.wait_for(lambda: told(focal, "đã được xác nhận"))
    assert [row["state"] for row in store.db["reports"].rows] == [ReportState.CONFIRMED]


async def test_a_number_is_put_right_by_editing_the_message(
    ticking: TelegramServer, focal: Person, coordinator: Person
) -> None:
    await verify(ticking, focal, [("[✅ Đã gửi báo cáo]", "Đã ghi nhận")])
    message = focal.says("12/BC-SNV ngày 26/11")
    answer = await focal.receives()
    assert "Số 12/BC-SNV" in answer.text
    await ticking.wait_for(lambda: told(coordinator, "Số 12/BC-SNV"))
    shown = len(focal.inbox)
    focal.edits(message, "21/BC-SNV ngày 26/11")
    await ticking.wait_for(lambda: "Số 21/BC-SNV ngày 26/11/2026" in answer.text)
    await ticking.wait_for(lambda: told(coordinator, "Số 21/BC-SNV"))
    assert len(focal.inbox) == shown, "the answer is changed in its place"
    await press(ticking, coordinator, coordinator.last, "Xác nhận")
    await ticking.wait_for(lambda: told(focal, "đã được xác nhận"))
    focal.edits(message, "22/BC-SNV ngày 26/11")
    await ticking.wait_for(lambda: told(focal, "nhờ Điều bấm “Mở lại”"))
    assert "Số 21/BC-SNV" in answer.text
    await press(ticking, coordinator, coordinator.last, "Mở lại")
    await ticking.wait_for(lambda: told(focal, "được mở lại"))
    focal.edits(message, "22/BC-SNV ngày 26/11/2026")
    await ticking.wait_for(lambda: "Số 22/BC-SNV" in answer.text)


async def test_edits_of_anything_else_are_questions(ticking: TelegramServer, focal: Person) -> None:
    message = focal.says("hạn báo cáo năm là ngày nào")
    answer = await focal.receives()
    focal.edits(message, "mục tiêu của kế hoạch là gì")
    await ticking.wait_for(lambda: "5/12" not in answer.text)


async def test_returned_for_a_reason(ticking: TelegramServer, focal: Person, coordinator: Person) -> None:
    await verify(ticking, focal, [("[✅ Đã gửi báo cáo]", "Đã ghi nhận")])
    await ticking.wait_for(lambda: told(coordinator, "Sở Nội vụ: Báo cáo năm"))
    turns = [("[Trả lại]", "Vì sao trả lại"), ("Thiếu số liệu mục 3?", "Điều đã trả lại", "Thiếu số liệu mục 3?")]
    await verify(ticking, coordinator, turns)
    await ticking.wait_for(lambda: told(focal, "Thiếu số liệu mục 3?"))
    await verify(ticking, focal, [("[✅ Đã gửi lại báo cáo]", "Đã ghi nhận")])
    await ticking.wait_for(lambda: told(coordinator, "[Xác nhận]"))


async def test_of_two_coordinators_one_wins(
    ticking: TelegramServer, focal: Person, coordinator: Person, store: Store
) -> None:
    other = ticking.person(14, first_name="Phối", wrote=True)
    store.people.seen(other.id, NOW)
    store.roles.add(other.id, Role.COORDINATOR, None, "Phối", OWNER, NOW)
    await verify(ticking, focal, [("[✅ Đã gửi báo cáo]", "Đã ghi nhận")])
    await ticking.wait_for(lambda: told(coordinator, "Báo cáo năm") and told(other, "Báo cáo năm"))
    [query, late] = [person.presses(person.last, "Xác nhận") for person in (coordinator, other)]
    assert query is not None
    assert late is not None
    await ticking.wait_for(lambda: query.answered and late.answered)
    assert "Điều đã xác nhận báo cáo này rồi" in late.text
    await ticking.wait_for(lambda: told(other, "Điều đã xác nhận"))
    assert refusals(store) == [(other.id, "judge_reports")]


async def test_put_off_and_reminded_again(deps: Deps, server: TelegramServer, focal: Person) -> None:
    moment = [MORNING]
    async with running(replace(deps, clock=lambda: moment[0]), server, replace(QUICK, tick=0.02)):
        await focal.receives()
        turns = [
            ("[Nhắc lại sau]", "[1 giờ nữa]", "[Chiều nay]", "[Sáng mai]", "[Chọn ngày]"),
            ("chừng nào rảnh", "chưa rõ là lúc nào"),
            ("5/12", "trễ mất", "[Nhắc tôi lúc 16:00 04/12]"),
            ("[Lúc khác]", "[1 giờ nữa]"),
            ("2 giờ nữa", "10:00 thứ Sáu 27/11/2026"),
        ]
        await verify(server, focal, turns)
        before = len(focal.inbox)
        moment[0] = MORNING.replace(hour=3)
        await server.wait_for(lambda: len(focal.inbox) > before)
        assert "Nhắc hạn: Báo cáo năm" in focal.last.text
        await asyncio.sleep(0.1)
        assert len(focal.inbox) == before + 1


async def test_a_day_is_chosen_from_the_calendar(ticking: TelegramServer, focal: Person) -> None:
    turns = [
        ("[Nhắc lại sau]", "[Chọn ngày]"),
        ("[Chọn ngày]", "Tháng 11/2026", "[T2]", "[30]", "![27]"),
        ("[12/2026 ›]", "[4]", "![5]"),
        ("[2]", "08:00 thứ Tư 02/12/2026"),
    ]
    await verify(ticking, focal, turns)


async def test_told_in_words(ticking: TelegramServer, focal: Person, coordinator: Person) -> None:
    await verify(ticking, focal, [("tui gửi bc rồi, số 12/BC-UBND ngày 26/11", "đã ghi nhận", "Số 12/BC-UBND")])
    await ticking.wait_for(lambda: told(coordinator, "Số 12/BC-UBND"))


@pytest.mark.parametrize("said", ["gửi báo cáo cho ai?", "nộp báo cáo chưa?", "báo cáo năm nộp khi nào"])
async def test_questions_are_answered_as_always(
    ticking: TelegramServer, focal: Person, store: Store, said: str
) -> None:
    await verify(ticking, focal, [(said, "!ghi nhận")])
    assert store.db["reports"].count == 0


async def test_of_citizens_the_same_words_are_a_question(bot: TelegramServer, lan: Person, store: Store) -> None:
    await verify(bot, lan, [("tui gửi bc rồi, số 12/BC-UBND", "!ghi nhận")])
    assert store.db["reports"].count == 0


async def test_the_report_itself_is_enough(ticking: TelegramServer, focal: Person, coordinator: Person) -> None:
    focal.sends_document(b"%PDF", name="bao-cao.pdf", mime_type="application/pdf", caption="báo cáo năm 12/BC-SNV")
    await ticking.wait_for(lambda: told(focal, "Số 12/BC-SNV. Kèm 1 tệp"))
    await ticking.wait_for(lambda: got_file(coordinator))


async def test_the_form_comes_below(deps: Deps, server: TelegramServer, focal: Person, store: Store) -> None:
    stored = server.world.store(b"bieu", "document", "bieu.docx")
    form = store.attachments.add(1, NewFile(1, "document", stored.file_id, stored.unique_id, "bieu.docx", None, 4), NOW)
    store.db.execute("UPDATE deadlines SET template_id = ?", [form])
    async with running(replace(deps, clock=lambda: MORNING), server, replace(QUICK, tick=0.02)):
        reminder = await focal.receives()
        await press(server, focal, reminder, "Tải biểu mẫu")
        assert focal.last.content["document"]["file_name"] == "bieu.docx"
        assert "Nhắc lại sau" in reminder.buttons, "the reminder stays as it was"
        store.db.execute("UPDATE deadlines SET template_id = NULL")
        await press(server, focal, reminder, "Tải biểu mẫu")
        assert "không có biểu mẫu" in focal.last.text


async def test_asking_goes_to_the_plan(ticking: TelegramServer, focal: Person) -> None:
    turns = [
        ("[Hỏi]", "cứ hỏi tôi bất cứ điều gì", "[Nội dung báo cáo định kỳ]"),
        ("[Nội dung báo cáo định kỳ]", "IV"),
    ]
    await verify(ticking, focal, turns)


async def test_huy_ends_it(ticking: TelegramServer, focal: Person) -> None:
    await verify(ticking, focal, [("[✅ Đã gửi báo cáo]",), ("/huy", "giữ nguyên"), ("12", "!Số 12")])


@pytest.mark.parametrize("data", ["b:done:999", "b:yes:1", "b:form:999", "b:told:1:2026-12-04:999", "b:nonsense", "b:"])
async def test_forged_buttons_get_a_polite_no(
    ticking: TelegramServer, lan: Person, binh: Person, store: Store, data: str
) -> None:
    await verify(ticking, binh, [("xin chào",)])
    query = await forge(ticking, binh, data)
    assert query.alert
    assert query.text
    assert len(refusals(store)) == 1
    assert store.db["reports"].count == 0


async def test_who_was_removed_gets_a_polite_no(ticking: TelegramServer, focal: Person, store: Store) -> None:
    [grant] = store.roles.held_by(focal.id)
    store.roles.revoke(grant.id, OWNER, NOW)
    query = await press(ticking, focal, focal.last, "✅ Đã gửi báo cáo")
    assert query.alert
    assert refusals(store) == [(focal.id, "report")]


async def test_a_button_that_comes_twice_counts_once(
    ticking: TelegramServer, focal: Person, coordinator: Person
) -> None:
    reminder = focal.last
    [first, second] = [focal.presses(reminder, "✅ Đã gửi báo cáo") for _ in range(2)]
    assert first is not None
    assert second is not None
    await ticking.wait_for(lambda: first.answered and second.answered)
    await ticking.wait_until_quiet()
    assert "đã được ghi nhận" in seen(reminder)
    assert ["Xác nhận" in message.buttons for message in coordinator.inbox].count(True) == 1


async def test_in_a_group_the_buttons_do_nothing(bot: TelegramServer, group: Group, lan: Person, store: Store) -> None:
    answering(lan, store)
    lan.says("@tro_ly_thu_bot xin chào", chat=group)
    await bot.wait_for(lambda: group.from_bot)
    message = group.from_bot[-1]
    message.reply_markup = {"inline_keyboard": [[{"text": "x", "callback_data": "b:done:1"}]]}
    query = await press(bot, lan, message, "x")
    assert query.alert
    assert refusals(store) == [(lan.id, "press_button")]
