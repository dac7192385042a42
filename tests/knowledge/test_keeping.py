from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.keeping import fingerprint, keep, kept

CONTENT = b"what takes long to make"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "__pycache__" / "copy.bin"


def test_what_was_kept_is_there_again(copy: Path) -> None:
    keep(copy, fingerprint(), CONTENT)
    assert kept(copy, fingerprint()) == CONTENT


def test_it_may_be_empty(copy: Path) -> None:
    keep(copy, fingerprint(), b"")
    assert kept(copy, fingerprint()) == b""


def test_nothing_is_there_before(copy: Path) -> None:
    assert kept(copy, fingerprint()) is None


def test_nor_when_it_was_made_of_something_else(copy: Path) -> None:
    keep(copy, fingerprint(version="1"), CONTENT)
    assert kept(copy, fingerprint(version="2")) is None


@pytest.mark.parametrize("rest", [0, 10, 36, 40])
def test_nor_when_only_a_part_of_it_reached_the_disk(copy: Path, rest: int) -> None:
    keep(copy, fingerprint(), CONTENT)
    copy.write_bytes(copy.read_bytes()[:rest])
    assert kept(copy, fingerprint()) is None


def test_nor_when_a_part_of_it_was_lost_in_the_middle(copy: Path) -> None:
    keep(copy, fingerprint(), CONTENT)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:40] + bytes(len(whole) - 40))
    assert kept(copy, fingerprint()) is None


def test_nothing_but_the_copy_is_left_behind(copy: Path) -> None:
    keep(copy, fingerprint(), CONTENT)
    assert [*copy.parent.iterdir()] == [copy]


def test_where_nothing_can_be_written_nothing_is_kept(copy: Path) -> None:
    copy.parent.write_text("a file in the way", "utf-8")
    keep(copy, fingerprint(), CONTENT)
    assert kept(copy, fingerprint()) is None


def test_the_fingerprint_changes_with_each_file_and_its_time(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1", "utf-8")
    two.write_text("2", "utf-8")
    seen = {fingerprint(), fingerprint([one]), fingerprint([two]), fingerprint([one, two])}
    os.utime(one, ns=(1, 1))
    seen.add(fingerprint([one]))
    one.write_text("11", "utf-8")
    os.utime(one, ns=(1, 1))
    seen.add(fingerprint([one]))
    assert len(seen) == 6


def test_a_missing_file_has_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fingerprint([tmp_path / "missing"])
