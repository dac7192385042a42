"""What the bot wants to say, as a value that can be kept until it has been said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.replies import Block, BlockKind, Button, Reply

NOTHING = Reply(())


class Kind(StrEnum):
    """Why something goes out; conversation and notices go before a broadcast."""

    REPLY = "reply"
    NOTICE = "notice"
    BROADCAST = "broadcast"


class Deed(StrEnum):
    """What is to be done: a new message, another text in old ones, other buttons under one, or its removal."""

    SEND = "send"
    EDIT = "edit"
    BUTTONS = "buttons"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply on its way to a chat, in the reader's language already.

    `edits` are the messages in whose place it goes; `in_reply_to` is the message it answers, so that
    an edited question is answered in the same place, and `reply_to` the one to which it is visibly
    tied. Of several with the same `collapse_key` in one chat only the newest is sent. Without
    `due_at` it goes at once; after `expires_at` it is not worth sending any more. What is `secret` is forgotten as
    soon as it is settled.
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
        }
        return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something claimed from the outbox to be sent now; `message_ids` are those of its parts sent before."""

    id: int
    content: Outgoing
    message_ids: tuple[int, ...] = ()


def unpack(chat_id: int, kind: str, payload: str) -> Outgoing:
    """The opposite of `Outgoing.payload`. Raises ValueError or KeyError for what is none."""
    fields: dict[str, Any] = json.loads(payload)
    return Outgoing(
        chat_id,
        Reply(
            tuple(Block(text, BlockKind(how)) for how, text in fields.get("blocks", ())),
            tuple(tuple(Button(label, data) for label, data in row) for row in fields.get("buttons", ())),
        ),
        Kind(kind),
        Deed(fields["deed"]),
        fields.get("thread_id"),
        fields.get("reply_to"),
        tuple(fields.get("edits", ())),
        secret=fields.get("secret", False),
    )
