"""Which files are taken: no more than can be fetched, and nothing that could harm an official's computer."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bot.i18n import gettext as _
from bot.petitions.model import NewFile

TOO_BIG = 20 * 1024 * 1024
"""What is larger cannot be fetched (Bot API, getFile: bots can download files of up to 20 MB in size)."""
NAME_CHARACTERS = 120

TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".txt": "text/plain",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
}
"""The documents that are taken, by the end of their name, with the type of such a content."""

_ALSO = {"image/jpg", "audio/mp3", "audio/x-m4a", "audio/m4a", "audio/aac", "audio/opus", "application/ogg"}
_UNTOLD = {"application/octet-stream", "binary/octet-stream", ""}
"""What senders say when they do not know the type."""
# Control characters, and those that turn the direction of writing: "gpj.exe" must not read "exe.jpg".
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def objection(file: NewFile) -> str | None:
    """Why the file is not taken and what to do instead, in the person's language; None for one that is."""
    if file.size is not None and file.size > TOO_BIG:
        return too_big()
    return None if _welcome(file) else wrong_kind()


def too_big() -> str:
    """That the file cannot be fetched because of its size."""
    return _(
        "This file is larger than 20 MB, so I cannot fetch it. You can send photos or a shorter video, split it into "
        "smaller files, or write that you have it, so that the agency can ask you for it."
    )


def wrong_kind() -> str:
    """That such files are not taken."""
    return _(
        "I do not take this kind of file, to keep the agency's computers safe. Please send photos, videos, voice "
        "messages, or documents as PDF, Word, Excel or plain text; a screenshot is fine, too."
    )


def clean_name(name: str | None) -> str | None:
    """The name without folders and characters that nobody sees, at most NAME_CHARACTERS, its end kept."""
    plain = _UNSEEN.sub("", name or "").replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    if plain in ("", ".", ".."):
        return None
    if len(plain) <= NAME_CHARACTERS:
        return plain
    end = PurePosixPath(plain).suffix[:10]
    return plain[: NAME_CHARACTERS - len(end)] + end


def _welcome(file: NewFile) -> bool:
    if file.kind not in ("document", "audio"):
        return True  # made by Telegram itself from what was recorded or chosen
    told = (file.mime_type or "").partition(";")[0].strip().lower()
    known = told in TYPES.values() or told in _ALSO
    end = PurePosixPath(file.name or "").suffix.lower()
    return (known or told in _UNTOLD) and end in TYPES if end else known
