"""Who can be played in the terminal, and the numbers they have in the database."""

from __future__ import annotations

import os
import unicodedata
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from knowledge.text import fold

SELF = 1
"""Whoever just types, without being somebody."""
BEYOND_TELEGRAM = 2**52
"""Bot API, User.id and Chat.id: at most 52 significant bits, so that no real person or chat is ever met here."""
OFFICIAL = "can-bo"
FILE = "terminal-names.txt"
_SELF_NAMES = ("tôi", "toi", "me")


def number_of(name: str) -> int:
    """The number of the person with this name: always the same one."""
    name = spelled(name)
    return SELF if name in _SELF_NAMES else BEYOND_TELEGRAM + _hash(name)


def spelled(name: str) -> str:
    """One spelling of a name, however it was typed; "Cán bộ 2" is "can-bo-2"."""
    name = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    bare = "-".join(fold(word) for word in name.replace("-", " ").split())
    return bare if is_official(bare) else name


def is_official(name: str) -> bool:
    """Whether the name is that of an official: "can-bo", or "can-bo-2" and the like for further ones."""
    return name == OFFICIAL or name.startswith(f"{OFFICIAL}-")


def is_ours(chat_id: int) -> bool:
    """Whether the chat exists in the terminal only."""
    return chat_id == SELF or abs(chat_id) >= BEYOND_TELEGRAM


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest())


GROUP = -(BEYOND_TELEGRAM + _hash("group"))
"""The staff group."""


class Names:
    """The names used so far, also in earlier conversations over the same database."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._known: dict[int, str] = {}
        # Without the file only headings of what began in another conversation are poorer.
        with suppress(OSError):
            self._known = {number_of(name): name for name in self._file.read_text("utf-8", "replace").splitlines()}

    def learn(self, name: str) -> int:
        """The number of the person, whose name is known from now on."""
        name, number = spelled(name), number_of(name)
        if number != SELF and number not in self._known:
            self._known[number] = name
            with suppress(OSError), open(self._file, "a", encoding="utf-8", opener=_for_the_bot_alone) as file:
                file.write(f"{name}\n")
        return number

    def of(self, number: int) -> str | None:
        """The name of the person with this number, if it was learnt."""
        return self._known.get(number)

    def all(self) -> list[str]:
        """All names learnt, in the order in which they came up."""
        return list(self._known.values())


def _for_the_bot_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
