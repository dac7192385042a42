"""The methods of the Bot API that the terminal plays, on its own chats."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from handlers.rendering import plain
from handlers.terminal.files import Files
from handlers.terminal.messages import Writer
from handlers.terminal.places import BOT, Call, Place, World
from handlers.terminal.screen import TerminalScreen
from handlers.terminal.standing import chat_info, member

MEDIA = ("photo", "video", "voice", "audio", "document", "animation", "video_note")


class Refused(Exception):
    """What the Bot API answers with 400, in its words."""


class Methods:
    """Carries out the calls of the bot; methods that are not played are accepted and do nothing."""

    def __init__(self, world: World, files: Files, screen: TerminalScreen, now: Callable[[], int]) -> None:
        self.files = files
        self._world, self._screen, self._now = world, screen, now
        self._writer = Writer(world)
        self._table: dict[str, Callable[[Call], object]] = {
            "getMe": lambda _call: BOT,
            "getChat": lambda call: chat_info(world, self._place(call)),
            "getChatMember": lambda call: member(world, self._place(call), int(call["user_id"])),
            "getFile": self._file,
            "sendMessage": lambda call: self._send(call, {"text": plain(call["text"])}),
            "sendLocation": self._location,
            "sendMediaGroup": self._album,
            "editMessageText": self._edit,
            "editMessageReplyMarkup": self._edit_buttons,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer,
            "createForumTopic": self._open_topic,
        }
        for kind in MEDIA:
            name = "".join(word.title() for word in kind.split("_"))
            self._table[f"send{name}"] = partial(self._send_file, kind)

    def call(self, method: str, call: Call) -> object:
        """The result of the method. Raises Refused."""
        return self._table.get(method, _accept)(call)

    def _send(self, call: Call, content: Call) -> Call:
        place = self._place(call)
        above = place.messages.get(int((call.get("reply_parameters") or {}).get("message_id", 0)))
        markup = call.get("reply_markup") or {}
        inline = {"reply_markup": markup} if "inline_keyboard" in markup else {}
        if call.get("message_thread_id"):
            place.is_forum = True
            content |= {"message_thread_id": int(call["message_thread_id"]), "is_topic_message": True}
        content |= inline
        message = self._writer.message(place, BOT["id"], content, self._now(), above)
        if markup.get("force_reply"):
            place.awaited = message["message_id"]
        self._screen.show(place, {**message, "reply_markup": markup})
        return message

    def _send_file(self, kind: str, call: Call) -> Call:
        return self._send(call, self._medium(call, kind, call))

    def _medium(self, call: Call, kind: str, item: Call, part: str | None = None) -> Call:
        """The content of a message with a file: one that is uploaded, or one that was there before."""
        named = str(item.get(part or kind, ""))
        attached = call.get("attached", {}).get(named.removeprefix("attach://") or kind)
        file = self.files.new(kind, *attached) if attached else self.files.known(kind, named)
        caption = {"caption": plain(item["caption"])} if item.get("caption") else {}
        return {kind: [file] if kind == "photo" else file, **caption}

    def _album(self, call: Call) -> list[Call]:
        album = {"media_group_id": str(self._world.message_ids.next())}
        contents = [self._medium(call, item["type"], item, "media") for item in call["media"]]
        return [self._send(call, {**content, **album}) for content in contents]

    def _location(self, call: Call) -> Call:
        place = {"latitude": float(call["latitude"]), "longitude": float(call["longitude"])}
        return self._send(call, {"location": place})

    def _edit(self, call: Call) -> Call:
        place, text, markup = self._place(call), plain(call["text"]), call.get("reply_markup")
        old = self._old(place, int(call["message_id"]))
        if old.get("text") == text and old.get("reply_markup") == markup:
            raise Refused("message is not modified")
        message = _with_buttons({**old, "text": text, "edit_date": self._now()}, markup)
        place.keep(message)
        self._screen.show(place, message, edited=True)
        return message

    def _edit_buttons(self, call: Call) -> Call:
        place, markup = self._place(call), call.get("reply_markup")
        old = self._old(place, int(call["message_id"]))
        if old.get("reply_markup") == markup:
            raise Refused("message is not modified")
        message = _with_buttons(old, markup)
        place.keep(message)
        self._screen.show_buttons(place, message)
        return message

    def _old(self, place: Place, number: int) -> Call:
        """The message to be changed; of one from an earlier conversation only the number is known."""
        message = place.messages.get(number)
        if message is None and place.shown_number(number) is not None:
            raise Refused("message to edit not found")
        return message or {
            "message_id": number,
            "date": self._now(),
            "chat": self._world.chat(place),
            "from": BOT,
        }

    def _delete(self, call: Call) -> bool:
        place, number = self._place(call), int(call["message_id"])
        if place.remove(number):
            self._screen.removed(place, number)
        return True

    def _answer(self, call: Call) -> bool:
        if call.get("text"):
            self._screen.tell(call["text"])
        return True

    def _open_topic(self, call: Call) -> Call:
        place, number = self._place(call), self._world.message_ids.next()
        # It may have been made one in an earlier conversation.
        place.is_forum = True
        place.topics[number] = str(call["name"])
        return {"message_thread_id": number, "name": call["name"], "icon_color": 7322096}

    def _file(self, call: Call) -> Call:
        located = self.files.located(str(call["file_id"]))
        if located is None:
            raise Refused("invalid file_id")
        return located

    def _place(self, call: Call) -> Place:
        return self._world.place(int(call["chat_id"]))


def _with_buttons(message: Call, markup: Call | None) -> Call:
    kept = {name: value for name, value in message.items() if name != "reply_markup"}
    return {**kept, "reply_markup": markup} if markup else kept


def _accept(_call: Call) -> bool:
    return True
