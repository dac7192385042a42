"""Everything the bot keeps, in one SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store import lean  # noqa: F401 - before what imports sqlite_utils
from bot.store.agencies import Agencies, FocalPoints
from bot.store.agency_imports import AgencyImports
from bot.store.agency_invitations import AgencyInvitations
from bot.store.attachments import Attachments
from bot.store.audit import Audit
from bot.store.database import open_database, open_for_reading
from bot.store.desks import Desks
from bot.store.disk import Disk
from bot.store.drafts import Drafts
from bot.store.fetches import Fetches
from bot.store.forum_topics import ForumTopics
from bot.store.inbox import Inbox
from bot.store.invitations import Invitations
from bot.store.orders import Orders
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.petitions import Petitions
from bot.store.questions import Questions
from bot.store.reminders import Deadlines, Reminders
from bot.store.reports import Reports
from bot.store.roles import Roles
from bot.store.staff_drafts import StaffDrafts
from bot.store.topics import Topics
from bot.store.worklist import Worklist

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Store:
    """The repositories over one open database. Writes that belong together go in `db.atomic()`."""

    db: Database
    disk: Disk
    people: People
    questions: Questions
    topics: Topics
    inbox: Inbox
    outbox: Outbox
    roles: Roles
    invitations: Invitations
    audit: Audit
    petitions: Petitions
    drafts: Drafts
    attachments: Attachments
    desks: Desks
    agencies: Agencies
    focal_points: FocalPoints
    agency_imports: AgencyImports
    agency_invitations: AgencyInvitations
    deadlines: Deadlines
    reports: Reports
    reminders: Reminders
    staff_drafts: StaffDrafts
    worklist: Worklist
    forum_topics: ForumTopics
    fetches: Fetches
    orders: Orders

    def move_chat(self, old: int, new: int) -> None:
        """Follows a group that Telegram gave a new id, so that its rows are found under that one."""
        with self.db.atomic():
            for table in ("inbox", "outbox", "questions", "attachments", "file_orders"):
                self.db.execute(f"UPDATE {table} SET chat_id = ? WHERE chat_id = ?", [new, old])
            for table in ("topics", "desks"):
                self.db.execute(f"UPDATE OR REPLACE {table} SET chat_id = ? WHERE chat_id = ?", [new, old])
            for table in ("sent_messages", "forum_topics", "staff_drafts"):
                # The messages of the old group cannot be reached in the new one.
                self.db.execute(f"DELETE FROM {table} WHERE chat_id = ?", [old])

    def close(self) -> None:
        """Closes the database."""
        self.disk.close()
        self.db.close()


def open_store(data_dir: Path, now: datetime | None = None) -> Store:
    """The store in `data_dir`, made if it is missing; raises StoreError when it cannot be used.

    `now` names the copy that is kept before a new schema, by default the present moment.
    """
    return _over(open_database(data_dir, now))


def read_store(data_dir: Path) -> Store:
    """The store in `data_dir`, to be read only, also while the bot runs; raises StoreError when there is none."""
    return _over(open_for_reading(data_dir))


def _over(db: Database) -> Store:
    attachments = Attachments(db)
    return Store(
        db,
        disk=Disk(db),
        people=People(db),
        questions=Questions(db),
        topics=Topics(db),
        inbox=Inbox(db),
        outbox=Outbox(db),
        roles=Roles(db),
        invitations=Invitations(db),
        audit=Audit(db),
        petitions=Petitions(db),
        drafts=Drafts(db, attachments),
        attachments=attachments,
        desks=Desks(db),
        agencies=Agencies(db),
        focal_points=FocalPoints(db),
        agency_imports=AgencyImports(db, attachments),
        agency_invitations=AgencyInvitations(db),
        deadlines=Deadlines(db),
        reports=Reports(db),
        reminders=Reminders(db),
        staff_drafts=StaffDrafts(db),
        worklist=Worklist(db),
        forum_topics=ForumTopics(db),
        fetches=Fetches(db),
        orders=Orders(db),
    )
