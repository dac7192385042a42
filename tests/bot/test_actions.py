from __future__ import annotations

import re

import pytest

from bot.actions import act, failed, language_set, unsupported
from bot.i18n import SUPPORTED, use_locale
from knowledge.answers import Action

NOT_SERVED = [Action.FEEDBACK, Action.PETITION_STATUS, Action.HUMAN]


@pytest.mark.parametrize("code", SUPPORTED)
@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_answered_in_every_language(action: Action, code: str) -> None:
    with use_locale(code):
        assert act(action).plain()


@pytest.mark.parametrize("action", NOT_SERVED)
def test_what_is_not_served_yet_is_said_so_with_a_way_on(action: Action) -> None:
    text = act(action).plain()
    assert "đang chuẩn bị" in text
    assert "Trong lúc chờ" in text or "mang theo" in text


@pytest.mark.parametrize("action", [Action.FEEDBACK, Action.HUMAN])
def test_nobody_is_left_thinking_that_something_was_sent(action: Action) -> None:
    assert "CHƯA được gửi" in act(action).plain()


def test_who_wants_reminders_hears_who_gets_them() -> None:
    assert "cán bộ đầu mối" in act(Action.REMINDERS).plain()


@pytest.mark.parametrize("action", list(Action))
def test_no_telephone_number_is_invented(action: Action) -> None:
    assert not re.search(r"\d{3,}", act(action).plain())


def test_help_names_every_list() -> None:
    text = act(Action.HELP).plain()
    for command in ("/mucluc", "/nhiemvu", "/muctieu", "/thoihan", "/vanban", "/ngonngu"):
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
    assert "chỉ đọc được chữ" in unsupported().plain()
    assert failed().plain().startswith("Xin lỗi")
