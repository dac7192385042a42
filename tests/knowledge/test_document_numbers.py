from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Knowledge
from knowledge.document_numbers import DocumentReader
from tests.knowledge.conftest import REPEATABLE


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> DocumentReader:
    return DocumentReader(knowledge.documents.values(), knowledge.language.documents)


WAYS = {
    "04/2015/NĐ-CP": [
        "nđ04/2015",
        "nghi dinh so 4 nam 2015",
        "Nghị định 04",
        "ND 04/2015/NĐ-CP",
        "04-2015-NĐ-CP",
        "nd 4",
    ],
    "35-CT/TW": ["chi thi 35 ct tw", "Chỉ thị số 35-CT/TW", "ct 35", "CT35", "35cttw", "chỉ thị ba mươi lăm"],
    "217-QĐ/TW": ["qd 217", "QĐ217", "quyết định số 217", "217-QĐ/TW", "217qdtw", "quyết định hai trăm mười bảy"],
    "218-QĐ/TW": ["qd 218", "quyết định số 218", "218 qd tw"],
    "33/CT-TTg": ["33 cttg", "33/CT-TTg", "chỉ thị 33", "33-ct-ttg", "chỉ thị 33 của Thủ tướng", "CHỈ THỊ 33"],
    "31-KH/TU": ["31khtu", "kế hoạch 31", "kh 31 tu", "31-KH/TU", "kế hoạch số 31 của Tỉnh ủy"],
    "36/2013/QĐ-UBND": ["36-2013-qdubnd", "quyết định 36/2013", "qd 36 nam 2013", "36/2013/QĐ-UBND"],
    "145/2020/NĐ-CP": ["nghị định một trăm bốn mươi lăm", "nd145", "nghi dinh 145 nam 2020", "nđ 145/2020"],
    "107/2020/NĐ-CP": ["nghị định một trăm linh bảy", "nghị định một trăm lẻ bảy", "107/2020"],
    "34/2007/PL-UBTVQH11": ["pháp lệnh 34", "34/2007/PL-UBTVQH11", "phap lenh so 34 nam 2007", "pl 34"],
    "01/2016/TT-BNV": ["thông tư 01/2016/TT-BNV", "thông tư số 1", "tt 01 bnv", "thong tu 1 cua bo noi vu"],
    "76/NQ-CP": ["nghị quyết 76", "nq 76 cp", "76/nq-cp", "nghị quyết 76 của Chính phủ"],
    "1850/QĐ-UBND": ["quyết định 1850", "1850/qd-ubnd", "1850qdubnd"],
    "1167-QĐ/TU": ["qd 1167", "1167-qđ/tu", "quyết định 1167 của tỉnh ủy"],
    "120-KL/TW": ["kết luận 120", "120kltw", "kl 120"],
    "120/2020/NĐ-CP": ["nghị định 120", "120/2020/nđ-cp", "120/2020"],
}


@pytest.mark.parametrize(("number", "said"), [(number, way) for number, ways in WAYS.items() for way in ways])
def test_it_reads_a_number_however_it_is_written(reader: DocumentReader, number: str, said: str) -> None:
    assert [mention.found for mention in reader.read(said)] == [(number,)]


def test_it_reads_every_cited_number_as_the_plan_writes_it(reader: DocumentReader, knowledge: Knowledge) -> None:
    numbered = [number for number in knowledge.documents if number[0].isdigit()]
    assert len(numbered) > 20
    for number in numbered:
        assert [mention.found for mention in reader.read(f"cho xem {number} nói gì")] == [(number,)], number


@pytest.mark.parametrize("after", ["cái nào ra sau", "cho ai", "điều gì", "đoàn thể góp ý"])
def test_what_follows_a_cited_document_is_not_counted(reader: DocumentReader, after: str) -> None:
    assert [mention.found for mention in reader.read(f"quyết định 218 {after}")] == [("218-QĐ/TW",)]


def test_documents_with_the_number_and_kind_but_another_year_or_issuer_are_alike(reader: DocumentReader) -> None:
    for said in ("chỉ thị 35 năm 2012", "chỉ thị 35 của Thủ tướng"):
        (mention,) = reader.read(said)
        assert (mention.found, mention.alike) == ((), ("35-CT/TW",))


