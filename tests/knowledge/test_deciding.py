from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge import Knowledge
from knowledge.answers import Reason, Status
from knowledge.base import ItemKind
from knowledge.deciding import Decider
from knowledge.normalising import Query
from knowledge.ranking import Ranked

Normalise = Callable[[str], Query]


@pytest.fixture(scope="module")
def decider(knowledge: Knowledge) -> Decider:
    return Decider(knowledge.language, knowledge.plan.years)


@pytest.fixture(scope="module")
def ranked(knowledge: Knowledge) -> Callable[..., Ranked]:
    """An item of the knowledge base as it would be ranked."""

    def make(key: str, score: float, *, coverage: float | None = None, mass: float = 20.0) -> Ranked:
        share = score if coverage is None else coverage
        return Ranked(knowledge.items[key], score, score, share, mass * score, "")

    return make


QUESTION = "hạn nộp báo cáo sáu tháng của các cơ quan đơn vị địa phương"


def test_what_is_wholly_alike_is_answered(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    decision = decider.decide(normalise(QUESTION), [ranked("han-bao-cao-6-thang", 0.95), ranked("noi-nhan", 0.2)])
    assert (decision.status, [item.key for item in decision.items]) == (Status.ANSWERED, ["han-bao-cao-6-thang"])


def test_what_is_hardly_alike_is_refused(decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]) -> None:
    decision = decider.decide(normalise(QUESTION), [ranked("noi-nhan", 0.05), ranked("nguoi-ky", 0.05)])
    assert (decision.status, decision.reason, decision.items) == (Status.UNKNOWN, Reason.NOT_IN_PLAN, [])


def test_nothing_ranked_is_refused(decider: Decider, normalise: Normalise) -> None:
    decision = decider.decide(normalise(QUESTION), [])
    assert (decision.status, decision.reason, decision.score) == (Status.UNKNOWN, Reason.NOT_IN_PLAN, 0.0)


