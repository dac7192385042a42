from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import BotError, NotFound
from bot.outgoing import FileKind
from bot.reminders.focal_points import LINK_PREFIX
from bot.reminders.focal_side import FIND, FocalSide
from bot.reminders.model import Agency, AgencyKind
from bot.reminders.shown import Shown
from bot.store import Store
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.agencies import AN, BA, CHI, COMMUNE, HEALTH, found, order, settle, side_over, told, visitor
from tests.support.officials import COORDINATOR, OFFICER, STRANGER, appoint, audited


@pytest.fixture
def side(store: Store, knowledge: Knowledge, tmp_path: Path) -> FocalSide:
    for person in (COORDINATOR, OFFICER):
        appoint(store, person, NOW)
    found(store, NOW)
    return side_over(store, knowledge, tmp_path)


def press(side: FocalSide, data: str, person: int = COORDINATOR) -> Shown:
    return side.press(visitor(person), data, NOW)


def text(shown: Shown) -> str:
    return "\n".join([shown.reply.plain(), *(button.label for row in shown.reply.buttons for button in row)])


def data(shown: Shown) -> list[str]:
    return [button.data for row in shown.reply.buttons for button in row]


def invited(side: FocalSide, button: str = f"new:{HEALTH.id}") -> str:
    """The secret of a new link."""
    [link] = [block.text for block in press(side, button).reply.blocks if block.text.startswith("link:")]
    return link.removeprefix(f"link:{LINK_PREFIX}")


def test_the_list_tells_who_answers_and_where_nobody_does(side: FocalSide, store: Store) -> None:
    settle(store, AN, NOW)
    settle(store, BA, NOW)
    store.people.unreachable(AN, NOW)
    shown = side.open(visitor(COORDINATOR), "", NOW)
    for words in ("3 cơ quan", "Sở Y tế – ⚠️ An, Ba", "Sở Tư pháp – ⚠️ chưa có đầu mối", "Gửi danh sách", "Tệp mẫu"):
        assert words in text(shown)
    assert "Kế hoạch chỉ gọi chung" not in text(shown)


def test_the_plans_own_list_says_that_it_is_not_all(side: FocalSide, store: Store, knowledge: Knowledge) -> None:
    for agency in store.agencies.all():
        store.agencies.remove(agency.id, NOW)
    assert "0 cơ quan" in text(side.open(visitor(COORDINATOR), "", NOW))
    store.agencies.put(Agency("so-noi-vu", "Sở Nội vụ", AgencyKind.DEPARTMENT), NOW)
    assert "Kế hoạch chỉ gọi chung" in text(side.open(visitor(COORDINATOR), "", NOW))


def test_a_long_list_has_pages(side: FocalSide, store: Store) -> None:
    for number in range(60):
        store.agencies.put(Agency(f"xa-{number}", f"UBND xã số {number:02}", AgencyKind.COMMUNE), NOW)
    pages = [data(press(side, f"list:{number}")) for number in range(8)]
    assert len({each for page in pages for each in page if each.startswith("g:a:")}) == 63
    assert data(press(side, "list:99")) == pages[-1]


@pytest.mark.parametrize("words", ["so y te", "SYT", "sở y tê"])
def test_words_lead_to_the_agency(side: FocalSide, words: str) -> None:
    assert text(side.open(visitor(COORDINATOR), words, NOW)).startswith("Sở Y tế")


def test_several_or_none_are_said_so(side: FocalSide) -> None:
    assert f"g:a:{HEALTH.id}" in data(side.find(visitor(COORDINATOR), "sở", NOW))
    assert "không thấy cơ quan nào giống “kho bạc”" in text(side.find(visitor(COORDINATOR), "kho bạc", NOW))
    asked = press(side, "find")
    assert (asked.anew, asked.about) == (True, FIND)


