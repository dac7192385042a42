"""What the commands say on a disk that is full or cannot be written to, and that they leave it as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.store import open_store
from bot.store.database import FILE
from tests.support.disks import Done, can_mount, on_disk

ROOT = Path(__file__).parents[1]
FULL = "ổ đĩa đã đầy"
READ_ONLY = "chỉ đọc"

pytestmark = pytest.mark.skipif(not can_mount(), reason="nothing can be mounted here")


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with a data folder in it, as a stopped bot leaves it."""
    open_store(tmp_path / "given" / "data").close()
    (tmp_path / "given" / "data" / "bot.lock").touch(mode=0o600)
    (tmp_path / "disk").mkdir()
    return tmp_path / "given"


def bot_py(state: str, *arguments: str, given: Path) -> Done:
    disk = given.with_name("disk")
    environment = {"DATA_DIR": str(disk / "data"), "BOT_TOKEN": "", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(ROOT / "bot.py"), *[part.replace("DISK", str(disk)) for part in arguments]]
    return on_disk(state, command, given=given, place=disk, env=environment)


def said(done: Done) -> str:
    assert "Traceback" not in done.err
    return done.err.splitlines()[-1]


@pytest.mark.parametrize(("state", "why"), [("full", FULL), ("read-only", READ_ONLY)])
@pytest.mark.parametrize("command", [("chat",), ("backup", "DISK/copy.db"), ("restore", "DISK/data/bot.db")])
def test_a_command_says_it_in_one_line_and_leaves_nothing_half_done(
    given: Path, state: str, why: str, command: tuple[str, ...]
) -> None:
    done = bot_py(state, *command, given=given)
    assert done.code == 1
    assert why in said(done)
    assert [file for file in done.files if not file.endswith(("-shm", "-wal"))] == ["./data/bot.db", "./data/bot.lock"]


@pytest.mark.parametrize(("state", "why"), [("full", "chỉ còn trống 0 MB"), ("read-only", "gắn chỉ đọc")])
def test_the_doctor_finds_it(given: Path, state: str, why: str) -> None:
    done = bot_py(state, "doctor", given=given)
    assert done.code == 1
    assert any(line.startswith("✗") and why in line for line in done.out.splitlines())


def test_a_backup_can_be_restored_from_a_disk_that_is_only_read(given: Path) -> None:
    made = bot_py("sound", "backup", str(given.with_name("copy.db")), given=given)
    assert made.code == 0, made.err
    medium = given.with_name("medium")
    medium.mkdir()
    given.with_name("copy.db").rename(medium / "copy.db")
    command = [sys.executable, str(ROOT / "bot.py"), "restore", str(given.with_name("disk") / "copy.db")]
    data = {"DATA_DIR": str(given.with_name("new"))}
    done = on_disk("read-only", command, given=medium, place=given.with_name("disk"), env=data)
    assert done.code == 0, done.err
    assert (given.with_name("new") / FILE).is_file()
