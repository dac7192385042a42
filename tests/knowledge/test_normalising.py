from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Knowledge
from knowledge.answering import Engine
from knowledge.normalising import MOST_WORDS, Phrases, Query, Token
from knowledge.syllables import is_syllable
from knowledge.text import exact, fold, has_marks, words
from tests.knowledge.conftest import REPEATABLE

Normalise = Callable[[str], Query]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("vc này là j z", "việc này là gì vậy", id="teencode"),
        pytest.param("hok bít", "không biết", id="more teencode"),
        pytest.param("bcáo gởi ai", "báo cáo gửi ai", id="short form and southern spelling"),
        pytest.param("UBND tỉnh", "ủy ban nhân dân tỉnh", id="abbreviation in capitals"),
        pytest.param("ubnd tỉnh", "ủy ban nhân dân tỉnh", id="abbreviation in small letters"),
        pytest.param("theo VC phụ trách", "theo viên chức phụ trách", id="capitals mean something else"),
        pytest.param("100% xã", "100 phần trăm xã", id="a per cent sign is words"),
        pytest.param("sowr nooij vuj", "sở nội vụ", id="raw Telex"),
        pytest.param("ba1o ca1o na8m", "báo cáo năm", id="raw VNI"),
        pytest.param("báo cáo nămmmm", "báo cáo năm", id="letters held down"),
        pytest.param(unicodedata.normalize("NFD", "báo cáo năm"), "báo cáo năm", id="decomposed"),
        pytest.param("báo\u200b cá\u2060o năm", "báo cáo năm", id="invisible characters"),
        pytest.param("báo cá\u043e năm", "báo cáo năm", id="look-alike"),
        pytest.param("kĩ luật", "kỹ luật", id="i for y"),
        pytest.param("hoà giải", "hòa giải", id="tone placement"),
        pytest.param("xữ lý", "xử lý", id="hỏi for ngã"),
        pytest.param("sở nội dụ", "sở nội vụ", id="southern v"),
    ],
)
def test_it_puts_spelling_right(normalise: Normalise, typed: str, meant: str) -> None:
    assert [(token.folded, token.exact) for token in normalise(typed).tokens] == [
        (fold(word), exact(word)) for word in words(meant)
    ]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("nop baocao nam", "nop bao cao nam", id="run together"),
        pytest.param("quytacungxu", "qui tac ung xu", id="all run together"),
        pytest.param("chi thi ct33", "chi thi ct 33", id="letters and digits apart"),
        pytest.param("qdubnd", "quyet dinh uy ban nhan dan", id="two short forms run together"),
    ],
)
def test_it_cuts_what_was_run_together(normalise: Normalise, typed: str, folded: str) -> None:
    assert normalise(typed).line.split() == folded.split()


def test_a_slip_is_read_as_the_nearest_known_syllable(normalise: Normalise) -> None:
    assert normalise("kế hxoạch").tokens[1] == Token("hoach")


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("cảii cáchh hànhh chínhh", "cai cach hanh chinh", id="letters twice"),
        pytest.param("nhữg ngừi trog xả", "nhung nguoi trong xa", id="ng without n"),
        pytest.param("fối hợp jám sát zân vận", "phoi hop giam sat dan van", id="teencode openings"),
        pytest.param("tiếb công dân", "tiep cong dan", id="by ear"),
    ],
)
def test_quick_and_southern_spellings_are_put_right(normalise: Normalise, typed: str, folded: str) -> None:
    assert normalise(typed).line.split() == folded.split()


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("cán bộ công chứt cho đủ", "can bo cong chuc cho du", id="marked as nobody marks it"),
        pytest.param("đơn vược cấp", "don vuot cap", id="of two as near, the one with the same letter in front"),
        pytest.param("danh xách nơi nhận", "danh sach noi nhan", id="of two as near, the one more used"),
        pytest.param("tóc rụng nhiều", "toc rung nhieu", id="what is far from the plan is left"),
    ],
)
def test_a_strange_word_is_not_held_by_its_neighbours(normalise: Normalise, typed: str, folded: str) -> None:
    assert normalise(typed).line.split() == folded.split()


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("giải phóng mặc bằng", "giai phong mat bang", id="c for t"),
        pytest.param("tập huấng", "tap huan", id="ng for n"),
        pytest.param("típ dâng", "tiep dan", id="both words"),
    ],
)
def test_a_pair_that_nobody_writes_is_read_as_the_one_that_sounds_the_same(
    normalise: Normalise, typed: str, folded: str
) -> None:
    assert normalise(typed).line.split() == folded.split()


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("mtruong kdoanh", "moi truong kinh doanh", id="one letter"),
        pytest.param("xly don thu", "xu li don thu", id="y for i"),
        pytest.param("hok xly", "khong xu li", id="a short form is none"),
    ],
)
def test_a_word_of_which_only_the_first_letter_was_typed_is_read_whole(
    normalise: Normalise, typed: str, folded: str
) -> None:
    assert normalise(typed).line.split() == folded.split()


def test_of_several_near_syllables_the_one_that_goes_with_its_neighbours_is_meant(normalise: Normalise) -> None:
    assert normalise("an sih xa hoi").line.split() == "an sinh xa hoi".split()


