"""What the bot wants to say, as a value that can be kept until it has been said."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.replies import Asks, Block, BlockKind, Button, Reply

NOTHING = Reply(())

_PLAIN = ("thread_id", "reply_to", "about", "tied_to", "topic", "topic_title")


class Kind(StrEnum):
    """Why something goes out; conversation and notices go before a broadcast."""

    REPLY = "reply"
    NOTICE = "notice"
    BROADCAST = "broadcast"


class Deed(StrEnum):
    """What is to be done: a new message, another text in old ones, other buttons under one, or its removal.

    REFRESH is an EDIT of the newest messages about the same, found when it is delivered, or a SEND where there
    are none (any more). BUTTONS and DELETE find theirs in the same way when `edits` names none.
    """

    SEND = "send"
    EDIT = "edit"
    BUTTONS = "buttons"
    DELETE = "delete"
    REFRESH = "refresh"


class FileKind(StrEnum):
    """What a file is to the messenger; a location is a place and no file, but goes out like one."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    ANIMATION = "animation"
    VIDEO_NOTE = "video_note"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class File:
    """Something to be sent after the words: `file_id` of what people sent, or `path` of what the bot made.

    `path` is a name in the folder for outgoing files (`bot/enclosures.py`), removed once the parcel is settled;
    `name` is what the reader's file is called. A location has `latitude` and `longitude` in degrees. What is too
    long for a caption is cut. Raises ValueError for an unknown kind, or when nothing or too much is given.
    """

    kind: str
    file_id: str | None = None
    path: str | None = None
    name: str | None = None
    caption: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def __post_init__(self) -> None:
        kind = FileKind(self.kind)
        place = self.latitude is not None and self.longitude is not None
        given = [self.file_id is not None, self.path is not None, place]
        if sum(given) != 1 or place is not (kind is FileKind.LOCATION):
            raise ValueError("a file is named by its file_id or its path, a location by two numbers")

    @classmethod
    def at(cls, latitude: float, longitude: float) -> File:
        """A point on the earth."""
        return cls(FileKind.LOCATION, latitude=latitude, longitude=longitude)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply on its way to a chat, in the reader's language already.

    `edits` are the messages in whose place it goes; `in_reply_to` is the message it answers, so that
    an edited question is answered in the same place, and `reply_to` the one to which it is visibly
    tied. Of several with the same `collapse_key` in one chat only the newest is sent. Without
    `due_at` it goes at once; after `expires_at` it is not worth sending any more. What is `secret` is forgotten as
    soon as it is settled.

    `about` marks the messages that come of it ("petition:12"), so that they are found again; `tied_to` is the
    mark of the messages to the newest of which it is visibly tied. In a forum it goes to the topic `topic`, which
    is made, with `topic_title`, when there is none; elsewhere that says nothing. `files` follow the words; with a
    REFRESH they do only where the words are sent anew, so each names all of them.
    """

    chat_id: int
    reply: Reply = NOTHING
    kind: Kind = Kind.REPLY
    deed: Deed = Deed.SEND
    thread_id: int | None = None
    reply_to: int | None = None
    edits: tuple[int, ...] = ()
    in_reply_to: int | None = None
    collapse_key: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    secret: bool = False
    about: str | None = None
    tied_to: str | None = None
    topic: str | None = None
    topic_title: str | None = None
    files: tuple[File, ...] = ()

    def payload(self) -> str:
        """What the messenger needs to know, as JSON."""
        fields = {
            "deed": self.deed,
            "blocks": [[block.kind, block.text] for block in self.reply.blocks],
            "buttons": [[[button.label, button.data] for button in row] for row in self.reply.buttons],
            "thread_id": self.thread_id,
            "reply_to": self.reply_to,
            "edits": list(self.edits),
            "secret": self.secret,
            "asks": self.reply.asks,
            "label": self.reply.label,
            "about": self.about,
            "tied_to": self.tied_to,
            "topic": self.topic,
            "topic_title": self.topic_title,
            "files": [_packed(file) for file in self.files],
        }
        return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


def _packed(file: File) -> dict[str, Any]:
    return {name: value for name, value in asdict(file).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something claimed from the outbox to be sent now; `message_ids` are those of its parts sent before."""

    id: int
    content: Outgoing
    message_ids: tuple[int, ...] = ()


def unpack(chat_id: int, kind: str, payload: str) -> Outgoing:
    """The opposite of `Outgoing.payload`. Raises ValueError or KeyError for what is none."""
    fields: dict[str, Any] = json.loads(payload)
    asks = fields.get("asks")
    return Outgoing(
        chat_id,
        Reply(
            tuple(Block(text, BlockKind(how)) for how, text in fields.get("blocks", ())),
            tuple(tuple(Button(label, data) for label, data in row) for row in fields.get("buttons", ())),
            Asks(asks) if asks else None,
            fields.get("label", ""),
        ),
        Kind(kind),
        Deed(fields["deed"]),
        edits=tuple(fields.get("edits", ())),
        files=tuple(File(**file) for file in fields.get("files", ())),
        secret=fields.get("secret", False),
        **{name: fields.get(name) for name in _PLAIN},
    )
