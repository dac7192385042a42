"""What officers write reaches the citizen only after one more tap."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.petitions.codes import shown
from bot.petitions.desk import Forestalled, Officer
from bot.petitions.model import NewFile, Petition
from bot.petitions.pressing import Pressed
from bot.petitions.states import Move, State
from bot.petitions.writing import Prompt, Written
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import BINH, DESK, LAN, DeskWorld, desk_world
from tests.support.officials import COORDINATOR, OFFICER, STRANGER, appoint, audited

AN, BAY = OFFICER, COORDINATOR


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    for person in (AN, BAY):
        appoint(store, person, world.now)
    return world


def labels(shown_: Prompt | Pressed) -> list[str]:
    return [button.label for row in shown_.reply.buttons for button in row]


def number(prompt: Prompt) -> str:
    """Of the words that were kept."""
    return prompt.about.rpartition(":")[2]


def confirm(world: DeskWorld, officer: int, prompt: Prompt, use: Move, more: str = "") -> Pressed:
    return world.press(officer, f"send:{number(prompt)}:{use}{more}")


def test_nothing_is_sent_before_the_tap(world: DeskWorld) -> None:
    petition = world.petition()
    prompt, _message = world.write(AN, petition, "Đã sửa xong")
    assert labels(prompt) == [
        "Gửi cho người dân",
        "Hỏi thêm người dân",
        "Chỉ ghi chú nội bộ",
        "Từ chối với lý do này",
        "Từ chối, nêu nơi có thẩm quyền",
        "Bỏ",
    ]
    assert world.told(LAN) == []
    confirm(world, AN, prompt, Move.ANSWER)
    [told] = world.told(LAN)
    assert "Đã sửa xong" in told
    assert "Sở Nội vụ" in told


@pytest.mark.parametrize(
    ("use", "offered"),
    [
        ("answer", ["Gửi cho người dân", "Chỉ ghi chú nội bộ", "Bỏ"]),
        ("ask", ["Hỏi thêm người dân", "Chỉ ghi chú nội bộ", "Bỏ"]),
        ("note", ["Chỉ ghi chú nội bộ", "Bỏ"]),
        ("decline", ["Từ chối với lý do này", "Chỉ ghi chú nội bộ", "Từ chối, nêu nơi có thẩm quyền", "Bỏ"]),
    ],
)
def test_a_reply_to_a_question_of_the_bot_is_offered_for_that(world: DeskWorld, use: str, offered: list[str]) -> None:
    prompt, _message = world.write(AN, world.petition(), "Lời", use=use)
    assert labels(prompt) == offered


@pytest.mark.parametrize(
    ("use", "state", "told"),
    [
        (Move.ANSWER, State.ANSWERED, "đã có trả lời"),
        (Move.ASK, State.NEED_INFO, "cán bộ hỏi"),
        (Move.DECLINE, State.DECLINED, "Lý do"),
    ],
)
def test_what_the_words_become(world: DeskWorld, use: Move, state: State, told: str) -> None:
    petition = world.petition()
    world.send(AN, petition, "Những lời này", use)
    assert world.again(petition).state is state
    assert world.again(petition).handler_id == AN
    assert "Những lời này" in world.told(LAN)[-1]


class TestWhoIsCompetent:
    def test_is_picked_and_read_by_the_citizen_in_a_line_of_its_own(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(AN, petition, "Việc này do Tòa án giải quyết", use="decline")
        picking = world.press(AN, f"whose:{number(prompt)}:0")
        assert "Ban Dân vận Tỉnh ủy" in labels(picking)
        assert "Sở Nội vụ" not in labels(picking)
        picked = world.press(AN, f"competent:{number(prompt)}:ubnd-tinh")
        assert picked.about == prompt.about, "it takes the place of the question"
        assert "Nơi có thẩm quyền: UBND tỉnh" in picked.reply.plain()
        assert labels(picked) == ["Từ chối với lý do này", "Chỉ ghi chú nội bộ", "Nêu nơi khác", "Bỏ"]
        assert world.told(LAN) == [], "nothing is sent before the tap"
        confirm(world, AN, prompt, Move.DECLINE)
        assert "\nNơi có thẩm quyền: UBND tỉnh\n" in world.told(LAN)[-1]
        assert "→ UBND tỉnh: Việc này" in world.press(BAY, f"history:{petition.id}").reply.plain()

    def test_is_typed_where_no_list_has_it(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(AN, petition, "Việc của Tòa án", use="decline")
        asked = world.press(AN, f"whose:{number(prompt)}:0")
        meant = world.staff.writing.meant(asked.about, "")
        assert meant == (petition.id, f"competent:{number(prompt)}")
        again, _message = world.write(AN, petition, "Tòa án nhân dân \n khu vực 9", use=meant[1])
        assert again.about == prompt.about
        assert world.store.db["staff_drafts"].count == 1, "the name is no message of its own"
        confirm(world, AN, again, Move.DECLINE)
        assert "Nơi có thẩm quyền: Tòa án nhân dân khu vực 9" in world.told(LAN)[-1]

    def test_is_left_out_where_nobody_is(self, world: DeskWorld) -> None:
        world.send(AN, world.petition(), "Không rõ việc gì", Move.DECLINE)
        assert "thẩm quyền" not in world.told(LAN)[-1]

    def test_is_told_to_all_who_were_joined(self, world: DeskWorld) -> None:
        first, second = world.petition(), world.petition(person=BINH)
        world.press(AN, f"into:{second.id}:{first.id}")
        prompt, _message = world.write(AN, first, "Việc của Tòa án")
        world.press(AN, f"competent:{number(prompt)}:ubnd-tinh")
        confirm(world, AN, prompt, Move.DECLINE)
        assert all("Nơi có thẩm quyền: UBND tỉnh" in world.told(person)[-1] for person in (LAN, BINH))

    def test_is_no_matter_of_an_answer(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(AN, petition, "Đã sửa")
        world.press(AN, f"competent:{number(prompt)}:ubnd-tinh")
        confirm(world, AN, prompt, Move.ANSWER)
        assert world.store.petitions.events(petition.id)[-1].details == {}

    @pytest.mark.parametrize("data", ["competent:{}:nowhere", "whose:99:0", "competent:99:ubnd-tinh", "whose:{}:x"])
    def test_forged_buttons_lead_nowhere_and_are_kept(self, world: DeskWorld, data: str) -> None:
        prompt, _message = world.write(AN, world.petition(), "Việc của Tòa án")
        with pytest.raises(NotFound):
            world.press(AN, data.format(number(prompt)))
        assert audited(world.store)[-1][-1] == "refused"

    def test_is_said_only_by_who_wrote_the_words(self, world: DeskWorld) -> None:
        prompt, _message = world.write(AN, world.petition(), "Việc của Tòa án")
        for data in ("whose:{}:0", "competent:{}:ubnd-tinh"):
            with pytest.raises(NotAllowed):
                world.press(BAY, data.format(number(prompt)))
        with pytest.raises(NotFound):
            world.write(AN, world.petition(), " ", use=f"competent:{number(prompt)}")


def test_a_note_never_leaves(world: DeskWorld) -> None:
    petition = world.petition()
    world.send(AN, petition, "Ông này hay phản ánh", Move.NOTE)
    world.send(AN, petition, "Đã sửa", Move.ANSWER)
    assert not any("hay phản ánh" in text for text in world.told(LAN))
    assert "hay phản ánh" in world.press(BAY, f"history:{petition.id}").reply.plain()


def test_discarding(world: DeskWorld) -> None:
    prompt, _message = world.write(AN, world.petition(), "Viết nhầm")
    number = prompt.about.rpartition(":")[2]
    world.press(AN, f"drop:{number}")
    with pytest.raises(NotFound):
        world.press(AN, f"send:{number}:answer")
    assert world.told(LAN) == []


def test_only_the_writer_sends_and_only_once(world: DeskWorld) -> None:
    prompt, _message = world.write(AN, world.petition(), "Đã sửa")
    with pytest.raises(NotAllowed):
        confirm(world, BAY, prompt, Move.ANSWER)
    confirm(world, AN, prompt, Move.ANSWER)
    with pytest.raises(NotFound, match="đã được dùng"):
        confirm(world, AN, prompt, Move.ANSWER)
    assert len(world.told(LAN)) == 1
    assert [row[-1] for row in audited(world.store)] == ["refused", "done", "refused"]


def test_who_holds_no_role_is_not_kept(world: DeskWorld) -> None:
    petition = world.petition()
    with pytest.raises(NotAllowed):
        world.write(STRANGER, petition, "Để tôi trả lời")
    assert world.store.db["staff_drafts"].count == 0
    assert audited(world.store) == [(STRANGER, "handle_petitions", f"petition {petition.id}", "refused")]


class TestEdits:
    def edit(self, world: DeskWorld, message: int, words: str, officer: int = AN) -> Prompt | None:
        return world.staff.writing.rewrite(Officer(officer, DESK), Written(message, words), world.now)

    def test_before_the_tap_the_words_follow(self, world: DeskWorld) -> None:
        prompt, message = world.write(AN, world.petition(), "Đã sữa")
        edited = self.edit(world, message, "Đã sửa")
        assert edited is not None
        assert edited.about == prompt.about
        confirm(world, AN, prompt, Move.ANSWER)
        assert "Đã sửa" in world.told(LAN)[-1]
        assert "sữa" not in world.told(LAN)[-1]

    def test_after_the_answer_was_sent_a_correction_is_offered(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, message = world.write(AN, petition, "Xong ngày 12")
        confirm(world, AN, prompt, Move.ANSWER)
        edited = self.edit(world, message, "Xong ngày 22")
        assert edited is not None
        assert labels(edited) == ["Gửi cho người dân", "Chỉ ghi chú nội bộ", "Bỏ"]
        assert len(world.told(LAN)) == 1
        confirm(world, AN, edited, Move.ANSWER)
        assert "Xong ngày 22" in world.told(LAN)[-1]
        assert "đính chính" in world.told(LAN)[-1] or "sửa lại" in world.told(LAN)[-1]

    def test_the_same_words_an_unknown_message_and_somebody_else_s_change_nothing(self, world: DeskWorld) -> None:
        _prompt, message = world.write(AN, world.petition(), "Đã sửa")
        assert self.edit(world, message, "Đã sửa") is None
        assert self.edit(world, 1, "Đã sửa") is None
        assert self.edit(world, message, "Chưa sửa", BAY) is None


class TestForestalled:
    def test_an_answer_written_while_somebody_else_answered_is_held_back(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(BAY, petition, "Đang xem xét")
        world.send(AN, petition, "Đã sửa", Move.ANSWER)
        held = confirm(world, BAY, prompt, Move.ANSWER)
        assert "Cán đã làm trước" in held.reply.plain()
        assert len(world.told(LAN)) == 1
        world.press(BAY, held.reply.buttons[0][0].data.removeprefix("s:"))
        assert "Đang xem xét" in world.told(LAN)[-1]

    def test_and_a_third_one_holds_it_back_again(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(BAY, petition, "Đang xem xét")
        world.send(AN, petition, "Một", Move.ANSWER)
        held = confirm(world, BAY, prompt, Move.ANSWER)
        world.send(AN, petition, "Hai", Move.ANSWER)
        again = world.press(BAY, held.reply.buttons[0][0].data.removeprefix("s:"))
        assert "Cán đã làm trước" in again.reply.plain()
        assert len(world.told(LAN)) == 2

    def test_what_is_not_possible_any_more_is_said(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(BAY, petition, "Hỏi chút")
        world.send(AN, petition, "Đã sửa", Move.ANSWER)
        with pytest.raises(Forestalled, match="Cán đã làm trước"):
            confirm(world, BAY, prompt, Move.ASK)

    def test_a_note_is_always_welcome(self, world: DeskWorld) -> None:
        petition = world.petition()
        prompt, _message = world.write(BAY, petition, "Ghi lại")
        world.send(AN, petition, "Đã sửa", Move.ANSWER)
        assert "ghi chú nội bộ" in confirm(world, BAY, prompt, Move.NOTE).reply.plain()


class TestFiles:
    def photo(self, message: int) -> NewFile:
        return NewFile(message, "photo", f"file{message}", f"unique{message}")

    def keep(
        self, world: DeskWorld, petition: Petition, message: int, words: str = "", album: str | None = None
    ) -> Prompt:
        written = Written(message, words, (self.photo(message),), album)
        return world.staff.writing.keep(Officer(AN, DESK), petition.id, "card", written, world.now)

    def test_go_with_the_words(self, world: DeskWorld) -> None:
        prompt = self.keep(world, world.petition(), 1, "Đã sửa, ảnh kèm theo")
        assert "kèm 1 tệp" in prompt.reply.plain()
        confirm(world, AN, prompt, Move.ANSWER)
        assert [file.file_id for file in world.out(LAN)[-1].files] == ["file1"]

    def test_an_album_in_pieces_is_one_answer(self, world: DeskWorld) -> None:
        petition = world.petition()
        first = self.keep(world, petition, 1, "Trước và sau", "a")
        second = self.keep(world, petition, 2, "", "a")
        assert first.about == second.about
        confirm(world, AN, second, Move.ANSWER)
        [told] = world.out(LAN)
        assert [file.file_id for file in told.files] == ["file1", "file2"]
        assert "Trước và sau" in told.reply.plain()

    def test_a_question_needs_words(self, world: DeskWorld) -> None:
        prompt = self.keep(world, world.petition(), 1)
        with pytest.raises(NotFound, match="Chưa có lời"):
            confirm(world, AN, prompt, Move.ASK)

    def test_joined_petitions_get_them_too(self, world: DeskWorld) -> None:
        first, second = world.petition(), world.petition(person=1002)
        world.press(AN, f"into:{second.id}:{first.id}")
        confirm(world, AN, self.keep(world, first, 1, "Xong"), Move.ANSWER)
        assert [file.file_id for file in world.out(1002)[-1].files] == ["file1"]


class TestMeaning:
    def test_of_messages_the_bot_sent(self, world: DeskWorld) -> None:
        meant = world.staff.writing.meant
        assert meant("card:7", "") == (7, "card")
        assert meant("card:7:staff:ask", "") == (7, "ask")
        assert meant("card:7:staff:event:12", "") == (7, "event")
        assert meant("card:7:reply:3", "") == (7, "card")
        assert meant("petition:7", "") is None
        assert meant("card:7:other", "") is None
        assert meant(None, "") is None

    def test_of_an_old_or_forwarded_card_its_first_line_tells(self, world: DeskWorld) -> None:
        petition = world.petition()
        line = f"🟢 {shown(petition.code)} · Phản ánh · Hạ tầng"
        assert world.staff.writing.meant(None, line) == (petition.id, "card")
        assert world.staff.writing.meant(None, "🟢 K7M-4QX-P29 · Phản ánh") is None


def test_ready_texts_are_filled_in(world: DeskWorld) -> None:
    petition = world.petition()
    asked = world.press_card(AN, petition, "Trả lời")
    text = world.press(AN, asked.reply.buttons[0][0].data.removeprefix("s:"))
    assert shown(petition.code) in text.reply.plain()
    assert "Sở Nội vụ" in text.reply.plain()
    assert text.about == f"card:{petition.id}:staff:answer"
    with pytest.raises(NotFound):
        world.press(AN, f"canned:{petition.id}:answer:none")


def test_what_the_citizen_added_later_does_not_hold_back_the_answer(world: DeskWorld) -> None:
    petition = world.petition()
    prompt, _message = world.write(AN, petition, "Đã sửa")
    world.now += timedelta(minutes=1)
    world.citizen(petition, Move.ADD, "Còn một ổ gà nữa")
    confirm(world, AN, prompt, Move.ANSWER)
    assert world.again(petition).state is State.ANSWERED
