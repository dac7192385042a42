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
        "due_at", "expires_at", "created_at", "sent_at", "error", "about",
    },
    "roles": {
        "id", "person_id", "role", "agency", "display_name", "granted_by", "granted_at", "revoked_at", "revoked_by",
    },
    "invitations": {
        "id", "token_hash", "role", "agency", "made_by", "made_at", "expires_at", "used_by", "used_at", "revoked_at",
    },
    "audit": {"id", "at", "actor_id", "action", "subject", "details", "outcome"},
    "petitions": {
        "id", "code", "draft_id", "person_id", "chat_id", "kind", "category", "place", "latitude", "longitude", "words",
        "folded", "sender_name", "contact_phone", "law", "confidential", "urgent", "agency", "state", "received_at",
        "due_at", "answered_at", "ended_at", "handler_id", "joined_to", "rating", "rating_words", "erased_at",
    },
    "petition_events": {
        "id", "petition_id", "at", "move", "actor", "actor_id", "from_state", "to_state", "words", "details",
    },
    "petition_messages": {"chat_id", "message_id", "petition_id"},
    "searches": {"id", "person_id", "words", "at"},
    "file_orders": {
        "id", "search_id", "chat_id", "thread_id", "what", "language", "ordered_at", "attempts", "done_at", "error",
    },
    "drafts": {
        "id", "person_id", "chat_id", "purpose", "petition_id", "offered", "kind", "category", "place", "latitude",
        "longitude", "sender_name", "contact_phone", "awaiting", "started_at", "touched_at",
    },
    "draft_words": {"draft_id", "message_id", "words"},
    "attachments": {
        "id", "draft_id", "petition_id", "event_id", "staff_draft_id", "chat_id", "message_id", "kind", "file_id",
        "file_unique_id", "name", "mime_type", "size", "added_at", "sha256", "stored_at", "attempts",
        "next_attempt_at", "error", "report_id",
    },
    "desks": {"chat_id", "agency", "title", "is_forum", "set_by", "set_at", "left_at"},
    "staff_drafts": {"id", "petition_id", "chat_id", "message_id", "officer_id", "words", "at", "album",
                     "seen_event_id", "event_id", "competent"},
    "clock_marks": {"key", "at"},
    "blocks": {"id", "person_id", "reason", "until", "made_by", "made_at", "lifted_by", "lifted_at"},
    "sent_messages": {"chat_id", "message_id", "about", "outbox_id", "is_file", "sent_at"},
    "forum_topics": {"chat_id", "about", "thread_id"},
    "agencies": {"id", "name", "kind", "leader_name", "leader_person_id", "added_at", "removed_at"},
    "focal_points": {"id", "role_id", "agency", "person_id", "rank", "since", "asked_at", "confirmed_at", "ended_at"},
    "deadlines": {
        "id", "rule", "title", "source", "first_day", "first_period", "hour", "recurrence", "audience",
        "expected", "ladder", "template_id", "made_by", "made_at", "changed_at", "cancelled_at",
    },
    "reports": {"id", "deadline_id", "period", "agency", "state", "number", "dated", "submitted_at", "submitted_by"},
    "report_events": {"id", "report_id", "at", "move", "actor_id", "words", "message_id"},
    "reminders": {"id", "deadline_id", "period", "agency", "step", "due_at", "status", "staged_at"},
    "deadline_drafts": {"person_id", "deadline_id", "fields", "awaiting", "touched_at"},
    "report_drafts": {
        "person_id", "deadline_id", "period", "agency", "awaiting", "number", "dated", "attachment_id",
        "message_id", "touched_at",
    },
    "agency_imports": {"id", "attachment_id", "made_by", "made_at", "read_at", "settled_at"},
    "agency_invitations": {"invitation_id", "place", "replaces", "former_stays"},
    "broadcasts": {"id", "words", "audience", "made_by", "made_at", "sent_at", "staged_at", "cancelled_at"},
    "petitions_search": {"code", "folded"},
}  # fmt: skip


def pragma(db: Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_schema_is_the_expected_one(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    tables = {table.name: {column.name for column in table.columns} for table in db.tables}
    inner = ("_", "sqlite", "petitions_search_")
    assert {name: columns for name, columns in tables.items() if not name.startswith(inner)} == EXPECTED
    db.close()


def test_events_are_kept_as_they_were(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    db.execute(
        "INSERT INTO petitions (code, kind, category, words, folded, agency, received_at, due_at)"
        " VALUES ('x', 'report', 'khac', 'x', 'x', 'x', 'x', 'x')"
    )
    db.execute(
        "INSERT INTO petition_events (petition_id, at, move, actor, to_state, words)"
        " VALUES (1, 'x', 'submit', 'citizen', 'accepted', 'lời')"
    )
    assert db.execute("SELECT state FROM petitions").fetchone()[0] == "accepted", "the state follows the events"
    for change in ("UPDATE petition_events SET at = 'y'", "UPDATE petition_events SET words = 'y'"):
        with pytest.raises(DatabaseError, match="event"):
            db.execute(change)
    with pytest.raises(DatabaseError, match="never deleted"):
        db.execute("DELETE FROM petition_events")
    db.execute("UPDATE petition_events SET words = NULL")
    assert db.execute("SELECT words FROM petition_events").fetchone()[0] is None, "who is erased takes the words along"
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
