from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.commands import ask, backup, explain
from bot.settings import Settings
from tests.support.databases import fresh

ROOT = Path(__file__).parents[2]


def bot_py(*arguments: str, folder: Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `python bot.py …` in an empty folder, with nothing set but `environment`."""
    names = {name.upper() for name in Settings.model_fields}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        cwd=folder,
        env={**clean, "PYTHONIOENCODING": "utf-8", **environment},
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
    )


def here(command: click.Command, *arguments: str, given: str = "") -> Result:
    """Runs a command in this process, which costs a tenth of what a new one does."""
    done = CliRunner().invoke(command, arguments, input=given)
    assert done.exit_code == 0, done.output
    return done


def test_a_question_is_answered_in_words(tmp_path: Path) -> None:
    done = bot_py("ask", "hạn báo cáo năm là ngày nào", folder=tmp_path)
    assert done.returncode == 0
    assert "05/12" in done.stdout
    assert "Nguồn: Kế hoạch" in done.stdout
    assert "[Nhắc tôi]" in done.stdout
    assert list(tmp_path.iterdir()) == [], "a question leaves nothing behind"


def test_a_question_is_answered_in_json() -> None:
    answer = json.loads(here(ask, "--json", "hạn báo cáo năm là ngày nào").stdout)
    assert answer["status"] == "answered"
    assert answer["citations"][0]["plan"] == "IV.2.3"


def test_questions_are_answered_line_by_line_in_order() -> None:
    questions = ["cảm ơn nhé", "hạn báo cáo năm là ngày nào", ""]
    given = "".join(json.dumps({"q": question}) + "\n" for question in questions)
    done = here(ask, "--jsonl", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["q"] for answer in answers] == questions
    assert answers[0]["action"] == "thanks"


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    done = bot_py("ask", "--jsonl", folder=tmp_path, given='{"q": "cảm ơn"}\nhạn báo cáo\n')
    assert done.returncode == 1
    assert done.stderr == 'Dòng 2 không phải là đối tượng JSON có "q".\n'


@pytest.mark.parametrize(("command", "arguments"), [(ask, []), (ask, ["--jsonl", "?"]), (backup, [])])
def test_bad_usage_ends_with_2(command: click.Command, arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == 2


def test_an_unknown_command_ends_with_2(tmp_path: Path) -> None:
    done = bot_py("asks", folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_asking_needs_neither_messenger_nor_database(tmp_path: Path) -> None:
    code = (
        "import runpy, sys; sys.argv = ['bot.py', 'ask', 'cảm ơn']\n"
        "try: runpy.run_path('bot.py', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print([name for name in ('telegram', 'sqlite_utils', 'pydantic_settings') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_curator_sees_why_a_question_is_answered_so() -> None:
    assert "han-bao-cao-nam" in here(explain, "hạn báo cáo năm").stdout


def test_the_knowledge_base_has_no_errors(tmp_path: Path) -> None:
    done = bot_py("knowledge", "check", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Kho tri thức không có lỗi.\n"), done.stderr


def test_the_database_goes_out_and_comes_back(tmp_path: Path) -> None:
    fresh(tmp_path / "data")
    assert bot_py("backup", "copy.db", folder=tmp_path).returncode == 0
    done = bot_py("restore", "copy.db", folder=tmp_path)
    assert done.returncode == 0
    assert "before-restore" in done.stdout


def test_a_failed_backup_ends_with_1_and_one_line(tmp_path: Path) -> None:
    done = bot_py("backup", "copy.db", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "Trong data chưa có cơ sở dữ liệu.\n")


def test_a_bad_setting_ends_with_2_and_one_line(tmp_path: Path) -> None:
    done = bot_py("run", folder=tmp_path, LOG_LEVEL="loud")
    assert done.returncode == 2
    assert done.stderr == "LOG_LEVEL không dùng được: phải là một trong: DEBUG, INFO, WARNING, ERROR.\n"


def test_without_a_token_the_bot_opens_in_the_terminal_and_says_how_to_serve(tmp_path: Path) -> None:
    done = bot_py(folder=tmp_path, given="hạn báo cáo năm là ngày nào\n")
    assert done.returncode == 0
    assert "05/12" in done.stdout
    assert "@BotFather" in done.stderr


def test_the_doctor_finds_nothing_wrong_with_a_fresh_installation(tmp_path: Path) -> None:
    done = bot_py("doctor", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout


def test_the_doctor_ends_with_1_when_something_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    done = bot_py("doctor", folder=tmp_path)
    assert done.returncode == 1
    assert "✗ DATA_DIR data không phải là thư mục." in done.stdout
