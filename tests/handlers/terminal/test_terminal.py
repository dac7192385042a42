"""The bot in a terminal: the same handlers, numbered choices for buttons."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.store.desks import Desk
from handlers.context import Deps
from handlers.terminal import chat
from handlers.terminal.names import GROUP
from tests.handlers.conftest import NOW
from tests.handlers.terminal.conftest import talk

ROOT = Path(__file__).parents[3]
DEADLINE = "chừng nào nộp báo cáo 6 tháng?"


class Keyboard(StringIO):
    """What somebody types at a real terminal."""

    def isatty(self) -> bool:
        return True


def test_an_answer_is_plain_text_with_numbered_buttons(deps: Deps) -> None:
    shown = talk(deps, DEADLINE)
    assert "10/6" in shown
    assert "«" in shown
    assert "[1] " in shown
    assert "👎" in shown
    assert "<b>" not in shown
    assert "<blockquote" not in shown


def test_a_number_presses_the_button_of_the_last_message(deps: Deps) -> None:
    shown = talk(deps, "/mucluc", "3", "1")
    assert "III. " in shown


def test_a_thumb_is_kept(deps: Deps) -> None:
    shown = talk(deps, DEADLINE)
    row = next(line for line in reversed(shown.splitlines()) if "👎" in line)
    number = row.rpartition("👎")[0].rpartition("[")[2].strip("] ")
    assert "Cảm ơn" in talk(deps, DEADLINE, number)
    assert [row["rating"] for row in deps.store.db["questions"].rows] == [None, "bad"]


def test_a_number_that_no_button_has_is_a_question(deps: Deps) -> None:
    talk(deps, "/thoihan", "99")
    assert [row["text"] for row in deps.store.db["questions"].rows] == ["99"]


def test_replies_come_in_the_order_of_the_lines(deps: Deps) -> None:
    shown = talk(deps, "/muctieu", "/thoihan", "/ngonngu en", "/help")
    places = [shown.index(words) for words in ("100%", "05/12", "I will write in English", "What I can do")]
    assert places == sorted(places)


def test_thoat_ends_it(deps: Deps) -> None:
    assert "05/12" not in talk(deps, "/thoat", "/thoihan")


def test_at_a_keyboard_it_begins_with_start(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = StringIO()
    monkeypatch.setattr("builtins.input", lambda _prompt: "/thoat")
    chat(deps, Keyboard(), screen)
    assert "Chào anh/chị" in screen.getvalue()
    assert "/thoat" in screen.getvalue()


def test_at_a_keyboard_the_prompt_says_who_is_typing_and_where(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = []
    lines = iter((":as lan", ":nhom", ":as can-bo", ":as tôi", "/thoat"))

    def typed(prompt: str) -> str:
        prompts.append(prompt)
        return next(lines)

    monkeypatch.setattr("builtins.input", typed)
    chat(deps, Keyboard(), StringIO())
    assert prompts == ["> ", "lan> ", "lan @ nhóm cán bộ> ", "can-bo> ", "> "]


def test_a_pipe_is_shown_once_several_people_talk(deps: Deps) -> None:
    assert "> /thoihan" not in talk(deps, "/thoihan")
    assert "lan> /thoihan\nHạn báo cáo" in talk(deps, ":as lan", "/thoihan").replace("\n\n", "\n")


def test_the_staff_group_handles_petitions(deps: Deps) -> None:
    talk(deps, ":group", ":forum")
    [desk] = deps.store.desks.all()
    assert (desk.chat_id, desk.agency, desk.is_forum) == (GROUP, None, True)


def test_where_a_real_group_handles_them_that_is_said(deps: Deps) -> None:
    real = Desk(-1001, None, "Tổ tiếp nhận", is_forum=False)
    deps.store.desks.set(real, 7, NOW)
    assert "cán bộ thật" in talk(deps, ":group")
    assert deps.store.desks.all() == [real]


def test_piped_into_the_real_program(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")}
    done = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), "chat"],
        input=f"{DEADLINE}\n\n/thoihan\n1\n<b>&\n:as lan\nhạn báo cáo\n:as can-bo\n/vaitro\n/thoat\n".encode(),
        capture_output=True,
        env={**kept, "DATA_DIR": str(tmp_path / "data")},
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "10/6" in done.stdout.decode()
    assert "── lan ──" in done.stdout.decode()
    assert "điều phối viên" in done.stdout.decode()
    assert done.stderr == b""
    assert (tmp_path / "data" / "bot.db").exists()
