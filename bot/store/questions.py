"""What was asked, how it was answered and rated, and the questions that a curator should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.store.database import utc_text
from knowledge.answers import Answer, Reason, Status


class Why(StrEnum):
    """Why a question waits for a curator."""

    DISLIKED = "disliked"
    CHOICES = "choices"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Questions:
    """The tables `questions` and `curation_queue`."""

    db: Database

    def add(self, chat_id: int, person_id: int, answer: Answer, now: datetime) -> int:
        """Keeps the question with its outcome and returns its id; what may teach something is queued.

        The person must be known already.
        """
        with self.db.atomic():
            question_id = self.db.execute(
                "INSERT INTO questions"
                " (asked_at, chat_id, person_id, text, status, action, reason, key, score)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    utc_text(now),
                    chat_id,
                    person_id,
                    answer.q,
                    answer.status,
                    answer.action,
                    answer.reason,
                    answer.parts[0].key if answer.parts else None,
                    answer.score,
                ],
            ).lastrowid
            assert question_id is not None
            why = _worth_a_look(answer)
            if why:
                self._queue(question_id, why, now)
        return question_id

    def words(self, question_id: int, chat_id: int) -> str | None:
        """What was asked, or None when that chat asked no such question."""
        row = self.db.execute(
            "SELECT text FROM questions WHERE id = ? AND chat_id = ?", [question_id, chat_id]
        ).fetchone()
        return row[0] if row else None

    def last_words(self, chat_id: int) -> str | None:
        """What the chat asked last, or None."""
        row = self.db.execute(
            "SELECT text FROM questions WHERE chat_id = ? ORDER BY id DESC LIMIT 1", [chat_id]
        ).fetchone()
        return row[0] if row else None

    def rate(self, question_id: int, chat_id: int, good: bool, now: datetime) -> None:
        """Keeps how the answer was found; the last word counts.

        Raises NotFound when there is no such question and NotAllowed when another chat asked it.
        """
        row = self.db.execute("SELECT chat_id FROM questions WHERE id = ?", [question_id]).fetchone()
        if row is None:
            raise NotFound(_("This question is no longer kept."))
        if row[0] != chat_id:
            raise NotAllowed(_("Only the chat that asked can rate this answer."))
        with self.db.atomic():
            self.db.table("questions").update(
                question_id, {"rating": "good" if good else "bad", "rated_at": utc_text(now)}
            )
            if good:
                self.db.table("curation_queue").delete_where(
                    "question_id = ? AND why = ? AND resolved_at IS NULL", [question_id, Why.DISLIKED]
                )
            else:
                self._queue(question_id, Why.DISLIKED, now)

    def _queue(self, question_id: int, why: Why, now: datetime) -> None:
        self.db.execute(
            "INSERT OR IGNORE INTO curation_queue (question_id, why, added_at) VALUES (?, ?, ?)",
            [question_id, why, utc_text(now)],
        )


def _worth_a_look(answer: Answer) -> Why | None:
    if answer.status is Status.CHOICES:
        return Why.CHOICES
    if answer.status is Status.UNKNOWN and answer.reason is not Reason.EMPTY:
        return Why.UNKNOWN
    return None
