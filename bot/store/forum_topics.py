"""Which topic of a group with topics (a forum) belongs to what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class ForumTopics:
    """The table `forum_topics`, and what `desks` says of a group."""

    db: Database

    def is_forum(self, chat_id: int) -> bool:
        """Whether the chat is a desk with topics."""
        row = self.db.execute("SELECT is_forum FROM desks WHERE chat_id = ?", [chat_id]).fetchone()
        return bool(row and row[0])

    def no_forum(self, chat_id: int) -> None:
        """The chat has no topics any more."""
        with self.db.atomic():
            self.db.execute("UPDATE desks SET is_forum = 0 WHERE chat_id = ?", [chat_id])
            self.db.execute("DELETE FROM forum_topics WHERE chat_id = ?", [chat_id])

    def thread(self, chat_id: int, about: str) -> int | None:
        """The topic of `about` in the chat, or None."""
        row = self.db.execute(
            "SELECT thread_id FROM forum_topics WHERE chat_id = ? AND about = ?", [chat_id, about]
        ).fetchone()
        return row[0] if row else None

    def about(self, chat_id: int, thread_id: int) -> str | None:
        """What the topic is about, or None."""
        row = self.db.execute(
            "SELECT about FROM forum_topics WHERE chat_id = ? AND thread_id = ?", [chat_id, thread_id]
        ).fetchone()
        return row[0] if row else None

    def keep(self, chat_id: int, about: str, thread_id: int) -> None:
        """The topic of `about` is this one from now on."""
        with self.db.atomic():
            self.db.execute(
                "INSERT OR REPLACE INTO forum_topics (chat_id, about, thread_id) VALUES (?, ?, ?)",
                [chat_id, about, thread_id],
            )

    def forget(self, chat_id: int, thread_id: int) -> None:
        """The topic is not there any more."""
        with self.db.atomic():
            self.db.execute("DELETE FROM forum_topics WHERE chat_id = ? AND thread_id = ?", [chat_id, thread_id])
