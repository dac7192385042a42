from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import back_up, restore
from bot.errors import AlreadyRunning, StoreError
from bot.lock import only_one
from bot.store import open_store
from bot.store.database import FILE
from tests.bot.conftest import BINH, LAN, NOW


def write(folder: Path, *people: int) -> None:
    store = open_store(folder)
    for person in people:
        store.people.seen(person, NOW)
    store.close()


def people_in(database: Path) -> list[int]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM people ORDER BY id")]


def test_a_backup_is_taken_while_the_bot_writes(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    store.people.seen(LAN, NOW)
    with only_one(tmp_path / "data"):
        back_up(tmp_path / "data", tmp_path / "copy.db")
    store.people.seen(BINH, NOW)
    store.close()
    assert people_in(tmp_path / "copy.db") == [LAN]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_a_backup_is_for_its_owner_alone(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    back_up(tmp_path / "data", tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StoreError, match="đã có rồi"):
        back_up(tmp_path / "data", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="chưa có cơ sở dữ liệu"):
        back_up(tmp_path / "data", tmp_path / "copy.db")


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    with pytest.raises(StoreError, match="Không chép được"):
        back_up(tmp_path / "data", tmp_path / "no" / "copy.db")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data"]


def test_a_restored_database_is_the_one_of_the_backup(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    back_up(tmp_path / "data", tmp_path / "copy.db")
    write(tmp_path / "data", BINH)
    kept = restore(tmp_path / "data", tmp_path / "copy.db", NOW)
    assert people_in(tmp_path / "data" / FILE) == [LAN]
    assert kept == tmp_path / "data" / "bot.db.before-restore-20261123T020000Z"
    assert people_in(kept) == [LAN, BINH]
    write(tmp_path / "data")


def test_it_restores_into_an_empty_folder(tmp_path: Path) -> None:
    write(tmp_path / "old", LAN)
    back_up(tmp_path / "old", tmp_path / "copy.db")
    assert restore(tmp_path / "new", tmp_path / "copy.db", NOW) is None
    assert people_in(tmp_path / "new" / FILE) == [LAN]


def test_a_damaged_database_can_be_replaced_and_is_kept_as_it_is(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    back_up(tmp_path / "data", tmp_path / "copy.db")
    (tmp_path / "data" / FILE).write_bytes(b"broken" * 1000)
    kept = restore(tmp_path / "data", tmp_path / "copy.db", NOW)
    assert kept is not None
    assert kept.read_bytes() == b"broken" * 1000
    assert people_in(tmp_path / "data" / FILE) == [LAN]


def test_what_was_not_yet_in_the_main_file_is_kept_too(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    back_up(tmp_path / "data", tmp_path / "copy.db")
    running = open_store(tmp_path / "data")
    running.people.seen(BINH, NOW)
    kept = restore(tmp_path / "data", tmp_path / "copy.db", NOW)
    running.close()
    assert kept is not None
    assert people_in(kept) == [LAN, BINH]


def test_nothing_is_restored_while_the_bot_runs(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    back_up(tmp_path / "data", tmp_path / "copy.db")
    with only_one(tmp_path / "data"), pytest.raises(AlreadyRunning):
        restore(tmp_path / "data", tmp_path / "copy.db", NOW)
    assert people_in(tmp_path / "data" / FILE) == [LAN]


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b""])
def test_only_a_database_of_the_bot_is_restored(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "data", LAN)
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(StoreError):
        restore(tmp_path / "data", tmp_path / "copy.db", NOW)
    assert people_in(tmp_path / "data" / FILE) == [LAN]


def test_a_backup_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Không có tệp"):
        restore(tmp_path / "data", tmp_path / "missing.db", NOW)


def test_a_backup_of_a_newer_version_is_not_restored(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    back_up(tmp_path / "data", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        copy.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('bot', 'm999_future')")
        copy.commit()
    with pytest.raises(StoreError, match=r"mới hơn .*m999_future"):
        restore(tmp_path / "data", tmp_path / "copy.db", NOW)
    assert people_in(tmp_path / "data" / FILE) == [LAN]
    assert not list((tmp_path / "data").glob("*restor*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_backup_that_does_not_fit_is_said_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path / "data", LAN)
    limited = (
        "import resource, sys; from pathlib import Path; from bot.backup import back_up\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "try: back_up(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    command = [sys.executable, "-c", limited, str(tmp_path / "data"), str(tmp_path / "copy.db")]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("StoreError\n", "")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data"]
