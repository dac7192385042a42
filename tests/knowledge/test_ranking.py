from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from knowledge.answers import Citation
from knowledge.base import Item, ItemKind
from knowledge.evidence import build_index
from knowledge.language import Language
from knowledge.normalising import Query
from knowledge.ranking import Ranked, Ranker

Normalise = Callable[[str], Query]


def item(
    key: str, *questions: str, direct: str = "", passage: str | None = None, kind: ItemKind = ItemKind.FACT
) -> Item:
    return Item(key, kind, key, direct, Citation(plan=key), questions, passage=passage)


ITEMS = (
    item("deadline", "hạn nộp báo cáo 6 tháng là ngày nào", "báo cáo nộp trước ngày nào", direct="Trước ngày 10/6."),
    item("receiver", "báo cáo gửi cho ai", "nơi nhận báo cáo", direct="Gửi qua Sở Nội vụ."),
    item("duty", "Sở Nội vụ có nhiệm vụ gì", passage="Tham mưu Ủy ban; kiểm tra việc thực hiện."),
    item("price", "giá phân bón bao nhiêu", direct="không tìm qua lời này", kind=ItemKind.GAP),
    item("twin-one", "đối thoại trực tiếp"),
    item("twin-two", "đối thoại trực tiếp"),
    *(
        item(f"other-{word}", f"{word} {word}")
        for word in "muối gạo chợ thuyền sông mưa nắng lúa tôm cua ghe vườn".split()
    ),
)


@pytest.fixture(scope="module")
def ranker(language: Language) -> Ranker:
    return Ranker(ITEMS, build_index(ITEMS, language), language.tuning)


@pytest.fixture(scope="module")
def rank(ranker: Ranker, normalise: Normalise) -> Callable[[str], list[Ranked]]:
    return lambda message: ranker.rank(normalise(message))


Rank = Callable[[str], list[Ranked]]


@pytest.mark.parametrize(
    ("message", "key"),
    [
        pytest.param("hạn nộp báo cáo 6 tháng", "deadline", id="as curated"),
        pytest.param("han nop bao cao 6 thang", "deadline", id="without marks"),
        pytest.param("báo cáo thì gửi ai", "receiver", id="other words around"),
        pytest.param("sở nội vụ nhiệm vụ", "duty", id="fewer words"),
        pytest.param("kiểm tra việc thực hiện", "duty", id="words of the passage"),
        pytest.param("trước ngày 10 6", "deadline", id="words of the answer"),
        pytest.param("giá phân bón", "price", id="what is not in the plan"),
        pytest.param("sở lội dụ có nhiệm vụ gì", "duty", id="as southern speech sounds it"),
    ],
)
def test_the_likeliest_comes_first(rank: Rank, message: str, key: str) -> None:
    assert rank(message)[0].item.key == key


@pytest.mark.parametrize("message", ["sông sông", "dạ song song ạ"])
def test_it_finds_the_item_that_was_given_the_very_question(ranker: Ranker, normalise: Normalise, message: str) -> None:
    found = ranker.asked(normalise(message))
    assert found is not None
    assert found.key == "other-sông"


@pytest.mark.parametrize("message", ["sông nào", "đối thoại trực tiếp", ""])
def test_other_questions_and_those_that_two_items_were_given_are_nobodys(
    ranker: Ranker, normalise: Normalise, message: str
) -> None:
    assert ranker.asked(normalise(message)) is None


def test_equals_stay_in_the_order_of_the_knowledge_base(rank: Rank) -> None:
    first, second = rank("đối thoại trực tiếp")[:2]
    assert (first.item.key, second.item.key) == ("twin-one", "twin-two")
    assert first.evidence == second.evidence


def test_evidence_falls(rank: Rank) -> None:
    evidence = [one.evidence for one in rank("báo cáo gửi Sở Nội vụ trước ngày nào")]
    assert evidence == sorted(evidence, reverse=True)


def test_two_wordings_that_agree_speak_louder_than_one(normalise: Normalise, language: Language) -> None:
    items = (
        item("once", "nộp tiền điện", "cây cầu gãy", "lúa trổ bông"),
        item("twice", "nộp thuế đất", "đi nộp thuế", "lúa trổ bông"),
    )
    ranker = Ranker(items, build_index(items, language), language.tuning)
    assert [one.item.key for one in ranker.rank(normalise("nộp"))] == ["twice", "once"]


def test_what_a_gap_would_answer_is_not_a_way_to_find_it(ranker: Ranker, normalise: Normalise) -> None:
    assert ranker.shares(normalise("không tìm qua lời này"), ITEMS[3]).words == 0


@pytest.mark.parametrize("message", ["", "?!", "zzzz"])
def test_what_shares_nothing_ranks_nothing(rank: Rank, message: str) -> None:
    assert rank(message) == []


def test_it_gives_at_most_as_many_as_asked(ranker: Ranker, normalise: Normalise) -> None:
    assert len(ranker.rank(normalise("báo cáo gửi Sở Nội vụ"), most=2)) == 2


def test_it_tells_how_much_of_a_message_is_said_of_an_item(ranker: Ranker, normalise: Normalise) -> None:
    asked, other = normalise("báo cáo gửi cho ai"), normalise("báo cáo gửi ghe tôm")
    receiver = ITEMS[1]
    assert ranker.shares(asked, receiver).words == ranker.shares(asked, receiver).pairs == 1
    assert 0 < ranker.shares(other, receiver).pairs < ranker.shares(other, receiver).words < 1
    assert ranker.shares(normalise("ghe tôm"), receiver).words == 0


def test_it_tells_which_words_speak_for_an_item(ranker: Ranker, normalise: Normalise) -> None:
    because = ranker.because(normalise("ghe tôm nơi nhận"), ITEMS[1])
    assert "noi nhan" in because
    assert "tom" not in because


def test_an_index_knows_the_syllables_and_pairs_of_its_items(language: Language) -> None:
    known = build_index(ITEMS, language).known
    assert {"bao", "bao cao"} <= known.keys()
    assert "cao bao" not in known


def test_the_same_items_give_the_same_index(language: Language) -> None:
    some: Sequence[Item] = ITEMS[:6]
    assert build_index(some, language) == build_index(some, language)
