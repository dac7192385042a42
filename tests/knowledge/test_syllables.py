from __future__ import annotations

import pytest

from knowledge import Knowledge
from knowledge.syllables import can_bear, is_syllable, split
from knowledge.text import folded_words, has_marks, words


@pytest.mark.parametrize("folded", ["a", "nghi", "duong", "quyet", "truong", "uy", "gi", "khuyu", "oan", "xoong"])
def test_it_knows_a_syllable_by_its_shape(folded: str) -> None:
    assert is_syllable(folded)


@pytest.mark.parametrize("folded", ["", "b", "ngh", "str", "bcdf", "zalo", "wa", "ubnd", "help", "baos", "33"])
def test_it_knows_what_cannot_be_a_syllable(folded: str) -> None:
    assert not is_syllable(folded)


def test_every_marked_word_of_the_plan_is_a_syllable(knowledge: Knowledge) -> None:
    plan = {word for node in knowledge.plan.nodes for word in words(node.text) if has_marks(word)}
    strange = {word for word in plan if not is_syllable(folded_words(word)[0])}
    assert strange <= {"bcsđ", "hđnd", "nđ", "qđ", "lđvp", "3hệ", "ubmttqđ"}


@pytest.mark.parametrize(
    ("folded", "tone", "can"),
    [
        ("bac", "1", True),
        ("bac", "5", True),
        ("bac", "", True),
        ("bac", "2", False),
        ("sach", "3", False),
        ("hop", "2", False),
        ("ba", "2", True),
        ("nam", "3", True),
    ],
)
def test_a_stopped_syllable_bears_only_two_tones(folded: str, tone: str, *, can: bool) -> None:
    assert can_bear(folded, tone) is can


@pytest.mark.parametrize(
    ("joined", "known", "pieces"),
    [
        ("baocao", {"bao", "cao"}, ["bao", "cao"]),
        ("baocao", {"b", "ao", "bao", "c", "cao"}, ["bao", "cao"]),
        ("abc", {"a", "ab", "bc", "c"}, ["ab", "c"]),
        ("abcd", {"a", "b", "c", "d", "bcd"}, ["a", "bcd"]),
        ("abx", {"a", "b"}, None),
        ("", {"a"}, []),
    ],
)
def test_it_cuts_into_the_fewest_known_pieces_longer_first(
    joined: str, known: set[str], pieces: list[str] | None
) -> None:
    assert split(joined, known.__contains__) == pieces


def test_it_cuts_no_piece_longer_than_the_longest() -> None:
    assert split("abcdefgh", {"abcdefgh", "abcd", "efgh"}.__contains__, longest=4) == ["abcd", "efgh"]