def test_what_could_be_a_syllable_is_telex_beside_telex(normalise: Normalise) -> None:
    assert normalise("tieeps coong daan").line.split() == "tiep cong dan".split()
    assert normalise("coong").line.split() == ["coong"]


def test_what_parts_a_message_parts_its_phrases(normalise: Normalise) -> None:
    opening = [token.folded for token in normalise("tiếp dân, số mấy; 10.5 ngày? hay 04/2015").tokens if token.opens]
    assert opening == ["so", "10", "hay"]


@pytest.mark.parametrize("text", ["xx", "wxqzfjklmnpw"])
def test_what_is_near_nothing_is_left_as_typed(normalise: Normalise, text: str) -> None:
    assert normalise(text).tokens[0].folded == text


def test_every_marked_syllable_of_the_plan_is_kept_as_it_is(normalise: Normalise, knowledge: Knowledge) -> None:
    plan = {word for node in knowledge.plan.nodes for word in words(node.text) if has_marks(word)}
    syllables = sorted(word for word in plan if is_syllable(fold(word)))
    changed = {
        word: [token.folded for token in normalise(word).tokens]
        for word in syllables
        if list(normalise(word).tokens) != [Token(fold(word), exact(word))]
    }
    assert len(syllables) > 400
    assert changed == {}


def test_a_well_written_sentence_is_never_made_worse(normalise: Normalise, knowledge: Knowledge) -> None:
    for entry in knowledge.entries:
        kept = {token.exact for token in normalise(entry.answer).tokens}
        written = [word for word in words(entry.answer) if has_marks(word) and is_syllable(fold(word))]
        assert {exact(word) for word in written[:100]} <= kept, entry.id


def test_a_word_typed_without_marks_in_a_marked_message_is_meant_so(normalise: Normalise) -> None:
    assert [token.exact for token in normalise("trách nhiệm của ban").tokens][-1] == "ban"


def test_a_message_typed_without_marks_is_known_by_its_folded_form_only(normalise: Normalise) -> None:
    assert {token.exact for token in normalise("trach nhiem cua thu truong").tokens} == {None}


def test_it_tells_fillers_and_question_words_from_content(normalise: Normalise) -> None:
    query = normalise("dạ cho hỏi báo cáo gửi ai ạ")
    assert [query.tokens[place].folded for place in query.content] == ["bao", "cao", "gui"]


def test_a_filler_that_makes_a_known_pair_says_something(normalise: Normalise) -> None:
    query = normalise("phong trao thi dua")
    assert [query.tokens[place].folded for place in query.content] == "phong trao thi dua".split()


def test_it_puts_official_words_beside_everyday_ones(normalise: Normalise) -> None:
    query = normalise("bên dân vận tỉnh làm gì")
    added = set(query.expansions)
    assert "ban dan van tinh uy" in added
    assert "ban" not in query.line.split()


@pytest.mark.parametrize("text", ["", " \n\t", "?!…", "😀"])
def test_a_message_without_words_has_no_tokens(normalise: Normalise, text: str) -> None:
    query = normalise(text)
    assert (query.tokens, query.content, query.expansions) == ((), [], ())


def test_it_looks_at_a_bounded_number_of_words(normalise: Normalise) -> None:
    assert len(normalise("báo " * 5000).tokens) == MOST_WORDS


@given(st.text(max_size=80))
@REPEATABLE
def test_its_views_of_a_message_agree(engine: Engine, text: str) -> None:
    query = engine.trace(text)[1].query
    assert query is not None
    assert query.line.split() == [token.folded for token in query.tokens]
    assert len(query.filler) == len(query.asking) == len(query.tokens)


class TestPhrases:
    """Curated phrases in a run of words."""

    @staticmethod
    def at(phrases: Phrases, text: str) -> tuple[int, str] | None:
        forms = words(text)
        return phrases.at(forms, [fold(form) for form in forms], 0)

    def test_it_finds_the_longest(self) -> None:
        phrases = Phrases([("báo cáo", "short"), ("báo cáo năm", "long")])
        assert self.at(phrases, "báo cáo năm nay") == (3, "long")

    def test_it_compares_marks_only_where_both_sides_have_them(self) -> None:
        phrases = Phrases([("báo cáo", "x")])
        assert self.at(phrases, "bao cao") == (2, "x")
        assert self.at(phrases, "bào cao") is None

    @pytest.mark.parametrize(("text", "found"), [("dô", True), ("do", False), ("dò", False)])
    def test_strictly_a_single_word_is_found_only_as_written(self, text: str, *, found: bool) -> None:
        assert bool(self.at(Phrases([("dô", "vào")], strict=True), text)) is found

    def test_strictly_a_short_form_may_lack_its_bar(self) -> None:
        assert self.at(Phrases([("nđ", "nghị định")], strict=True), "nd") == (1, "nghị định")

    def test_it_lists_every_span(self) -> None:
        phrases = Phrases([("a b", "x"), ("c", "y")])
        assert list(phrases.spans(["a", "b", "c"], ["a", "b", "c"])) == [(0, 2, "x"), (2, 3, "y")]

    def test_without_phrases_it_finds_nothing(self) -> None:
        assert list(Phrases([]).spans(["a"], ["a"])) == []
