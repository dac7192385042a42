"""What each chat was just about, so that a follow-up question is understood."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.store.database import utc_text
from knowledge.answers import Topic

VALID = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Topics:
    """The table `topics`: one row a chat."""

    db: Database

    def get(self, chat_id: int, now: datetime) -> Topic | None:
        """What the chat was about in the last ten minutes, or None."""
        row = self.db.execute(
            "SELECT keys, options FROM topics WHERE chat_id = ? AND at >= ?", [chat_id, utc_text(now - VALID)]
        ).fetchone()
        return Topic(tuple(json.loads(row[0])), tuple(json.loads(row[1]))) if row else None

    def save(self, chat_id: int, topic: Topic, now: datetime) -> None:
        """Keeps what the chat is about now; an empty topic (thanks, a greeting) leaves the last in place."""
        if topic == Topic():
            return
        self.db.execute(
            "INSERT INTO topics (chat_id, keys, options, at) VALUES (?, ?, ?, ?) ON CONFLICT (chat_id)"
            " DO UPDATE SET keys = excluded.keys, options = excluded.options, at = excluded.at",
            [chat_id, json.dumps(topic.keys), json.dumps(topic.options), utc_text(now)],
        )
