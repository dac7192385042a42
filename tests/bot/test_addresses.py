from __future__ import annotations

import pytest

from bot.addresses import document_name, said_date, source, spoken
from bot.i18n import use_locale
from knowledge import Knowledge
from knowledge.answers import Citation


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("IV.2.3", "phần IV, mục 2 (Các cơ quan, đơn vị, địa phương), ý 3"),
        ("IV.2", "phần IV, mục 2 (Các cơ quan, đơn vị, địa phương)"),
        ("II.5", "phần II (Mục tiêu thực hiện), mục 5"),
        ("II", "phần II (Mục tiêu thực hiện)"),
        ("TITLE", "tên Kế hoạch"),
        ("0", "phần mở đầu"),
        ("V", "phần kết"),
        ("RECIPIENTS", "phần Nơi nhận"),
        ("SIGNER", "phần ký tên"),
    ],
)
def test_an_address_is_said_in_words(knowledge: Knowledge, address: str, words: str) -> None:
    assert spoken(knowledge, address) == words


def test_every_address_of_the_plan_can_be_said(knowledge: Knowledge) -> None:
    said = [spoken(knowledge, address) for address in knowledge.nodes]
    assert len(set(said)) == len(said)


def test_an_unknown_address_is_an_error(knowledge: Knowledge) -> None:
    with pytest.raises(KeyError):
        spoken(knowledge, "IX.1")


def test_a_long_heading_is_cut_between_words(knowledge: Knowledge) -> None:
    assert spoken(knowledge, "III.3.1").startswith("phần III, mục 3 (Tiếp tục thực hiện quy chế dân chủ gắn với")
    assert spoken(knowledge, "III.3.1").endswith("…), ý 1")


def test_an_address_can_be_said_in_english(knowledge: Knowledge) -> None:
    with use_locale("en"):
        assert spoken(knowledge, "II.5") == "part II (Mục tiêu thực hiện), section 5"


def test_the_source_is_the_place_in_the_plan(knowledge: Knowledge) -> None:
    assert source(knowledge, Citation(plan="V")) == "Nguồn: Kế hoạch, phần kết"


def test_the_source_of_a_document_is_where_the_plan_cites_it(knowledge: Knowledge) -> None:
    line = source(knowledge, Citation(document="33/CT-TTg"))
    assert line.startswith("Nguồn: Kế hoạch, phần III, mục 1 (")
    assert line.endswith("ý 2")


def test_a_source_outside_the_plan_is_said_to_be_so(knowledge: Knowledge) -> None:
    assert source(knowledge, Citation(document="02/2011/QH13")) == "Nguồn: 02/2011/QH13 (ngoài Kế hoạch)"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("33/CT-TTg", "Chỉ thị 33/CT-TTg"),
        ("CT-05", "Chỉ thị 05-CT/TW"),
        ("BLLD", "Bộ luật 45/2019/QH14"),
    ],
)
def test_a_document_is_called_by_type_and_number(knowledge: Knowledge, number: str, name: str) -> None:
    assert document_name(knowledge.documents[number]) == name


def test_no_document_is_called_by_its_internal_key(knowledge: Knowledge) -> None:
    assert not [
        name for name in map(document_name, knowledge.documents.values()) if "NQ-DH" in name or "NQ-TW3" in name
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("2023-07-01", "01/7/2023"), ("2026-03", "3/2026"), ("2025-11", "11/2025"), ("2024", "2024")],
)
def test_dates_of_any_exactness_can_be_said(text: str, said: str) -> None:
    assert said_date(text) == said
