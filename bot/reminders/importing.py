"""Lists of agencies that coordinators send as files: fetched, checked, shown, and taken when they say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from bot.buttons import rows
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import Deed, Kind, Outgoing
from bot.petitions.model import NewFile
from bot.reminders import agency_pages as pages
from bot.reminders.agencies import AgencyList, Preview
from bot.reminders.tables import MOST_BYTES, Unreadable
from bot.replies import Button, Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.agency_imports import Import

ENDS = (".xlsx", ".xls", ".csv", ".txt", ".tsv")

Contents = Callable[[str], bytes]
"""The content with a SHA-256; raises OSError when it is not there."""


@dataclass(frozen=True, slots=True)
class Importing:
    """Lists on their way. What is shown of one is about `about(import_id)`, so that it stands in one place."""

    agencies: AgencyList
    contents: Contents

    @property
    def _store(self) -> Store:
        return self.agencies.store

    def begin(self, person_id: int, now: datetime) -> Reply:
        """Asks for a file. Raises NotAllowed."""
        self.agencies.access.require(person_id, Operation.MANAGE_AGENCIES, now)
        return pages.ask_for_file()

    def receive(self, person_id: int, file: NewFile, now: datetime) -> tuple[Reply, str | None]:
        """Takes in a file from the person's private chat; what to say, and what that is about.

        Raises NotAllowed.
        """
        self.agencies.access.require(person_id, Operation.MANAGE_AGENCIES, now)
        end = PurePosixPath(file.name or "").suffix.lower()
        if file.kind != "document" or end not in ENDS or (file.size or 0) > MOST_BYTES:
            return pages.not_a_list(), None
        with self._store.db.atomic():
            kept = self._store.agency_imports.add(person_id, person_id, file, now)
        return pages.reading(kept.name), about(kept.id)

    def on_fetched(self, now: datetime) -> int:
        """Shows what is in each list whose content has come, and returns how many there were.

        To be called when a file was fetched, and now and then: what came before a restart is found again.
        """
        lists = self._store.agency_imports.fetched()
        for kept in lists:
            with self._store.db.atomic(), use_locale(self._store.people.language(kept.made_by)):
                self._store.agency_imports.read(kept.id, now)
                content = Outgoing(
                    kept.chat_id,
                    self._shown(kept),
                    Kind.NOTICE,
                    Deed.REFRESH,
                    about=about(kept.id),
                    collapse_key=about(kept.id),
                )
                self._store.outbox.add(f"agencies:{kept.id}:read", content, now)
        return len(lists)

    def take(self, person_id: int, import_id: int, now: datetime) -> Reply:
        """Makes the list the one in effect. Raises NotAllowed, NotFound when it is not theirs or was settled."""
        subject = f"agency import {import_id}"
        with self.agencies.access.acting(person_id, Operation.MANAGE_AGENCIES, now, subject):
            kept = self._open(person_id, import_id)
            found = self._still_good(kept)
            self._store.agency_imports.settle(import_id, now)
            wanted = list(found.checked.agencies.values())
            return pages.taken(self.agencies.replace(person_id, wanted, now, subject))

    def let_be(self, person_id: int, import_id: int, now: datetime) -> Reply:
        """Leaves the list as it is; raises as `take` does."""
        with self.agencies.access.acting(person_id, Operation.MANAGE_AGENCIES, now, f"agency import {import_id}"):
            self._open(person_id, import_id)
            self._store.agency_imports.settle(import_id, now)
        return pages.let_be()

    def _shown(self, kept: Import) -> Reply:
        if kept.error is not None:
            return pages.lost(kept.name)
        try:
            found = self._read(kept)
        except OSError:
            return pages.lost(kept.name)
        except Unreadable as error:
            return pages.unreadable(kept.name, str(error))
        if found.checked.problems:
            return pages.wrong(kept.name, found.checked.problems)
        buttons = rows(
            Button(_("Put into effect"), f"g:import:{kept.id}:yes"),
            Button(_("Leave as it is"), f"g:import:{kept.id}:no"),
        )
        return pages.preview(kept.name, found, self._store.focal_points.counts(), buttons)

    def _still_good(self, kept: Import) -> Preview:
        """The list, read again. Raises NotFound when it cannot be taken (any more)."""
        try:
            found = self._read(kept)
        except (OSError, Unreadable):
            raise NotFound(_("I do not have this file any more. Please send it again.")) from None
        if found.checked.problems:
            raise NotFound(_("This button is too old. Please ask again."))
        return found

    def _read(self, kept: Import) -> Preview:
        """Raises OSError, Unreadable."""
        assert kept.sha256 is not None, "only what was fetched is read"
        return self.agencies.preview(self.contents(kept.sha256))

    def _open(self, person_id: int, import_id: int) -> Import:
        kept = self._store.agency_imports.get(import_id)
        if kept is None or kept.made_by != person_id or not kept.read or kept.settled or kept.sha256 is None:
            raise NotFound(_("This button is too old. Please ask again."))
        return kept


def about(import_id: int) -> str:
    """The mark of the messages about a list."""
    return f"agencies:{import_id}"
