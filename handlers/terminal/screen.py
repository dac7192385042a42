"""What is printed: whose chat it is in, which message it is, and what can be pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from bot.i18n import gettext as _
from bot.replies import Button
from handlers.terminal.names import SELF
from handlers.terminal.places import Call, Place, World, buttons_of

_KINDS: dict[str, Callable[[], str]] = {
    "photo": lambda: _("[photo]"),
    "video": lambda: _("[video]"),
    "voice": lambda: _("[voice message]"),
    "audio": lambda: _("[sound]"),
    "animation": lambda: _("[animation]"),
    "document": lambda: _("[file]"),
    "video_note": lambda: _("[video note]"),
}


class TerminalScreen:
    """Prints the chats one below the other; a line says where, whenever that changes."""

    def __init__(self, world: World, target: TextIO) -> None:
        self.here = world.place(SELF)
        """The chat in which the person at the keyboard is."""
        self._world, self._target = world, target
        self._spot: tuple[int, int | None] = (SELF, None)

    def show(self, place: Place, message: Call, *, edited: bool = False) -> None:
        """Prints a message of the bot."""
        self._turn_to(place, message.get("message_thread_id"))
        words = [content_of(message), *_hints(message.get("reply_markup") or {})]
        self._print(self._marks(place, message, edited=edited) + "\n".join(filter(None, words)))
        self._print_buttons(place, message)
        self._print("")

    def show_buttons(self, place: Place, message: Call) -> None:
        """Prints new buttons, if there are any left."""
        if buttons_of(message):
            self._turn_to(place, message.get("message_thread_id"))
            self._recall(place, message, edited=True)
            self._print("")

    def removed(self, place: Place, message_id: int) -> None:
        """Says that a message was deleted."""
        self._turn_to(place, None)
        number = place.shown_number(message_id)
        gone = _("message #%(number)s was deleted", number=number) if place.is_group else _("a message was deleted")
        self._print(f"({gone})\n")

    def tell(self, text: str) -> None:
        """Prints what is said about a pressed button."""
        self.note(f"({text})")

    def note(self, text: str) -> None:
        """Prints a word of the terminal itself."""
        self._print(f"{text}\n")

    def numbered(self, place: Place, message: Call) -> None:
        """Says under which number a message of the person's own goes, where messages have numbers."""
        if place.is_group:
            self._turn_to(place, message.get("message_thread_id"))
            self._print(f"(#{place.shown_number(message['message_id'])})")

    def go(self, place: Place) -> None:
        """Goes to another chat, and shows again what can be pressed there."""
        self.here = place
        self._turn_to(place, None, always=True)
        if place.keys:
            self._recall(place, place.keys)
        self._print("")

    def echo(self, line: str) -> None:
        """Prints what was typed, for whoever reads the whole afterwards."""
        self._print(line)

    def _turn_to(self, place: Place, thread: int | None, *, always: bool = False) -> None:
        spot = (place.id, thread)
        if spot != self._spot or always:
            topic = f" › {place.topics.get(thread, thread)}" if thread else ""
            self._print(f"── {self._world.title(place.id)}{topic} ──")
        self._spot = spot

    def _marks(self, place: Place, message: Call, *, edited: bool) -> str:
        if not place.is_group:
            return ""
        above = message.get("reply_to_message")
        answered = f"↪ #{place.shown_number(above['message_id'])} " if above else ""
        return f"#{place.shown_number(message['message_id'])} {'✎ ' if edited else ''}{answered}"

    def _recall(self, place: Place, message: Call, *, edited: bool = False) -> None:
        self._print(self._marks(place, message, edited=edited) + _beginning(message))
        self._print_buttons(place, message)

    def _print_buttons(self, place: Place, message: Call) -> None:
        buttons = buttons_of(message)
        if buttons:
            here = place is self.here
            self._print("  ".join(_choice(number if here else None, each) for number, each in enumerate(buttons, 1)))

    def _print(self, text: str) -> None:
        print(text, file=self._target, flush=True)


def content_of(message: Call) -> str:
    """What a message holds, as text."""
    words: str = message.get("text") or message.get("caption") or ""
    if "location" in message:
        return _("[place %(latitude)s, %(longitude)s]", **message["location"])
    kind = next((kind for kind in _KINDS if kind in message), None)
    if kind is None:
        return words
    name = message[kind].get("file_name") if kind != "photo" else None
    label = _("[file %(name)s]", name=name) if name else _KINDS[kind]()
    return f"{label} {words}".rstrip()


def _beginning(message: Call) -> str:
    line = content_of(message).partition("\n")[0]
    return f"{line[:60]}…" if len(line) > 60 else line


def _choice(number: int | None, button: Button) -> str:
    if number is None:
        return f"[{button.label}]"
    return f"[{number}]" if button.label == str(number) else f"[{number}] {button.label}"


def _hints(markup: Call) -> list[str]:
    """How to do in the terminal what a keyboard of the bot asks for."""
    hints = [_("(the next line answers this message)")] if markup.get("force_reply") else []
    links = (key for row in markup.get("inline_keyboard", []) for key in row if "url" in key)
    hints += [f"({key['text']}: {key['url']})" for key in links]
    for key in (key for row in markup.get("keyboard", []) for key in row):
        label = key if isinstance(key, str) else key["text"]
        wants = key if isinstance(key, dict) else {}
        if wants.get("request_contact"):
            label = _("%(label)s: type :contact NUMBER", label=label)
        elif wants.get("request_location"):
            label = _("%(label)s: type :location LATITUDE LONGITUDE", label=label)
        hints.append(f"({label})")
    return hints
