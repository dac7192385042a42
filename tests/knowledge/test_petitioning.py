from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import load_proposer
from knowledge import Knowledge
from knowledge.petitioning import Proposer
from knowledge.text import fold
from tests.knowledge.conftest import REPEATABLE, SmallPlan

MESSAGES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "petitions.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def proposer(knowledge: Knowledge) -> Proposer:
    return load_proposer(knowledge)


@pytest.fixture
def small(small_plan: SmallPlan) -> Callable[[], Proposer]:
    return lambda: Proposer(small_plan.load())


def share(proposer: Proposer, field: str, otherwise: object) -> float:
    """How many of the citizens' messages have the right `field` proposed (0 to 1)."""
    right = [getattr(proposer.propose(m["say"]), field) == m.get(field, otherwise) for m in MESSAGES]
    return sum(right) / len(right)


@pytest.mark.parametrize(
    ("field", "otherwise", "least"),
    [("category", "khac", 0.95), ("kind", "phan-anh", 0.95), ("place", None, 0.97), ("law", None, 0.97)],
)
def test_most_of_what_is_proposed_for_citizens_messages_is_right(
    proposer: Proposer, field: str, otherwise: object, least: float
) -> None:
    assert share(proposer, field, otherwise) >= least


@pytest.mark.parametrize("message", [m for m in MESSAGES if "dangers" in m], ids=lambda m: m["say"][:40])
def test_no_danger_is_missed(proposer: Proposer, message: dict[str, Any]) -> None:
    assert list(proposer.propose(message["say"]).dangers) == message["dangers"]


def test_no_danger_is_seen_where_there_is_none(proposer: Proposer) -> None:
    assert [m["say"] for m in MESSAGES if "dangers" not in m and proposer.propose(m["say"]).dangers] == []


@pytest.mark.parametrize(
    "said",
    [
        "Quán bán cháy hàng", "đánh giá cán bộ xã", "giá cháy túi", "nồi cơm cháy", "lúa bị cháy lá",
        "xe dang chay tren duong", "chay xe qua cau", "lam tu tu cung duoc", "nóng muốn chết", "hôi muốn chết luôn",
        "Đường này dễ xảy ra tai nạn", "chưa tập huấn phòng cháy chữa cháy", "bị cướp đất", "danh gia chat luong",
    ],
)  # fmt: skip
def test_words_of_danger_that_mean_something_else_do_not_ring(proposer: Proposer, said: str) -> None:
    assert proposer.propose(said).dangers == ()


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("CHÁY NHÀ RỒI BÀ CON ƠI", "chay"), ("chay nha roi", "chay"), ("Năm ngoái cháy chợ", "chay"),
        ("cháy lan qua mấy nhà, quán thì đang cháy hàng", "chay"), ("hong muon song nua", "tu-tu"),
        ("con no uong thuoc tru sau", "tu-tu"), ("chồng đánh vợ gãy tay", "bao-hanh"),
        ("ghe chìm giữa sông", "duoi-nuoc"), ("có người bị điện giật", "tai-nan"),
    ],
)  # fmt: skip
def test_danger_is_heard_however_it_is_written(proposer: Proposer, said: str, danger: str) -> None:
    assert danger in proposer.propose(said).dangers


def test_danger_at_the_very_end_of_a_long_message_is_heard(proposer: Proposer) -> None:
    assert proposer.propose("con đường trước nhà hư nặng " * 140 + "nhà đang cháy").dangers == ("chay",)


def test_every_danger_has_numbers_to_call(knowledge: Knowledge) -> None:
    petitions = knowledge.petitions
    for danger in petitions.danger_file.dangers:
        assert [number.number for number in petitions.numbers([danger.id])] == danger.numbers
    assert [number.number for number in petitions.numbers(["chay", "tai-nan"])] == ["114", "115", "113"]


@pytest.mark.parametrize(
    ("said", "law"),
    [
        ("tôi khiếu nại quyết định của ủy ban", "complaint"),
        ("toi to cao ong chu tich", "denunciation"),
        ("cán bộ đòi tiền lót tay mới ký", "denunciation"),
        ("khiếu nại việc thu hồi đất và tố cáo cán bộ ăn tiền", "denunciation"),
        ("không phải khiếu nại, chỉ phản ánh thôi", None),
        ("đá gà ăn tiền ồn quá", None),
    ],
)
def test_complaints_and_denunciations_are_recognised(proposer: Proposer, said: str, law: str | None) -> None:
    assert proposer.propose(said).law == law


