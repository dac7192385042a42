"""Short words about what people send: how many files, from whom, what does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.i18n import gettext as _
from bot.i18n import ngettext

MOST_FILES = 10


def full() -> str:
    """That no more files go with it."""
    return ngettext(
        "That is %(n)s file, no more fit. Words can still be added.",
        "That is %(n)s files, no more fit. Words can still be added.",
        MOST_FILES,
    )


def too_big() -> str:
    """That a file is too big, and what to do instead."""
    return _("This file is larger than 20 MB, which I cannot keep. Please send a shorter video, or photos instead.")


def too_long() -> str:
    """That there are too many words."""
    return _("That is too long, so the last message was not added. Please put the rest into a file, or shorten it.")


def foreign_contact() -> str:
    """That somebody else's number was sent."""
    return _("That is somebody else's number. You can leave only your own, with the button below the text field.")


def noted_contact(phone: str) -> str:
    """That the number is taken."""
    return _("Noted: %(phone)s.", phone=phone)


def noted_place() -> str:
    """That the location is taken."""
    return _("I have noted the place on the map.")


def typed_place(typed: str) -> str:
    """A place as the person called it, among the words of a petition."""
    return _("Place: %(place)s", place=typed)


def files_in_words(kinds: Sequence[str]) -> str:
    """ "2 photos, 1 voice message" …"""
    names = {
        "photo": lambda n: ngettext("%(n)s photo", "%(n)s photos", n),
        "video": lambda n: ngettext("%(n)s video", "%(n)s videos", n),
        "animation": lambda n: ngettext("%(n)s video", "%(n)s videos", n),
        "video_note": lambda n: ngettext("%(n)s video", "%(n)s videos", n),
        "voice": lambda n: ngettext("%(n)s voice message", "%(n)s voice messages", n),
        "audio": lambda n: ngettext("%(n)s sound file", "%(n)s sound files", n),
        "document": lambda n: ngettext("%(n)s document", "%(n)s documents", n),
    }
    alike = {"animation": "video", "video_note": "video"}
    counted = Counter(alike.get(kind, kind) for kind in kinds)
    return ", ".join(names[kind](count) for kind, count in counted.items())


def sender_in_words(name: str | None, phone: str | None) -> str:
    """Who is said to be the sender."""
    return ", ".join(part for part in (name, phone) if part) or _("not named")
