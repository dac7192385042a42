"""What the bot knows of a file that somebody sent."""

from __future__ import annotations

import pytest
from telegram import Message as Received
from telegram import Update

from bot.petitions.file_rules import objection
from bot.petitions.model import NewFile
from handlers.files import file_of
from tests.telegram_server import Message, Person, TelegramServer


def known(server: TelegramServer, said: Message) -> NewFile | None:
    """The file of the message as it arrives."""
    update = Update.de_json(server.unconfirmed[-1], None)
    assert isinstance(update.message, Received)
    assert update.message.message_id == said.id
    return file_of(update.message)


@pytest.mark.parametrize(
    ("send", "kind", "name", "mime_type"),
    [
        ("sends_photo", "photo", None, "image/jpeg"),
        ("sends_video", "video", "video.mp4", "video/mp4"),
        ("sends_voice", "voice", None, "audio/ogg"),
        ("sends_audio", "audio", "ghi âm.mp3", "audio/mpeg"),
        ("sends_animation", "animation", "a.mp4", "video/mp4"),
        ("sends_video_note", "video_note", None, "video/mp4"),
    ],
)
def test_each_kind_is_known(
    server: TelegramServer, lan: Person, send: str, kind: str, name: str | None, mime_type: str
) -> None:
    said: Message = getattr(lan, send)()
    file = known(server, said)
    assert file is not None
    assert (file.message_id, file.kind, file.name, file.mime_type) == (said.id, kind, name, mime_type)
    assert file.file_id in server.world.files
    assert file.size == server.world.files[file.file_id].size
    assert objection(file) is None


def test_a_document_has_a_clean_name(server: TelegramServer, lan: Person) -> None:
    file = known(server, lan.sends_document(b"%PDF", "../../đơn.pdf", "application/pdf"))
    assert file is not None
    assert (file.kind, file.name) == ("document", "đơn.pdf")


def test_of_a_photo_the_largest_form_counts(server: TelegramServer, lan: Person) -> None:
    said = lan.sends_photo()
    sizes = server.unconfirmed[-1]["message"]["photo"]
    sizes.insert(0, {**sizes[0], "file_id": "nhỏ", "width": 90, "height": 67})
    sizes.append({**sizes[0], "file_id": "vừa", "width": 320, "height": 240})
    file = known(server, said)
    assert file is not None
    assert file.file_id in server.world.files


def test_words_a_place_and_a_sticker_are_no_file(server: TelegramServer, lan: Person) -> None:
    assert known(server, lan.says("ổ gà")) is None
    assert known(server, lan.sends_location()) is None
    assert known(server, lan.sends_sticker()) is None
