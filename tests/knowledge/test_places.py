from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Knowledge
from knowledge.places import Place, PlaceReader
from tests.knowledge.conftest import REPEATABLE


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> PlaceReader:
    return PlaceReader(knowledge.nodes)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("mục tiêu thứ năm", "II.5"),
        ("muc tieu thu nam", "II.5"),
        ("mục tiêu số 5", "II.5"),
        ("mục tiêu thứ nhất", "II.1"),
        ("mục tiêu đầu tiên", "II.1"),
        ("mục tiêu cuối cùng", "II.7"),
        ("giải pháp số 4", "III.4"),
        ("nhóm giải pháp thứ tư", "III.4"),
        ("giải pháp cuối", "III.6"),
        ("phần IV", "IV"),
        ("phần 4", "IV"),
        ("p.III", "III"),
        ("P. IV nói gì", "IV"),
        ("phần thứ tư", "IV"),
        ("chương II", "II"),
        ("phần cuối", "IV"),
        ("điểm 2 phần III", "III.2"),
        ("phần III điểm 2", "III.2"),
        ("mục 2 phần I", "I.2"),
        ("IV.2.3", "IV.2.3"),
        ("mục iv.2", "IV.2"),
        ("II. 6", "II.6"),
        ("gạch đầu dòng thứ ba của mục IV.2", "IV.2.3"),
        ("gạch đầu dòng cuối của mục IV.2", "IV.2.3"),
        ("phần III mục 5, gạch đầu dòng áp chót", "III.5.3"),
        ("mục tiêu kế cuối", "II.6"),
        ("ý thứ 2 của giải pháp 3", "III.3.2"),
        ("gạch đầu dòng thứ hai mục 2 phần IV", "IV.2.2"),
        ("mục 5 ở phần giải pháp", "III.5"),
        ("điểm 7 phần mục tiêu", "II.7"),
        ("ý 2 mục 4 phần giải pháp", "III.4.2"),
        ("phần tổ chức thực hiện mục 3", "IV.3"),
        ("yêu cầu thứ ba ở phần mục đích yêu cầu", "I.3"),
        ("nhóm cuối trong phần giải pháp", "III.6"),
    ],
)
def test_it_finds_the_place_pointed_at(reader: PlaceReader, said: str, address: str) -> None:
    place = reader.read(f"{said} nói gì")
    assert place is not None
    assert place.address == address


def test_it_finds_every_numbered_place_by_its_address(reader: PlaceReader, knowledge: Knowledge) -> None:
    numbered = [address for address in knowledge.nodes if "." in address]
    assert [reader.read(address) for address in numbered] == [Place(address, address) for address in numbered]


@pytest.mark.parametrize(
    ("said", "as_said"),
    [
        ("mục tiêu thứ tám", "mục tiêu thứ tám"),
        ("giải pháp số 9", "giải pháp số 9"),
        ("phần V", "phần V"),
        ("mục IV.9", "IV.9"),
        ("IV.2.7", "IV.2.7"),
        ("mục 9 phần I", "mục 9, phần I"),
        ("phần 0", "phần 0"),
    ],
)
def test_a_place_that_does_not_exist_is_named_as_the_person_did(reader: PlaceReader, said: str, as_said: str) -> None:
    assert reader.read(said) == Place(as_said, None)


def test_a_line_that_a_written_address_does_not_have_is_no_place(reader: PlaceReader) -> None:
    place = reader.read("gạch đầu dòng thứ tám của mục IV.2")
    assert place is not None
    assert place.address is None
    assert place.said.startswith("IV.2, gạch đầu dòng thứ tám")


@pytest.mark.parametrize(
    "said",
    [
        "mục tiêu là gì",
        "mục tiêu đầu tư",
        "mục tiêu năm 2022",
        "các mục tiêu 100% là gì",
        "mục tiêu 2026 là gì",
        "giải pháp 2022 - 2026",
        "có 7 mục tiêu",
        "phận 1",
        "điểm 2",
        "100 phần trăm",
        "nội dung 2",
        "v.v.",
        "33/CT-TTg",
        "",
    ],
)
def test_other_words_point_at_no_place(reader: PlaceReader, said: str) -> None:
    assert reader.read(said) is None


@given(st.lists(st.sampled_from("phần mục tiêu giải pháp ý gạch đầu dòng thứ số 1 2 9 IV iv . cuối năm hai %".split())))
@REPEATABLE
def test_whatever_is_said_the_place_is_one_of_the_plan_or_none(
    reader: PlaceReader, knowledge: Knowledge, said: list[str]
) -> None:
    place = reader.read(" ".join(said))
    assert place is None or (place.said and (place.address is None or place.address in knowledge.nodes))
