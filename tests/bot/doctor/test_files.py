"""The files that people sent: fetched, and still there?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.attachments import Incoming, path_of
from bot.doctor.files import files
from bot.petitions.model import NewFile
from bot.store import Store
from bot.store.database import FILE
from bot.store.fetches import Loss
from tests.bot.conftest import LAN, NOW


@pytest.fixture
def data(tmp_path: Path, store: Store) -> Path:
    """The data folder of a bot to which two files were sent, both kept."""
    for number, content in enumerate((b"mot", b"hai")):
        add(store, number)
        with Incoming(tmp_path / "data", 10) as incoming:
            incoming.take(content)
            fetch = store.fetches.next(NOW)
            assert fetch is not None
            store.fetches.stored(fetch.id, incoming.keep(), 3, NOW)
    return tmp_path / "data"


def add(store: Store, number: int) -> None:
    store.attachments.add(LAN, NewFile(number, "photo", "id", f"unique{number}"), NOW)


def looked(data: Path, later: timedelta = timedelta(0)) -> list[tuple[bool, str]]:
    return [(finding.good, finding.text) for finding in files(data, NOW + later)]


def test_files_that_are_all_there_are_good(data: Path) -> None:
    assert looked(data) == [(True, "Còn đủ 2 tệp người dân gửi.")]


def test_where_nobody_sent_a_file_nothing_is_said(tmp_path: Path, store: Store) -> None:
    assert looked(tmp_path / "data") == []
    store.db.execute("DROP TABLE attachments")
    assert looked(tmp_path / "data") == []
    assert looked(tmp_path / "none") == []
    assert not (tmp_path / "none" / FILE).exists()


def test_a_file_that_is_missing_is_a_fault_with_the_way_out(data: Path, store: Store) -> None:
    sha256 = str(next(store.db["attachments"].rows)["sha256"])
    path_of(data, sha256).unlink()
    [(good, text)] = looked(data)
    assert not good
    assert text.startswith("Thiếu 1 tệp")
    assert str(data / "attachments") in text


def test_a_file_that_waits_for_long_is_a_fault(data: Path, store: Store) -> None:
    add(store, 3)
    assert looked(data, timedelta(minutes=59)) == [(True, "Còn đủ 2 tệp người dân gửi.")]
    assert [good for good, _text in looked(data, timedelta(minutes=61))] == [False, True]


def test_a_file_that_could_not_be_fetched_is_a_fault_for_a_week(data: Path, store: Store) -> None:
    add(store, 3)
    fetch = store.fetches.next(NOW)
    assert fetch is not None
    store.fetches.lost(fetch.id, Loss.UNREACHABLE)
    assert [good for good, _text in looked(data, timedelta(days=6))] == [False, True]
    assert [good for good, _text in looked(data, timedelta(days=8))] == [True]
    store.fetches.lost(fetch.id, Loss.TOO_BIG)
    assert [good for good, _text in looked(data)] == [True]
