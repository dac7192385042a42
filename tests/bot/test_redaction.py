"""What a log line may hold, whoever writes it and whatever is filled in."""

from __future__ import annotations

import logging
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.redaction import HIDDEN, Redactor


def shown(message: str, *args: object, logger: str = "bot.asking", secrets: tuple[str, ...] = ()) -> str:
    record = logging.LogRecord(logger, logging.INFO, "/x/place.py", 7, message, args, None)
    return Redactor(secrets).redacted(record).getMessage()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1001234567890, "-1001234567890"),
        (8_123_456_789, "8123456789"),
        (0.25, "0.25"),
        (None, "None"),
        (KeyError, "KeyError"),
        (timedelta(seconds=3), "0:00:03"),
        (Path("/var/lib/dữ liệu/bot.db"), "/var/lib/dữ liệu/bot.db"),
        ("bot/asking.py:31", "bot/asking.py:31"),
        ("Bad Request: chat not found", "Bad Request: chat not found"),
    ],
)
def test_ids_times_types_and_places_are_shown(value: object, text: str) -> None:
    assert shown("x %s", value) == f"x {text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("đất tui bị lấn", HIDDEN),
        (ValueError("Lan"), "<ValueError>"),
        ({"text": "Lan"}, "<dict>"),
        (b"Lan", "<bytes>"),
        ("0912345678", HIDDEN),
        ("call 0912 345 678", f"call {HIDDEN}"),
        ("+84 912.345.678", HIDDEN),
        ("079123456789", HIDDEN),
        ("lan@example.vn", HIDDEN),
        ("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx", HIDDEN),
        (
            'can not parse: unsupported start tag "Lan" at byte 3',
            f"can not parse: unsupported start tag {HIDDEN} at byte 3",
        ),
        ('can\'t be: tag "o\'clock" Lan" at byte 3', f"can't be: tag {HIDDEN} at byte 3"),
        ('cut off in "Lan', f"cut off in {HIDDEN}"),
        ("one line\nERROR bot: another", HIDDEN),
        ("x" * 250 + "Lan", "x" * 200),
    ],
)
def test_words_names_numbers_and_tokens_are_not(value: object, text: str) -> None:
    assert shown("x %s", value) == f"x {text}"


def test_filled_in_by_name_it_is_the_same() -> None:
    assert shown("%(id)s said %(words)s", {"id": 7, "words": "đất"}) == f"7 said {HIDDEN}"


@pytest.mark.parametrize("secret", ["hook-secret", "socks5://user:p@ss@127.0.0.1:1080", 'with "quotes"'])
def test_secrets_are_hidden_wherever_they_stand(secret: str) -> None:
    assert shown(f"a {secret} b", secrets=(secret, "")) == f"a {HIDDEN} b"
    assert secret not in shown("a %s b", f"x{secret}x", secrets=(secret, ""))


def test_of_a_librarys_line_only_what_its_code_says_is_shown() -> None:
    assert (
        shown("update %s: %s took %.1f ms", 7, "Lan", 3.0, logger="telegram.ext") == f"update 7: {HIDDEN} took 3.0 ms"
    )
    assert shown("Task exception: Lan", logger="asyncio") == f"{HIDDEN} (place.py:7)"


def test_a_line_that_is_filled_in_wrongly_shows_only_the_code_s_part() -> None:
    assert shown("%d of %s", "Lan", 3) == "%d of %s"


def test_an_error_is_its_type_and_place_with_all_that_led_to_it() -> None:
    try:
        try:
            raise KeyError("Lan")
        except KeyError as error:
            raise ValueError("0912345678") from error
    except ValueError:
        record = logging.LogRecord("bot", logging.ERROR, "", 1, "x", (), sys.exc_info())
    text = str(Redactor().redacted(record).exc_text)
    assert "test_redaction.py" in text
    assert text.splitlines()[-1] == "KeyError"
    assert "\nValueError\nafter\n" in text


def test_the_record_itself_is_left_to_others_as_it_was() -> None:
    record = logging.LogRecord("bot", logging.INFO, "", 1, "x %s", ("đất",), None)
    Redactor().redacted(record)
    assert record.getMessage() == "x đất"
