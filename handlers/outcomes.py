"""What Telegram's errors mean for what was to be sent: the one place that maps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from handlers.sessions import NeverLeft

_NO_SUCH_READER = ("chat not found", "user is deactivated", "bot can't initiate conversation")
_NO_SUCH_TOPIC = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")


class Meaning(Enum):
    """What became of the call, and what to do."""

    NOT_SENT = auto()
    """No connection was made: nothing was sent, so it may be tried again freely."""
    TOLD_TO_WAIT = auto()
    """429: nothing was sent, and the whole bot is to wait."""
    UNKNOWN = auto()
    """Time-out, 5xx, dropped line: it may have been sent. Only what may come twice is tried again."""
    UNREACHABLE = auto()
    """This reader takes no messages from the bot any more."""
    MIGRATED = auto()
    """The group has a new id."""
    NO_TOPIC = auto()
    """The topic is gone or closed; the group is there."""
    REFUSED = auto()
    """Telegram finds the call wrong: our mistake, never tried again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The meaning of an error, with the time to wait or the new id of the chat if it says one."""

    meaning: Meaning
    wait: timedelta = timedelta(0)
    new_chat_id: int = 0


def outcome_of(error: TelegramError) -> Outcome:
    """What `error` means. BadRequest is a NetworkError in the library, but nothing that passes."""
    match error:
        case RetryAfter():
            return Outcome(Meaning.TOLD_TO_WAIT, wait=_period(error.retry_after))
        case ChatMigrated():
            return Outcome(Meaning.MIGRATED, new_chat_id=error.new_chat_id)
        case Forbidden():
            return Outcome(Meaning.UNREACHABLE)
        case BadRequest():
            return Outcome(_refusal(error.message.lower()))
        case InvalidToken():
            # A passing 401 or 404; nothing was sent.
            return Outcome(Meaning.UNKNOWN)
        case _:
            return Outcome(Meaning.NOT_SENT if isinstance(error.__cause__, NeverLeft) else Meaning.UNKNOWN)


def _refusal(message: str) -> Meaning:
    if any(words in message for words in _NO_SUCH_READER):
        return Meaning.UNREACHABLE
    return Meaning.NO_TOPIC if any(words in message for words in _NO_SUCH_TOPIC) else Meaning.REFUSED


def _period(value: int | timedelta) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
