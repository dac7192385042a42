from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.logs import set_up_logging

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root, quiet = logging.getLogger(), logging.getLogger("httpx")
    before = (root.handlers[:], root.level, quiet.level)
    yield io.StringIO()
    root.handlers[:], level, quiet_level = before[0], before[1], before[2]
    root.setLevel(level)
    quiet.setLevel(quiet_level)
    sys.excepthook = sys.__excepthook__


def test_lines_are_plain_text(out: io.StringIO) -> None:
    set_up_logging("INFO", "text", stream=out)
    logging.getLogger("bot").info("xin chào %s", "Lan")
    assert out.getvalue().endswith("INFO bot: xin chào Lan\n")


def test_lines_can_be_json(out: io.StringIO) -> None:
    set_up_logging("INFO", "json", stream=out)
    try:
        raise ValueError("hỏng")
    except ValueError:
        logging.getLogger("bot").exception("không xong")
    line = json.loads(out.getvalue())
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "bot", "không xong")
    assert line["exception"].splitlines()[-1] == "ValueError", "its words may be a person's"
    assert "test_logs.py" in line["exception"]
    assert line["at"].endswith("+00:00")


def test_lines_of_one_place_have_their_event_in_common(out: io.StringIO) -> None:
    set_up_logging("INFO", "json", stream=out)
    for number in (1, 2):
        logging.getLogger("bot").info("update %s failed", number)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["update %s failed"] * 2
    assert [line["message"] for line in lines] == ["update 1 failed", "update 2 failed"]


def test_ids_and_times_can_be_given_as_fields_but_no_words(out: io.StringIO) -> None:
    extra = {"update": 7, "ms": 12.5, "said": "Lan"}
    set_up_logging("INFO", "json", stream=out)
    logging.getLogger("bot").info("handled", extra=extra)
    line = json.loads(out.getvalue())
    assert (line["update"], line["ms"], "said" in line) == (7, 12.5, False)
    set_up_logging("INFO", "text", stream=out)
    logging.getLogger("bot").info("handled", extra=extra)
    assert out.getvalue().endswith("INFO bot: handled update=7 ms=12.5\n")


@pytest.mark.parametrize("line_format", ["text", "json"])
def test_a_secret_is_taken_out_whatever_letters_it_has(out: io.StringIO, line_format: str) -> None:
    set_up_logging("INFO", line_format, ['a"b\\c'], stream=out)
    logging.getLogger("bot").info("proxy %s", 'a"b\\c')
    assert "proxy […]" in out.getvalue()


def test_an_error_that_ends_the_program_is_written_without_its_words(out: io.StringIO) -> None:
    set_up_logging("INFO", "text", stream=out)
    try:
        raise KeyError("Lan")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert "CRITICAL bot: the program ends with an error\n" in out.getvalue()
    assert "'Lan'" not in out.getvalue().replace('raise KeyError("Lan")', "")
    assert out.getvalue().endswith("KeyError\n")


def test_a_line_that_cannot_be_written_is_lost_in_silence(capsys: pytest.CaptureFixture[str], out: io.StringIO) -> None:
    closed = io.StringIO()
    set_up_logging("INFO", "text", stream=closed)
    closed.close()
    logging.getLogger("bot").info("x %s", 7)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("line_format", ["text", "json"])
def test_secrets_are_taken_out_of_messages_and_tracebacks(out: io.StringIO, line_format: str) -> None:
    set_up_logging("INFO", line_format, [TOKEN, "hook-secret", ""], stream=out)
    logging.getLogger("bot").info("token %s and %s", TOKEN, "hook-secret")
    try:
        raise ConnectionError(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    except ConnectionError:
        logging.getLogger("bot").exception("failed")
    assert TOKEN not in out.getvalue()
    assert "hook-secret" not in out.getvalue()
    assert "[…]" in out.getvalue()


def test_any_token_in_an_address_is_taken_out(out: io.StringIO) -> None:
    set_up_logging("INFO", "text", stream=out)
    logging.getLogger("bot").warning("GET https://api.telegram.org/bot42:another_TOKEN-x/getUpdates")
    assert "another_TOKEN" not in out.getvalue()
    assert "/bot[…]/getUpdates" in out.getvalue()


def test_the_http_library_does_not_log_its_requests(out: io.StringIO) -> None:
    set_up_logging("INFO", "text", stream=out)
    logging.getLogger("httpx").info("HTTP Request: POST https://…")
    assert out.getvalue() == ""


def test_the_level_is_kept_to(out: io.StringIO) -> None:
    set_up_logging("WARNING", "text", stream=out)
    logging.getLogger("bot").info("quiet")
    assert out.getvalue() == ""
