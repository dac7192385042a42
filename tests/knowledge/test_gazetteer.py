from __future__ import annotations

import pytest

from knowledge import Knowledge
from knowledge.petitioning import Proposer
from tests.knowledge.conftest import SmallPlan


@pytest.fixture(scope="module")
def proposer(knowledge: Knowledge) -> Proposer:
    return Proposer(knowledge)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("ở xã Mỹ Cẩm", "xa-my-cam-cu"),
        ("xã mỹ cẩm", "xa-my-cam-cu"),
        ("xa my cam", "xa-my-cam-cu"),
        ("nhà tôi ở Hiệp Mỹ Tây", "xa-hiep-my-tay-cu"),
        ("nha toi o hiep my tay", "xa-hiep-my-tay-cu"),
        ("xã Phước Hảo", "xa-phuoc-hao-cu"),
        ("xa phuoc hao", "xa-phuoc-hao-cu"),
        ("xã Đại Phúc", "xa-dai-phuc-cu"),
        ("xã Đại Phước", "xa-dai-phuoc-cu"),
        ("thị trấn Cầu Kè", "xa-cau-ke"),
        ("xã Cầu Kè", "xa-cau-ke"),
        ("phường Càng Long", "xa-cang-long"),
        ("huyện Cầu Kè", "huyen-cau-ke"),
        ("ở Cầu Kè", "huyen-cau-ke"),
        ("p.7 tp trà vinh", "phuong-7-tra-vinh-cu"),
        ("phường 1 thị xã Duyên Hải", "phuong-1-duyen-hai-cu"),
        ("phường 1, TP Trà Vinh", "phuong-1-tra-vinh-cu"),
        ("TX Duyên Hải", "thi-xa-duyen-hai"),
        ("xã Phong Phú", "xa-phong-phu-cu"),
    ],
)
def test_a_place_is_found_in_words(proposer: Proposer, said: str, place: str) -> None:
    assert proposer.propose(f"{said} đường hư").place == place


@pytest.mark.parametrize(
    "said",
    [
        "phường 1 ngập", "Duyên Hải ngập", "cây cối phong phú", "vợ chồng hòa thuận", "người dân thanh toán tiền",
        "Hà Nội", "từ Cầu Kè qua Tiểu Cần", "tan an com",
    ],
)  # fmt: skip
def test_what_names_no_place_or_several_is_left_open(proposer: Proposer, said: str) -> None:
    assert proposer.propose(said).place is None


def test_the_place_with_its_type_goes_before_one_without(proposer: Proposer) -> None:
    assert proposer.propose("quê ở Kim Sơn, nay ở xã Long Sơn").place == "xa-long-son-cu"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("my cam", "xa-my-cam-cu"),
        ("Xã Mỹ Cẩm", "xa-my-cam-cu"),
        ("hiep mi tai", "xa-hiep-my-tay-cu"),
        ("vỉnh kim", "xa-vinh-kim"),
        ("dôn châu", "xa-don-chau"),
        ("nguyet hao", "phuong-nguyet-hoa"),
        ("can long", "xa-cang-long"),
        ("phường 1 duyên hải", "phuong-1-duyen-hai-cu"),
        ("luong hoa a", "xa-luong-hoa-a-cu"),
        ("thành phố trà vinh", "thanh-pho-tra-vinh"),
    ],
)
def test_a_place_is_searched_for_with_typos_and_without_marks(proposer: Proposer, typed: str, first: str) -> None:
    assert proposer.places(typed)[0].id == first


def test_every_place_is_found_by_its_own_name(proposer: Proposer) -> None:
    missed = [p.name for p in proposer.all_places if p.id not in {found.id for found in proposer.places(p.name)}]
    assert missed == []


def test_a_search_is_as_short_as_asked_and_nothing_gives_nothing(proposer: Proposer) -> None:
    assert len(proposer.places("tan", 3)) == 3
    assert proposer.places("") == proposer.places("!?") == proposer.places("zzzzzzzz") == []


def test_what_was_merged_says_what_it_is_now(proposer: Proposer) -> None:
    place = proposer.place("phuong-1-tra-vinh-cu")
    assert place.label == "Phường 1 (thành phố Trà Vinh, nay là phường Trà Vinh)"
    assert (place.commune, place.district) == ("phuong-tra-vinh", "thanh-pho-tra-vinh")


def test_there_are_the_communes_of_today_and_those_of_before(knowledge: Knowledge) -> None:
    communes = knowledge.petitions.place_file.communes
    assert len(communes) == 41
    assert sum(len(commune.former) for commune in communes) == 104


def test_an_everyday_word_counts_only_behind_its_type(small_plan: SmallPlan) -> None:
    proposer = Proposer(small_plan.load())
    assert proposer.propose("Phong Phú").place is None
    assert proposer.propose("xã Phong Phú").place == "xa-phong-phu"