def test_the_note_on_a_complaint_says_where_the_law_stands_and_what_is_uncertain(knowledge: Knowledge) -> None:
    for law in ("complaint", "denunciation"):
        note = knowledge.petitions.note(law)
        assert any("136/2025/QH15" in line for line in note.references)
        assert "01/7/2026" in note.uncertain


def test_everyday_southern_words_are_read_as_the_terms_are(
    small: Callable[[], Proposer], small_plan: SmallPlan
) -> None:
    small_plan.files["petitions/categories.yaml"]["categories"][0]["terms"] = ["coi cây"]
    assert small().propose("tui ra coi cây").category == "cay-dua"


def test_the_longer_phrase_decides(small: Callable[[], Proposer], small_plan: SmallPlan) -> None:
    categories = small_plan.files["petitions/categories.yaml"]["categories"]
    categories[0]["terms"], categories[1]["terms"] = ["cây dừa"], ["cây"]
    assert small().propose("cái cây, cây dừa đó").category == "cay-dua"


def test_the_name_of_a_place_says_nothing_of_the_category(small: Callable[[], Proposer], small_plan: SmallPlan) -> None:
    small_plan.files["petitions/categories.yaml"]["categories"][0]["terms"] = ["dừa"]
    assert small().propose("tôi ở xã Rạch Dừa").category == "viec-khac"


def test_words_that_fit_nothing_are_something_else(small: Callable[[], Proposer]) -> None:
    proposal = small().propose("abc")
    assert (proposal.kind, proposal.category, proposal.place) == ("phan-anh", "viec-khac", None)


def test_local_matters_go_to_the_commune_as_it_is_today(small: Callable[[], Proposer]) -> None:
    assert small().route("cay-dua", "xa-rach-cu").label == "UBND xã Kênh Dài"
    assert small().route("cay-dua", "xa-kenh").id == "ubnd-xa-kenh"


@pytest.mark.parametrize("place", [None, "huyen-mau", "nowhere"])
def test_without_a_known_commune_the_rule_decides(small: Callable[[], Proposer], place: str | None) -> None:
    assert small().route("cay-dua", place).label == "Đội cây xanh"


def test_what_is_not_local_goes_where_the_rule_says(small: Callable[[], Proposer]) -> None:
    assert small().route("viec-khac", "xa-kenh").label == "Các xã"
    assert small().route("nowhere", None).label == "Các xã"


def test_every_category_and_place_is_handled_by_somebody(proposer: Proposer, knowledge: Knowledge) -> None:
    places = [None, *(place.id for place in proposer.all_places)]
    for category in knowledge.petitions.categories:
        for place in places:
            found = proposer.route(category.id, place)
            assert proposer.responsible(found.id) == found
    assert proposer.route("khac", None).id == "so-noi-vu"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("so noi vu", "so-noi-vu"),
        ("SNV", "so-noi-vu"),
        ("ubnd xa cau ke", "ubnd-xa-cau-ke"),
        ("phường Trà Vinh", "ubnd-phuong-tra-vinh"),
    ],
)
def test_those_who_handle_petitions_are_found_by_name(proposer: Proposer, typed: str, found: str) -> None:
    assert proposer.responsibles(typed)[0].id == found
    assert proposer.responsibles("qwertyuiop") == []


@REPEATABLE
@given(text=st.text(max_size=300) | st.lists(st.sampled_from([m["say"] for m in MESSAGES])).map(" ".join))
def test_it_never_raises(proposer: Proposer, text: str) -> None:
    proposal = proposer.propose(text)
    proposer.places(text)
    proposer.responsibles(text)
    proposer.route(proposal.category, proposal.place)


def test_unmarked_messages_are_understood_nearly_as_well(proposer: Proposer) -> None:
    plain = [" ".join(fold(word) for word in message["say"].split()) for message in MESSAGES]
    right = [proposer.propose(said).category == m["category"] for said, m in zip(plain, MESSAGES, strict=True)]
    assert sum(right) / len(right) >= 0.8


def test_it_is_quick(proposer: Proposer) -> None:
    start = time.perf_counter()
    for message in MESSAGES:
        proposer.propose(message["say"])
    proposing = time.perf_counter() - start
    for message in MESSAGES:
        proposer.places(message["say"][:25])
    searching = time.perf_counter() - start - proposing
    # Ten times what they take on an idle machine: a slow one must not fail here.
    assert proposing / len(MESSAGES) < 0.006
    assert searching / len(MESSAGES) < 0.010
