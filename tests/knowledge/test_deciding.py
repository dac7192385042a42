from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge import Knowledge
from knowledge.answers import Action, Reason, Status
from knowledge.base import ItemKind
from knowledge.deciding import Decider
from knowledge.normalising import Query
from knowledge.ranking import Ranked, Shares

Normalise = Callable[[str], Query]


@pytest.fixture(scope="module")
def decider(knowledge: Knowledge) -> Decider:
    """A decider to which each item says all of each message."""
    return deciding(knowledge, said=1.0)


def deciding(knowledge: Knowledge, *, said: float) -> Decider:
    return Decider(knowledge.language, knowledge.plan.years, ["Trà Cú"], lambda _query, _item: Shares(said, said))


@pytest.fixture(scope="module")
def ranked(knowledge: Knowledge) -> Callable[..., Ranked]:
    """An item of the knowledge base as it would be ranked."""

    def make(key: str, evidence: float) -> Ranked:
        return Ranked(next(item for item in knowledge.findable if item.key == key), evidence)

    return make


QUESTION = "hạn nộp báo cáo sáu tháng của các cơ quan đơn vị địa phương"
FAR = ("noi-nhan", -30.0)


def test_what_stands_far_above_is_answered(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    decision = decider.decide(normalise(QUESTION), [ranked("han-bao-cao-6-thang", -5.0), ranked(*FAR)])
    assert (decision.status, [item.key for item in decision.items]) == (Status.ANSWERED, ["han-bao-cao-6-thang"])


def test_what_is_said_of_nothing_is_refused(
    knowledge: Knowledge, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    decision = deciding(knowledge, said=0.0).decide(
        normalise(QUESTION), [ranked("noi-nhan", -5), ranked("nguoi-ky", -5)]
    )
    assert (decision.status, decision.reason, decision.items) == (Status.UNKNOWN, Reason.NOT_IN_PLAN, [])


def test_nothing_ranked_is_refused(decider: Decider, normalise: Normalise) -> None:
    decision = decider.decide(normalise(QUESTION), [])
    assert (decision.status, decision.reason, decision.score) == (Status.UNKNOWN, Reason.NOT_IN_PLAN, 0.0)


def test_between_the_two_it_offers_a_choice_best_first(
    knowledge: Knowledge, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    rivals = [ranked("han-bao-cao-6-thang", -5.0), ranked("nguoi-ky", -5.1)]
    decisions = [deciding(knowledge, said=n / 50).decide(normalise(QUESTION), rivals) for n in range(51)]
    choices = [decision for decision in decisions if decision.status is Status.CHOICES]
    assert decisions[0].status is Status.UNKNOWN
    assert choices
    assert {tuple(item.key for item in one.items) for one in choices} == {("han-bao-cao-6-thang", "nguoi-ky")}


def test_a_choice_has_one_item_for_each_source(
    knowledge: Knowledge, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    rivals = [ranked("han-bao-cao-6-thang", -5.0), ranked("han-bao-cao-nam", -5.0), ranked("nguoi-ky", -5.1)]
    decisions = [deciding(knowledge, said=n / 50).decide(normalise(QUESTION), rivals) for n in range(51)]
    offered = {tuple(item.key for item in one.items) for one in decisions if one.status is Status.CHOICES}
    assert offered == {("han-bao-cao-6-thang", "nguoi-ky")}


def test_a_single_near_thing_is_pointed_to_not_claimed(
    knowledge: Knowledge, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query = normalise(QUESTION)
    decisions = [deciding(knowledge, said=n / 50).decide(query, [ranked("noi-nhan", -5)]) for n in range(30)]
    assert Status.CHOICES not in {decision.status for decision in decisions}
    pointed = [decision for decision in decisions if decision.status is Status.UNKNOWN and decision.items]
    assert pointed
    assert {decision.reason for decision in pointed} == {Reason.NOT_IN_PLAN}


def test_the_more_is_said_of_it_the_more_confident(
    knowledge: Knowledge, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query, some = normalise(QUESTION), [ranked("noi-nhan", -5)]
    levels = [deciding(knowledge, said=n / 10).confidence(query, some) for n in range(11)]
    assert levels == sorted(set(levels))
    assert all(0 < level < 1 for level in levels)


def test_a_rival_on_another_source_lowers_confidence_and_one_on_the_same_does_not(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query, top, last = normalise(QUESTION), ranked("han-bao-cao-6-thang", -5.0), ranked(*FAR)
    alone = decider.confidence(query, [top, last])
    assert decider.confidence(query, [top, ranked("han-bao-cao-nam", -5.1), last]) == alone
    assert decider.confidence(query, [top, ranked("nguoi-ky", -5.1), last]) < alone


def test_a_curated_question_is_certain(decider: Decider, ranked: Callable[..., Ranked]) -> None:
    fact, gap, wish = (decider.certain(ranked(key, 0).item) for key in ("nguoi-ky", "kinh-phi", "reminders"))
    assert (fact.status, fact.items[0].key) == (Status.ANSWERED, "nguoi-ky")
    assert (gap.status, gap.subject) == (Status.UNKNOWN, ranked("kinh-phi", 0).item.topic)
    assert (wish.status, wish.action) == (Status.ACTION, Action.REMINDERS)


def test_a_gap_far_above_is_refused_by_its_name(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked], knowledge: Knowledge
) -> None:
    decision = decider.decide(normalise("kinh phí thực hiện"), [ranked("kinh-phi", -5), ranked(*FAR)])
    assert (decision.status, decision.reason) == (Status.UNKNOWN, Reason.NOT_IN_PLAN)
    assert decision.subject == knowledge.items["kinh-phi"].topic
    assert ItemKind.GAP not in {item.kind for item in decision.items}


def test_a_gap_beside_the_plan_is_off_topic(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked], knowledge: Knowledge
) -> None:
    away = next(gap for gap in knowledge.gaps if gap.off_topic)
    decision = decider.decide(normalise("giá vàng"), [ranked(away.id, -5), ranked(*FAR)])
    assert (decision.reason, decision.subject, decision.items) == (Reason.OFF_TOPIC, away.topic, [])


def test_a_wish_that_leads_clearly_is_done(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query = normalise("nhắc tui bữa nộp nghen")
    assert decider.decide(query, [ranked("reminders", -5), ranked(*FAR)]).action is Action.REMINDERS
    assert decider.decide(query, [ranked("reminders", -5), ranked("han-bao-cao-nam", -5.1)]).action is None


def test_a_grievance_told_in_words_of_asking_has_to_lead_by_more(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    close = [ranked("feedback", -5.0), ranked("noi-nhan", -6.0)]
    assert decider.decide(normalise("cống ngập suốt, nhờ xã coi giùm"), close).action is Action.FEEDBACK
    assert decider.decide(normalise("cống ngập ai lo"), close).action is None
    assert decider.decide(normalise("cống ngập ai lo"), [close[0], ranked(*FAR)]).action is Action.FEEDBACK


def test_what_the_plan_says_of_a_grievance_is_no_wish(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    decision = decider.decide(normalise("kế hoạch nói gì về cống ngập"), [ranked("feedback", -5), ranked(*FAR)])
    assert decision.action is None


def test_it_is_never_sure_of_a_gap_or_of_nothing(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    query = normalise(QUESTION)
    assert decider.sure(query, [ranked("han-bao-cao-6-thang", -5), ranked(*FAR)])
    assert not decider.sure(query, [ranked("kinh-phi", -5), ranked(*FAR)])
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


def test_an_aspect_that_the_item_does_not_give_is_named(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked], knowledge: Knowledge
) -> None:
    decision = decider.decide(
        normalise("nộp báo cáo 6 tháng tốn bao nhiêu tiền"), [ranked("han-bao-cao-6-thang", -5), ranked("noi-nhan", -8)]
    )
    assert (decision.status, decision.reason) == (Status.UNKNOWN, Reason.ASPECT)
    assert decision.subject == knowledge.language.questioning.aspects["money"].label
    assert [item.key for item in decision.items] == ["han-bao-cao-6-thang"]


def test_the_kind_of_fact_asked_for_is_put_forward(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    close = [ranked("noi-dung-bao-cao", -5.0), ranked("han-bao-cao-6-thang", -5.1)]
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
    decision = decider.decide(normalise(message), [ranked("han-bao-cao-6-thang", -5), ranked(*FAR)], uncited_law=law)
    assert (decision.status, decision.reason, decision.subject) == (Status.UNKNOWN, Reason.NOT_IN_PLAN, subject)


@pytest.mark.parametrize(
    ("message", "inside"),
    [
        ("điều 5 quy định gì", True),
        ("có phụ lục nào", True),
        ("nêu mấy quan điểm", True),
        ("bắt tiếp dân mấy ngày một tháng", True),
        ("xin mẫu", True),
        ("ai ký", False),
        ("ngày nào", False),
    ],
)
def test_it_tells_a_question_for_what_stands_inside_a_document(
    decider: Decider, knowledge: Knowledge, normalise: Normalise, message: str, *, inside: bool
) -> None:
    assert decider.asks_inside(normalise(message), knowledge.items["vb-35-ct-tw"]) is inside


def test_words_of_the_name_of_a_document_do_not_ask_for_what_stands_inside(
    decider: Decider, knowledge: Knowledge, normalise: Normalise
) -> None:
    asked = normalise("nghị định về điều kiện lao động ngày nào")
    assert not decider.asks_inside(asked, knowledge.items["vb-145-2020-nd-cp"])
    assert decider.asks_inside(asked, knowledge.items["vb-120-2020-nd-cp"])


def test_a_year_to_be_confirmed_is_answered_with_the_right_one(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    found = [ranked("vb-03-2007-qd-bnv", -5), ranked(*FAR)]
    told = decider.decide(normalise("quy tắc ứng xử của cán bộ công chức năm 2017 phải không"), found)
    asked = decider.decide(normalise("quy tắc ứng xử của cán bộ công chức có gì trong 2017"), found)
    assert (told.status, asked.status) == (Status.ANSWERED, Status.UNKNOWN)


@pytest.mark.parametrize(("message", "documents"), [("văn bản ký ngày 1/2/2020", True), ("họp dân ở ấp", False)])
def test_it_tells_talk_of_documents(decider: Decider, normalise: Normalise, message: str, *, documents: bool) -> None:
    assert decider.about_documents(normalise(message)) is documents


def test_a_gap_that_says_little_of_the_message_is_not_named(
    knowledge: Knowledge, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    decision = deciding(knowledge, said=0.2).decide(normalise("giá vàng"), [ranked("kinh-phi", -5), ranked(*FAR)])
    assert (decision.status, decision.subject) == (Status.UNKNOWN, None)


def test_a_wish_of_whose_words_little_is_known_is_none(
    knowledge: Knowledge, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    decision = deciding(knowledge, said=0.2).decide(normalise("zxcv qwer"), [ranked("greeting", -5), ranked(*FAR)])
    assert decision.action is None


def test_where_somebody_in_a_story_lives_is_not_what_is_asked(
    decider: Decider, normalise: Normalise, ranked: Callable[..., Ranked]
) -> None:
    story = "chồng tôi đi làm ở Bình Dương, một mình tôi ở nhà lo cho hai đứa nhỏ với má già, hồi đó giờ chưa để ý"
    decision = decider.decide(
        normalise(f"{story}, nay xin hỏi báo cáo 6 tháng nộp trước ngày nào vậy"),
        [ranked("han-bao-cao-6-thang", -5), ranked(*FAR)],
    )
    assert decision.status is Status.ANSWERED


def test_a_gap_that_leads_by_a_little_is_not_beyond_the_plan(decider: Decider, ranked: Callable[..., Ranked]) -> None:
    assert decider.beyond([ranked("kinh-phi", -5), ranked("nguoi-ky", -7)])
    assert not decider.beyond([ranked("kinh-phi", -5), ranked("nguoi-ky", -5.1)])
    assert not decider.beyond([ranked("nguoi-ky", -5), ranked("kinh-phi", -7)])
    assert not decider.beyond([])
