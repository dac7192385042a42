from __future__ import annotations

import re

import pytest

from bot.actions import act, failed, language_set, unsupported
from bot.i18n import SUPPORTED, use_locale
from knowledge.answers import Action


@pytest.mark.parametrize("code", SUPPORTED)
@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_answered_in_every_language(action: Action, code: str) -> None:
    with use_locale(code):
        assert act(action).plain()


def test_nobody_is_left_thinking_that_a_petition_was_sent() -> None:
    assert "CHƯA được gửi" in act(Action.FEEDBACK).plain()


@pytest.mark.parametrize("action", [Action.FEEDBACK, Action.HUMAN, Action.GREETING, Action.HELP])
def test_a_petition_is_one_tap_away(action: Action) -> None:
    assert "p:new" in [button.data for row in act(action).buttons for button in row]


def test_who_wants_reminders_hears_who_gets_them() -> None:
    assert "cán bộ đầu mối" in act(Action.REMINDERS).plain()


@pytest.mark.parametrize("action", list(Action))
def test_no_telephone_number_is_invented(action: Action) -> None:
    assert not re.search(r"\d{3,}", act(action).plain())


def test_help_names_every_list() -> None:
    text = act(Action.HELP).plain()
    for command in ("/gopy", "/phananh", "/huy", "/mucluc", "/nhiemvu", "/muctieu", "/thoihan", "/vanban", "/ngonngu"):
        assert command in text


def test_the_language_question_is_honest_about_other_languages() -> None:
    reply = act(Action.LANGUAGE)
    assert "Khmer" in reply.plain()
    assert [button.data for button in reply.buttons[0]] == ["l:vi", "l:en"]


def test_a_chosen_language_is_confirmed_in_itself() -> None:
    assert "tiếng Việt" in language_set().plain()
    with use_locale("en"):
        assert "English" in language_set().plain()


def test_pictures_and_mishaps_are_met_kindly() -> None:
    assert "chưa đọc được" in unsupported().plain()
    assert failed().plain().startswith("Xin lỗi")
