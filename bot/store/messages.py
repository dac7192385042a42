"""Which messages answered which, so that an edited question gets its answer in the same place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.store.database import utc_text

KEPT = timedelta(hours=48)
"""Telegram lets people edit a message for 48 hours after it was sent."""


@dataclass(frozen=True, slots=True)
class AnswerMessages:
    """The table `answer_messages`."""

    db: Database

    def remember(self, chat_id: int, message_id: int, answer_ids: Sequence[int], now: datetime) -> None:
        """Keeps the ids of the messages that answered `message_id`, and drops what is too old to edit."""
        with self.db.atomic():
            self.db.table("answer_messages").delete_where("at < ?", [utc_text(now - KEPT)])
            self.db.execute(
                "INSERT OR REPLACE INTO answer_messages (chat_id, message_id, answer_ids, at) VALUES (?, ?, ?, ?)",
                [chat_id, message_id, json.dumps(list(answer_ids)), utc_text(now)],
            )

    def find(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The ids of the messages that answered `message_id`; none when it is not known."""
        row = self.db.execute(
            "SELECT answer_ids FROM answer_messages WHERE chat_id = ? AND message_id = ?",
            [chat_id, message_id],
        ).fetchone()
        return tuple(json.loads(row[0])) if row else ()
