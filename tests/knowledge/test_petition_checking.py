from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.errors import KnowledgeError
from knowledge.petition_checking import check_petitions
from tests.knowledge.conftest import Data, SmallPlan

Break = Callable[[SmallPlan], object]


def category(plan: SmallPlan) -> Data:
    first: Data = plan.files["petitions/categories.yaml"]["categories"][0]
    return first


def rule(plan: SmallPlan) -> Data:
    first: Data = plan.files["petitions/routing.yaml"]["rules"][0]
    return first


def commune(plan: SmallPlan) -> Data:
    first: Data = plan.files["petitions/places.yaml"]["communes"][0]
    return first


NOWHERE = {"supports": "tên", "reliability": "press"}
FAULTS: dict[str, tuple[Break, str, str, str]] = {
    "a category twice": (
        lambda plan: plan.files["petitions/categories.yaml"]["categories"].append(category(plan)),
        "cay-dua.id", "used twice", "categories",
    ),
    "an unknown last resort": (
        lambda plan: plan.files["petitions/kinds.yaml"].update(otherwise="nowhere"),
        "otherwise", "there is no “nowhere”", "kinds",
    ),
    "a bad address": (
        lambda plan: category(plan).update(source="IX"), "cay-dua.source", "“IX” is no address", "categories",
    ),
    "a quote that is not verbatim": (
        lambda plan: category(plan).update(quote="cây chết thì bỏ"), "cay-dua.quote", "not verbatim", "categories",
    ),
    "a quote from nowhere": (
        lambda plan: category(plan).update(source=None), "cay-dua.quote", "go together", "categories",
    ),
    "a term in two categories": (
        lambda plan: plan.files["petitions/categories.yaml"]["categories"][1].update(terms=["=Cây dừa"]),
        "viec-khac.terms", "under “cay-dua” too", "categories",
    ),
    "a term in two kinds": (
        lambda plan: plan.files["petitions/kinds.yaml"]["kinds"][1].update(terms=["phản ánh"]),
        "gop-y.terms", "under “phan-anh” too", "kinds",
    ),
    "a place twice": (
        lambda plan: commune(plan)["former"][0].update(id="xa-phong-phu"), "xa-phong-phu.id", "used twice", "places",
    ),
    "an unknown district": (
        lambda plan: commune(plan)["former"][0].update(district="nowhere"),
        "xa-rach-cu.district", "there is no “nowhere”", "places",
    ),
    "places from nowhere": (
        lambda plan: plan.files["petitions/places.yaml"].update(sources=[NOWHERE]), "sources", "needs “plan”", "places",
    ),
    "a category without a rule": (
        lambda plan: plan.files["petitions/routing.yaml"]["rules"].pop(), "viec-khac", "exactly one rule", "routing",
    ),
    "a rule for nothing": (
        lambda plan: rule(plan).update(category="nowhere"), "nowhere.category", "there is no “nowhere”", "routing",
    ),
    "a rule to nobody": (
        lambda plan: rule(plan).update(to="nobody"), "cay-dua.to", "there is no “nobody”", "routing",
    ),
    "a rule that rests on nothing": (
        lambda plan: rule(plan).update(basis=["IX"]), "cay-dua.basis", "“IX” is no address", "routing",
    ),
    "an unknown placeholder": (
        lambda plan: plan.one("petitions/replies.yaml").update(text="{name}"), "da-xong.text", "{code}", "replies",
    ),
    "a stray brace": (
        lambda plan: plan.one("petitions/replies.yaml").update(text="{code"), "da-xong.text", "in braces", "replies",
    ),
    "an unknown number": (
        lambda plan: plan.files["petitions/dangers.yaml"]["dangers"][0].update(numbers=["113"]),
        "co-chay.numbers", "there is no “113”", "dangers",
    ),
    "a number from nowhere": (
        lambda plan: plan.files["petitions/dangers.yaml"]["numbers"][0].update(sources=[NOWHERE]),
        "114.sources", "needs “plan”", "dangers",
    ),
    "a law from nowhere": (
        lambda plan: plan.one("petitions/law.yaml").update(sources=[NOWHERE]),
        "complaint.sources", "needs “plan”", "law",
    ),
    "a missing law": (
        lambda plan: plan.files["petitions/law.yaml"]["notes"].pop(), "denunciation", "there is no", "law",
    ),
    "a wrong placeholder of privacy": (
        lambda plan: plan.files["petitions/privacy.yaml"].update(consent=["{days}", "b", "c"]),
        "consent", "{months}", "privacy",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_it_finds_and_places(small_plan: SmallPlan, fault: str) -> None:
    spoil, field, message, file = FAULTS[fault]
    spoil(small_plan)
    problems = check_petitions(small_plan.load())
    found = [problem for problem in problems if problem.field == field and message in str(problem)]
    assert found, [str(problem) for problem in problems]
    assert {problem.path for problem in found} == {small_plan.folder / f"petitions/{file}.yaml"}


def test_a_body_called_as_an_agency_is_found(small_plan: SmallPlan) -> None:
    small_plan.files["petitions/routing.yaml"]["bodies"][0]["id"] = "xa-mau"
    rule(small_plan)["to"] = "xa-mau"
    assert [problem.field for problem in check_petitions(small_plan.load())] == ["xa-mau.id"]


def test_the_check_of_all_curated_files_tells_it_with_its_line(small_plan: SmallPlan) -> None:
    commune(small_plan)["former"][0]["district"] = "nowhere"
    (problem,) = small_plan.problems()
    assert problem.path.read_text("utf-8").splitlines()[problem.line - 1].strip() == "- id: xa-rach-cu"


@pytest.mark.parametrize(
    ("file", "spoil", "field"),
    [
        ("categories", lambda data: data["categories"][0].update(working_days=0), "categories.0.working_days"),
        ("categories", lambda data: data["categories"][0].update(label="x" * 33), "categories.0.label"),
        ("privacy", lambda data: data["consent"].pop(), "consent"),
        ("dangers", lambda data: data["numbers"][0].update(number="11"), "numbers.0.number"),
        ("places", lambda data: data["communes"][0].update(type="quận"), "communes.0.type"),
        ("replies", lambda data: data["replies"][0].update(use="shout"), "replies.0.use"),
    ],
)
def test_what_has_not_the_shape_is_refused(
    small_plan: SmallPlan, file: str, spoil: Callable[[Data], object], field: str
) -> None:
    spoil(small_plan.files[f"petitions/{file}.yaml"])
    with pytest.raises(KnowledgeError) as raised:
        small_plan.load()
    assert {problem.field for problem in raised.value.problems} == {field}


def test_a_missing_file_is_told(small_plan: SmallPlan) -> None:
    del small_plan.files["petitions/law.yaml"]
    with pytest.raises(KnowledgeError, match=r"law\.yaml"):
        small_plan.load()
