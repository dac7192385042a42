from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.presenting import present
from bot.replies import BlockKind, Reply
from knowledge import Knowledge
from knowledge.answers import Action, Answer, Citation, Option, Part, Reason, Status


def answered(*parts: Part, related: tuple[Option, ...] = ()) -> Answer:
    return Answer("…", Status.ANSWERED, parts, related=related, score=0.9)


def kinds(reply: Reply) -> list[BlockKind]:
    return [block.kind for block in reply.blocks]


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.buttons for button in row]


def test_an_answer_is_the_direct_sentence_the_words_of_the_plan_and_the_source(
    knowledge: Knowledge, part: Callable[[str], Part]
) -> None:
    reply = present(answered(part("han-bao-cao-6-thang")), knowledge)
    assert kinds(reply) == [BlockKind.STRONG, BlockKind.QUOTE, BlockKind.SOURCE]
    direct, quote, source = (block.text for block in reply.blocks)
    assert "10/6" in direct
    assert quote in knowledge.nodes["IV.2.3"].text
    assert source.startswith("Nguồn: Kế hoạch, phần IV, mục 2 (Các cơ quan, đơn vị, địa phương), ý 3")


def test_a_wrong_date_in_the_question_is_put_right_first(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    wrong = replace(part("han-bao-cao-6-thang"), absent=("30/6", "30/7"))
    reply = present(answered(wrong), knowledge)
    assert reply.blocks[0].text == "Kế hoạch không ghi “30/6”, “30/7” ở chỗ này."
    assert reply.blocks[0].kind is BlockKind.NOTE


def test_a_quote_that_says_the_same_as_the_answer_is_left_out(
    knowledge: Knowledge, part: Callable[[str], Part]
) -> None:
    plain = part("han-bao-cao-nam")
    reply = present(answered(replace(plain, direct=plain.passage or "")), knowledge)
    assert BlockKind.QUOTE not in kinds(reply)


def test_a_note_follows_the_quote(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    reply = present(answered(replace(part("han-bao-cao-nam"), note="Tính từ năm 2022.")), knowledge)
    assert kinds(reply) == [BlockKind.STRONG, BlockKind.QUOTE, BlockKind.NOTE, BlockKind.SOURCE]


def test_further_places_stand_in_the_source_line(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    also = tuple(Citation(plan=address) for address in ("IV.2.3", "II.7", "IV.1.3", "V"))
    reply = present(answered(replace(part("han-bao-cao-nam"), also=also)), knowledge)
    assert reply.blocks[-1].text.endswith(
        "Xem thêm: phần II (Mục tiêu thực hiện), mục 7; phần IV, mục 1 (Sở Nội vụ), ý 3"
    )


def test_an_outdated_document_beside_the_answer_is_marked(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    also = (Citation(document="34/2007/PL-UBTVQH11"), Citation(document="33/CT-TTg"), Citation(document="?"))
    reply = present(answered(replace(part("han-bao-cao-nam"), also=also)), knowledge)
    warnings = [block.text for block in reply.blocks if "⚠️" in block.text]
    assert len(warnings) == 1
    assert "Pháp lệnh 34/2007/PL-UBTVQH11" in warnings[0]


def test_a_document_is_answered_with_its_card(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    reply = present(answered(part("vb-34-2007-pl-ubtvqh11")), knowledge)
    text = reply.plain()
    assert "Ủy ban Thường vụ Quốc hội" in text
    assert "Kế hoạch viện dẫn để: " in text
    assert "Văn bản thay thế: 10/2022/QH15" in text
    assert reply.blocks[-1].text.startswith("Nguồn: Kế hoạch, phần III, mục 3")


@pytest.mark.parametrize(
    ("key", "first"),
    [("vb-34-2007-pl-ubtvqh11", "hết hiệu lực từ 01/7/2023"), ("vb-145-2020-nd-cp", "Hiệu lực: ")],
)
def test_whether_a_document_still_holds_is_said_first_and_once_when_it_is_asked(
    knowledge: Knowledge, part: Callable[[str], Part], key: str, first: str
) -> None:
    reply = present(answered(replace(part(key), asks_standing=True)), knowledge)
    assert reply.blocks[0].kind is BlockKind.STRONG
    assert first in reply.blocks[0].text
    assert reply.plain().count(first) == 1


def test_two_things_asked_are_answered_one_after_the_other(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    reply = present(answered(part("han-bao-cao-nam"), part("nguoi-ky")), knowledge)
    assert kinds(reply).count(BlockKind.STRONG) == 2
    assert kinds(reply).count(BlockKind.SOURCE) == 2


def test_an_answer_offers_what_to_read_next_and_thumbs(
    knowledge: Knowledge, part: Callable[[str], Part], option: Callable[[str], Option]
) -> None:
    reply = present(answered(part("nguoi-ky"), related=(option("noi-nhan"),)), knowledge, question_id=7)
    assert data(reply) == ["a:noi-nhan", "r:7:1", "r:7:0"]


def test_an_answer_that_was_not_kept_cannot_be_rated(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    assert data(present(answered(part("nguoi-ky")), knowledge)) == []


def test_a_deadline_can_be_reminded_of(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    assert data(present(answered(part("han-bao-cao-nam")), knowledge)) == ["x:reminders"]


def test_choices_are_asked_by_buttons(knowledge: Knowledge, option: Callable[[str], Option]) -> None:
    options = (option("han-bao-cao-6-thang"), option("han-bao-cao-nam"))
    reply = present(Answer("báo cáo", Status.CHOICES, options=options), knowledge, question_id=7)
    assert reply.plain() == "Anh/chị muốn hỏi điều nào dưới đây?"
    assert data(reply) == ["a:han-bao-cao-6-thang", "a:han-bao-cao-nam"]


def test_refusals_and_actions_are_put_into_words_too(knowledge: Knowledge) -> None:
    refused = Answer("…", Status.UNKNOWN, reason=Reason.NOT_IN_PLAN, subject="kinh phí")
    assert "không nêu kinh phí" in present(refused, knowledge).plain()
    thanked = Answer("cảm ơn", Status.ACTION, action=Action.THANKS)
    assert "không có chi" in present(thanked, knowledge).plain()


def test_every_item_of_the_knowledge_base_can_be_shown(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    for key, item in knowledge.items.items():
        if item.direct:
            assert present(answered(part(key)), knowledge, question_id=1).plain()
