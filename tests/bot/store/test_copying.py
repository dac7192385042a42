from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import Store, open_store
from bot.store.copying import Stopped, copy_database
from bot.store.database import FILE
from tests.bot.conftest import NOW

MANY = 2000
"""Enough to be copied in more than one step."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path)
    store.people.seen(1, NOW)
    with store.db.atomic():
        for _number in range(MANY):
            store.db.execute(
                "INSERT INTO questions (asked_at, chat_id, person_id, text, status, score)"
                " VALUES ('', 1, 1, hex(zeroblob(2000)), 'unknown', 0)"
            )
    yield store
    store.close()


def questions_in(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM questions").fetchone()[0])


def test_the_copy_shows_one_moment_while_the_bot_writes(tmp_path: Path, store: Store) -> None:
    looked = 0

    def writing_meanwhile() -> bool:
        nonlocal looked
        looked += 1
        store.db.execute("DELETE FROM questions WHERE id = (SELECT max(id) FROM questions)")
        return False

    copy_database(tmp_path / FILE, tmp_path / "copy.db", writing_meanwhile)
    assert looked > 1
    assert store.db.table("questions").count == MANY - looked
    assert questions_in(tmp_path / "copy.db") == MANY


def test_the_copy_is_one_file_that_needs_no_other(tmp_path: Path, store: Store) -> None:
    copy_database(tmp_path / FILE, tmp_path / "copy.db")
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.db"]
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_it_can_be_stopped_on_the_way(tmp_path: Path, store: Store) -> None:
    looks = iter([False, True])
    with pytest.raises(Stopped):
        copy_database(tmp_path / FILE, tmp_path / "copy.db", lambda: next(looks, True))
    assert list(tmp_path.glob("copy*")) == []


def test_a_damaged_page_is_noticed(tmp_path: Path, store: Store) -> None:
    store.close()
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 3)
    with pytest.raises(StoreError, match="hỏng"):
        copy_database(tmp_path / FILE, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []
