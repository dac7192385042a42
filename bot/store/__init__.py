"""Everything the bot keeps, in one SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.store.audit import Audit
from bot.store.database import open_database
from bot.store.inbox import Inbox
from bot.store.invitations import Invitations
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.questions import Questions
from bot.store.roles import Roles
from bot.store.topics import Topics


@dataclass(frozen=True, slots=True)
class Store:
    """The repositories over one open database. Writes that belong together go in `db.atomic()`."""

    db: Database
    people: People
    questions: Questions
    topics: Topics
    inbox: Inbox
    outbox: Outbox
    roles: Roles
    invitations: Invitations
    audit: Audit

    def move_chat(self, old: int, new: int) -> None:
        """Follows a group that Telegram gave a new id, so that its rows are found under that one."""
        with self.db.atomic():
            for table in ("inbox", "outbox", "questions"):
                self.db.execute(f"UPDATE {table} SET chat_id = ? WHERE chat_id = ?", [new, old])
            self.db.execute("UPDATE OR REPLACE topics SET chat_id = ? WHERE chat_id = ?", [new, old])

    def close(self) -> None:
        """Closes the database."""
        self.db.close()


def open_store(data_dir: Path, now: datetime | None = None) -> Store:
    """The store in `data_dir`, made if it is missing; raises StoreError when it cannot be used.

    `now` names the copy that is kept before a new schema, by default the present moment.
    """
    db = open_database(data_dir, now)
    return Store(
        db,
        people=People(db),
        questions=Questions(db),
        topics=Topics(db),
        inbox=Inbox(db),
        outbox=Outbox(db),
        roles=Roles(db),
        invitations=Invitations(db),
        audit=Audit(db),
    )
