"""Whole stories between citizens and a desk, as they are seen in Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.petitions.states import State
from bot.store import Store
from handlers.context import Deps
from tests.handlers.conftest import NOW
from tests.support.leaks import everybody, leaks, said_in_private
from tests.support.officials import ADMINISTRATOR, COORDINATOR, OFFICER, STRANGER, appoint, audited
from tests.support.stage import Stage
from tests.telegram_server import Group, Person, TelegramServer

HOLE = "Đường trước chợ xã Phước Hưng có ổ gà lớn, xe ngã hoài"
DESK = -1_000_000_000_500


@pytest.fixture
def group(server: TelegramServer, store: Store, owner: Person) -> Group:
    """A group whose members are an officer (An), a coordinator (Bảy), somebody without a role (Khách) and the owner."""
    people = {OFFICER: "An", COORDINATOR: "Bảy", STRANGER: "Khách"}
    for number in (OFFICER, COORDINATOR):
        appoint(store, number, NOW)
    members = [server.person(number, first_name=name, wrote=True) for number, name in people.items()]
    return server.group(DESK, title="Tổ xử lý", members=[*members, owner])


@pytest.fixture
async def stage(bot: TelegramServer, group: Group, lan: Person, binh: Person, owner: Person) -> AsyncIterator[Stage]:
    """The bot at work, with the group as its desk; in the end no citizen has read what another one wrote."""
    people = {"lan": lan, "binh": binh, "owner": owner}
    people |= {
        name: Person(bot.world, group.chat.members[number])
        for name, number in (("an", OFFICER), ("bay", COORDINATOR), ("khach", STRANGER))
    }
    stage = Stage(bot, group, people, frozenset({"an", "bay", "khach", "owner"}))
    await stage.play(("owner", "/nhomxuly", {"group": ("Từ giờ nhóm này xử lý phản ánh", "[Thôi xử lý ở nhóm này]")}))
    yield stage
    for citizen, others in ((lan, {binh.id, STRANGER}), (binh, {lan.id, STRANGER})):
        assert leaks(bot, said_in_private(bot, citizen.id), everybody(bot) - others) == []


async def test_from_the_first_word_to_the_end(stage: Stage) -> None:
    await stage.play(
        ("lan", HOLE, {"lan": "[Gửi thành phản ánh]", "group": "!ổ gà"}),
        ("lan", "[Gửi thành phản ánh]"),
        ("lan", "[✅ Đồng ý và gửi]", {"card": ("🟢", "ổ gà", "ẩn danh", "mới nhận", "[Tiếp nhận]", "[Trả lời]")}),
        ("an", "[Tiếp nhận]", {"popup": "đã tiếp nhận", "card": "Người xử lý: Cán", "lan": "Cán bộ đã tiếp nhận"}),
        ("an", "[Trả lời]", {"group": "trả lời (reply) tin nhắn này"}),
        ("an", "last> Đã vá ổ gà hôm nay", {"group": "[Gửi cho người dân]", "lan": "!Đã vá"}),
        ("an", "[Gửi cho người dân]", {"lan": ("đã có trả lời", "Đã vá ổ gà hôm nay", "!Cán:"), "card": "✅"}),
        ("an", "[Đóng]", {"lan": "Phản ánh", "card": ("⚪", "!Tiếp nhận")}),
    )


async def test_a_note_never_leaves(stage: Stage) -> None:
    await stage.send_petition("lan", HOLE)
    await stage.play(
        ("an", "card> ông này hay phản ánh", {"lan": "!hay phản ánh"}),
        ("an", "[Chỉ ghi chú nội bộ]", {"lan": "!hay phản ánh", "group": "đã lưu làm ghi chú nội bộ"}),
        ("an", "[Lịch sử]", {"group": "ghi chú nội bộ (Cán): ông này hay phản ánh"}),
    )


async def test_question_and_answer_with_pictures_both_ways(stage: Stage) -> None:
    await stage.send_petition("lan", HOLE)
    await stage.play(
        ("an", "photo> Có phải chỗ này không?", {"group": "kèm 1 tệp", "lan": "!chỗ này"}),
        ("an", "[Hỏi thêm người dân]", {"lan": "Có phải chỗ này không?", "card": "chờ người dân trả lời"}),
    )
    assert [message for message in stage.people["lan"].inbox if "photo" in message.content]
    lan = stage.people["lan"]
    question = next(message for message in lan.inbox if "Có phải chỗ này" in message.text)
    lan.sends_photo(caption="Đúng rồi, ngay cổng chợ", reply_to=question)
    await stage.server.wait_until_quiet()
    button = next(label for message in reversed(lan.inbox) for label in message.buttons if label.startswith("✅"))
    await stage.play(
        ("lan", f"[{button}]", {"group": ("người dân trả lời", "Đúng rồi, ngay cổng chợ"), "card": "đã tiếp nhận"})
    )
    assert [message for message in stage.group.from_bot if "photo" in message.content]


async def test_two_officers_at_once(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    an, bay, card = stage.people["an"], stage.people["bay"], stage.card()
    first, second = an.presses(card, "Tiếp nhận"), bay.presses(card, "Tiếp nhận")
    assert first is not None
    assert second is not None
    await stage.server.wait_for(lambda: first.answered and second.answered)
    await stage.server.wait_until_quiet()
    assert "đã tiếp nhận" in first.text
    assert "Cán đã làm trước" in second.text
    assert sum("đã tiếp nhận" in message.text for message in stage.people["lan"].inbox) == 1


async def test_an_officer_who_was_removed_gets_a_polite_no(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    await stage.play(("an", "[Tiếp nhận]"), ("an", "card> Đã sửa"))
    store.roles.revoke(store.roles.held_by(OFFICER)[0].id, ADMINISTRATOR, NOW)
    await stage.play(
        ("an", "[Gửi cho người dân]", {"popup": "dành cho cán bộ phụ trách", "lan": "!Đã sửa"}),
        ("an", "card> Tôi đây mà", {"group": "dành cho cán bộ phụ trách"}),
    )
    assert [row[-1] for row in audited(store)][-2:] == ["refused", "refused"]


async def test_a_member_without_a_role_can_do_nothing(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    await stage.play(
        ("khach", "[Tiếp nhận]", {"popup": "dành cho cán bộ phụ trách"}),
        ("khach", "card> Để tôi trả lời", {"group": "dành cho cán bộ phụ trách", "lan": "!Để tôi"}),
        ("khach", "/nhomxuly", {"group": "dành cho cán bộ phụ trách"}),
    )
    assert {row[-1] for row in audited(store) if row[0] == STRANGER} == {"refused"}


async def test_people_in_the_group_may_talk_among_themselves(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    before = len(stage.group.from_bot)
    an, bay = stage.people["an"], stage.people["bay"]
    said = an.says("Ai rảnh đi coi thử?", chat=stage.group)
    bay.says("Để em", chat=stage.group, reply_to=said)
    await stage.server.wait_until_quiet()
    assert len(stage.group.from_bot) == before
    assert store.db["staff_drafts"].count == 0


async def test_an_edit_before_and_after_the_tap(stage: Stage) -> None:
    await stage.send_petition("lan", HOLE)
    await stage.play(
        ("an", "card> Sữa xong ngày 12"),
        ("an", "edit> Sửa xong ngày 12", {"group": ("Sửa xong ngày 12", "!Sữa"), "lan": "!xong ngày"}),
        ("an", "[Gửi cho người dân]", {"lan": "Sửa xong ngày 12"}),
        ("an", "edit> Sửa xong ngày 22", {"lan": "!ngày 22", "group": "[Gửi cho người dân]"}),
        ("an", "[Gửi cho người dân]", {"lan": ("vừa được sửa lại", "Sửa xong ngày 22")}),
    )


async def test_an_album_is_one_answer(stage: Stage) -> None:
    await stage.send_petition("lan", HOLE)
    an, card = stage.people["an"], stage.card()
    an.sends_album([b"\xff\xd8\xff1", b"\xff\xd8\xff2"], caption="Trước và sau", chat=stage.group, reply_to=card)
    await stage.server.wait_until_quiet()
    await stage.play(("an", "[Gửi cho người dân]", {"group": "!kèm 1 tệp", "lan": "Trước và sau"}))
    assert sum("photo" in message.content for message in stage.people["lan"].inbox) == 2


async def test_a_citizen_who_blocked_the_bot(stage: Stage, deps: Deps, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    stage.people["lan"].blocks()
    await stage.server.wait_until_quiet()
    await stage.play(("an", "[Tiếp nhận]", {"card": "Người dân đã chặn bot"}))


async def test_joined_look_alikes_are_answered_once(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    await stage.send_petition("binh", "Ổ gà lớn ngay đường trước chợ xã Phước Hưng, xe ngã hoài")
    first, second = store.petitions.get(1), store.petitions.get(2)
    await stage.play(
        ("an", "[Gộp]", {"group": "Một câu trả lời sẽ tới tất cả"}),
        ("an", f"[Gộp vào {first.code[:3]}-{first.code[3:6]}-{first.code[6:]}]", {"card": "Đã gộp vào"}),
    )
    root = next(message for message in stage.group.from_bot if "1 phản ánh gộp vào đây" in message.text)
    stage.people["an"].says("Đã vá xong", chat=stage.group, reply_to=root)
    await stage.server.wait_until_quiet()
    codes = ["-".join((one.code[:3], one.code[3:6], one.code[6:])) for one in (first, second)]
    await stage.play(
        (
            "an",
            "[Gửi cho người dân]",
            {"lan": ("Đã vá xong", codes[0], f"!{codes[1]}"), "binh": ("Đã vá xong", codes[1], f"!{codes[0]}")},
        )
    )


async def test_a_denunciation_is_for_few_and_in_private(stage: Stage, lan: Person) -> None:
    await stage.play(
        ("lan", "/gopy"),
        ("lan", "Tôi tố cáo ông chủ tịch xã nhận hối lộ của dân"),
    )
    agree = next(label for label in lan.last.buttons if label.startswith("✅"))
    stage.officers -= {"bay"}
    await stage.play(
        (
            "lan",
            f"[{agree}]",
            {"group": "!hối lộ", "bay": ("hối lộ", "🔒", "ẩn danh"), "an": "!hối lộ", "owner": "hối lộ"},
        ),
        ("bay", "[Tiếp nhận]", {"lan": "Cán bộ đã tiếp nhận"}),
        ("bay", "card> Đã chuyển Thanh tra"),
        ("bay", "[Gửi cho người dân]", {"lan": "Đã chuyển Thanh tra", "group": ("!hối lộ", "!Thanh tra")}),
    )


async def test_an_anonymous_administrator_acts_in_nobody_s_name(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    an = stage.people["an"]
    an.says("Đã sửa", chat=stage.group, reply_to=stage.card(), anonymous=True)
    an.says("/nhomxuly", chat=stage.group, anonymous=True)
    await stage.server.wait_until_quiet()
    assert sum("Ẩn danh" in message.text for message in stage.group.from_bot) == 2
    assert store.db["staff_drafts"].count == 0


async def test_a_reply_to_a_forwarded_card(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    card, an = stage.card(), stage.people["an"]
    forwarded = an.forwards(card, stage.group)
    an.says("Đã sửa", chat=stage.group, reply_to=forwarded)
    await stage.server.wait_until_quiet()
    await stage.play(("an", "[Gửi cho người dân]", {"lan": "Đã sửa"}))


async def test_a_group_that_became_a_supergroup(stage: Stage, deps: Deps, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    stage.group = stage.group.migrates(-1_000_000_000_501)
    await stage.server.wait_until_quiet()
    assert [desk.chat_id for desk in store.desks.all()] == [-1_000_000_000_501]
    await stage.send_petition("binh", "Đèn đường xã Phước Hưng hư cả tuần")
    await stage.play(
        ("an", "[Tiếp nhận]", {"binh": "Cán bộ đã tiếp nhận"}),
        ("an", "card> Đã thay bóng"),
        ("an", "[Gửi cho người dân]", {"binh": "Đã thay bóng"}),
    )


async def test_a_forum_has_a_topic_for_each_petition_and_a_deleted_one_comes_again(
    bot: TelegramServer, group: Group, store: Store, lan: Person, owner: Person
) -> None:
    members = [Person(bot.world, profile) for profile in group.chat.members.values()]
    forum = bot.group(-1_000_000_000_600, title="Diễn đàn", members=members, forum=True)
    forum.sets_bot("administrator")
    people = {"lan": lan, "owner": owner, "an": Person(bot.world, group.chat.members[OFFICER])}
    stage = Stage(bot, forum, people, frozenset({"an", "owner"}))
    await stage.play(("owner", "/nhomxuly"))
    await stage.send_petition("lan", HOLE)
    [topic] = forum.topics
    people["an"].says("Đã sửa", chat=forum, topic=topic)
    await bot.wait_until_quiet()
    await stage.play(("an", "[Gửi cho người dân]", {"lan": "Đã sửa"}))
    assert all(message.thread_id == topic.id for message in forum.from_bot[1:])
    forum.deletes_topic(topic)
    await stage.play(("lan", "[Chưa xong, mở lại]"), ("lan", "[Mở lại]"))
    assert store.petitions.get(1).state is State.REOPENED
    [new] = forum.topics
    assert new.id != topic.id
    assert any("ổ gà" in message.text for message in forum.in_topic(new))
    assert any("mở lại" in message.text for message in forum.in_topic(new))


async def test_the_bot_is_removed_from_the_group(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", HOLE)
    stage.group.sets_bot("kicked")
    await stage.server.wait_until_quiet()
    owner = stage.people["owner"]
    assert any("không còn ở trong nhóm “Tổ xử lý”" in message.text for message in owner.inbox)
    assert any("ổ gà" in message.text for message in owner.inbox)
    await stage.send_petition("binh", "Đèn đường xã Phước Hưng hư cả tuần")
    assert any("Đèn đường" in message.text for message in owner.inbox)
    assert any("Đèn đường" in message.text for message in stage.people["an"].inbox)


async def test_a_petition_goes_to_another_agency_s_group_and_back(stage: Stage, store: Store) -> None:
    members = [Person(stage.server.world, profile) for profile in stage.group.chat.members.values()]
    there = stage.server.group(-1_000_000_000_700, title="Văn phòng", members=members)
    stage.people["owner"].says("/nhomxuly UBND tỉnh", chat=there)
    await stage.server.wait_until_quiet()
    assert "phản ánh của UBND tỉnh" in there.from_bot[-1].text
    await stage.send_petition("lan", HOLE)
    await stage.play(("an", "[Chuyển]"), ("an", "last> UBND tỉnh", {"group": "[UBND tỉnh]"}))
    before = stage.group
    await stage.play(("an", "[UBND tỉnh]", {"lan": "UBND tỉnh", "card": ("Nay nơi khác xử lý", "![Tiếp nhận]")}))
    stage.group = there
    await stage.play(("bay", "[Tiếp nhận]", {"card": "Người xử lý: Điều"}), ("bay", "[Chuyển]"))
    await stage.play(("bay", "[Sở Nội vụ]", {"lan": "Sở Nội vụ"}))
    stage.group = before
    await stage.play(("an", "[Tiếp nhận]", {"card": "Người xử lý: Cán"}))
    moves = [event.move for event in store.petitions.events(1)]
    assert moves == ["submit", "forward", "accept", "forward", "accept"]


async def test_a_petition_is_declined_with_who_is_competent(stage: Stage) -> None:
    await stage.send_petition("lan", HOLE)
    court = "Nơi có thẩm quyền: Tòa án nhân dân khu vực 9"
    await stage.play(
        ("an", "[Từ chối]", {"group": "bằng lý do"}),
        ("an", "last> Việc này do Tòa án giải quyết", {"group": "[Từ chối, nêu nơi có thẩm quyền]"}),
        ("an", "[Từ chối, nêu nơi có thẩm quyền]", {"group": "nơi nào có thẩm quyền?", "lan": "!Tòa án"}),
        ("an", "last> Tòa án nhân dân khu vực 9", {"group": court, "lan": "!Tòa án"}),
        ("an", "[Từ chối với lý do này]", {"lan": ("Việc này do Tòa án giải quyết", court), "card": "⚪"}),
        ("lan", "[Xem phản ánh]", {"lan": "Không giải quyết được ở đây"}),
    )
    assert court in stage.people["lan"].last.text


async def test_what_a_petition_is_is_corrected(stage: Stage, store: Store) -> None:
    await stage.send_petition("lan", "Đèn đường hư cả tháng, tối lắm")
    category = store.petitions.get(1).category
    await stage.play(
        ("an", "[Sửa]", {"group": ("anh/chị muốn sửa gì?", "[Nơi: chưa nói rõ]")}),
        ("an", "[Nơi: chưa nói rõ]", {"group": "bằng tên xã, phường hay ấp"}),
        ("an", "last> phuoc hưng", {"group": "là nơi nào sau đây"}),
    )
    place = next(label for label in stage.group.from_bot[-1].buttons if "Phước Hưng" in label)
    await stage.play(
        (
            "an",
            f"[{place}]",
            {"group": ("đã sửa thành", "[Chuyển tới UBND"), "card": "Phước Hưng", "lan": "!Phước Hưng"},
        ),
        ("bay", "[Sửa]"),
    )
    topic = next(label for label in stage.group.from_bot[-1].buttons if label.startswith("Lĩnh vực"))
    await stage.play(
        ("bay", f"[{topic}]"), ("bay", "[Đất đai]", {"card": "Đất đai", "lan": "xếp vào lĩnh vực “Đất đai”"})
    )
    before = len(stage.people["lan"].inbox)
    await stage.play(("bay", "[Sửa]"), ("bay", "[Lĩnh vực: Đất đai]"), ("bay", "[Việc khác]", {"lan": "“Việc khác”"}))
    assert len(stage.people["lan"].inbox) == before, "told once, and then only brought up to date"
    assert category != store.petitions.get(1).category == "khac"


async def test_the_owner_chooses_the_agency_of_a_group_and_gives_it_up(stage: Stage, store: Store) -> None:
    await stage.play(
        ("owner", "/nhomxuly ban dân vận", {"group": "Nhóm này xử lý phản ánh của cơ quan nào?"}),
        ("owner", "[Ban Dân vận Tỉnh ủy]", {"group": "phản ánh của Ban Dân vận Tỉnh ủy"}),
    )
    assert [desk.agency for desk in store.desks.all()] == ["ban-dan-van-tinh-uy"]
    await stage.play(
        ("an", "[Thôi xử lý ở nhóm này]", {"popup": "dành cho cán bộ phụ trách"}),
        ("owner", "[Thôi xử lý ở nhóm này]", {"group": "thôi xử lý phản ánh"}),
    )
    assert store.desks.all() == []
    await stage.send_petition("lan", HOLE)
    assert not any("ổ gà" in message.text for message in stage.group.from_bot)
    owner = stage.people["owner"]
    owner.says("/nhomxuly")
    await stage.server.wait_until_quiet()
    assert "Chưa có nhóm nào" in owner.last.text


async def test_what_is_asked_of_the_bot_in_the_group_is_still_answered(stage: Stage) -> None:
    await stage.play(("an", "@tro_ly_thu_bot chừng nào nộp báo cáo 6 tháng?", {"group": "10/6"}))
    await stage.play(("an", "last> mục tiêu là gì?"))
    assert "Chưa có gì được gửi đi" not in stage.group.from_bot[-1].text


async def test_what_cannot_be_passed_on_is_said(stage: Stage) -> None:
    await stage.send_petition("lan", HOLE)
    stage.people["an"].sends_sticker(stage.group, reply_to=stage.card())
    await stage.server.wait_until_quiet()
    assert "không chuyển được" in stage.group.from_bot[-1].text
