from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Knowledge
from knowledge.input_methods import from_telex, from_vni
from knowledge.syllables import is_syllable
from knowledge.text import exact, fold, has_marks, words
from tests.knowledge.conftest import REPEATABLE

TELEX = dict(zip("âêôơưăđ", ("aa", "ee", "oo", "ow", "uw", "aw", "dd"), strict=True))
TELEX |= {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI = dict(zip("âêôơưăđ", ("a6", "e6", "o6", "o7", "u7", "a8", "d9"), strict=True))
VNI |= {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}


def keystrokes(word: str, keys: dict[str, str]) -> str:
    """How `word` is typed: each shaped letter at its place, the tone at the end."""
    tone, typed = "", ""
    for char in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", char)
        tone += "".join(keys[part] for part in parts[1:] if part in keys)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part == parts[0] or part not in keys))
        typed += keys.get(letter, letter)
    return typed + tone


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sowr", "sở"),
        ("nooij", "nội"),
        ("vuj", "vụ"),
        ("baos", "báo"),
        ("dduowngf", "đường"),
        ("dduwowngf", "đường"),
        ("nghij", "nghị"),
        ("dinhj", "định"),
        ("ddinhj", "định"),
        ("quyeets", "quyết"),
        ("quyetes", "quyết"),
        ("thuwr", "thử"),
        ("thurw", "thử"),
        ("tieesp", "tiếp"),
        ("nawm", "năm"),
    ],
)
def test_it_reads_telex(typed: str, meant: str) -> None:
    read = from_telex(typed)
    assert read is not None
    assert fold(read) == fold(meant)
    assert "d" in typed or exact(read) == exact(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ba1o", "báo"), ("bao1", "báo"), ("no65p", "nộp"), ("d9u7o7ng2", "đường"), ("so73", "sở"), ("na8m", "năm")],
)
def test_it_reads_vni(typed: str, meant: str) -> None:
    read = from_vni(typed)
    assert read is not None
    assert exact(read) == exact(meant)


@pytest.mark.parametrize("word", ["bao", "cao", "nam", "quy", "báo", "33", "ct33", "", "wxz", "fjq", "khoong"])
def test_it_leaves_what_is_not_telex_alone(word: str) -> None:
    assert from_telex(word) is None


@pytest.mark.parametrize("word", ["bao", "217", "qd217", "ba1o2", "b1", "6t", "t7", "báo1", "", "bac2"])
def test_it_leaves_what_is_not_vni_alone(word: str) -> None:
    assert from_vni(word) is None


@pytest.mark.parametrize(("keys", "read"), [(TELEX, from_telex), (VNI, from_vni)], ids=["Telex", "VNI"])
def test_it_reads_every_word_of_the_plan_as_typed(
    knowledge: Knowledge, keys: dict[str, str], read: Callable[[str], str | None]
) -> None:
    plan = {word for node in knowledge.plan.nodes for word in words(node.text) if has_marks(word)}
    meant = {word for word in plan if is_syllable(fold(word)) and not is_syllable(keystrokes(word, keys))}
    wrong = {word: got for word in meant if exact(got := read(keystrokes(word, keys)) or "") != exact(word)}
    assert len(meant) > 400
    assert wrong == {}


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyfjwz123456789", max_size=9))
@REPEATABLE
def test_whatever_it_reads_is_one_syllable(typed: str) -> None:
    for read in (from_telex(typed), from_vni(typed)):
        assert read is None or is_syllable(fold(read))
