from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.trouble import code, why


def caught(path: Path, script: str) -> sqlite3.Error:
    with closing(sqlite3.connect(path, timeout=0)) as connection, pytest.raises(sqlite3.Error) as caught:
        connection.executescript(script)
    return caught.value


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (errno.ENOSPC, "ổ đĩa đã đầy"),
        (errno.EDQUOT, "ổ đĩa đã đầy"),
        (errno.EROFS, "chỉ đọc được"),
        (errno.EACCES, "không có quyền"),
        (errno.ENOENT, "No such file"),
    ],
)
def test_an_error_of_the_disk_is_told_with_the_way_out(tmp_path: Path, number: int, text: str) -> None:
    error = OSError(number, "No such file")
    assert text in why(error, tmp_path)
    assert code(error) == errno.errorcode[number]


def test_a_database_that_is_full_is_told(tmp_path: Path) -> None:
    error = caught(tmp_path / "x.db", "PRAGMA max_page_count = 2; CREATE TABLE a (b); CREATE TABLE c (d);")
    assert "ổ đĩa đã đầy" in why(error, tmp_path)
    assert code(error) == "SQLITE_FULL"


def test_a_locked_database_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        error = caught(tmp_path / "x.db", "CREATE TABLE a (b)")
    assert "chương trình khác đang giữ" in why(error, tmp_path)
    assert code(error) == "SQLITE_BUSY"


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("x" * 2000)
    error = caught(tmp_path / "x.db", "CREATE TABLE a (b)")
    assert "bị hỏng hoặc không phải" in why(error, tmp_path)


def test_anything_else_is_told_as_it_is_but_only_by_its_type_in_the_log(tmp_path: Path) -> None:
    assert why(ValueError("so it is"), tmp_path) == "so it is"
    assert code(ValueError("so it is")) == "ValueError"
    assert code(None) == "NoneType"
