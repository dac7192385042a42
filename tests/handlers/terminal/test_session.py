"""Several people in one terminal: who types where, and what the others are told."""

from __future__ import annotations

from bot.outgoing import Outgoing
from bot.replies import Button, Reply
from bot.store import Store
from handlers.context import Deps
from handlers.terminal.names import GROUP, SELF, number_of
from tests.handlers.conftest import NOW
from tests.handlers.terminal.conftest import talk

LAN = number_of("lan")
LANGUAGES = (Button("Tiếng Việt", "l:vi"), Button("English", "l:en"))


def tell(store: Store, chat_id: int, text: str, buttons: tuple[Button, ...] = ()) -> None:
    """What a service would leave in the outbox for a chat."""
    reply = Reply(Reply.of(text).blocks, (buttons,) if buttons else ())
    store.outbox.add(f"test:{chat_id}:{text}", Outgoing(chat_id, reply), NOW)


def test_each_person_has_a_chat_of_their_own(deps: Deps) -> None:
    talk(deps, "hạn báo cáo", ":as lan", "mục tiêu", ":as Bình", "kinh phí", ":as LAN", "dân vận là gì")
    asked = [(row["chat_id"], row["person_id"], row["text"]) for row in deps.store.db["questions"].rows]
    binh = number_of("bình")
    assert asked == [
        (SELF, SELF, "hạn báo cáo"),
        (LAN, LAN, "mục tiêu"),
        (binh, binh, "kinh phí"),
        (LAN, LAN, "dân vận là gì"),
    ]


def test_in_the_group_the_same_person_types(deps: Deps) -> None:
    shown = talk(deps, ":as lan", ":nhom", "@terminal_bot hạn báo cáo năm", "nói chuyện riêng", ":reply #2 mục tiêu")
    asked = [(row["chat_id"], row["person_id"], row["text"]) for row in deps.store.db["questions"].rows]
    assert asked == [(GROUP, LAN, "hạn báo cáo năm"), (GROUP, LAN, "mục tiêu")]
    assert "── nhóm cán bộ ──" in shown
    assert "#2 ↪ #1 Trước ngày 05/12" in shown
    assert "(#4)" in shown


def test_what_is_due_to_other_chats_is_shown_after_each_line(deps: Deps) -> None:
    tell(deps.store, LAN, "Đã tiếp nhận.")
    tell(deps.store, GROUP, "Thẻ mới.", LANGUAGES)
    shown = talk(deps, ":who")
    assert "── lan ──" not in shown
    assert f"── người số {LAN} ──\nĐã tiếp nhận.\n\n── nhóm cán bộ ──\n#1 Thẻ mới.\n[Tiếng Việt]  [English]\n" in shown
    assert deps.store.db["outbox"].count_where("status = 'sent'") == 2


def test_what_is_due_to_real_people_waits_for_the_service(deps: Deps) -> None:
    tell(deps.store, 123456789, "Chỉ dành cho người thật.")
    tell(deps.store, -1001234567890, "Chỉ dành cho nhóm thật.")
    assert "Chỉ dành" not in talk(deps, "hạn báo cáo", ":as lan", ":group")
    assert deps.store.db["outbox"].count_where("status = 'pending'") == 2


def test_the_numbers_belong_to_the_chat_at_hand(deps: Deps) -> None:
    tell(deps.store, GROUP, "Thẻ mới.", LANGUAGES)
    shown = talk(deps, ":as lan", "/ngonngu", ":group", ":as lan", "2")
    assert "── nhóm cán bộ ──\n#1 Thẻ mới.\n[1] Tiếng Việt  [2] English" in shown
    assert deps.store.people.language(LAN) == "en"


def test_in_the_group_the_current_person_presses(deps: Deps) -> None:
    tell(deps.store, GROUP, "Thẻ mới.", LANGUAGES)
    talk(deps, ":as lan", ":group", "2")
    assert deps.store.people.language(LAN) == "en"
    assert deps.store.people.language(SELF) is None


def test_older_buttons_are_taken_up_by_the_number_of_their_message(deps: Deps) -> None:
    tell(deps.store, GROUP, "Thẻ một.", LANGUAGES)
    tell(deps.store, GROUP, "Thẻ hai.", (Button("Khác", "l:vi"),))
    shown = talk(deps, ":group", ":buttons #7", ":buttons #1", "2")
    assert "Tin ấy không có nút nào." in shown
    assert deps.store.people.language(SELF) == "en"


def test_an_edited_question_is_answered_anew(deps: Deps) -> None:
    shown = talk(deps, ":as lan", "hạn báo cáo năm", ":edit hạn báo cáo 6 tháng")
    assert shown.index("05/12") < shown.index("10/6")


def test_what_cannot_be_done_is_said(deps: Deps) -> None:
    shown = talk(deps, ":as", ":reply chào", ":edit chào", "chào", ":reply", ":reply #9 chào", ":contact", ":xyz")
    for words in (
        *("Anh/chị gõ tên ở phía sau", "không có tin ấy để trả lời", "chưa viết tin nào", "gõ lời trả lời ở phía sau"),
        *("gõ số điện thoại ở phía sau", "không biết lệnh :xyz"),
    ):
        assert words in shown
    assert [row["text"] for row in deps.store.db["questions"].rows] == ["chào"]


def test_things_are_sent(deps: Deps) -> None:
    shown = talk(deps, ":photo cầu gãy", "1", ":file", ":voice", ":location 9.9 106.3", ":contact 0912345678")
    assert "«cầu gãy»" in shown
    assert "Kèm theo: 1 ảnh, 1 tài liệu, 1 ghi âm" in shown
    assert "vị trí" in shown.rpartition("Nơi:")[2].partition("\n")[0]
    assert "0912345678" in shown or "0912 345 678" in shown


def test_who_there_is_and_help_in_the_language_of_the_person(deps: Deps) -> None:
    shown = talk(deps, ":as lan", ":as can-bo", ":who", ":as lan", "/ngonngu en", ":who", ":help")
    assert "tôi (chính anh/chị)\nlan (người dân)\ncan-bo (cán bộ)\nnhóm cán bộ (:group hoặc :nhom)" in shown
    assert "me (yourself)\nlan (citizen)\ncan-bo (official)\nstaff group (:group)" in shown
    assert "Here you can be several people" in shown


def test_many_lines_at_once_are_no_flood(deps: Deps) -> None:
    talk(deps, ":as lan", *(["hạn báo cáo"] * 30))
    assert deps.store.db["questions"].count == 30


def test_a_story_goes_on_in_a_later_conversation(deps: Deps) -> None:
    talk(deps, ":as lan", "hạn báo cáo")
    tell(deps.store, LAN, "Đã trả lời.")
    assert "── lan ──\nĐã trả lời." in talk(deps, "")
