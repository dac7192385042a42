from __future__ import annotations

import errno
import hashlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.attachments import FOLDER, UNTOUCHED, Incoming, TooLarge, forget, path_of, sweep, untouched
from bot.petitions.model import NewFile
from bot.store import Store
from tests.bot.conftest import LAN, NOW
from tests.support.disks import can_mount, on_disk

SCENE = b"\xff\xd8\xff" + b"x" * 100_000
LONG_AGO = (datetime.now(UTC) - 2 * UNTOUCHED).timestamp()


def keep(data_dir: Path, content: bytes = SCENE) -> str:
    with Incoming(data_dir, len(content)) as incoming:
        for start in range(0, len(content), 4096):
            incoming.take(content[start : start + 4096])
        return incoming.keep()


def needs(store: Store, sha256: str) -> None:
    store.attachments.add(LAN, NewFile(1, "photo", "id", "unique"), NOW)
    fetch = store.fetches.next(NOW)
    assert fetch is not None
    store.fetches.stored(fetch.id, sha256, 1, NOW)


def everything(data_dir: Path) -> list[Path]:
    return [path for path in (data_dir / FOLDER).rglob("*") if path.is_file()]


def test_a_content_is_kept_under_its_hash_for_the_bot_alone(tmp_path: Path) -> None:
    sha256 = keep(tmp_path)
    assert sha256 == hashlib.sha256(SCENE).hexdigest()
    path = path_of(tmp_path, sha256)
    assert path == tmp_path / FOLDER / sha256[:2] / sha256
    assert path.read_bytes() == SCENE
    assert [p.stat().st_mode & 0o777 for p in (path.parent.parent, path.parent, path)] == [0o700, 0o700, 0o600]


def test_equal_contents_are_kept_once(tmp_path: Path) -> None:
    assert keep(tmp_path) == keep(tmp_path)
    assert len(everything(tmp_path)) == 1


def test_too_much_or_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with Incoming(tmp_path, 5) as incoming:
        incoming.take(b"12345")
        with pytest.raises(TooLarge):
            incoming.take(b"6")
    assert everything(tmp_path) == []


@pytest.mark.skipif(not can_mount(), reason="nothing can be mounted here")
@pytest.mark.parametrize(("state", "number"), [("full", errno.ENOSPC), ("read-only", errno.EROFS)])
def test_on_a_disk_that_takes_nothing_it_is_an_error_and_leaves_nothing(
    tmp_path: Path, state: str, number: int
) -> None:
    given, place = tmp_path / "given", tmp_path / "disk"
    (given / FOLDER).mkdir(parents=True)
    place.mkdir()
    script = (
        "import pathlib, sys\n"
        "from bot.attachments import Incoming\n"
        "try:\n"
        "    with Incoming(pathlib.Path(sys.argv[1]), 10**7) as incoming:\n"
        "        incoming.take(bytes(2 * 10**6))\n"
        "except OSError as error:\n"
        "    print(error.errno)\n"
    )
    done = on_disk(state, [sys.executable, "-c", script, str(place)], given=given, place=place)
    assert (done.out.strip(), done.files) == (str(number), [])


@pytest.mark.parametrize("name", ["", "../bot.db", "A" * 64, "a" * 63, "a" * 62 + "/b"])
def test_only_a_hash_names_a_content(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        path_of(tmp_path, name)


def test_a_content_goes_when_no_row_needs_it(tmp_path: Path, store: Store) -> None:
    needed, other = keep(tmp_path), keep(tmp_path, b"khac")
    needs(store, needed)
    forget(store, tmp_path, [needed, other, "0" * 64])
    assert everything(tmp_path) == [path_of(tmp_path, needed)]


def test_what_is_left_over_is_swept_away_after_a_while(tmp_path: Path, store: Store) -> None:
    needed, dropped, young = keep(tmp_path), keep(tmp_path, b"nhap"), keep(tmp_path, b"moi")
    needs(store, needed)
    broken_off = tmp_path / FOLDER / ".part-1"
    broken_off.touch()
    for path in (broken_off, path_of(tmp_path, needed), path_of(tmp_path, dropped)):
        os.utime(path, (LONG_AGO, LONG_AGO))
    now = datetime.now(UTC)
    sweep(store, tmp_path, untouched(tmp_path, now), now)
    assert set(everything(tmp_path)) == {path_of(tmp_path, needed), path_of(tmp_path, young)}


def test_what_came_anew_while_it_was_looked_for_stays(tmp_path: Path, store: Store) -> None:
    path = path_of(tmp_path, keep(tmp_path))
    os.utime(path, (LONG_AGO, LONG_AGO))
    now = datetime.now(UTC)
    paths = untouched(tmp_path, now)
    assert paths == [path]
    keep(tmp_path)
    sweep(store, tmp_path, paths, now)
    assert everything(tmp_path) == [path]
