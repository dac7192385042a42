"""Names and numbers: always the same, never those of anybody in Telegram."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.terminal.names import FILE, GROUP, SELF, Names, is_official, is_ours, number_of, spelled


def test_a_name_has_one_number_however_it_is_typed() -> None:
    assert number_of("Lan") == number_of(" lan ") != number_of("lân")
    assert number_of("lan") == 4610047217440356


@pytest.mark.parametrize("name", ["lan", "can-bo", "Bình"])
def test_no_number_can_be_one_of_telegram(name: str) -> None:
    assert 2**52 <= number_of(name) < 2**53
    assert -(2**53) < GROUP <= -(2**52)


@pytest.mark.parametrize("name", ["tôi", "Toi", "me"])
def test_some_names_are_oneself(name: str) -> None:
    assert number_of(name) == SELF


def test_only_chats_of_the_terminal_are_its_own() -> None:
    assert all(is_ours(number) for number in (SELF, GROUP, number_of("lan")))
    assert not any(is_ours(number) for number in (123456789, -1001234567890))


@pytest.mark.parametrize(
    ("typed", "name"),
    [("can-bo", "can-bo"), ("Cán bộ", "can-bo"), ("cán-bộ 2", "can-bo-2"), ("Cần Bơ Lạt", "can-bo-lat")],
)
def test_officials_are_known_by_their_name(typed: str, name: str) -> None:
    assert spelled(typed) == name
    assert is_official(name)


@pytest.mark.parametrize("name", ["lan", "can", "cán", "bộ can", "canbo"])
def test_all_others_are_citizens(name: str) -> None:
    assert not is_official(spelled(name))


def test_names_are_known_again_in_a_later_conversation(tmp_path: Path) -> None:
    names = Names(tmp_path)
    lan = names.learn("Lan")
    names.learn("lan")
    names.learn("Bình")
    names.learn("tôi")
    later = Names(tmp_path)
    assert later.of(lan) == "lan"
    assert later.all() == ["lan", "bình"]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_without_a_folder_they_are_known_for_now(tmp_path: Path) -> None:
    names = Names(tmp_path / "none")
    assert names.of(names.learn("lan")) == "lan"
