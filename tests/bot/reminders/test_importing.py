from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.petitions.model import NewFile
from bot.reminders.focal_side import FocalSide
from bot.reminders.importing import Importing, about
from bot.store import Store
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.agencies import AN, COMMUNE, HEALTH, LAW, found, settle, side_over, told
from tests.support.officials import ADMINISTRATOR, COORDINATOR, OFFICER, appoint, audited

GOOD = "Tên,Loại\nSở Y tế,sở\nSở Công Thương,sở\n"
BAD = "Tên,Loại\nSở Y tế,tổng cục\n"
FILE = NewFile(5, "document", "file-id", "unique", "danh-sach-co-quan.csv", "text/csv", 100)


@pytest.fixture
def side(store: Store, knowledge: Knowledge, tmp_path: Path) -> FocalSide:
    for person in (COORDINATOR, ADMINISTRATOR, OFFICER):
        appoint(store, person, NOW)
    found(store, NOW)
    return side_over(store, knowledge, tmp_path)


@pytest.fixture
def importing(side: FocalSide) -> Importing:
    return side.importing


@pytest.fixture
def fetched(store: Store, tmp_path: Path) -> Callable[[str], None]:
    """The content of the newest file has come."""

    def fetch(text: str) -> None:
        sha256 = f"{abs(hash(text)):064x}"[:64]
        path = tmp_path / "attachments" / sha256[:2] / sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        store.db.execute("UPDATE attachments SET sha256 = ? WHERE id = (SELECT max(id) FROM attachments)", [sha256])

    return fetch


def send(importing: Importing, person: int = COORDINATOR, file: NewFile = FILE) -> str:
    reply, _about = importing.receive(person, file, NOW)
    return reply.plain()


def test_the_file_is_named_until_it_has_come(importing: Importing, store: Store) -> None:
    assert "đang đọc tệp “danh-sach-co-quan.csv”" in send(importing)
    assert importing.on_fetched(NOW) == 0
    assert told(store) == {}


def test_what_it_changes_is_shown_once_in_the_place_of_that(
    importing: Importing, store: Store, fetched: Callable[[str], None]
) -> None:
    settle(store, AN, NOW, LAW)
    send(importing)
    fetched(GOOD)
    assert importing.on_fetched(NOW) == 1
    assert importing.on_fetched(NOW) == 0
    shown = told(store)[COORDINATOR]
    for words in ("có 2 cơ quan", "Thêm mới (1)", "Sở Công Thương", "Không còn trong danh sách (2)", "1 đầu mối"):
        assert words in shown
    assert '"refresh"' in shown
    assert about(1) in shown
    assert "g:import:1:yes" in shown
    assert [agency.name for agency in store.agencies.all()] == ["UBND xã Đại An", "Sở Tư pháp", "Sở Y tế"]


def test_it_takes_effect_when_they_say_so_and_once(
    importing: Importing, store: Store, fetched: Callable[[str], None]
) -> None:
    send(importing)
    fetched(GOOD)
    importing.on_fetched(NOW)
    assert "thêm 1, đổi 0, bỏ 2" in importing.take(COORDINATOR, 1, NOW).plain()
    assert [agency.name for agency in store.agencies.all()] == ["Sở Công Thương", "Sở Y tế"]
    assert audited(store)[-1][1:] == ("manage_agencies", "agency import 1", "done")
    with pytest.raises(NotFound):
        importing.take(COORDINATOR, 1, NOW)


def test_they_may_let_it_be(importing: Importing, store: Store, fetched: Callable[[str], None]) -> None:
    send(importing)
    fetched(GOOD)
    importing.on_fetched(NOW)
    assert "giữ nguyên" in importing.let_be(COORDINATOR, 1, NOW).plain()
    with pytest.raises(NotFound):
        importing.take(COORDINATOR, 1, NOW)
    assert len(store.agencies.all()) == 3


def test_mistakes_are_told_and_nothing_can_be_taken(
    importing: Importing, store: Store, fetched: Callable[[str], None]
) -> None:
    send(importing)
    fetched(BAD)
    importing.on_fetched(NOW)
    assert "Dòng 2, cột B" in told(store)[COORDINATOR]
    assert "g:import" not in told(store)[COORDINATOR]
    with pytest.raises(NotFound):
        importing.take(COORDINATOR, 1, NOW)


def test_what_is_no_list_is_said_so(importing: Importing, store: Store, fetched: Callable[[str], None]) -> None:
    send(importing)
    fetched("PK\x03\x04")
    importing.on_fetched(NOW)
    assert "bị hỏng" in told(store)[COORDINATOR]


def test_the_list_as_it_stands_changes_nothing(
    importing: Importing, store: Store, fetched: Callable[[str], None]
) -> None:
    send(importing)
    fetched(f"Tên,Loại\n{HEALTH.name},sở\n{LAW.name},sở\n{COMMUNE.name},xã\n")
    importing.on_fetched(NOW)
    assert "không có gì thay đổi" in told(store)[COORDINATOR]


def test_a_file_that_cannot_be_fetched_is_asked_for_again(importing: Importing, store: Store) -> None:
    send(importing)
    store.fetches.lost(1, "refused")  # type: ignore[arg-type]
    importing.on_fetched(NOW)
    assert "không tải được" in told(store)[COORDINATOR]


def test_so_is_one_whose_content_is_gone(
    importing: Importing, store: Store, fetched: Callable[[str], None], tmp_path: Path
) -> None:
    send(importing)
    fetched(GOOD)
    importing.on_fetched(NOW)
    for path in (tmp_path / "attachments").glob("??/*"):
        path.unlink()
    with pytest.raises(NotFound):
        importing.take(COORDINATOR, 1, NOW)


@pytest.mark.parametrize(
    "file",
    [
        NewFile(5, "document", "f", "u", "a.pdf"),
        NewFile(5, "document", "f", "u", None),
        NewFile(5, "photo", "f", "u", "a.csv"),
        NewFile(5, "document", "f", "u", "a.xlsx", None, 3_000_000),
    ],
)
def test_other_files_are_not_fetched_at_all(importing: Importing, store: Store, file: NewFile) -> None:
    assert "Excel (.xlsx) hoặc CSV" in send(importing, file=file)
    assert store.db["attachments"].count == 0


def test_only_who_keeps_agencies_may_send_a_list(importing: Importing, store: Store) -> None:
    for person in (OFFICER, AN):
        with pytest.raises(NotAllowed):
            send(importing, person)
        with pytest.raises(NotAllowed):
            importing.begin(person, NOW)
    assert store.db["attachments"].count == 0


def test_nobody_takes_the_list_of_somebody_else(
    importing: Importing, store: Store, fetched: Callable[[str], None]
) -> None:
    send(importing)
    fetched(GOOD)
    importing.on_fetched(NOW)
    with pytest.raises(NotFound):
        importing.take(ADMINISTRATOR, 1, NOW)
    with pytest.raises(NotAllowed):
        importing.take(OFFICER, 1, NOW)
    assert len(store.agencies.all()) == 3
