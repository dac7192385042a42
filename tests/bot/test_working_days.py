from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.working_days import FILE, Corrections, load_corrections


def test_without_a_file_nothing_is_corrected(tmp_path: Path) -> None:
    assert load_corrections(tmp_path) == Corrections()


def test_days_off_and_working_days_are_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("off: [2027-02-11]   # decided late\nworking:\n- 2027-02-20\n", "utf-8")
    assert load_corrections(tmp_path) == Corrections(frozenset({date(2027, 2, 11)}), frozenset({date(2027, 2, 20)}))


@pytest.mark.parametrize("text", ["", "off:", "off: []\nworking:"])
def test_an_empty_file_corrects_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    assert load_corrections(tmp_path) == Corrections()


@pytest.mark.parametrize("text", ["off: tomorrow", "offf: []", "off: [11/2/2027]", "[", "- off", "off: 2027", "5"])
def test_anything_else_says_what_it_must_be(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="2027-02-11"):
        load_corrections(tmp_path)
