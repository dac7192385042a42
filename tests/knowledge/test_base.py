from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Knowledge, load_knowledge
from knowledge.base import ItemKind, document_key, document_label, sentence_naming, slug
from knowledge.errors import KnowledgeError
from tests.knowledge.conftest import SmallPlan


@pytest.mark.parametrize(
    ("text", "plain"),
    [("33/CT-TTg", "33-ct-ttg"), ("04/2015/NĐ-CP", "04-2015-nd-cp"), ("  Đối thoại! ", "doi-thoai"), ("", "")],
)
def test_it_makes_plain_keys_of_names(text: str, plain: str) -> None:
    assert slug(text) == plain
    assert document_key(text) == f"vb-{plain}"


def test_the_real_plan_loads_with_everything_curated(knowledge: Knowledge) -> None:
    assert knowledge.plan.years == (2022, 2026)
    assert len(knowledge.documents) == 33
    assert len(knowledge.goals) == 7
    assert all((knowledge.entries, knowledge.terms, knowledge.gaps, knowledge.agencies, knowledge.deadlines))


def test_every_item_has_its_own_key(knowledge: Knowledge) -> None:
    counted = len(knowledge.entries) + len(knowledge.documents) + len(knowledge.terms) + len(knowledge.gaps)
    assert len(knowledge.items) == counted
    assert all(key == item.key for key, item in knowledge.items.items())


def test_every_item_but_a_gap_rests_on_exactly_one_source(knowledge: Knowledge) -> None:
    for item in knowledge.items.values():
        sources = [source for source in (item.citation.plan, item.citation.document) if source]
        assert len(sources) == (0 if item.kind is ItemKind.GAP else 1), item.key
        assert item.citation.plan is None or item.citation.plan in knowledge.nodes
        assert (item.topic is not None) is (item.kind is ItemKind.GAP)


def test_every_passage_is_verbatim_in_the_plan(knowledge: Knowledge) -> None:
    shown = [item for item in knowledge.items.values() if item.passage]
    assert len(shown) > 300
    for item in shown:
        assert item.address is not None
        assert (item.passage or "-") in knowledge.nodes[item.address].text, item.key


def test_everything_else_that_is_quoted_is_verbatim_in_the_plan(knowledge: Knowledge) -> None:
    for item in knowledge.items.values():
        for citation in (item.citation, *item.also):
            if citation.quote is not None:
                assert citation.plan is not None
                assert citation.quote in knowledge.nodes[citation.plan].text, item.key


def test_every_node_and_document_can_be_shown(knowledge: Knowledge) -> None:
    for address in knowledge.nodes:
        assert knowledge.items[knowledge.key_of(address)].citation.plan == address
    for number in knowledge.documents:
        assert knowledge.items[knowledge.key_of(number)].citation.document == number


def test_what_the_plan_does_not_have_has_no_key(knowledge: Knowledge) -> None:
    with pytest.raises(KeyError):
        knowledge.key_of("IX.9")


@pytest.mark.parametrize(
    ("address", "below"),
    [
        ("", ["TITLE", "0", "I", "II", "III", "IV", "V", "RECIPIENTS", "SIGNER"]),
        ("I", ["I.1", "I.2", "I.3"]),
        ("IV", ["IV.1", "IV.2", "IV.3"]),
        ("IV.2", ["IV.2.1", "IV.2.2", "IV.2.3"]),
        ("IV.2.3", []),
    ],
)
def test_it_goes_down_the_plan(knowledge: Knowledge, address: str, below: list[str]) -> None:
    assert [node.id for node in knowledge.children(address)] == below


@pytest.mark.parametrize(("address", "above"), [("IV.2.3", ["IV", "IV.2"]), ("I.1", ["I"]), ("I", []), ("TITLE", [])])
def test_it_goes_up_the_plan(knowledge: Knowledge, address: str, above: list[str]) -> None:
    assert [node.id for node in knowledge.heading_path(address)] == above


def test_a_document_is_called_as_people_say(small_plan: SmallPlan) -> None:
    assert document_label(small_plan.load().documents["77-QĐ/TU"]) == "Quyết định 77-QĐ/TU"


def test_a_document_named_without_a_number_is_called_by_its_name(small_plan: SmallPlan) -> None:
    small_plan.document["names"] = ["Quyết định về cây"]
    assert document_label(small_plan.load().documents["77-QĐ/TU"]) == "Quyết định về cây"


