from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from knowledge.answers import Citation
from knowledge.base import Item, ItemKind
from knowledge.language import Language
from knowledge.normalising import Query
from knowledge.ranking import Ranked, Ranker, build_index

Normalise = Callable[[str], Query]
Rank = Callable[[str], list[Ranked]]


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
def rank(normalise: Normalise, language: Language) -> Rank:
    def ranked(message: str, items: Sequence[Item] = ITEMS) -> list[Ranked]:
        return Ranker(items, build_index(items), language.tuning).rank(normalise(message))

    return ranked


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
def test_the_likest_comes_first(rank: Rank, message: str, key: str) -> None:
    assert rank(message)[0].item.key == key


@pytest.mark.parametrize("message", ["sông sông", "dạ song song ạ"])
def test_the_item_that_was_given_the_very_question_is_certain(rank: Rank, message: str) -> None:
    (certain, *_) = rank(message)
    assert (certain.item.key, certain.score) == ("other-sông", 1.0)


def test_a_question_that_two_items_were_given_makes_neither_certain(rank: Rank) -> None:
    first, second = rank("đối thoại trực tiếp")[:2]
    assert {first.item.key, second.item.key} == {"twin-one", "twin-two"}
    assert first.score == second.score


def test_equals_stay_in_the_order_of_the_knowledge_base(rank: Rank) -> None:
    first, second = rank("đối thoại trực tiếp")[:2]
    assert (first.item.key, second.item.key) == ("twin-one", "twin-two")
    assert first.score == second.score


def test_scores_fall_and_stay_within_bounds(rank: Rank) -> None:
    ranked = rank("báo cáo gửi Sở Nội vụ trước ngày nào")
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert all(0 <= value <= 1 for one in ranked for value in (one.score, one.likeness, one.coverage))
    assert all(one.mass > 0 for one in ranked)


def test_it_tells_which_wording_was_most_alike(rank: Rank) -> None:
    assert rank("nơi nhận báo cáo")[0].unit == "nơi nhận báo cáo"


def test_a_whole_question_beats_a_bare_keyword(rank: Rank) -> None:
    whole, keyword = rank("báo cáo gửi cho ai")[0], rank("ai")
    assert whole.coverage > 0.9
    assert all(one.mass < whole.mass for one in keyword)


def test_other_marks_count_for_less_than_the_very_ones(rank: Rank) -> None:
    assert rank("giá phân bón")[0].coverage > rank("giả phản bọn")[0].coverage


def test_what_a_gap_would_answer_is_not_a_way_to_find_it(rank: Rank) -> None:
    assert "price" not in [one.item.key for one in rank("tìm qua lời này")]


@pytest.mark.parametrize("message", ["", "?!", "zzzz"])
def test_what_shares_nothing_ranks_nothing(rank: Rank, message: str) -> None:
    assert rank(message) == []


def test_it_gives_at_most_as_many_as_asked(normalise: Normalise, language: Language) -> None:
    ranker = Ranker(ITEMS, build_index(ITEMS), language.tuning)
    assert len(ranker.rank(normalise("báo cáo gửi Sở Nội vụ"), most=2)) == 2


def test_it_knows_the_syllables_and_pairs_of_its_items(language: Language) -> None:
    known = Ranker(ITEMS, build_index(ITEMS), language.tuning).known
    assert "bao" in known
    assert "bao cao" in known
    assert "cao bao" not in known
