from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.petitions.codes import ALPHABET, Code, Mistyped, new_code, parse, shown

CODES = st.builds(new_code)
GOOD = "K7M4QXP2"
"""Eight characters whose check character is found below."""


@pytest.fixture(scope="module")
def code() -> str:
    return next(found for last in ALPHABET if isinstance(parse(found := GOOD + last), Code))


def test_no_character_looks_like_another_is_a_vowel_or_is_a_tone_on_a_vietnamese_keyboard() -> None:
    assert not set(ALPHABET) & set("01OISZB" + "AEIOUYWD")


def test_codes_are_not_to_be_guessed() -> None:
    assert len({new_code() for _ in range(500)}) == 500


def test_a_code_is_shown_in_groups() -> None:
    assert shown("K7M4QXP29") == "K7M-4QX-P29"


@given(CODES)
def test_what_is_shown_is_read_again(code: str) -> None:
    assert parse(shown(code)) == Code(code)


@pytest.mark.parametrize(
    "form",
    [
        "{0}-{1}-{2}",
        "{0}{1}{2}",
        "{0} {1} {2}",
        "{0} - {1} - {2}",
        "  {0}.{1}.{2}. ",
        "mã {0}-{1}-{2} tới đâu rồi em",
        "coi giùm {0} {1} {2} với",
    ],
)
def test_case_spaces_dashes_and_a_few_words_around_do_no_harm(code: str, form: str) -> None:
    typed = form.format(code[:3], code[3:6], code[6:])
    assert parse(typed) == Code(code)
    assert parse(typed.lower()) == Code(code)


@given(CODES, st.data())
def test_every_single_wrong_character_is_noticed(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(sorted(set(ALPHABET + "01OISZBAEUWDY") - {code[place]})))
    assert isinstance(parse(code[:place] + wrong + code[place + 1 :]), Mistyped)


@given(CODES, st.integers(0, 7))
def test_every_swap_of_neighbours_is_noticed(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or isinstance(parse(swapped), Mistyped)


@pytest.mark.parametrize("typed", ["K7M-4QX-P2", "K7M-4QX-P299", "k7m-4q-p29"])
def test_a_character_too_few_or_too_many_is_noticed(typed: str) -> None:
    assert isinstance(parse(typed), Mistyped)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "cho con hay",
        "vay 500 cho con ăn",
        "0912345678",
        "334 567 892",
        "CMND 334567892",
        "nghị định 04/2015",
        "1850/QĐ-UBND",
        "33/CT-TTg ngày 26-11-2021",
        "PA-2026-00123",
        "iphone16",
        "PCT TTT HĐND",
        "lời dài " * 50 + "K7M4QXP29",
    ],
)
def test_words_and_numbers_of_other_kinds_are_no_codes(words: str) -> None:
    assert parse(words) is None
