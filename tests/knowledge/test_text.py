from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import clean, exact, fold, folded_line, folded_words, has_marks, sound, words
from tests.knowledge.conftest import REPEATABLE


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        pytest.param(unicodedata.normalize("NFD", "nghị định"), "nghị định", id="decomposed letters"),
        pytest.param("ｎｇｈｉ ３３", "nghi 33", id="full-width letters and digits"),
        pytest.param("báo\u200b c\u200dáo\ufeff", "báo cáo", id="zero-width characters"),
        pytest.param("báo\u00adcáo", "báocáo", id="soft hyphen"),
        pytest.param("\u202ebáo cáo\u202c", "báo cáo", id="direction marks"),
        pytest.param("b\u0430o c\u0430o", "bao cao", id="Cyrillic a among Latin letters"),
        pytest.param("bα\u03bf cao", "bao cao", id="Greek letters among Latin ones"),
        pytest.param("báo\x07cáo\tnăm", "báo cáo năm", id="control characters part words"),
        pytest.param("khônggggg", "không", id="letters held down"),
        pytest.param("phần III", "phần III", id="a Roman three is not a slip"),
        pytest.param("năm 2000", "năm 2000", id="figures are never shortened"),
        pytest.param("\ue000\udc80x", "x", id="private and lone surrogate code points"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_it_cleans_what_cannot_be_seen(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_it_leaves_a_message_written_all_in_cyrillic_alone() -> None:
    assert clean("привет") == "привет"


@given(st.text())
@REPEATABLE
def test_it_cleans_any_text_into_composed_visible_text(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(char) for char in cleaned.replace("\n", "")} & {"Cc", "Cf", "Co", "Cs", "Cn"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("thỏa", "thoả", id="tone on either vowel"),
        pytest.param("hòa", "hoà", id="tone on either vowel, falling"),
        pytest.param("kỹ", "kĩ", id="y or i"),
        pytest.param("quý", "quí", id="y or i after qu"),
        pytest.param("sửa", "sữa", id="hỏi or ngã"),
        pytest.param(unicodedata.normalize("NFD", "việc"), "việc", id="decomposed"),
    ],
)
def test_it_spells_the_same_syllable_one_way(one: str, other: str) -> None:
    assert exact(one) == exact(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ma", "má"), ("má", "mà"), ("mả", "mạ"), ("dân", "đân"), ("dan", "dân"), ("cơ", "cô"), ("ai", "ay")],
)
def test_it_keeps_different_syllables_apart(one: str, other: str) -> None:
    assert exact(one) != exact(other)


def test_it_writes_the_tone_behind_the_letters() -> None:
    assert exact("thỏa") == "thoa3"


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Đường", "duong"), ("kỹ", "ki"), ("QUÝ", "qui"), ("ứng", "ung"), ("y", "y"), ("33", "33"), ("tay", "tay")],
)
def test_it_folds_a_syllable(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(max_size=12))
@REPEATABLE
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    for word in folded_words(clean(text)):
        assert fold(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("van", "dan"),
        ("van", "dang"),
        ("gia", "da"),
        ("trach", "chat"),
        ("sa", "xa"),
        ("mac", "mat"),
        ("liem", "lim"),
        ("buoi", "bui"),
        ("quay", "huay"),
    ],
)
def test_it_sounds_as_southern_speech_does(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("ba", "ca"), ("lam", "nam"), ("bao", "bo"), ("to", "tu")])
def test_it_does_not_merge_what_nobody_merges(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(("word", "marked"), [("đi", True), ("báo", True), ("bao", False), ("33", False)])
def test_it_tells_whether_a_word_carries_marks(word: str, *, marked: bool) -> None:
    assert has_marks(word) is marked


def test_it_cuts_text_into_lower_case_words() -> None:
    assert words("Sở Nội-vụ, 33/CT_TTg!") == ["sở", "nội", "vụ", "33", "ct", "ttg"]


def test_it_makes_a_line_in_which_phrases_match_whole_words() -> None:
    assert folded_line("Báo cáo, năm!") == " bao cao nam "


@pytest.mark.parametrize("text", ["hahaha", "kkkk", "hihihi"])
def test_laughter_is_no_word(text: str) -> None:
    assert words(clean(f"cảm ơn {text}")) == ["cảm", "ơn"]
