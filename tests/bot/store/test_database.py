from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.errors import StoreError
from bot.store.database import BUSY_TIMEOUT_MS, FILE, DatabaseError, is_trouble, open_database, unhurried, utc_text
from bot.store.migrations import MIGRATIONS

EXPECTED = {
    "people": {"id", "language", "first_seen_at", "last_seen_at", "unreachable_since"},
    "questions": {
        "id", "asked_at", "chat_id", "person_id", "text", "status", "action", "reason", "key", "score",
        "rating", "rated_at",
    },
    "curation_queue": {"id", "question_id", "why", "added_at", "resolved_at"},
    "topics": {"chat_id", "keys", "options", "at"},
    "inbox": {
        "update_id", "chat_id", "kind", "raw", "received_at", "status", "attempts", "error", "place", "done_at",
    },
    "outbox": {
        "id", "key", "chat_id", "kind", "payload", "in_reply_to", "collapse_key", "message_ids", "status", "attempts",
        "due_at", "expires_at", "created_at", "sent_at", "error",
    },
    "roles": {
        "id", "person_id", "role", "agency", "display_name", "granted_by", "granted_at", "revoked_at", "revoked_by",
    },
    "invitations": {
        "id", "token_hash", "role", "agency", "made_by", "made_at", "expires_at", "used_by", "used_at", "revoked_at",
    },
    "audit": {"id", "at", "actor_id", "action", "subject", "details", "outcome"},
}  # fmt: skip


def pragma(db: Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_schema_is_the_expected_one(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    tables = {table.name: {column.name for column in table.columns} for table in db.tables}
    assert {name: columns for name, columns in tables.items() if not name.startswith(("_", "sqlite"))} == EXPECTED
    db.close()


def test_writes_are_safe_and_references_are_kept(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    assert pragma(db, "journal_mode") == "wal"
    assert pragma(db, "foreign_keys") == 1
    assert pragma(db, "busy_timeout") == BUSY_TIMEOUT_MS
    assert pragma(db, "synchronous") == 2, "FULL"
    db.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_nobody_else_can_read_what_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    db = open_database(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    db.close()


def test_opening_again_keeps_everything(tmp_path: Path) -> None:
    first = open_database(tmp_path)
    first.table("people").insert({"id": 1, "first_seen_at": "x", "last_seen_at": "x"})
    first.close()
    second = open_database(tmp_path)
    assert second.table("people").count == 1
    second.close()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    db.table("_sqlite_migrations").insert({"migration_set": MIGRATIONS.name, "name": "m999_future", "applied_at": "x"})
    db.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreError, match=r"mới hơn .*m999_future"):
        open_database(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("Kính gửi UBND xã, " * 100)
    with pytest.raises(StoreError, match="Không dùng được cơ sở dữ liệu"):
        open_database(tmp_path)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Không tạo được thư mục dữ liệu"):
        open_database(tmp_path / "file" / "data")


def test_a_file_that_cannot_be_written_to_is_said_so_at_once(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="một chương trình khác đang giữ tệp"):
            open_database(tmp_path)


def test_times_are_kept_in_utc() -> None:
    morning = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=7)))
    assert utc_text(morning) == utc_text(morning.astimezone(UTC)) == "2026-11-23T02:00:00+00:00"


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        utc_text(datetime(2026, 11, 23))  # noqa: DTZ001


def test_what_need_not_be_on_the_disk_at_once_is_a_transaction_all_the_same(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    try:
        with unhurried(db):
            assert pragma(db, "synchronous") == 1, "NORMAL"
            db.execute("INSERT INTO topics VALUES (1, '[]', '[]', 'x')")
            raise RuntimeError
    except RuntimeError:
        assert db.table("topics").count == 0
    with db.atomic(), unhurried(db):
        db.execute("INSERT INTO topics VALUES (1, '[]', '[]', 'x')")
        assert pragma(db, "synchronous") == 2, "FULL: it belongs to what is around it"
    assert db.table("topics").count == 1
    assert pragma(db, "synchronous") == 2
    db.close()


@pytest.mark.parametrize(
    ("sql", "trouble"),
    [("PRAGMA query_only = ON", True), ("DROP TABLE people", False)],
)
def test_trouble_of_the_disk_is_told_from_mistakes(tmp_path: Path, sql: str, trouble: bool) -> None:
    db = open_database(tmp_path)
    db.execute(sql)
    with pytest.raises(DatabaseError) as caught:
        db.execute("INSERT INTO people VALUES (1, NULL, 'x', 'x', NULL)")
    assert is_trouble(caught.value) is trouble
    assert not is_trouble(ValueError())
    db.close()
