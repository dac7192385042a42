from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.answers import Action
from knowledge.errors import KnowledgeError
from knowledge.language import FOLDER, Language, load_language


def test_it_comes_with_phrases_for_every_action(language: Language) -> None:
    assert set(language.intents.actions) == set(Action)
    assert all(phrases.phrases or phrases.whole for phrases in language.intents.actions.values())


def test_every_sign_of_a_petition_has_a_weight(language: Language) -> None:
    petition = language.intents.petition
    assert set(petition.signs) <= set(petition.weights)
    assert petition.needed in petition.signs
    assert petition.floor > 0


def test_every_number_that_decides_says_why(language: Language) -> None:
    assert all(setting.why for setting in language.tuning.settings.values())
    assert language.tuning["answer_floor"] == language.tuning.settings["answer_floor"].value


def test_the_thresholds_stand_in_order(language: Language) -> None:
    tuning = language.tuning
    assert 0 < tuning["offer_floor"] < tuning["choice_floor"] < tuning["answer_floor"] < tuning["sure"] < 1


def test_a_number_that_is_not_set_is_an_error(language: Language) -> None:
    with pytest.raises(KeyError):
        language.tuning["nowhere"]


@pytest.mark.parametrize("name", [path.name for path in sorted(FOLDER.glob("*.yaml"))])
def test_it_names_the_file_that_is_wrong(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "language"
    shutil.copytree(FOLDER, folder)
    assert load_language(folder).tuning["answer_floor"] > 0
    (folder / name).write_text((folder / name).read_text("utf-8") + "\nextra_field: 1\n", "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_language(folder)
    (problem,) = caught.value.problems
    assert (problem.path, problem.field) == (folder / name, "extra_field")
    assert problem.line > 1
