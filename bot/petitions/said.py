"""A message of a citizen in the private chat, before anybody knows what it means."""

from __future__ import annotations

from dataclasses import dataclass

from bot.petitions.model import Location, NewFile


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote or sent.

    `name` is what the messenger calls them; `phone` is their own number, `foreign_contact` says that somebody else's
    was sent. `follows` marks a further piece of an album, `about` what the message of the bot is about to which this
    is a reply. `late`: it was written long ago.
    """

    person_id: int
    chat_id: int
    message_id: int
    name: str
    words: str = ""
    file: NewFile | None = None
    location: Location | None = None
    phone: str | None = None
    foreign_contact: bool = False
    edited: bool = False
    follows: bool = False
    about: str | None = None
    late: bool = False

    @property
    def only_words(self) -> bool:
        """Whether it is words and nothing else."""
        return bool(self.words) and not (self.file or self.location or self.phone or self.foreign_contact)
