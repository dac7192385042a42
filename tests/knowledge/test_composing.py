from __future__ import annotations

import pytest

from knowledge import Knowledge
from knowledge.answers import Reason, Status
from knowledge.base import ItemKind
from knowledge.composing import Composer


@pytest.fixture(scope="module")
def composer(knowledge: Knowledge) -> Composer:
    return Composer(knowledge)


def test_a_part_says_what_it_rests_on(composer: Composer, knowledge: Knowledge) -> None:
    item = knowledge.items["han-bao-cao-6-thang"]
    answer = composer.answered("hạn 6 tháng", [item], score=0.87654)
    (part,) = answer.parts
    assert (part.key, part.title, part.direct, part.passage) == (item.key, item.title, item.direct, item.passage)
    assert (part.address, part.citation.plan) == ("IV.2.3", "IV.2.3")
    assert part.citation not in part.also
    assert (answer.status, answer.score) == (Status.ANSWERED, 0.877)


def test_further_readings_are_few_and_not_what_was_just_read(composer: Composer, knowledge: Knowledge) -> None:
    for item in knowledge.items.values():
        if item.kind is not ItemKind.GAP:
            related = [option.key for option in composer.answered("", [item], score=1.0).related]
            assert len(related) <= 3
            assert item.key not in related
            assert len(set(related)) == len(related)


def test_what_one_part_answers_is_no_further_reading_of_another(composer: Composer, knowledge: Knowledge) -> None:
    items = [knowledge.items["han-bao-cao-6-thang"], knowledge.items["han-bao-cao-nam"]]
    answer = composer.answered("hai hạn", items, score=1.0)
    assert not {part.key for part in answer.parts} & {option.key for option in answer.related}


def test_a_choice_has_at_most_five_options_best_first(composer: Composer, knowledge: Knowledge) -> None:
    items = [item for item in knowledge.items.values() if item.kind is not ItemKind.GAP][:8]
    answer = composer.choices("gì cũng được", items, score=0.5)
    assert answer.status is Status.CHOICES
    assert [option.key for option in answer.options] == [item.key for item in items[:5]]
    assert answer.parts == ()


def test_a_refusal_says_why_and_offers_what_is_near(composer: Composer, knowledge: Knowledge) -> None:
    answer = composer.refused("?", Reason.ASPECT, "số tiền", [knowledge.items["han-bao-cao-nam"]])
    assert (answer.status, answer.reason, answer.subject) == (Status.UNKNOWN, Reason.ASPECT, "số tiền")
    assert [option.key for option in answer.options] == ["han-bao-cao-nam"]
    assert answer.parts == ()


@pytest.mark.parametrize(
    ("message", "absent"),
    [
        pytest.param("hạn 6 tháng là 30/6 phải không", ("30/6",), id="wrong date"),
        pytest.param("hạn 6 tháng là 30-6 đúng không", ("30-6",), id="wrong date with a hyphen"),
        pytest.param("hạn 6 tháng là ngày 30 tháng 6 hả", ("30 tháng 6",), id="wrong date in words"),
        pytest.param("han 6 thang la 30/6 phai khong", ("30/6",), id="wrong date without marks"),
        pytest.param("hạn 6 tháng là 10/6 phải không", (), id="right date"),
        pytest.param("hạn 6 tháng là 10/06 phải không", (), id="right date with a nought"),
        pytest.param("hạn 6 tháng là ngày 10 tháng 6 phải không", (), id="right date in words"),
        pytest.param("hạn là 30/6 hay 15/7, phải không", ("30/6", "15/7"), id="two wrong dates"),
        pytest.param("có 90% cơ quan nộp phải không", ("90%",), id="wrong share"),
        pytest.param("tổng kết 7 năm phải không", ("7 năm",), id="wrong count"),
        pytest.param("hạn của năm 2019 phải không", ("năm 2019",), id="wrong year"),
        pytest.param("hạn 6 tháng 30/6", (), id="nothing to be confirmed"),
    ],
)
def test_it_lists_what_was_taken_for_granted_and_stands_nowhere(
    composer: Composer, knowledge: Knowledge, message: str, absent: tuple[str, ...]
) -> None:
    (part,) = composer.answered(message, [knowledge.items["han-bao-cao-6-thang"]], score=1.0).parts
    assert part.absent == absent


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("pháp lệnh 34 còn hiệu lực không", True),
        ("nghi dinh 24 bi thay chua", True),
        ("quyết định 10 hết hiệu lực rồi hả", True),
        ("nghị định 04 nói gì", False),
        ("giảm hiệu lực quản lý", False),
    ],
)
def test_it_hears_whether_a_document_still_holds_is_asked(
    composer: Composer, knowledge: Knowledge, message: str, *, asked: bool
) -> None:
    (part,) = composer.answered(message, [knowledge.items["vb-34-2007-pl-ubtvqh11"]], score=1.0).parts
    assert part.asks_standing is asked
