"""What is shown to who acted, and where."""

from __future__ import annotations

from dataclasses import dataclass

from bot.outgoing import FileKind
from bot.replies import Reply


@dataclass(frozen=True, slots=True)
class Made:
    """A file that the bot made for the reader."""

    content: bytes
    name: str
    kind: FileKind = FileKind.DOCUMENT
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply with its file. It takes the place of the message whose button was pressed, or stands `anew` below.

    `about` marks its messages, so that they are found again.
    """

    reply: Reply
    anew: bool = False
    file: Made | None = None
    about: str | None = None