@pytest.mark.parametrize(
    "said", ["217 vs 218", "217 và 218", "217 với 218 khác gì", "quyết định 217 và 218", "qd 217, qd 218"]
)
def test_it_reads_two_numbers_side_by_side(reader: DocumentReader, said: str) -> None:
    assert [number for mention in reader.read(said) for number in mention.found] == ["217-QĐ/TW", "218-QĐ/TW"]


@pytest.mark.parametrize("said", ["số 120", "văn bản số 120", "120 là văn bản nào", "120 là cái gì"])
def test_a_number_that_two_documents_bear_gives_both(reader: DocumentReader, said: str) -> None:
    (mention,) = reader.read(said)
    assert set(mention.found) == {"120-KL/TW", "120/2020/NĐ-CP"}


@pytest.mark.parametrize("said", ["văn bản số 999 nói gì", "vb 999", "999 là văn bản nào"])
def test_a_number_without_its_kind_and_far_from_every_cited_one_suggests_nothing(
    reader: DocumentReader, said: str
) -> None:
    (mention,) = reader.read(said)
    assert (mention.said, mention.found, mention.near) == ("văn bản 999", (), ())


@pytest.mark.parametrize(
    ("said", "reads", "near"),
    [
        ("văn bản 121", "văn bản 121", "120-KL/TW"),
        ("nghị định 04/2016", "Nghị định 04/2016", "04/2015/NĐ-CP"),
        ("nghị định 121", "Nghị định 121", "120/2020/NĐ-CP"),
        ("quyết định 219", "Quyết định 219", "218-QĐ/TW"),
        ("chỉ thị 34", "Chỉ thị 34", "33/CT-TTg"),
        ("chỉ thị 33 của Bộ Chính trị", "Chỉ thị 33 của Trung ương", "33/CT-TTg"),
        ("kết luận 121-KL/TW", "Kết luận 121 của Trung ương", "120-KL/TW"),
    ],
)
def test_a_number_close_to_a_cited_one_is_not_taken_for_it(
    reader: DocumentReader, said: str, reads: str, near: str
) -> None:
    (mention,) = reader.read(said)
    assert mention.found == ()
    assert mention.said == reads
    assert near in mention.near
    assert len(mention.near) <= 3


@pytest.mark.parametrize(
    "said",
    [
        "báo cáo 6 tháng",
        "báo cáo trước ngày 10/6",
        "tổng kết 5 năm",
        "giai đoạn 2022 - 2026",
        "kế hoạch 5 năm",
        "kế hoạch có 7 mục tiêu",
        "mục tiêu số 5",
        "giải pháp số 4",
        "điểm 2 phần III",
        "33 người dự họp",
        "văn bản 100% là gì",
        "120 % là cái gì",
        "ngày 26/11/2021",
        "năm 2020",
        "217 triệu đồng",
        "một trăm bốn mươi lăm",
        "chương trình mười năm về cải cách hành chính",
        "ba mươi ngày",
        "",
        "| ?",
    ],
)
def test_counts_dates_and_places_are_not_documents(reader: DocumentReader, said: str) -> None:
    assert reader.read(said) == []


def test_it_names_each_document_once(reader: DocumentReader) -> None:
    assert len(reader.read("chỉ thị 33, nhắc lại chỉ thị 33")) == 1


def test_a_mention_tells_what_was_said_of_it(reader: DocumentReader) -> None:
    (mention,) = reader.read("Nghị định số 04/2015/NĐ-CP")
    assert (mention.number, mention.type, mention.year, mention.issuer) == (4, "Nghị định", 2015, "CP")


@given(st.lists(st.sampled_from("nghị định chỉ thị số 33 217 và / - cp ttg tw năm 2015 một trăm của |".split())))
@REPEATABLE
def test_whatever_is_said_it_finds_only_cited_documents(
    reader: DocumentReader, knowledge: Knowledge, said: list[str]
) -> None:
    for mention in reader.read(" ".join(said)):
        assert {*mention.found, *mention.near} <= knowledge.documents.keys()
        assert not (mention.found and mention.near)
