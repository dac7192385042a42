from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from knowledge import Knowledge
from knowledge.answering import Engine
from knowledge.compiled import load_compiled
from knowledge.errors import KnowledgeError
from knowledge.keeping import fingerprint, keep
from tests.knowledge.conftest import SmallPlan


@pytest.fixture
def kept(small_plan: SmallPlan) -> Path:
    return small_plan.folder / "__pycache__" / "knowledge.bin"


def compiled(plan: SmallPlan) -> tuple[Knowledge, Engine]:
    return load_compiled(plan.folder, plan.language)


def made_of(kept: Path) -> bytes:
    """The fingerprint that the copy begins with."""
    return kept.read_bytes()[: len(fingerprint())]


def content(knowledge: Knowledge) -> dict[str, object]:
    """All that it holds."""
    return {field.name: getattr(knowledge, field.name) for field in fields(knowledge)}


def test_it_gives_what_the_files_hold_the_first_time_and_again(small_plan: SmallPlan, kept: Path) -> None:
    loaded = small_plan.load()
    first, again = compiled(small_plan), compiled(small_plan)
    assert kept.exists()
    assert content(first[0]) == content(again[0]) == content(loaded)


def test_what_it_kept_answers_alike(small_plan: SmallPlan) -> None:
    loaded = small_plan.load()
    compiled(small_plan)
    _knowledge, engine = compiled(small_plan)
    for question in ("xã trồng bao nhiêu cây dừa", "xa trong bao nhieu cay dua", "trồg dừa"):
        assert engine.answer(question) == Engine(loaded).answer(question)


def test_what_is_kept_is_used(small_plan: SmallPlan, kept: Path) -> None:
    small_plan.save()
    made = compiled(small_plan)
    other = SmallPlan(small_plan.folder.parent / "other", small_plan.language)
    other.files["plan.yaml"]["province"] = "Nơi khác"
    keep(kept, made_of(kept), pickle.dumps((other.load(), made[1])))
    assert compiled(small_plan)[0].plan.province == "Nơi khác"


def test_a_changed_file_is_read_anew(small_plan: SmallPlan) -> None:
    small_plan.save()
    compiled(small_plan)
    small_plan.files["plan.yaml"]["province"] = "Huyện Mẫu mới"
    small_plan.save()
    assert compiled(small_plan)[0].plan.province == "Huyện Mẫu mới"


def test_a_touched_file_is_read_anew(small_plan: SmallPlan, kept: Path) -> None:
    small_plan.save()
    compiled(small_plan)
    before = made_of(kept)
    os.utime(small_plan.folder / "gaps/gaps.yaml", ns=(1, 1))
    compiled(small_plan)
    assert made_of(kept) != before


def test_so_is_it_when_the_language_data_changed(small_plan: SmallPlan, kept: Path, tmp_path: Path) -> None:
    small_plan.language = shutil.copytree(small_plan.language, tmp_path / "language")
    small_plan.save()
    compiled(small_plan)
    before = made_of(kept)
    os.utime(small_plan.language / "intents.yaml", ns=(1, 1))
    compiled(small_plan)
    assert made_of(kept) != before


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(b"", id="cut off"),
        pytest.param(b"no pickle", id="not ours"),
        pytest.param(pickle.dumps("words"), id="something else"),
        pytest.param(pickle.dumps(("a", "b")), id="two other things"),
        pytest.param(pickle.dumps((1, 2, 3)), id="three things"),
    ],
)
def test_a_spoilt_copy_is_made_anew(small_plan: SmallPlan, kept: Path, rest: bytes) -> None:
    small_plan.save()
    made = compiled(small_plan)
    keep(kept, made_of(kept), rest)
    again = compiled(small_plan)
    assert content(again[0]) == content(made[0])
    assert isinstance(again[1], Engine)


def test_not_being_able_to_keep_it_is_no_error(small_plan: SmallPlan) -> None:
    loaded = small_plan.load()
    (small_plan.folder / "__pycache__").write_text("a file in the way", "utf-8")
    assert content(compiled(small_plan)[0]) == content(loaded)


def test_broken_files_are_told_and_nothing_is_kept(small_plan: SmallPlan, kept: Path) -> None:
    small_plan.raw["gaps/gaps.yaml"] = b"gaps: ["
    small_plan.save()
    with pytest.raises(KnowledgeError, match=r"gaps\.yaml"):
        compiled(small_plan)
    assert not kept.exists()


def test_without_a_folder_it_is_the_plan_that_comes_with_the_bot() -> None:
    assert load_compiled()[0].plan.province == "Trà Vinh"
