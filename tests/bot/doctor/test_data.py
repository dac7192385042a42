"""The database, its backups, and what waits in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.doctor.data import backups, database, queues
from bot.store import open_store
from bot.store.database import FILE, utc_text

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
QUEUES = """
DROP TABLE IF EXISTS inbox;
DROP TABLE IF EXISTS outbox;
CREATE TABLE inbox (update_id INTEGER PRIMARY KEY, status TEXT, received_at TEXT);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, status TEXT, due_at TEXT, created_at TEXT);
"""


def change(database: Path, script: str, *values: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(script, values)
        connection.commit()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a bot that began five days ago and made a backup last night."""
    open_store(tmp_path / "data").close()
    change(tmp_path / "data" / FILE, "UPDATE _sqlite_migrations SET applied_at = '2026-11-22 02:00:00+00:00'")
    with closing(sqlite3.connect(tmp_path / "data" / FILE)) as connection:
        connection.executescript(QUEUES)
    (tmp_path / "data" / "backups").mkdir(mode=0o700)
    (tmp_path / "data" / "backups" / "bot-2026-11-26.db").touch(mode=0o600)
    return tmp_path / "data"


def looked(data: Path) -> list[tuple[bool, str]]:
    """All that is found, the faults first."""
    findings = [database(data), *backups(data, VIETNAM, NOW), *queues(data, NOW)]
    return sorted((finding.good, finding.text) for finding in findings)


def faults(data: Path) -> list[str]:
    return [text for good, text in looked(data) if not good]


def test_a_sound_installation_has_no_fault_and_looking_changes_nothing(data: Path) -> None:
    before = sorted(data.iterdir())
    assert looked(data) == [
        (True, "Bản sao hằng đêm mới nhất đã được 31 giờ."),
        (True, "Cơ sở dữ liệu nguyên vẹn."),
        (True, "Không có tin nào bị kẹt."),
    ]
    assert sorted(data.iterdir()) == before


def test_a_database_of_a_newer_version_is_a_fault(data: Path) -> None:
    change(data / FILE, "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('bot', 'm999_future')")
    assert "mới hơn" in faults(data)[0]


def test_a_backup_older_than_two_days_is_a_fault(data: Path) -> None:
    (data / "backups" / "bot-2026-11-26.db").rename(data / "backups" / "bot-2026-11-24.db")
    assert "đã cũ 79 giờ" in faults(data)[0]


def test_no_backup_at_all_is_a_fault_of_an_older_installation_only(data: Path) -> None:
    (data / "backups" / "bot-2026-11-26.db").unlink()
    assert "chưa có bản sao hằng đêm nào" in faults(data)[0]
    change(data / FILE, "UPDATE _sqlite_migrations SET applied_at = '2026-11-26 02:00:00+00:00'")
    assert faults(data) == []


def test_what_waits_too_long_is_a_fault(data: Path) -> None:
    old, fresh = utc_text(NOW - timedelta(minutes=11)), utc_text(NOW - timedelta(minutes=9))
    change(data / FILE, "INSERT INTO inbox (status, received_at) VALUES ('waiting', ?), ('waiting', ?)", old, fresh)
    change(data / FILE, "INSERT INTO inbox (status, received_at) VALUES ('done', ?)", old)
    for status, due_at in (("pending", old), ("sending", old), ("pending", fresh), ("sent", old), ("failed", old)):
        change(data / FILE, "INSERT INTO outbox (status, due_at) VALUES (?, ?)", status, due_at)
    received, due = faults(data)
    assert received.startswith("1 tin đã nhận phải chờ quá 10 phút.")
    assert due.startswith("2 tin lẽ ra phải gửi từ hơn 10 phút trước.")


def test_what_was_set_aside_lately_is_a_fault(data: Path) -> None:
    days = [utc_text(NOW - timedelta(days=number)) for number in (6, 8)]
    change(data / FILE, "INSERT INTO inbox VALUES (1, 'set_aside', ?), (2, 'set_aside', ?)", *days)
    assert [fault[:5] for fault in faults(data)] == ["1 tin"]


def test_of_an_older_database_without_these_tables_nothing_is_said(data: Path) -> None:
    with closing(sqlite3.connect(data / FILE)) as connection:
        connection.executescript("DROP TABLE inbox; DROP TABLE outbox;")
    assert looked(data) == [(True, "Bản sao hằng đêm mới nhất đã được 31 giờ."), (True, "Cơ sở dữ liệu nguyên vẹn.")]
