from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.checking import check_folder
from knowledge.errors import KnowledgeError, Problem
from tests.knowledge.conftest import SmallPlan


def test_a_faultless_plan_has_no_problem(small_plan: SmallPlan) -> None:
    assert [str(problem) for problem in small_plan.problems()] == []


def found(problems: list[Problem], field: str) -> Problem:
    """The problem at `field`; all of them are told when there is none."""
    at = {problem.field: problem for problem in problems}
    assert field in at, [str(problem) for problem in problems]
    return at[field]


Break = Callable[[SmallPlan], object]
FAULTS: dict[str, tuple[Break, str, str, str]] = {
    "an id used twice": (
        lambda plan: plan.term.update(id="phan-mot"), "phan-mot.id", "used twice", "entries/all.yaml",
    ),
    "an unknown related item": (
        lambda plan: plan.entry("phan-mot").update(related=["nowhere"]),
        "phan-mot.related", "no item “nowhere”", "entries/all.yaml",
    ),
    "an unknown related item of a term": (
        lambda plan: plan.term.update(related=["nowhere"]),
        "bau-dat-la-gi.related", "no item “nowhere”", "glossary.yaml",
    ),
    "an unknown near item of a gap": (
        lambda plan: plan.gap.update(near=["nowhere"]), "phan-bon.near", "no item “nowhere”", "gaps/gaps.yaml",
    ),
    "an unknown entry of a deadline": (
        lambda plan: plan.one("deadlines.yaml").update(entry="nowhere"),
        "han-trong.entry", "no item “nowhere”", "deadlines.yaml",
    ),
    "a bad source": (
        lambda plan: plan.entry("phan-mot").update(source="IX"),
        "phan-mot.source", "“IX” is neither", "entries/all.yaml",
    ),
    "a bad further citation": (
        lambda plan: plan.entry("phan-mot").update(also=["9/2000/XX"]),
        "phan-mot.also", "“9/2000/XX” is neither", "entries/all.yaml",
    ),
    "a bad further citation of a term": (
        lambda plan: plan.term.update(also=["IX"]), "bau-dat-la-gi.also", "“IX” is neither", "glossary.yaml",
    ),
    "a bad address of a card": (
        lambda plan: plan.document.update(cited_at=["I.1", "IX"]),
        "77-QĐ/TU.cited_at", "“IX” is neither", "documents/77.yaml",
    ),
    "a relation to nothing": (
        lambda plan: plan.document.update(relations=[{"kind": "amends", "document": "9/2000/XX"}]),
        "77-QĐ/TU.relations", "“9/2000/XX” is neither", "documents/77.yaml",
    ),
    "a place that does not name the document": (
        lambda plan: plan.document.update(cited_at=["I.1", "I"]),
        "77-QĐ/TU.cited_at", "I does not name this document", "documents/77.yaml",
    ),
    "a term from nowhere": (
        lambda plan: plan.term.update(sources=[]), "bau-dat-la-gi.source", "must be listed", "glossary.yaml",
    ),
    "a duty at a bad address": (
        lambda plan: plan.one("agencies.yaml").update(duties=["IX"]),
        "xa-mau.duties", "“IX” is neither", "agencies.yaml",
    ),
    "a deadline at a bad address": (
        lambda plan: plan.one("deadlines.yaml").update(address="IX"),
        "han-trong.address", "“IX” is neither", "deadlines.yaml",
    ),
    "a goal at a bad address": (
        lambda plan: plan.one("goals.yaml").update(address="IX"), "IX.address", "“IX” is neither", "goals.yaml",
    ),
    "a wrong quote": (
        lambda plan: plan.entry("trong-dua").update(quote="Mỗi xã trồng hai nghìn cây dừa"),
        "trong-dua.quote", "not verbatim in I.1", "entries/all.yaml",
    ),
    "a quote of a document": (
        lambda plan: plan.entry("trong-dua").update(source="77-QĐ/TU"),
        "trong-dua.quote", "only the plan can be quoted", "entries/all.yaml",
    ),
    "a part without an entry": (
        lambda plan: plan.entry("phan-mot").update(whole=False), "I", "no entry stands for this part", "plan.yaml",
    ),
    "a part with two entries": (
        lambda plan: plan.entry("phan-mot").update(source="I.1"),
        "phan-mot.whole", "another entry stands for I.1 as well", "entries/all.yaml",
    ),
    "duties summed up by nothing": (
        lambda plan: plan.one("agencies.yaml").update(overview="khong-co"),
        "xa-mau.overview", "khong-co", "agencies.yaml",
    ),
    "an answer still to be written": (
        lambda plan: plan.document.update(answer="?"), "77-QĐ/TU.answer", "not been written", "documents/77.yaml",
    ),
    "a purpose still to be written": (
        lambda plan: plan.document.update(cited_for="?"), "77-QĐ/TU.answer", "not been written", "documents/77.yaml",
    ),
    "a source without a place": (
        lambda plan: plan.document.update(sources=[{"supports": "tên", "reliability": "press"}]),
        "77-QĐ/TU.sources", "needs “plan”, “url”, or “repository”", "documents/77.yaml",
    ),
    "a repository without a path": (
        lambda plan: plan.term.update(sources=[{"repository": "a/b", "supports": "tên", "reliability": "press"}]),
        "bau-dat-la-gi.sources", "“repository” with “path”", "glossary.yaml",
    ),
    "outdated since nobody knows when": (
        lambda plan: plan.document.update(standing={"text": "đã thay", "outdated": True}),
        "77-QĐ/TU.standing", "say “as_of”", "documents/77.yaml",
    ),
    "an unknown aspect": (
        lambda plan: plan.entry("trong-dua").update(gives=["weather"]),
        "trong-dua.gives", "no aspect “weather”", "entries/all.yaml",
    ),
    "one question under two items": (
        lambda plan: plan.entry("phan-mot")["questions"].append("Mỗi xã trồng bao nhiêu cây dừa?"),
        "trong-dua.questions", "stands under “phan-mot” too", "entries/all.yaml",
    ),
    "a question of a gap that an entry answers": (
        lambda plan: plan.gap["questions"].append("Mỗi xã trồng bao nhiêu cây dừa?"),
        "phan-bon.questions", "stands under “trong-dua” too", "gaps/gaps.yaml",
    ),
    "a question that reads the same": (
        lambda plan: plan.entry("phan-mot")["questions"].append("moi xa trong bn cay dua"),
        "trong-dua.questions", "stands under “phan-mot” too", "entries/all.yaml",
    ),
    "a message heard for two items": (
        lambda plan: plan.hear("phan-mot", "Mỗi xã trồng bao nhiêu cây dừa?"),
        "trong-dua.questions", "stands under “phan-mot” too", "entries/all.yaml",
    ),
    "a message heard for nothing that there is": (
        lambda plan: plan.hear("nowhere", "xã trồng cây gì"), "nowhere.of", "no item “nowhere”", "heard/heard.yaml",
    ),
    "a question that is a wish": (
        lambda plan: plan.entry("phan-mot")["questions"].append("Đơn tui gửi bữa hổm giải quyết chưa"),
        "phan-mot.questions", "stands under “petition_status” too", "entries/all.yaml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_it_finds_and_places(small_plan: SmallPlan, fault: str) -> None:
    spoil, field, message, file = FAULTS[fault]
    spoil(small_plan)
    problems = [problem for problem in small_plan.problems() if problem.field == field and message in str(problem)]
    assert problems, [str(problem) for problem in small_plan.problems()]
    assert {problem.path for problem in problems} == {small_plan.folder / file}


def test_a_part_without_an_entry_is_placed_in_the_plan(small_plan: SmallPlan) -> None:
    small_plan.entry("trong-dua").update(source="TITLE", quote=None)
    assert found(small_plan.problems(), "I.1").path == small_plan.folder / "plan.yaml"


def test_a_short_form_at_a_bad_address_is_found(small_plan: SmallPlan) -> None:
    small_plan.files["annex.yaml"]["abbreviations"][0]["address"] = "IX"
    assert "IX" in " ".join(str(problem) for problem in small_plan.problems())


def test_two_cards_of_one_number_are_found(small_plan: SmallPlan) -> None:
    small_plan.files["documents/78.yaml"] = dict(small_plan.document)
    with pytest.raises(KnowledgeError, match=r"78\.yaml:1 \[number\]: .*77-QĐ/TU"):
        small_plan.load()


def test_it_gives_the_line(small_plan: SmallPlan) -> None:
    small_plan.entry("phan-mot")["related"] = ["nowhere"]
    problem = found(small_plan.problems(), "phan-mot.related")
    lines = problem.path.read_text("utf-8").splitlines()
    assert lines[problem.line - 1].strip() == "- id: phan-mot"


def test_problems_come_file_by_file_and_line_by_line(small_plan: SmallPlan) -> None:
    small_plan.term["related"] = ["nowhere"]
    small_plan.gap["near"] = ["nowhere"]
    small_plan.entry("trong-dua")["related"] = ["nowhere"]
    small_plan.entry("phan-mot")["related"] = ["nowhere"]
    fields = [problem.field for problem in small_plan.problems()]
    assert fields == ["phan-mot.related", "trong-dua.related", "phan-bon.near", "bau-dat-la-gi.related"]


def test_an_unnamed_thing_in_a_file_does_not_trouble_it(small_plan: SmallPlan) -> None:
    small_plan.raw["notes.yaml"] = b"- just\n- a list\n"
    small_plan.term["related"] = ["nowhere"]
    assert [problem.field for problem in small_plan.problems()] == ["bau-dat-la-gi.related"]


def test_a_base_that_does_not_load_has_its_loading_problems(small_plan: SmallPlan) -> None:
    small_plan.raw["gaps/gaps.yaml"] = b"gaps: ["
    (problem,) = check_folder(small_plan.load)
    assert problem.path == small_plan.folder / "gaps/gaps.yaml"


def test_a_base_that_loads_is_checked(small_plan: SmallPlan) -> None:
    assert check_folder(small_plan.load) == []
