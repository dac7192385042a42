from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import bot.i18n_check
from bot.i18n import SUPPORTED
from bot.i18n_check import extract, main, problems, read, update


def catalogue(code: str | None = None, **messages: str) -> Catalog:
    made = Catalog(code)
    for message, text in messages.items():
        made.add(message, text)
    return made


@pytest.fixture(scope="module")
def used() -> Catalog:
    return extract()


@pytest.mark.parametrize("code", SUPPORTED)
def test_the_catalogues_of_the_bot_fit_its_code(used: Catalog, code: str) -> None:
    assert problems(code, used, read(code)) == []


def test_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "all translated" in capsys.readouterr().out


def test_it_finds_messages_wherever_they_are_called(tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text('f(x=(a or _("nested")).strip("."))\nngettext("one", "many", 2)\nother("no")\n')
    found = extract(tmp_path)
    assert {message.id for message in found if message.id} == {"nested", ("one", "many")}


def test_a_message_must_be_written_out(tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text('_(f"hello {name}")\n')
    with pytest.raises(ValueError, match=r"bot\.py:1"):
        extract(tmp_path)


def test_a_missing_translation_is_a_fault_except_in_english() -> None:
    used = catalogue(hello="")
    assert "not translated" in problems("vi", used, catalogue("vi"))[0]
    assert "not translated" in problems("vi", used, catalogue("vi", hello=""))[0]
    assert problems("en", used, catalogue("en")) == []


def test_a_translation_that_no_code_uses_is_a_fault() -> None:
    assert "not used" in problems("vi", catalogue(), catalogue("vi", old="cũ"))[0]


def test_a_translation_must_keep_the_places() -> None:
    used, translated = Catalog(), Catalog("vi")
    used.add("%(n)s of %(all)s")
    translated.add("%(n)s of %(all)s", "%(n)s trên %(tong)s")
    assert "other places" in problems("vi", used, translated)[0]


def test_updating_adds_what_is_new_drops_what_is_old_and_guesses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.i18n_check, "LOCALES", tmp_path)
    file = tmp_path / "vi" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid ""\nmsgstr ""\n\nmsgid "Goals"\nmsgstr "Mục tiêu"\n\nmsgid "Old"\nmsgstr "Cũ"\n', "utf-8")
    used = catalogue(Goals="", Goal="")
    update("vi", used)
    assert {message.id: message.string for message in read("vi") if message.id} == {
        "Goals": "Mục tiêu",
        "Goal": "",
    }
    written = file.read_bytes()
    update("vi", used)
    assert file.read_bytes() == written