def test_an_agency_is_shown_with_what_can_be_done(side: FocalSide, store: Store) -> None:
    first, second = settle(store, AN, NOW), settle(store, BA, NOW)
    shown = press(side, f"a:{HEALTH.id}")
    assert "1. An – đầu mối chính, từ 23/11/2026, xác nhận 23/11/2026" in text(shown)
    assert "2. Ba – đầu mối phụ" in text(shown)
    assert data(shown) == [
        f"g:new:{HEALTH.id}",
        f"g:next:{first.id}",
        f"g:end:{first.id}",
        f"g:up:{second.id}",
        f"g:next:{second.id}",
        f"g:end:{second.id}",
        f"g:lead:{HEALTH.id}",
        "g:list:0",
    ]
    assert "Chưa có đầu mối" in text(press(side, f"a:{COMMUNE.id}"))
    assert "Lãnh đạo: Trần Văn Tám" in text(press(side, f"a:{COMMUNE.id}"))


def test_who_cannot_be_reached_is_told_and_who_is_reminded_instead(side: FocalSide, store: Store) -> None:
    settle(store, AN, NOW)
    store.people.unreachable(AN, NOW)
    assert "Chưa có đầu mối phụ" in text(press(side, f"a:{HEALTH.id}"))
    settle(store, BA, NOW)
    shown = text(press(side, f"a:{HEALTH.id}"))
    assert "tin của tôi không tới được" in shown
    assert "tôi nhắc cả Ba" in shown


def test_who_has_been_silent_for_two_weeks_is_told(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW - timedelta(days=30))
    store.focal_points.asked(point.id, NOW - timedelta(days=20))
    store.db["outbox"].insert(
        {
            "key": "reminder:1",
            "chat_id": AN,
            "kind": "broadcast",
            "payload": "{}",
            "collapse_key": "reminder:1:2026-12-04:so-y-te",
            "status": "sent",
            "due_at": "2026-11-01T00:00:00+00:00",
            "created_at": "2026-11-01T00:00:00+00:00",
            "sent_at": "2026-11-01T00:00:00+00:00",
        }
    )
    shown = text(press(side, f"a:{HEALTH.id}"))
    assert "14 ngày không phản hồi" in shown
    assert "chưa trả lời còn là đầu mối" in shown
    store.people.heard(AN, NOW)
    assert "14 ngày" not in text(press(side, f"a:{HEALTH.id}"))


def test_a_link_comes_with_its_code_to_pass_on(side: FocalSide) -> None:
    shown = press(side, f"new:{HEALTH.id}")
    assert shown.anew
    assert "đúng một người" in text(shown)
    assert "72 giờ" in text(shown)
    assert shown.file is not None
    assert shown.file.kind is FileKind.PHOTO
    assert shown.file.content.startswith(b"\x89PNG")
    assert "Sở Y tế" in shown.file.caption


def test_from_the_link_to_the_place(side: FocalSide, store: Store) -> None:
    token = invited(side)
    offer = side.offer(visitor(AN), token, NOW)
    for words in ("đầu mối báo cáo của Sở Y tế", "nhắc anh/chị", "“An”", "/daumoi", "Tôi nhận lời"):
        assert words in text(offer)
    assert order(store) == []
    assert "đầu mối của Sở Y tế" in text(press(side, f"accept:{token}", AN))
    assert order(store) == [AN]
    assert "An đã nhận lời" in told(store)[COORDINATOR]


def test_the_former_one_is_told_when_the_successor_takes_over(side: FocalSide, store: Store) -> None:
    first = settle(store, AN, NOW)
    store.people.set_language(AN, "en", NOW)
    token = invited(side, f"next:{first.id}")
    assert "thay An" in text(side.offer(visitor(CHI), token, NOW))
    press(side, f"accept:{token}", CHI)
    assert order(store) == [CHI]
    assert "Chi has taken over as focal point" in told(store)[AN]


def test_a_refusal_leaves_nobody_told_and_nothing_changed(side: FocalSide, store: Store) -> None:
    token = invited(side)
    assert "không có gì thay đổi" in text(press(side, "decline", AN))
    press(side, f"accept:{token}", AN)
    with pytest.raises(NotFound):
        press(side, f"accept:{token}", BA)
    assert order(store) == [AN]
    assert BA not in told(store)