def test_between_the_two_it_offers_a_choice_best_first(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    statuses = []
    for share in range(1, 100):
        score = share / 100
        rivals = [ranked("han-bao-cao-6-thang", score), ranked("nguoi-ky", score * 0.97)]
        decision = decider.decide(normalise(QUESTION), rivals)
        statuses.append(decision.status)
        if decision.status is Status.CHOICES:
            assert [item.key for item in decision.items] == ["han-bao-cao-6-thang", "nguoi-ky"]
    assert statuses[0] is Status.UNKNOWN
    assert statuses[-1] is Status.ANSWERED
    assert Status.CHOICES in statuses


def test_a_single_near_thing_is_pointed_to_not_claimed(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    decisions = [decider.decide(normalise(QUESTION), [ranked("noi-nhan", n / 200, mass=8)]) for n in range(1, 200)]
    assert Status.CHOICES not in {decision.status for decision in decisions}
    pointed = [decision for decision in decisions if decision.status is Status.UNKNOWN and decision.items]
    assert pointed
    assert {decision.reason for decision in pointed} == {Reason.NOT_IN_PLAN}


def test_the_more_alike_the_more_confident(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query = normalise(QUESTION)
    levels = [decider.confidence(query, [ranked("noi-nhan", share / 10)]) for share in range(11)]
    assert levels == sorted(levels)
    assert all(0 < level < 1 for level in levels)


def test_a_rival_on_another_source_lowers_confidence_and_one_on_the_same_does_not(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query = normalise(QUESTION)
    top = ranked("han-bao-cao-6-thang", 0.6)
    alone = decider.confidence(query, [top])
    assert decider.confidence(query, [top, ranked("han-bao-cao-nam", 0.59)]) == alone
    assert decider.confidence(query, [top, ranked("nguoi-ky", 0.59)]) < alone


def test_a_gap_far_above_is_refused_by_its_name(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked], knowledge: Knowledge
) -> None:
    decision = decider.decide(normalise("kinh phí thực hiện"), [ranked("kinh-phi", 0.9), ranked("noi-nhan", 0.3)])
    assert (decision.status, decision.reason) == (Status.UNKNOWN, Reason.NOT_IN_PLAN)
    assert decision.subject == knowledge.items["kinh-phi"].topic
    assert ItemKind.GAP not in {item.kind for item in decision.items}


def test_a_gap_beside_the_plan_is_off_topic(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked], knowledge: Knowledge
) -> None:
    away = next(gap for gap in knowledge.gaps if gap.off_topic)
    decision = decider.decide(normalise("giá vàng"), [ranked(away.id, 0.9), ranked("noi-nhan", 0.3)])
    assert (decision.reason, decision.subject, decision.items) == (Reason.OFF_TOPIC, away.topic, [])


def test_it_is_never_sure_of_a_gap_or_of_nothing(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query = normalise(QUESTION)
    assert decider.sure(query, [ranked("han-bao-cao-6-thang", 1.0, mass=60)])
    assert not decider.sure(query, [ranked("kinh-phi", 1.0, mass=60)])
    assert not decider.sure(query, [])


@pytest.mark.parametrize(
    ("message", "aspect"),
    [
        ("báo cáo tốn bao nhiêu tiền", "money"),
        ("số điện thoại Sở Nội vụ", "phone"),
        ("Sở Nội vụ mấy giờ mở cửa", "hours"),
        ("xin mẫu báo cáo", "template"),
        ("giải quyết đơn trong bao lâu", "duration"),
        ("giám đốc là ai", "person"),
    ],
)
def test_it_hears_what_is_asked_for(decider: Decider, normalise: Normalise, message: str, aspect: str) -> None:
    assert aspect in decider.aspects(normalise(message))


@pytest.mark.parametrize("message", ["dân vận là gì", "báo cáo gửi ai", "giảm chi phí cho dân"])
def test_it_hears_no_aspect_where_none_is_asked_for(decider: Decider, normalise: Normalise, message: str) -> None:
    assert decider.aspects(normalise(message)) == ()


def test_an_aspect_that_no_near_item_gives_is_named(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked], knowledge: Knowledge
) -> None:
    decision = decider.decide(
        normalise("nộp báo cáo 6 tháng tốn bao nhiêu tiền"), [ranked("han-bao-cao-6-thang", 0.95)]
    )
    assert (decision.status, decision.reason) == (Status.UNKNOWN, Reason.ASPECT)
    assert decision.subject == knowledge.language.questioning.aspects["money"].label
    assert [item.key for item in decision.items] == ["han-bao-cao-6-thang"]


def test_the_kind_of_fact_asked_for_is_put_forward(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    close = [ranked("noi-dung-bao-cao", 0.60), ranked("han-bao-cao-6-thang", 0.58)]
    assert decider.favour(normalise("báo cáo trước ngày nào"), close)[0].item.key == "han-bao-cao-6-thang"
    assert decider.favour(normalise("báo cáo viết gì"), close) == close


@pytest.mark.parametrize(
    ("message", "law", "subject"),
    [
        ("tỉnh Bến Tre nộp báo cáo 6 tháng ngày nào", None, "Bến Tre"),
        ("tinh ben tre nop bao cao 6 thang ngay nao", None, "ben tre"),
        ("nộp báo cáo 6 tháng năm 2019 ngày nào", None, "2019"),
        ("báo cáo 6 tháng theo luật đất đai ngày nào", "dat dai", "luật đất đai"),
    ],
)
def test_what_is_asked_of_elsewhere_is_not_answered_from_here(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked], message: str, law: str | None, subject: str
) -> None:
    decision = decider.decide(normalise(message), [ranked("han-bao-cao-6-thang", 0.95)], uncited_law=law)
    assert (decision.status, decision.reason, decision.subject) == (Status.UNKNOWN, Reason.NOT_IN_PLAN, subject)


@pytest.mark.parametrize(
    ("message", "inside"),
    [("điều 5 quy định gì", True), ("có phụ lục nào", True), ("xin mẫu", True), ("ai ký", False), ("ngày nào", False)],
)
def test_it_tells_a_question_for_what_stands_inside_a_document(
    decider: Decider, normalise: Normalise, message: str, *, inside: bool
) -> None:
    assert decider.asks_inside(normalise(message)) is inside


@pytest.mark.parametrize(("message", "documents"), [("văn bản ký ngày 1/2/2020", True), ("họp dân ở ấp", False)])
def test_it_tells_talk_of_documents(decider: Decider, normalise: Normalise, message: str, *, documents: bool) -> None:
    assert decider.about_documents(normalise(message)) is documents
