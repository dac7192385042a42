from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.refusals import refuse
from bot.replies import Reply
from knowledge import Knowledge
from knowledge.answers import Answer, Option, Reason, Status


def unknown(reason: Reason, subject: str | None = None, *options: Option) -> Answer:
    return Answer("…", Status.UNKNOWN, reason=reason, subject=subject, options=options)


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def test_what_the_plan_does_not_say_is_named(knowledge: Knowledge, option: Callable[[str], Option]) -> None:
    reply = refuse(unknown(Reason.NOT_IN_PLAN, "kinh phí", option("han-bao-cao-nam")), knowledge)
    assert reply.plain() == (
        "Kế hoạch không nêu kinh phí, nên tôi chưa trả lời được câu này. "
        "Anh/chị có thể xem các mục gần đó hoặc gửi câu hỏi cho cán bộ."
    )
    assert labels(reply) == ["Hạn báo cáo năm", "Gửi cán bộ"]


def test_without_a_name_or_anything_near_the_contents_are_offered(knowledge: Knowledge) -> None:
    reply = refuse(unknown(Reason.NOT_IN_PLAN), knowledge)
    assert reply.plain().startswith("Tôi không tìm thấy điều này trong Kế hoạch")
    assert labels(reply) == ["Mục lục", "Gửi cán bộ"]


def test_a_missing_aspect_is_told_from_a_missing_topic(knowledge: Knowledge) -> None:
    reply = refuse(unknown(Reason.ASPECT, "số điện thoại"), knowledge)
    assert reply.plain().startswith("Kế hoạch có nói việc này nhưng không nêu số điện thoại.")


def test_a_document_that_is_not_cited_is_met_with_the_nearest_one(
    knowledge: Knowledge, option: Callable[[str], Option]
) -> None:
    reply = refuse(unknown(Reason.NOT_CITED, "Nghị định số 04/2016", option("vb-04-2015-nd-cp")), knowledge)
    assert reply.plain().startswith(
        "Kế hoạch không viện dẫn Nghị định số 04/2016. Có phải anh/chị hỏi Nghị định 04/2015/NĐ-CP về"
    )
    assert labels(reply) == ["Nghị định 04/2015/NĐ-CP", "Xem 33 văn bản"]


def test_what_is_near_need_not_be_a_document(knowledge: Knowledge, option: Callable[[str], Option]) -> None:
    reply = refuse(unknown(Reason.NOT_CITED, "Luật Khiếu nại", option("nguoi-ky")), knowledge)
    assert reply.plain().endswith("Có phải anh/chị hỏi Người ký Kế hoạch?")


def test_several_near_documents_are_all_offered(knowledge: Knowledge, option: Callable[[str], Option]) -> None:
    near = (option("vb-217-qd-tw"), option("vb-218-qd-tw"))
    reply = refuse(unknown(Reason.NOT_CITED, "Quyết định 219", *near), knowledge)
    assert "một trong các văn bản này" in reply.plain()
    assert len(labels(reply)) == 3


def test_a_place_that_the_plan_does_not_have_is_said_so(knowledge: Knowledge) -> None:
    reply = refuse(unknown(Reason.NO_SUCH_PLACE, "giải pháp số 9"), knowledge)
    assert reply.plain().startswith("Kế hoạch không có giải pháp số 9.")
    assert labels(reply) == ["Mục lục"]


def test_what_a_document_says_inside_is_not_made_up(knowledge: Knowledge) -> None:
    reply = refuse(unknown(Reason.DOCUMENT_CONTENT, "Luật Khiếu nại"), knowledge)
    assert "không chép lại nội dung" in reply.plain()
    assert "toàn văn" in reply.plain()


def test_off_topic_questions_are_told_what_the_bot_knows(knowledge: Knowledge) -> None:
    reply = refuse(unknown(Reason.OFF_TOPIC, "thời tiết"), knowledge)
    assert "không có thông tin về thời tiết" in reply.plain()
    assert "tỉnh Trà Vinh giai đoạn 2022–2026" in reply.plain()
    assert "Gửi cán bộ" not in labels(reply)


@pytest.mark.parametrize("reason", [Reason.EMPTY, Reason.UNREADABLE])
def test_where_nothing_was_understood_an_example_helps(knowledge: Knowledge, reason: Reason) -> None:
    assert "Ví dụ: “Báo cáo 6 tháng nộp trước ngày nào?”" in refuse(unknown(reason), knowledge).plain()


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("subject", [None, "100% kinh phí"])
def test_every_refusal_has_words_and_a_way_on(knowledge: Knowledge, reason: Reason, subject: str | None) -> None:
    reply = refuse(unknown(reason, subject), knowledge)
    assert reply.plain()
    assert reply.buttons
    assert "«" not in reply.plain(), "a refusal quotes nothing"
