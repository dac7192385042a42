"""The calls that send files, singly and as albums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)

from bot.outgoing import File, FileKind
from handlers.rendering import CAPTION_UNITS, shortened

_ALBUM_MEDIA = {
    FileKind.PHOTO: InputMediaPhoto,
    FileKind.VIDEO: InputMediaVideo,
    FileKind.AUDIO: InputMediaAudio,
    FileKind.DOCUMENT: InputMediaDocument,
}
_NO_CAPTION = {FileKind.VIDEO_NOTE, FileKind.LOCATION}

Media = str | bytes
"""A file_id, or the content."""


@dataclass(frozen=True, slots=True)
class Target:
    """The chat, its topic, and the message to which files are tied."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None

    def arguments(self) -> dict[str, object]:
        """As the library's methods name them."""
        tied = ReplyParameters(self.reply_to, allow_sending_without_reply=True) if self.reply_to else None
        return {
            "chat_id": self.chat_id,
            "message_thread_id": self.thread_id,
            "reply_parameters": tied,
            "disable_notification": True,
        }


async def send_file(bot: Bot, target: Target, file: File, media: Media) -> int:
    """Sends one file and returns the number of its message. Raises TelegramError."""
    fields = target.arguments()
    if file.kind == FileKind.LOCATION:
        fields |= {"latitude": file.latitude, "longitude": file.longitude}
    else:
        fields |= {file.kind: media, "filename": file.name}
    if file.kind not in _NO_CAPTION:
        fields["caption"] = _caption(file)
    message = await getattr(bot, f"send_{file.kind}")(**fields)
    return int(message.message_id)


async def send_album(bot: Bot, target: Target, files: Sequence[tuple[File, Media]]) -> list[int]:
    """Sends 2 to 10 files as one album (Bot API, sendMediaGroup), and returns their messages.

    Raises TelegramError.
    """
    album = [_ALBUM_MEDIA[FileKind(f.kind)](media, caption=_caption(f), filename=f.name) for f, media in files]
    messages = await bot.send_media_group(media=album, **target.arguments())  # type: ignore[arg-type]
    return [message.message_id for message in messages]


def _caption(file: File) -> str | None:
    return shortened(file.caption, CAPTION_UNITS) if file.caption else None
