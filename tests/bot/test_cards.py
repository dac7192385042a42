from __future__ import annotations

from bot.cards import card, source_of, warning
from bot.replies import BlockKind
from knowledge import Knowledge
from knowledge.models import Document


def facts(document: Document) -> list[str]:
    return next(block.text for block in card(document) if block.kind is BlockKind.TEXT).splitlines()


def lines(knowledge: Knowledge, number: str) -> list[str]:
    return facts(knowledge.documents[number])


def notes(knowledge: Knowledge, number: str) -> list[str]:
    return [block.text for block in card(knowledge.documents[number]) if block.kind is BlockKind.NOTE]


def test_a_card_says_what_the_document_is(knowledge: Knowledge) -> None:
    assert lines(knowledge, "33/CT-TTg") == [
        "Chỉ thị 33/CT-TTg",
        "Ngày ban hành: 26/11/2021",
        "Cơ quan ban hành: Thủ tướng Chính phủ",
        f"Kế hoạch viện dẫn để: {knowledge.documents['33/CT-TTg'].cited_for}",
        "Hiệu lực: không tìm thấy văn bản thay thế",
    ]


def test_a_date_that_the_plan_does_not_give_is_said_to_be_so(knowledge: Knowledge) -> None:
    assert lines(knowledge, "CT-05")[1] == "Ngày ban hành: 15/5/2016 (Kế hoạch không ghi; theo nguồn khác)"


def test_an_unknown_date_is_said_to_be_unknown(knowledge: Knowledge) -> None:
    document = knowledge.documents["33/CT-TTg"].model_copy(update={"dated": None})
    assert facts(document)[1] == "Ngày ban hành: Kế hoạch không ghi"


def test_what_could_not_be_verified_is_said_to_be_so(knowledge: Knowledge) -> None:
    assert lines(knowledge, "1850/QĐ-UBND")[-1] == "Hiệu lực: chưa kiểm chứng được"


def test_the_age_of_the_knowledge_is_shown(knowledge: Knowledge) -> None:
    assert lines(knowledge, "CT-05")[-1].endswith("(theo nguồn mới nhất: 19/5/2025)")


def test_an_outdated_document_is_marked_with_what_replaced_it(knowledge: Knowledge) -> None:
    assert notes(knowledge, "34/2007/PL-UBTVQH11")[0] == (
        "⚠️ Pháp lệnh 34/2007/PL-UBTVQH11: hết hiệu lực từ 01/7/2023, khi Luật Thực hiện dân chủ ở cơ sở "
        "có hiệu lực. Văn bản thay thế: 10/2022/QH15 (Luật Thực hiện dân chủ ở cơ sở)."
    )
    assert not any(line.startswith("Hiệu lực") for line in lines(knowledge, "34/2007/PL-UBTVQH11"))


def test_a_warning_needs_no_replacement(knowledge: Knowledge) -> None:
    assert "thay thế" not in warning(knowledge.documents["NQ-DH-TV-XI"])


def test_where_plan_and_document_differ_is_noted(knowledge: Knowledge) -> None:
    assert any("Sai khóa" in note for note in notes(knowledge, "CT-05"))


def test_the_source_says_against_how_much_the_card_was_checked(knowledge: Knowledge) -> None:
    assert source_of(knowledge, knowledge.documents["33/CT-TTg"]).endswith("Đã đối chiếu 4 nguồn công khai.")
    assert source_of(knowledge, knowledge.documents["1850/QĐ-UBND"]).endswith("Chỉ biết qua lời dẫn trong Kế hoạch.")


def test_every_document_has_a_card(knowledge: Knowledge) -> None:
    for document in knowledge.documents.values():
        assert "%" not in "".join(block.text for block in card(document)).replace("100%", "")


def test_what_was_just_said_is_not_said_again(knowledge: Knowledge) -> None:
    document = knowledge.documents["33/CT-TTg"]
    told = next(b.text for b in card(document, document.answer) if b.kind is BlockKind.TEXT).splitlines()
    assert told[0].startswith("Kế hoạch viện dẫn để")
    assert card(document, "Chỉ thị khác ngày 1/1/2020") == card(document)
