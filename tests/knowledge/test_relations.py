from __future__ import annotations

import pytest

from knowledge import Knowledge
from knowledge.language import Language
from knowledge.relations import RelationReader


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge, language: Language) -> RelationReader:
    return RelationReader(knowledge.documents.values(), language.documents)


@pytest.mark.parametrize(
    ("text", "number", "asked"),
    [
        pytest.param("thông tư nào hướng dẫn nghị định 04", "04/2015/NĐ-CP", "01/2016/TT-BNV", id="what guides it"),
        pytest.param("nghị định 24 bị nghị định nào sửa", "24/2014/NĐ-CP", "107/2020/NĐ-CP", id="what amends it"),
        pytest.param("chi thi 33 trien khai bang ke hoach so may", "33/CT-TTg", "03/KH-UBND", id="without marks"),
        pytest.param("kế hoạch thực hiện chỉ thị 33 là số mấy", "33/CT-TTg", "03/KH-UBND", id="its number at the end"),
        pytest.param("văn bản nào hướng dẫn nghị định 04", "04/2015/NĐ-CP", "01/2016/TT-BNV", id="of any kind"),
    ],
)
def test_what_rests_on_the_document_named_comes_first(
    reader: RelationReader, text: str, number: str, asked: str
) -> None:
    assert reader.asked(text, number)[0] == asked
    assert number in reader.asked(text, number)


def test_the_document_named_comes_first_when_it_rests_on_the_other(reader: RelationReader) -> None:
    assert reader.asked("kế hoạch 31 thực hiện nghị quyết nào", "31-KH/TU") == ["31-KH/TU", "NQ-DH-XIII"]


def test_documents_of_one_kind_that_only_share_a_subject_are_not_related(reader: RelationReader) -> None:
    assert reader.asked("quyết định nào đi với quyết định 10", "10/2011/QĐ-UBND") == []


@pytest.mark.parametrize("text", ["nghị định 04 nói gì", "nghị định nào thay nghị định 04", "luật nào"])
def test_nothing_is_found_when_no_related_kind_is_asked_for(reader: RelationReader, text: str) -> None:
    assert reader.asked(text, "04/2015/NĐ-CP") == []
