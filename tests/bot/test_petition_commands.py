from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from bot import petition_commands
from bot.petitions.codes import shown
from bot.petitions.model import Law
from bot.store import Store
from tests.support.figures import petition

NOW = datetime.now(UTC)
Run = Callable[..., Result]


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command over the store."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    everything = click.Group(commands={command.name or "": command for command in petition_commands.COMMANDS})

    def run(*words: str) -> Result:
        return CliRunner().invoke(everything, words)

    return run


def test_petitions_are_listed_shown_and_written(store: Store, run: Run, tmp_path: Path) -> None:
    new = petition(store, "Nước thải, gọi 0912345678", NOW, contact_phone="+84987654321")
    petition(store, "tố cáo ông A", NOW, law=Law.DENUNCIATION)
    listed = run("petitions", "list", "nước", "thải").output
    assert shown(new.code) in listed
    assert "0912345678" not in listed
    assert "ông A" not in run("petitions", "list").output
    assert "ông A" in run("petitions", "list", "--confidential").output
    shown_one = run("petitions", "show", shown(new.code).lower())
    assert "•••78" in shown_one.output
    assert "+84987654321" in run("petitions", "show", new.code, "--personal").output
    file = tmp_path / "out.xlsx"
    assert run("petitions", "export", str(file)).exit_code == 0
    assert load_workbook(file).worksheets[0].max_row == 2
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("petitions", "export", str(file)).exit_code != 0, "nothing is written over"


def test_an_unknown_code_is_told(run: Run) -> None:
    assert "không có phản ánh" in str(run("petitions", "show", "K7M-4QX-P29").exception).lower()


def test_retention_can_be_tried_first(store: Store, run: Run) -> None:
    store.people.seen(1, NOW - timedelta(days=800))
    assert "người lâu không nhắn: 1 dòng" in run("retention", "--dry-run").output
    assert store.db["people"].count == 1
    assert "Đã dọn" in run("retention").output
    assert store.db["people"].count == 0
