"""Lists of agencies that coordinators sent as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.petitions.model import NewFile
from bot.store.attachments import Attachments
from bot.store.database import utc_text

_COLUMNS = "agency_imports.id, made_by, chat_id, name, sha256, error, read_at IS NOT NULL, settled_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Import:
    """A list that somebody sent. Its content is there once `sha256` is, never when there is an `error`.

    `read`: they were shown what it would change; `settled`: it took effect, or they let it be.
    """

    id: int
    made_by: int
    chat_id: int
    name: str | None
    sha256: str | None
    error: str | None
    read: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class AgencyImports:
    """The table `agency_imports`."""

    db: Database
    attachments: Attachments

    def add(self, made_by: int, chat_id: int, file: NewFile, now: datetime) -> Import:
        """Keeps that the person sent the file, whose content is still to be fetched."""
        self.attachments.add(chat_id, file, now)
        attachment = self.db.execute(
            "SELECT max(id) FROM attachments WHERE chat_id = ? AND message_id = ?", [chat_id, file.message_id]
        ).fetchone()[0]
        cursor = self.db.execute(
            "INSERT INTO agency_imports (attachment_id, made_by, made_at) VALUES (?, ?, ?)",
            [attachment, made_by, utc_text(now)],
        )
        return self._select("agency_imports.id = ?", [cursor.lastrowid])[0]

    def get(self, import_id: int) -> Import | None:
        """The list, or None."""
        return next(iter(self._select("agency_imports.id = ?", [import_id])), None)

    def fetched(self) -> list[Import]:
        """Those whose content came, or will never come, and that nobody was told of yet; the oldest first."""
        there = "read_at IS NULL AND (sha256 IS NOT NULL OR error IS NOT NULL) ORDER BY agency_imports.id"
        return self._select(there, [])

    def read(self, import_id: int, now: datetime) -> None:
        """Notes that the person was shown what is in it."""
        self.db.execute("UPDATE agency_imports SET read_at = ? WHERE id = ?", [utc_text(now), import_id])

    def settle(self, import_id: int, now: datetime) -> None:
        """Notes that it took effect, or that the person let it be."""
        self.db.execute("UPDATE agency_imports SET settled_at = ? WHERE id = ?", [utc_text(now), import_id])

    def _select(self, where: str, values: Sequence[Any]) -> list[Import]:
        rows = self.db.execute(
            f"SELECT {_COLUMNS} FROM agency_imports JOIN attachments ON attachments.id = attachment_id WHERE {where}",
            values,
        )
        return [
            Import(id_, made_by, chat_id, name, sha256, error, bool(read), bool(settled))
            for id_, made_by, chat_id, name, sha256, error, read, settled in rows
        ]