def test_a_leader_reads_of_other_duties(side: FocalSide, store: Store) -> None:
    token = invited(side, f"lead:{HEALTH.id}")
    assert "trễ hạn lâu" in text(side.offer(visitor(STRANGER), token, NOW))
    press(side, f"accept:{token}", STRANGER)
    own = side.open(visitor(STRANGER), "", NOW)
    assert "Sở Y tế: lãnh đạo" in text(own)
    assert "không nhắn anh/chị" in text(press(side, f"quit:{HEALTH.id}", STRANGER))
    assert store.agencies.led_by(STRANGER) == []


def test_the_order_is_changed_and_a_place_taken_back_on_the_page(side: FocalSide, store: Store) -> None:
    first, second = settle(store, AN, NOW), settle(store, BA, NOW)
    assert "1. Ba" in text(press(side, f"up:{second.id}"))
    assert "Cho An thôi làm đầu mối" in text(press(side, f"end:{first.id}"))
    assert order(store) == [BA, AN]
    assert "An" not in text(press(side, f"end:{first.id}:yes"))
    assert "không còn là đầu mối của Sở Y tế" in told(store)[AN]


def test_a_focal_point_sees_what_they_answer_for_and_how_to_stop(side: FocalSide, store: Store) -> None:
    settle(store, BA, NOW)
    point = settle(store, AN, NOW)
    shown = side.open(visitor(AN), "", NOW)
    assert "Sở Y tế: đầu mối phụ" in text(shown)
    assert data(shown) == [f"g:hand:{point.id}", f"o:resign:{point.role_id}"]


def test_the_template_is_the_list_as_it_stands(side: FocalSide) -> None:
    shown = press(side, "template")
    assert shown.file is not None
    assert shown.file.name == "danh-sach-co-quan.xlsx"
    assert side.agencies.preview(shown.file.content).changes.nothing


@pytest.mark.parametrize(
    "pressed",
    [
        "list:0",
        "find",
        f"a:{HEALTH.id}",
        f"new:{HEALTH.id}",
        f"lead:{HEALTH.id}",
        f"unlead:{HEALTH.id}",
        "next:1",
        "up:1",
        "end:1",
        "end:1:yes",
        "still:1:1",
        "still:1:0",
        f"quit:{HEALTH.id}",
        "import",
        "import:1:yes",
        "template",
        "accept:AAAAAAAAAAAAAAAAAAAAAA",
    ],
)
@pytest.mark.parametrize("person", [STRANGER, OFFICER, BA])
def test_the_buttons_of_others_lead_nowhere(side: FocalSide, store: Store, person: int, pressed: str) -> None:
    settle(store, AN, NOW)
    store.agencies.set_leader(HEALTH.id, CHI)
    with pytest.raises(BotError):
        press(side, pressed, person)
    assert order(store) == [AN]
    assert store.invitations.open(NOW) == []
    assert told(store) == {}
    assert [(row[0], row[3]) for row in audited(store)] == [(person, "refused")]


@pytest.mark.parametrize(
    "forged",
    ["", ":", "list:", "list:x", "list:²", "a", "up:x", "end:1:no", "still:1:2", "still:x:1", "still:²:1",
     "hand:x", "hand:1:go", "recall:²", "import:1:maybe", "import:9223372036854775808:yes", "accept:a:b", "decline:1"],
)  # fmt: skip
def test_forged_data_is_refused_and_audited(side: FocalSide, store: Store, forged: str) -> None:
    with pytest.raises(BotError):
        press(side, forged)
    assert audited(store)[-1][0] == COORDINATOR
    assert audited(store)[-1][3] == "refused"


def test_all_data_of_buttons_fits(side: FocalSide, store: Store) -> None:
    long = Agency("x" * 40, "Cơ quan có tên rất dài " * 4, AgencyKind.OTHER)
    store.agencies.put(long, NOW)
    settle(store, AN, NOW, long)
    store.agencies.set_leader(long.id, CHI)
    assert data(press(side, f"a:{long.id}"))
    assert data(side.open(visitor(CHI), "", NOW)) == [f"g:quit:{long.id}"]
