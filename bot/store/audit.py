"""Who did what with the bot's roles and rights, and who tried. Rows are added and never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.store.database import utc_text


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"


@dataclass(slots=True)
class Entry:
    """What somebody does; what is learnt on the way is filled in before it is written.

    `subject` names a row ("invitation 5"). `details` hold ids and names of roles, never people's words.
    """

    actor_id: int
    action: str
    subject: str | None = None
    details: dict[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Audit:
    """The table `audit`."""

    db: Database

    def add(self, entry: Entry, outcome: Outcome, now: datetime) -> None:
        """Writes the entry, as part of the transaction at hand if there is one."""
        self.db.table("audit").insert(
            {
                "at": utc_text(now),
                "actor_id": entry.actor_id,
                "action": entry.action,
                "subject": entry.subject,
                "details": json.dumps(entry.details, ensure_ascii=False),
                "outcome": outcome,
            }
        )
