from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.enclosures import FOLDER, UNTOUCHED, discard, enclose, enclosed, sweep
from bot.outgoing import File, FileKind, Outgoing
from bot.store import Store
from tests.bot.conftest import LAN, NOW


def test_a_file_is_kept_under_a_name_that_nobody_chose(tmp_path: Path) -> None:
    file = enclose(tmp_path, b"PK", "../số liệu.xlsx", FileKind.DOCUMENT, "Số liệu")
    assert file.name == "../số liệu.xlsx"
    assert enclosed(tmp_path, file).parent == tmp_path / FOLDER
    assert enclosed(tmp_path, file).read_bytes() == b"PK"
    discard(tmp_path, (file, File("photo", file_id="a")))
    assert not enclosed(tmp_path, file).exists()


@pytest.mark.parametrize("path", ["../bot.db", "a/b", "/etc/passwd"])
def test_no_other_file_is_ever_sent(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="own files"):
        enclosed(tmp_path, File(FileKind.DOCUMENT, path=path))


def test_what_belongs_to_no_parcel_is_swept_away_after_a_while(tmp_path: Path, store: Store) -> None:
    waiting, lost, young = (enclose(tmp_path, b"a", "a.png", FileKind.PHOTO) for _number in range(3))
    store.outbox.add("a", Outgoing(LAN, files=(waiting, File.at(1, 2))), NOW)
    long_ago = (datetime.now(UTC) - 2 * UNTOUCHED).timestamp()
    for file in (waiting, lost):
        os.utime(enclosed(tmp_path, file), (long_ago, long_ago))
    sweep(tmp_path, store.outbox.enclosures(), datetime.now(UTC))
    assert [enclosed(tmp_path, file).exists() for file in (waiting, lost, young)] == [True, False, True]
    sweep(tmp_path / "none", (), NOW)
