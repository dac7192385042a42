"""Files that exist by name only."""

from __future__ import annotations

from handlers.terminal.files import Files


def test_every_file_is_another_one() -> None:
    files = Files()
    first, second = files.new("photo"), files.new("photo")
    assert files.content(first["file_id"]) != files.content(second["file_id"])
    assert files.content(first["file_id"]).startswith(b"\xff\xd8\xff")
    assert first["file_size"] == len(files.content(first["file_id"]))


def test_a_document_has_its_name_and_type() -> None:
    files = Files()
    document = files.new("document", "Đơn.XLSX")
    assert document["file_name"] == "Đơn.XLSX"
    assert "spreadsheet" in document["mime_type"]
    assert files.located(document["file_id"])["file_path"].endswith(".xlsx")  # type: ignore[index]
    assert files.known("document", document["file_id"]) == document


def test_a_file_of_an_earlier_conversation_can_still_be_fetched() -> None:
    old = Files().new("voice")
    files = Files()
    located = files.located(old["file_id"])
    assert located is not None
    assert located["file_size"] == old["file_size"] == len(files.content(old["file_id"]))


def test_what_the_bot_uploads_is_kept() -> None:
    files = Files()
    assert files.content(files.new("document", "thongke.xlsx", b"PK")["file_id"]) == b"PK"


def test_what_is_no_file_is_found_nowhere() -> None:
    assert Files().located("AgACAgUAAx") is None
