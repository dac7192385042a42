"""Which messages of the bot are about what: what a reply to one means, and which ones to bring up to date."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.database import unhurried, utc_text


@dataclass(frozen=True, slots=True)
class SentMessages:
    """The table `sent_messages`."""

    db: Database

    def keep(
        self, parcel_id: int, message_ids: Sequence[int], now: datetime, *, of_files: Collection[int] = ()
    ) -> None:
        """Marks the messages of a parcel of the outbox, if it is about something; `of_files` hold no words.

        To be called in a transaction.
        """
        self.db.conn.executemany(
            "INSERT OR REPLACE INTO sent_messages (chat_id, message_id, about, outbox_id, is_file, sent_at)"
            " SELECT chat_id, ?, about, id, ?, ? FROM outbox WHERE id = ? AND about IS NOT NULL",
            [(number, int(number in of_files), utc_text(now), parcel_id) for number in message_ids],
        )

    def about(self, chat_id: int, message_id: int) -> str | None:
        """What the message is about, or None."""
        row = self.db.execute(
            "SELECT about FROM sent_messages WHERE chat_id = ? AND message_id = ?", [chat_id, message_id]
        ).fetchone()
        return row[0] if row else None

    def newest(self, chat_id: int, about: str) -> tuple[int, ...]:
        """The messages in the chat that hold the words of what was last sent about it, in their order."""
        rows = self.db.execute(
            "SELECT message_id, max(outbox_id) OVER () AS newest, outbox_id FROM sent_messages"
            " WHERE chat_id = ? AND about = ? AND NOT is_file ORDER BY message_id",
            [chat_id, about],
        )
        return tuple(message_id for message_id, newest, parcel in rows if parcel == newest)

    def gone(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Forgets messages that are not there any more."""
        with unhurried(self.db):
            self.db.conn.executemany(
                "DELETE FROM sent_messages WHERE chat_id = ? AND message_id = ?",
                [(chat_id, number) for number in message_ids],
            )

    def all_gone(self, chat_id: int, topic: str) -> None:
        """Forgets all messages in the chat about `topic` and what is part of it ("petition:12:reply:35")."""
        self.db.execute(
            "DELETE FROM sent_messages WHERE chat_id = ? AND (about = ? OR about LIKE ? || ':%')",
            [chat_id, topic, topic],
        )
