from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import bot.i18n
from bot.i18n import (
    DEFAULT,
    NAMES,
    SUPPORTED,
    catalogue,
    choose,
    current_locale,
    format_date,
    gettext,
    ngettext,
    number,
    short_date,
    use_locale,
)


def test_it_speaks_vietnamese_unless_told_otherwise() -> None:
    assert current_locale() == DEFAULT == "vi"
    assert gettext("Remind me") == "Nhắc tôi"


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of translations, as yet empty, from which it speaks."""
    monkeypatch.setattr(bot.i18n, "LOCALES", tmp_path)
    catalogue.cache_clear()
    yield tmp_path
    catalogue.cache_clear()


def test_a_changed_translation_is_read_anew(locales: Path) -> None:
    file = locales / "vi/LC_MESSAGES/messages.po"
    file.parent.mkdir(parents=True)
    for text in ("Nhắc tôi", "Nhắc tôi nhé"):
        file.write_text(f'msgid "Remind me"\nmsgstr "{text}"\n', "utf-8")
        catalogue.cache_clear()
        assert gettext("Remind me") == text


def test_every_language_has_a_name_in_itself() -> None:
    assert set(NAMES) == set(SUPPORTED)


def test_the_message_ids_are_the_english_texts() -> None:
    with use_locale("en"):
        assert gettext("Remind me") == "Remind me"


def test_the_language_ends_with_the_block_even_after_an_error() -> None:
    with pytest.raises(RuntimeError), use_locale("en"):
        raise RuntimeError
    assert current_locale() == "vi"


@pytest.mark.parametrize(
    ("tag", "chosen"),
    [("en", "en"), ("en-US", "en"), ("EN_gb", "en"), ("vi", "vi"), ("km", "vi"), ("", "vi"), (None, "vi")],
)
def test_it_chooses_the_nearest_language(tag: str | None, chosen: str) -> None:
    assert choose(tag) == chosen
    with use_locale(tag):
        assert current_locale() == chosen


def test_places_are_filled_only_when_values_are_given() -> None:
    assert gettext("Source: the plan, %(place)s", place="phần V") == "Nguồn: Kế hoạch, phần V"
    assert gettext("100% by hand") == "100% by hand"


def test_plurals_follow_the_language() -> None:
    assert ngettext("%(n)s day left", "%(n)s days left", 2) == "còn 2 ngày"
    with use_locale("en"):
        assert ngettext("%(n)s day left", "%(n)s days left", 1) == "1 day left"
        assert ngettext("%(n)s day left", "%(n)s days left", 2) == "2 days left"


@pytest.mark.parametrize(
    ("day", "vietnamese", "english"),
    [
        (date(2021, 9, 9), "09/9/2021", "9 September 2021"),
        (date(2022, 1, 21), "21/01/2022", "21 January 2022"),
        (date(2026, 12, 4), "04/12/2026", "4 December 2026"),
    ],
)
def test_dates_are_written_as_in_official_papers(day: date, vietnamese: str, english: str) -> None:
    assert format_date(day) == vietnamese
    with use_locale("en"):
        assert format_date(day) == english


def test_dates_can_be_without_their_year() -> None:
    assert short_date(date(2026, 6, 10)) == "10/6"
    assert short_date(date(2026, 2, 5)) == "05/02"
    with use_locale("en"):
        assert short_date(date(2026, 6, 10)) == "10 June"


def test_numbers_have_the_separators_of_the_language() -> None:
    assert number(12345.5) == "12.345,5"
    with use_locale("en"):
        assert number(12345.5) == "12,345.5"


async def test_conversations_side_by_side_do_not_mix_their_languages() -> None:
    both_inside = asyncio.Barrier(2)

    async def talk(code: str) -> str:
        with use_locale(code):
            await both_inside.wait()
            return gettext("Goals")

    assert await asyncio.gather(talk("vi"), talk("en")) == ["Mục tiêu", "Goals"]
