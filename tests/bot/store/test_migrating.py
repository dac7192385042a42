"""All steps or none, with a copy of what was before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from bot.errors import StoreError
from bot.store.migrating import migrate

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


def first(db: Database) -> None:
    db.executescript(
        "CREATE TABLE people (id INTEGER PRIMARY KEY);"
        "CREATE TABLE questions (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES people(id)"
        " ON DELETE CASCADE);"
        "INSERT INTO people VALUES (1); INSERT INTO questions VALUES (1, 1);"
    )


def second(db: Database) -> None:
    db.executescript("CREATE TABLE petitions (id INTEGER PRIMARY KEY); DELETE FROM questions;")


def broken(db: Database) -> None:
    db.execute("INSERT INTO missing VALUES (1)")


def rebuilt(db: Database) -> None:
    db.table("people").transform(rename={"id": "person_id"})
    db.table("people").transform(rename={"person_id": "id"})


def orphaning(db: Database) -> None:
    db.execute("DELETE FROM people")


def steps(*functions: object) -> Migrations:
    migrations = Migrations("bot")
    for function in functions:
        migrations()(function)  # type: ignore[type-var]
    return migrations


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    db = Database(path)
    db.execute("PRAGMA foreign_keys = ON")
    migrate(db, path, NOW, steps(first))
    yield db
    db.close()


def copies(path: Path) -> list[str]:
    return sorted(file.name for file in (path.parent / "backups").glob("*"))


def schema(db: Database) -> list[tuple[str]]:
    return list(db.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall())


def test_a_new_database_needs_no_copy(db: Database, path: Path) -> None:
    assert copies(path) == []


def test_nothing_is_copied_when_nothing_is_pending(db: Database, path: Path) -> None:
    migrate(db, path, NOW, steps(first))
    assert copies(path) == []


def test_before_a_step_a_copy_is_kept_that_is_named_after_it(db: Database, path: Path) -> None:
    migrate(db, path, NOW, steps(first, second))
    assert copies(path) == ["before-second-20261127T020000Z.db"]
    assert db.table("questions").count == 0
    with closing(sqlite3.connect(path.parent / "backups" / copies(path)[0])) as copy:
        assert copy.execute("SELECT count(*) FROM questions").fetchone() == (1,)
        assert copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'petitions'").fetchone() == (0,)


def test_the_last_three_copies_stay(db: Database, path: Path) -> None:
    functions = [first]
    for number in range(5):

        def step(_db: Database) -> None:
            pass

        step.__name__ = f"m{9 - number}_step"
        functions.append(step)
        migrate(db, path, NOW + timedelta(days=number), steps(*functions))
    assert copies(path) == [
        "before-m5_step-20261201T020000Z.db",
        "before-m6_step-20261130T020000Z.db",
        "before-m7_step-20261129T020000Z.db",
    ]


def test_a_step_that_fails_takes_back_those_before_it(db: Database, path: Path) -> None:
    before = schema(db)
    with pytest.raises(StoreError, match="để nguyên như cũ: no such table: missing"):
        migrate(db, path, NOW, steps(first, second, broken))
    assert schema(db) == before
    assert db.table("questions").count == 1
    migrate(db, path, NOW + timedelta(seconds=1), steps(first, second))
    assert db.table("petitions").exists(), "the way is free for a mended version"


def test_without_a_copy_there_is_no_migration(db: Database, path: Path) -> None:
    (path.parent / "backups").touch()
    with pytest.raises(StoreError):
        migrate(db, path, NOW, steps(first, second))
    assert not db.table("petitions").exists()


def test_a_table_can_be_rebuilt_without_losing_what_hangs_on_it(db: Database, path: Path) -> None:
    migrate(db, path, NOW, steps(first, rebuilt))
    assert db.table("questions").count == 1


def test_a_step_that_leaves_rows_without_what_they_refer_to_is_taken_back(db: Database, path: Path) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        migrate(db, path, NOW, steps(first, orphaning))
    assert db.table("people").count == 1
