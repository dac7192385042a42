"""The files in a message, as the services know them."""

from __future__ import annotations

from telegram import Audio, Document, Message, Video

from bot.petitions.file_rules import clean_name
from bot.petitions.model import NewFile

_KINDS = ("animation", "video", "voice", "audio", "video_note", "document")
"""The fields of Message; a message with an animation names it as a document as well."""


def file_of(message: Message) -> NewFile | None:
    """The file that came with the message; of a photo its largest form. None where there is none."""
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return NewFile(
            message.message_id, "photo", photo.file_id, photo.file_unique_id, None, "image/jpeg", photo.file_size
        )
    for kind in _KINDS:
        file = getattr(message, kind)
        if file is not None:
            named = isinstance(file, Audio | Document | Video) or kind == "animation"
            return NewFile(
                message.message_id,
                kind,
                file.file_id,
                file.file_unique_id,
                clean_name(file.file_name) if named else None,
                "video/mp4" if kind == "video_note" else file.mime_type,
                file.file_size,
            )
    return None
