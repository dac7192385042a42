"""What people send, as Message objects of the Bot API."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.rendering import units
from handlers.terminal.files import Files
from handlers.terminal.places import BOT, Call, Place, World

_ENTITY = re.compile(r"^(?P<bot_command>/\w+(?:@\w+)?)|(?<!\w)(?P<mention>@\w+)")
_UNTOLD = ("reply_to_message",)
"""Bot API, Message.reply_to_message: without its own `reply_to_message`."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes the messages of a conversation; `now` in them is in whole seconds since 1970."""

    world: World

    def message(self, place: Place, sender: int, content: Call, now: int, above: Call | None = None) -> Call:
        """A new message of the person, kept in its chat; `above` is the one it answers."""
        user = BOT if sender == BOT["id"] else self.world.person(sender)
        message = {
            "message_id": self.world.message_ids.next(),
            "date": now,
            "chat": self.world.chat(place),
            "from": user,
            **content,
        }
        if above is not None:
            message["reply_to_message"] = {name: above[name] for name in above if name not in _UNTOLD}
            if "message_thread_id" in above:
                message |= {"message_thread_id": above["message_thread_id"], "is_topic_message": True}
        place.keep(message)
        return message

    def edited(self, place: Place, old: Call, text: str, now: int) -> Call:
        """The message with other words; for what has a caption that is the caption."""
        fields = said(text) if "text" in old else captioned(text)
        kept = {name: old[name] for name in old if name not in ("entities", "caption_entities")}
        message = {**kept, **fields, "edit_date": now}
        place.keep(message)
        return message


def said(text: str) -> Call:
    """Words."""
    return {"text": text, **_entities(text, "entities")}


def captioned(text: str) -> Call:
    """The words under a picture; none if there are none."""
    return {"caption": text, **_entities(text, "caption_entities")} if text else {}


def photo(files: Files, caption: str) -> Call:
    """A picture."""
    return {"photo": [files.new("photo")], **captioned(caption)}


def document(files: Files, name: str) -> Call:
    """A file with a name."""
    return {"document": files.new("document", name)}


def voice(files: Files) -> Call:
    """A spoken message."""
    return {"voice": {**files.new("voice"), "mime_type": "audio/ogg"}}


def contact(person: Call, phone: str) -> Call:
    """The person's own number, as Telegram's button for it sends it."""
    return {"contact": {"phone_number": phone, "first_name": person["first_name"], "user_id": person["id"]}}


def location(latitude: float, longitude: float) -> Call:
    """A place on the map."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def _entities(text: str, field: str) -> Call:
    """Commands and mentions in the words; Bot API, MessageEntity: counted in UTF-16 units."""
    found = [
        {"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(match[0])}
        for match in _ENTITY.finditer(text)
    ]
    return {field: found} if found else {}
