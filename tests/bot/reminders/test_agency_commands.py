from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.errors import BotError
from bot.reminders.agency_commands import agencies
from bot.store import open_store

GOOD = "Tên,Loại\nSở Y tế,sở\nUBND xã Đại An,xã\n"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name in ("BOT_TOKEN", "OWNER_IDS")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def run(tmp_path: Path, text: str, *options: str, typed: str = "") -> Result:
    file = tmp_path / "list.csv"
    file.write_text(text, "utf-8")
    return CliRunner().invoke(agencies, ["import", str(file), *options], input=typed)


def names(data_dir: Path) -> list[str]:
    store = open_store(data_dir)
    try:
        return [agency.name for agency in store.agencies.all()]
    finally:
        store.close()


def test_the_changes_are_shown_and_taken_after_a_yes(data_dir: Path, tmp_path: Path) -> None:
    shown = run(tmp_path, GOOD, typed="y\n")
    assert shown.exit_code == 0, shown.output
    assert "Thêm mới (2):\n– Sở Y tế (sở)\n– UBND xã Đại An (xã)" in shown.output
    assert "thêm 2, đổi 0, bỏ 0" in shown.output
    assert names(data_dir) == ["UBND xã Đại An", "Sở Y tế"]


def test_without_a_yes_nothing_changes(data_dir: Path, tmp_path: Path) -> None:
    assert "giữ nguyên" in run(tmp_path, GOOD, typed="n\n").output
    assert names(data_dir) == []


def test_nobody_is_asked_when_told_so(data_dir: Path, tmp_path: Path) -> None:
    assert run(tmp_path, GOOD, "--yes").exit_code == 0
    assert "không có gì thay đổi" in run(tmp_path, GOOD, "--yes").output
    doubted = run(tmp_path, "Tên,Loại\nSở Y tế tỉnh,sở\n", "--yes").output
    assert "có phải là “Sở Y tế” đang có không" in doubted
    assert names(data_dir) == ["Sở Y tế tỉnh"]


def test_mistakes_are_told_and_nothing_changes(data_dir: Path, tmp_path: Path) -> None:
    failed = run(tmp_path, GOOD + ",xã\n", "--yes").exception
    assert isinstance(failed, BotError)
    assert "Dòng 4, cột A: thiếu tên" in str(failed)
    assert names(data_dir) == []


def test_a_file_that_is_not_there_is_said_so(data_dir: Path) -> None:
    failed = CliRunner().invoke(agencies, ["import", "nowhere.csv"]).exception
    assert isinstance(failed, BotError)
    assert "nowhere.csv" in str(failed)
