"""A draft as it will be sent: what the person chose, and where nothing was chosen, what is proposed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.petitions.catalogue import Catalogue
from bot.petitions.model import Draft, Kind, Law

_STAMP = 8
"""Letters of the stamp; it tells two forms of one draft apart and is no secret."""
NO_PLACE = ""
"""What a draft has for its place when the person wants none named, although the words name one."""


@dataclass(frozen=True, slots=True)
class Content:
    """What officials will see of a draft, and what follows from it."""

    draft: Draft
    kind: Kind
    category: str
    place: str | None
    dangers: tuple[str, ...]
    law: Law | None
    agency: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be sent yet."""
        return not self.draft.words.strip() and not self.draft.files

    @property
    def stamp(self) -> str:
        """Changes with everything that officials would see, so that nobody agrees to what they have not seen."""
        draft = self.draft
        seen = (
            draft.words,
            [file.file_unique_id for file in draft.files],
            self.kind,
            self.category,
            self.place,
            draft.location,
            draft.sender_name,
            draft.contact_phone,
        )
        return hashlib.sha256(repr(seen).encode("utf-8", "replace")).hexdigest()[:_STAMP]


def content_of(draft: Draft, catalogue: Catalogue) -> Content:
    """The draft with everything that was not chosen proposed from its words."""
    proposed = catalogue.propose(draft.words)
    category = draft.category or proposed.category
    place = (draft.place or None) if draft.place is not None else proposed.place
    return Content(
        draft=draft,
        kind=draft.kind or proposed.kind,
        category=category,
        place=place,
        dangers=proposed.dangers,
        law=proposed.law,
        agency=catalogue.agency_for(category, place, proposed.law),
    )
