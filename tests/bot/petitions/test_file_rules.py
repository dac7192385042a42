from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.petitions.file_rules import NAME_CHARACTERS, TOO_BIG, TYPES, clean_name, objection
from bot.petitions.model import NewFile


def file(
    kind: str = "document", name: str | None = None, mime_type: str | None = None, size: int | None = 1
) -> NewFile:
    return NewFile(1, kind, "id", "unique", name, mime_type, size)


@pytest.mark.parametrize("kind", ["photo", "video", "voice", "video_note", "animation"])
def test_what_the_phone_recorded_is_taken(kind: str) -> None:
    assert objection(file(kind)) is None


@pytest.mark.parametrize("end", TYPES)
def test_usual_documents_are_taken_whatever_the_sender_calls_their_type(end: str) -> None:
    for mime_type in (TYPES[end], "application/octet-stream", None):
        assert objection(file(name=f"ĐƠN{end.upper()}", mime_type=mime_type)) is None
    assert objection(file(mime_type=TYPES[end])) is None


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [
        ("a.exe", "application/x-msdownload"),
        ("a.exe", "application/pdf"),
        ("đơn.pdf.exe", None),
        ("a.pdf", "text/html"),
        ("a.svg", "image/svg+xml"),
        ("a.html", "text/html; charset=utf-8"),
        ("a.zip", "application/zip"),
        ("a.rar", None),
        ("a.js", "text/plain"),
        ("a.apk", "application/vnd.android.package-archive"),
        ("a.docm", "application/octet-stream"),
        ("readme", None),
        (None, "application/octet-stream"),
        (None, None),
    ],
)
def test_what_could_do_harm_is_not_taken_and_told_what_is(name: str | None, mime_type: str | None) -> None:
    told = objection(file(name=name, mime_type=mime_type))
    assert told is not None
    assert "PDF" in told


def test_an_audio_file_is_looked_at_as_a_document_is() -> None:
    assert objection(file("audio", "ghi âm.m4a", "audio/x-m4a")) is None
    assert objection(file("audio", None, "audio/mpeg")) is None
    assert objection(file("audio", "a.exe", "audio/mpeg")) is not None


def test_a_file_that_cannot_be_fetched_is_told_with_a_way_out() -> None:
    assert objection(file("video", size=TOO_BIG)) is None
    assert objection(file("video", size=None)) is None
    told = objection(file("video", size=TOO_BIG + 1))
    assert told is not None
    assert "20 MB" in told


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("đơn xin.pdf", "đơn xin.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\đơn.docx", "đơn.docx"),
        ("hợp\u202egpj.exe", "hợpgpj.exe"),
        ("a\nb\x00.txt", "ab.txt"),
        ("..", None),
        ("/", None),
        ("", None),
        (None, None),
        ("a" * 200 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_name_has_no_folders_and_nothing_unseen(name: str | None, clean: str | None) -> None:
    assert clean_name(name) == clean


@given(st.text())
def test_every_name_becomes_one_that_can_be_shown(name: str) -> None:
    clean = clean_name(name)
    assert clean is None or (1 <= len(clean) <= NAME_CHARACTERS and "/" not in clean and clean == clean_name(clean))
