from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge import Knowledge
from knowledge.answering import Engine
from knowledge.answers import Action, Status
from knowledge.normalising import Query
from knowledge.routing import Router

Normalise = Callable[[str], Query]


@pytest.fixture(scope="module")
def router(knowledge: Knowledge) -> Router:
    return Router(knowledge.language.intents)


WISHES = {
    Action.FEEDBACK: [
        "tôi muốn gửi phản ánh",
        "đường ấp 3 hư hết rồi, nhờ xã xuống sửa giùm bà con",
        "cống trước nhà tôi nghẹt cả tháng nay, đề nghị xử lý",
        "bãi rác hôi thối gần nhà tôi, mong chính quyền xem xét",
        "duong ap 3 hu het roi nho xa xuong sua gium ba con",
    ],
    Action.PETITION_STATUS: [
        "tra cứu phản ánh PA-2026-0001",
        "PA2026-000123",
        "mã phản ánh của tôi",
        "phản ánh của tôi tới đâu rồi",
    ],
    Action.REMINDERS: ["nhắc tôi nộp báo cáo", "tắt nhắc", "hủy lịch nhắc", "nhac toi nop bao cao"],
    Action.HUMAN: ["cho tôi gặp cán bộ", "tôi muốn nói chuyện với người thật"],
    Action.LANGUAGE: ["tiếng khmer", "đổi ngôn ngữ"],
    Action.HELP: ["trợ giúp", "hướng dẫn sử dụng", "bot làm được gì"],
    Action.THANKS: ["cảm ơn", "cám ơn ad nhiều nha", "cam on"],
    Action.GREETING: ["xin chào", "hi", "chào bot"],
}


@pytest.mark.parametrize(("message", "action"), [(m, action) for action, ms in WISHES.items() for m in ms])
def test_it_knows_what_a_person_wants_of_the_bot(
    router: Router, normalise: Normalise, message: str, action: Action
) -> None:
    assert router.route(normalise(message)) is action


@pytest.mark.parametrize(
    "message",
    [
        "kế hoạch có nói gì về đường hư không",
        "kế hoạch quy định xử lý phản ánh của dân thế nào",
        "ai có trách nhiệm giải quyết kiến nghị của dân",
        "hạn báo cáo 6 tháng là ngày nào",
        "Sở Nội vụ làm gì",
        "",
    ],
)
def test_a_question_about_the_plan_is_no_wish(router: Router, normalise: Normalise, message: str) -> None:
    assert router.route(normalise(message)) is None


def test_every_curated_whole_message_leads_to_its_action(engine: Engine, knowledge: Knowledge) -> None:
    actions = knowledge.language.intents.actions
    listed = [(Action(name), phrase) for name, phrases in actions.items() for phrase in phrases.whole]
    missed = [phrase for action, phrase in listed if engine.answer(phrase).action is not action]
    assert len(listed) > 10
    assert missed == []


def test_it_shows_the_signs_of_a_petition(router: Router, normalise: Normalise) -> None:
    signs = router.petition_signs(normalise("cống trước nhà tôi nghẹt cả tháng nay, đề nghị xử lý"))
    assert {"request", "trouble", "own", "worse"} <= signs.keys()
    assert "de nghi xu ly" in " ".join(signs["request"]).replace("li", "ly")
    assert router.petition_signs(normalise("dân vận là gì")).keys() <= {"asks_plan"}


def test_a_greeting_before_a_question_does_not_hide_it(engine: Engine) -> None:
    answer = engine.answer("xin chào ad, hạn nộp báo cáo 6 tháng là ngày nào ạ")
    assert answer.status is Status.ANSWERED
    assert answer.parts[0].address == "IV.2.3"
