"""What officers are writing about petitions, until they say what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.database import utc_text

_COLUMNS = "id, petition_id, chat_id, message_id, officer_id, words, seen_event_id, event_id, competent"


@dataclass(frozen=True, slots=True)
class StaffDraft:
    """What an officer wrote about a petition; with `event_id` it was used.

    `seen_event_id` is the last thing that had happened to the petition when it was written; `competent` is who is
    named as competent, if it declines.
    """

    id: int
    petition_id: int
    chat_id: int
    message_id: int
    officer_id: int
    words: str
    seen_event_id: int
    event_id: int | None
    competent: str | None = None


@dataclass(frozen=True, slots=True)
class StaffDrafts:
    """The table `staff_drafts`: one row for a message, or for an album."""

    db: Database

    def keep(
        self,
        petition_id: int,
        message: tuple[int, int],
        officer_id: int,
        words: str,
        now: datetime,
        album: str | None = None,
    ) -> StaffDraft:
        """Keeps what an officer wrote in `message`, a chat and a number in it.

        Further messages of one `album` add their words to the first.
        """
        chat_id, message_id = message
        with self.db.atomic():
            first = self._one("chat_id = ? AND album = ?", [chat_id, album]) if album else None
            if first is not None:
                together = "\n".join(part for part in (first.words, words) if part)
                self.rewrite(first.id, together)
                return self.get(first.id)
            self.db.execute(
                "INSERT INTO staff_drafts"
                " (petition_id, chat_id, message_id, officer_id, words, at, album, seen_event_id) VALUES"
                " (?, ?, ?, ?, ?, ?, ?, (SELECT max(id) FROM petition_events WHERE petition_id = ?))"
                " ON CONFLICT (chat_id, message_id) DO UPDATE SET words = excluded.words",
                [petition_id, chat_id, message_id, officer_id, words, utc_text(now), album, petition_id],
            )
        draft = self.of_message(chat_id, message_id)
        assert draft is not None
        return draft

    def get(self, draft_id: int) -> StaffDraft:
        """What an officer wrote, by its number. Raises KeyError."""
        draft = self._one("id = ?", [draft_id])
        if draft is None:
            raise KeyError(draft_id)
        return draft

    def of_message(self, chat_id: int, message_id: int) -> StaffDraft | None:
        """What an officer wrote in that message, or None."""
        return self._one("chat_id = ? AND message_id = ?", [chat_id, message_id])

    def rewrite(self, draft_id: int, words: str) -> None:
        """Other words in their place; it counts as not used again."""
        self.db.execute("UPDATE staff_drafts SET words = ?, event_id = NULL WHERE id = ?", [words, draft_id])

    def name_competent(self, draft_id: int, who: str) -> None:
        """Notes who is competent, as the citizen will read it."""
        self.db.execute("UPDATE staff_drafts SET competent = ? WHERE id = ?", [who, draft_id])

    def saw(self, draft_id: int) -> None:
        """The officer knows of all that has happened to the petition until now."""
        self.db.execute(
            "UPDATE staff_drafts SET seen_event_id = (SELECT max(id) FROM petition_events AS happened"
            " WHERE happened.petition_id = staff_drafts.petition_id) WHERE id = ?",
            [draft_id],
        )

    def use(self, draft_id: int, event_id: int) -> None:
        """Notes what became of it."""
        self.db.execute("UPDATE staff_drafts SET event_id = ? WHERE id = ?", [event_id, draft_id])

    def drop(self, draft_id: int) -> None:
        """Forgets it, with its files."""
        self.db.execute("DELETE FROM staff_drafts WHERE id = ?", [draft_id])

    def _one(self, where: str, values: Sequence[int | str | None]) -> StaffDraft | None:
        row = self.db.execute(f"SELECT {_COLUMNS} FROM staff_drafts WHERE {where} ORDER BY id", values).fetchone()
        return StaffDraft(*row) if row else None
