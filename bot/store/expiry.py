"""Deleting what has been kept long enough. Each returns how many rows went, those that went with them not counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.database import utc_text

_DRAFTS = ("drafts", "report_drafts", "deadline_drafts")


@dataclass(frozen=True, slots=True)
class Expiry:
    """Deletes rows that are older than a moment. Belongs in one transaction."""

    db: Database

    def drafts(self, before: datetime) -> int:
        """Drafts that nobody has touched since then, with words and files."""
        return sum(self._delete(table, "touched_at < ?", before) for table in _DRAFTS)

    def questions(self, before: datetime) -> int:
        """Questions asked before then, also those that wait for a curator."""
        return self._delete("questions", "asked_at < ?", before)

    def searches(self, before: datetime) -> int:
        """Searches of before then, and the orders of files that were made of them."""
        waiting = "SELECT search_id FROM file_orders WHERE done_at IS NULL"
        return self._delete("searches", f"at < ? AND id NOT IN ({waiting})", before)

    def notices(self, before: datetime) -> int:
        """What was settled before then, and which messages held it."""
        settled = "created_at < ? AND status IN ('sent', 'failed')"
        # "card:12…" and "petition:12…": the number of the petition stands behind the colon.
        still_open = "SELECT id FROM petitions WHERE ended_at IS NULL"
        number = "CAST(substr(about, instr(about, ':') + 1) AS INTEGER)"
        self._delete("sent_messages", f"sent_at < ? AND {number} NOT IN ({still_open})", before)
        return self._delete("outbox", settled, before)

    def topics(self, before: datetime) -> int:
        """What chats were about before then."""
        return self._delete("topics", "at < ?", before)

    def blocks(self, before: datetime) -> int:
        """Blocks that ended before then."""
        return self._delete("blocks", "until < ?", before)

    def blocks_of_nobody(self, before: datetime) -> int:
        """Blocks that ended before then, of people who have been erased."""
        return self._delete("blocks", "until <= ? AND person_id NOT IN (SELECT id FROM people)", before)

    def people(self, before: datetime) -> int:
        """People who have not written since then, and of whom nothing is kept that lives longer."""
        kept = (
            "EXISTS (SELECT 1 FROM petitions WHERE person_id = people.id)"
            " OR EXISTS (SELECT 1 FROM roles WHERE person_id = people.id AND revoked_at IS NULL)"
            " OR EXISTS (SELECT 1 FROM drafts WHERE person_id = people.id)"
            " OR EXISTS (SELECT 1 FROM agencies WHERE leader_person_id = people.id)"
        )
        return self._delete("people", f"last_seen_at < ? AND NOT ({kept})", before)

    def _delete(self, table: str, where: str, before: datetime) -> int:
        return int(self.db.execute(f"DELETE FROM {table} WHERE {where}", [utc_text(before)]).rowcount)
