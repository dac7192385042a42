from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from bot.answer_json import answer_json
from knowledge import Knowledge
from knowledge.answers import Action, Answer, Citation, Option, Part, Reason, Status

KEYS = ["q", "status", "action", "text", "citations", "choices", "score"]


def test_an_answer_names_what_it_rests_on_first(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    deadline = part("han-bao-cao-nam")
    answer = Answer("hạn?", Status.ANSWERED, (deadline,), score=0.93456)
    result = answer_json(answer, knowledge)
    assert list(result) == KEYS
    assert (result["q"], result["status"], result["action"]) == ("hạn?", "answered", None)
    assert result["citations"][0] == {"plan": "IV.2.3", "quote": deadline.citation.quote}
    assert "05/12" in result["text"]
    assert result["score"] == 0.9346
    assert json.loads(json.dumps(result)) == result


def test_a_document_is_cited_by_its_number(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    answer = Answer("CT 33?", Status.ANSWERED, (part("vb-33-ct-ttg"),))
    assert answer_json(answer, knowledge)["citations"][0] == {"document": "33/CT-TTg"}


def test_each_place_is_cited_once_and_at_most_five(knowledge: Knowledge, part: Callable[[str], Part]) -> None:
    addresses = ["IV.2.3", "II.7", "II.7", "IV.1.3", "V", "I.1", "I.2"]
    also = tuple(Citation(plan=address) for address in addresses)
    answer = Answer("…", Status.ANSWERED, (replace(part("han-bao-cao-nam"), also=also),))
    places = [citation["plan"] for citation in answer_json(answer, knowledge)["citations"]]
    assert places == ["IV.2.3", "II.7", "IV.1.3", "V", "I.1"]


def test_the_second_thing_answered_is_cited_before_what_lies_beside(
    knowledge: Knowledge, part: Callable[[str], Part]
) -> None:
    first = replace(part("han-bao-cao-nam"), also=(Citation(plan="II.7"),))
    answer = Answer("…", Status.ANSWERED, (first, part("nguoi-ky")))
    places = [citation.get("plan") for citation in answer_json(answer, knowledge)["citations"]]
    assert places[:3] == ["IV.2.3", "SIGNER", "II.7"]


def test_choices_come_with_their_citations(knowledge: Knowledge, option: Callable[[str], Option]) -> None:
    answer = Answer("báo cáo", Status.CHOICES, options=(option("han-bao-cao-nam"), option("vb-33-ct-ttg")))
    result = answer_json(answer, knowledge)
    assert [choice["label"] for choice in result["choices"]] == ["Hạn báo cáo năm", "Chỉ thị 33/CT-TTg"]
    assert result["choices"][1]["citations"] == [{"document": "33/CT-TTg"}]
    assert result["citations"] == []


def test_a_refusal_cites_and_claims_nothing(knowledge: Knowledge, option: Callable[[str], Option]) -> None:
    near = (option("han-bao-cao-nam"),)
    answer = Answer("tiền", Status.UNKNOWN, reason=Reason.ASPECT, subject="số tiền", options=near)
    result = answer_json(answer, knowledge)
    assert (result["citations"], result["choices"]) == ([], [])


def test_an_action_is_named(knowledge: Knowledge) -> None:
    result = answer_json(Answer("cảm ơn", Status.ACTION, action=Action.THANKS), knowledge)
    assert (result["status"], result["action"]) == ("action", "thanks")