def test_of_a_long_passage_only_the_clause_that_names_the_document_is_shown(small_plan: SmallPlan) -> None:
    knowledge = small_plan.load()
    document = knowledge.documents["77-QĐ/TU"]
    text = knowledge.nodes["I.1"].text
    assert sentence_naming(document, text) == "Mỗi xã trồng một nghìn cây dừa theo Quyết định số 77-QĐ/TU"
    assert sentence_naming(document, "Không có tên; ở đây.") == "Không có tên; ở đây."
    assert knowledge.items["vb-77-qd-tu"].passage == sentence_naming(document, text)


def test_one_entry_of_a_source_stands_for_all_of_it(small_plan: SmallPlan) -> None:
    later = small_plan.entry("trong-dua") | {"id": "trong-lai", "title": "Trồng lại", "whole": False}
    small_plan.files["entries/all.yaml"]["entries"].insert(0, later)
    knowledge = small_plan.load()
    assert knowledge.key_of("I.1") == "trong-dua"
    assert [knowledge.items[key].kind for key in ("trong-dua", "trong-lai")] == [ItemKind.NODE, ItemKind.FACT]


def test_a_quote_is_shown_instead_of_the_whole_node(small_plan: SmallPlan) -> None:
    item = small_plan.load().items["trong-dua"]
    assert item.passage == item.citation.quote == "Mỗi xã trồng một nghìn cây dừa"
    assert item.note == "Kế hoạch không nói giống dừa."
    assert [citation.document for citation in item.also] == ["77-QĐ/TU"]


def test_a_key_used_twice_keeps_its_first_item(small_plan: SmallPlan) -> None:
    small_plan.term["id"] = "trong-dua"
    assert small_plan.load().items["trong-dua"].kind is ItemKind.NODE


def test_what_was_heard_for_an_item_stands_beside_its_questions(small_plan: SmallPlan) -> None:
    small_plan.hear("trong-dua", "bữa hổm xã kêu đem dừa về trồng")
    small_plan.hear("trong-dua", "dừa trồng mấy gốc")
    small_plan.hear("thanks", "quý hóa quá")
    knowledge = small_plan.load()
    assert knowledge.items["trong-dua"].heard == ("bữa hổm xã kêu đem dừa về trồng", "dừa trồng mấy gốc")
    assert knowledge.items["phan-mot"].heard == ()
    assert [item.key for item in knowledge.findable if "quý hóa quá" in item.heard] == ["thanks"]


def test_an_answer_on_a_document_cites_it_and_quotes_nothing(small_plan: SmallPlan) -> None:
    entry = small_plan.entry("trong-dua")
    entry["source"] = "77-QĐ/TU"
    del entry["quote"]
    item = small_plan.load().items["trong-dua"]
    assert (item.citation.document, item.citation.plan, item.passage, item.address) == ("77-QĐ/TU", None, None, None)


def test_a_card_of_an_unknown_address_shows_no_passage(small_plan: SmallPlan) -> None:
    small_plan.document["cited_at"] = ["IX"]
    assert small_plan.load().items["vb-77-qd-tu"].passage is None


def test_a_term_of_the_plan_shows_its_node(small_plan: SmallPlan) -> None:
    small_plan.term["source"] = "I.1"
    item = small_plan.load().items["bau-dat-la-gi"]
    assert item.passage == item.citation.quote == small_plan.files["plan.yaml"]["nodes"][2]["text"]


def test_a_folder_that_is_not_there_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"plan\.yaml"):
        load_knowledge(tmp_path / "nowhere")


@pytest.mark.parametrize("folder", ["entries", "documents", "gaps"])
def test_a_folder_without_any_file_is_named(small_plan: SmallPlan, folder: str) -> None:
    small_plan.files = {name: data for name, data in small_plan.files.items() if not name.startswith(f"{folder}/")}
    with pytest.raises(KnowledgeError) as caught:
        small_plan.load()
    assert [problem.path for problem in caught.value.problems] == [small_plan.folder / folder]


def test_it_names_the_file_that_does_not_fit(small_plan: SmallPlan) -> None:
    small_plan.gap["topik"] = "x"
    with pytest.raises(KnowledgeError, match=r"gaps\.yaml:\d+ \[gaps\.0\.topik\]"):
        small_plan.load()


def test_it_names_every_file_that_cannot_be_read(small_plan: SmallPlan) -> None:
    small_plan.raw = {
        "gaps/gaps.yaml": b"gaps: [",
        "glossary.yaml": b"terms: 7",
        "entries/more.yaml": b"entries: [",
        "documents/8.yaml": b"x",
    }
    with pytest.raises(KnowledgeError) as caught:
        small_plan.load()
    named = {str(problem.path.relative_to(small_plan.folder)) for problem in caught.value.problems}
    assert named == set(small_plan.raw)


def test_what_shows_it_does_not_show_all_it_holds(knowledge: Knowledge) -> None:
    assert len(repr(knowledge)) < 200
