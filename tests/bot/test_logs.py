from __future__ import annotations

import io
import json
import logging
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
    assert "ValueError: hỏng" in line["exception"]
    assert line["at"].endswith("+00:00")


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
