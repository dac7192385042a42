from __future__ import annotations

import pytest

from knowledge import Knowledge
from knowledge.named_documents import NameReader
from knowledge.text import folded_line


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> NameReader:
    language = knowledge.language
    return NameReader(knowledge.documents.values(), language.questioning.elsewhere, language.documents)


def titles(knowledge: Knowledge, numbers: tuple[str, ...]) -> list[tuple[object, object]]:
    return [(knowledge.documents[number].plenum, knowledge.documents[number].congress) for number in numbers]


@pytest.mark.parametrize(
    ("said", "plenum", "congress"),
    [
        ("nghị quyết trung ương 4 khóa XI", (4, 11), None),
        ("nghị quyết trung ương 4 khóa mười một", (4, 11), None),
        ("nq hội nghị trung ương lần thứ ba khóa X", (3, 10), None),
        ("nghị quyết trung ương 3", (3, 10), None),
        ("nghị quyết đại hội XIII", None, ("party", 13)),
        ("nghị quyết đại hội đảng toàn quốc lần thứ mười ba", None, ("party", 13)),
        ("nghị quyết đại hội 13", None, ("party", 13)),
        ("nghị quyết đại hội đảng bộ tỉnh Trà Vinh lần thứ XI", None, ("province", 11)),
        ("nghị quyết đại hội tỉnh đảng bộ lần thứ 11", None, ("province", 11)),
    ],
)
def test_it_knows_a_resolution_by_its_session(
    reader: NameReader, knowledge: Knowledge, said: str, plenum: object, congress: object
) -> None:
    (named,) = reader.sessions(folded_line(said))
    assert titles(knowledge, named.found) == [(plenum, congress)]


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("nghị quyết trung ương 5 khóa XI", "Nghị quyết Trung ương 5 khóa XI"),
        ("nghị quyết trung ương 6", "Nghị quyết Trung ương 6"),
        ("nghị quyết đại hội XII", "Nghị quyết Đại hội XII"),
        ("nghị quyết đại hội 20", "Nghị quyết Đại hội XX"),
        ("nghị quyết đại hội XX", "Nghị quyết Đại hội XX"),
    ],
)
def test_a_session_that_is_not_cited_is_named_and_not_found(reader: NameReader, said: str, reads: str) -> None:
    (named,) = reader.sessions(folded_line(said))
    assert (named.said, named.found) == (reads, ())


@pytest.mark.parametrize(
    "said",
    [
        "cơ quan trung ương",
        "đại hội chi bộ",
        "họp dân",
        "",
        "văn bản của trung ương nằm ở mục nào",
        "trung ương tư vấn việc gì",
    ],
)
def test_other_words_name_no_session(reader: NameReader, said: str) -> None:
    assert reader.sessions(folded_line(said)) == []


@pytest.mark.parametrize("said", ["26/11/2021", "26-11-2021", "ngày 26 tháng 11 năm 2021", "26 thang 11, nam 2021"])
def test_it_knows_documents_by_their_full_date(reader: NameReader, said: str) -> None:
    (named,) = reader.dated(f"văn bản {said} là gì")
    assert (named.said, named.found) == ("26/11/2021", ("33/CT-TTg",))


def test_two_documents_of_one_day_are_both_found(reader: NameReader) -> None:
    (named,) = reader.dated("12/12/2013")
    assert set(named.found) == {"217-QĐ/TW", "218-QĐ/TW"}


def test_a_day_of_no_cited_document_finds_none(reader: NameReader) -> None:
    (named,) = reader.dated("27/11/2021")
    assert named.found == ()


@pytest.mark.parametrize("text", ["31/2/2021", "45/13/2021", "26/11", "2021", ""])
def test_what_is_no_full_date_is_passed_over(reader: NameReader, text: str) -> None:
    assert reader.dated(text) == []


@pytest.mark.parametrize(
    ("said", "law"),
    [("theo luật đất đai", "dat dai"), ("luật hôn nhân và gia đình", "hon nhan"), ("bộ luật hình sự", "hinh su")],
)
def test_it_knows_a_law_that_the_plan_does_not_cite(reader: NameReader, said: str, law: str) -> None:
    found = reader.uncited_law(folded_line(said))
    assert found is not None
    assert found.startswith(law)


@pytest.mark.parametrize("said", ["pháp luật đất đai", "kỷ luật", "bộ luật lao động", "luật", "báo cáo năm"])
def test_other_words_are_no_uncited_law(reader: NameReader, said: str) -> None:
    assert reader.uncited_law(folded_line(said)) is None
