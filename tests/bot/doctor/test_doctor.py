from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import bot.doctor.folder
from bot.doctor import examine
from bot.errors import ServingError
from bot.settings import Settings
from bot.store.database import FILE
from tests.support.databases import fresh

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


def settings_in(folder: Path, token: str | None = None) -> Settings:
    return Settings.model_validate({"data_dir": folder, "bot_token": token})


def faults(settings: Settings) -> list[str]:
    return [finding.text for finding in examine(settings, NOW) if not finding.good]


def first_fault(settings: Settings) -> str:
    """Nothing is looked at any more behind it."""
    return next(finding.text for finding in examine(settings, NOW) if not finding.good)


def test_a_fresh_installation_is_sound(tmp_path: Path) -> None:
    findings = list(examine(settings_in(tmp_path / "data"), NOW))
    assert all(finding.good for finding in findings)
    assert any("Chưa có BOT_TOKEN" in finding.text for finding in findings)
    assert not (tmp_path / "data").exists(), "looking changes nothing"


def test_a_used_installation_is_sound(tmp_path: Path) -> None:
    fresh(tmp_path / "data")
    findings = list(examine(settings_in(tmp_path / "data", "1:x"), NOW))
    assert all(finding.good for finding in findings)
    assert "Cơ sở dữ liệu nguyên vẹn." in [finding.text for finding in findings]


def test_the_time_of_the_place_is_shown_to_be_checked(tmp_path: Path) -> None:
    texts = (finding.text for finding in examine(settings_in(tmp_path / "data"), NOW))
    assert "Múi giờ Asia/Ho_Chi_Minh: nơi đó đang là 09:00 ngày 27/11." in texts


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_a_file_that_others_can_read_is_a_fault(tmp_path: Path) -> None:
    fresh(tmp_path / "data")
    (tmp_path / "data" / "backups").mkdir(mode=0o700)
    (tmp_path / "data" / "backups" / "bot-2026-11-27.db").touch(mode=0o640)
    fault = first_fault(settings_in(tmp_path / "data"))
    assert "1 tệp" in fault
    assert fault.endswith(f"đầu tiên là backups/bot-2026-11-27.db. Hãy chạy: chmod -R go= {tmp_path / 'data'}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_a_folder_that_others_can_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o755)
    assert first_fault(settings_in(tmp_path / "data")).endswith(f"chmod 700 {tmp_path / 'data'}")


def test_a_file_in_the_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert "không phải là thư mục" in first_fault(settings_in(tmp_path / "data"))


@pytest.mark.parametrize("content", [b"broken" * 1000, b""])
def test_a_broken_database_is_a_fault(tmp_path: Path, content: bytes) -> None:
    fresh(tmp_path / "data")
    (tmp_path / "data" / FILE).write_bytes(content)
    assert len(faults(settings_in(tmp_path / "data"))) == 1


def test_a_full_disk_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    total, used, _free = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(bot.doctor.folder, "LEAST_FREE_BYTES", total + used)
    assert "chỉ còn trống" in first_fault(settings_in(tmp_path / "data"))


def test_the_database_its_backups_and_queues_are_looked_at_too(tmp_path: Path) -> None:
    fresh(tmp_path / "data")
    later = datetime.now(UTC) + timedelta(days=3)
    findings = (finding for finding in examine(settings_in(tmp_path / "data"), later) if not finding.good)
    assert any("chưa có bản sao hằng đêm nào" in finding.text for finding in findings)


def test_further_checks_can_be_hooked_in(tmp_path: Path) -> None:
    def good(_settings: Settings) -> str:
        return "Telegram ổn."

    def bad(_settings: Settings) -> str:
        raise ServingError("Telegram không nhận token.")

    *_rest, first, second = examine(settings_in(tmp_path / "data"), NOW, good, bad)
    assert (first.good, first.text) == (True, "Telegram ổn.")
    assert (second.good, second.text) == (False, "Telegram không nhận token.")
