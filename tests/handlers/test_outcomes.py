"""What each error of Telegram means."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.outcomes import Meaning, outcome_of
from handlers.sessions import LineBroke, NeverLeft


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Meaning.UNREACHABLE),
        (BadRequest("Chat not found"), Meaning.UNREACHABLE),
        (BadRequest("Message is too long"), Meaning.REFUSED),
        (BadRequest("Message thread not found"), Meaning.NO_TOPIC),
        (BadRequest("Topic_deleted"), Meaning.NO_TOPIC),
        (BadRequest("Topic_closed"), Meaning.NO_TOPIC),
        (NetworkError("Bad Gateway"), Meaning.UNKNOWN),
        (TimedOut(), Meaning.UNKNOWN),
        (TelegramError("Invalid server response"), Meaning.UNKNOWN),
        (InvalidToken(), Meaning.UNKNOWN),
        (Conflict("Conflict"), Meaning.UNKNOWN),
        (caused(NetworkError("no"), NeverLeft("ConnectionRefusedError")), Meaning.NOT_SENT),
        (caused(TimedOut(), NeverLeft("ConnectionTimeoutError")), Meaning.NOT_SENT),
        (caused(TimedOut(), LineBroke("SocketTimeoutError")), Meaning.UNKNOWN),
    ],
)
def test_every_error_has_one_meaning(error: TelegramError, meaning: Meaning) -> None:
    assert outcome_of(error).meaning is meaning


def test_a_429_says_how_long() -> None:
    outcome = outcome_of(RetryAfter(timedelta(seconds=7)))
    assert (outcome.meaning, outcome.wait) == (Meaning.TOLD_TO_WAIT, timedelta(seconds=7))


def test_a_migrated_group_says_its_new_id() -> None:
    outcome = outcome_of(ChatMigrated(-100_5))
    assert (outcome.meaning, outcome.new_chat_id) == (Meaning.MIGRATED, -100_5)
