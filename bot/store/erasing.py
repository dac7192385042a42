"""Taking people out of the database, and out of petitions that stay.

What is erased is overwritten on the disk (SQLite, PRAGMA secure_delete), and leaves the search index as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.petitions.states import OPEN
from bot.store.database import utc_text
from bot.store.former_officials import NOBODY, FormerOfficials

_OPEN = f"state IN ({', '.join(repr(str(state)) for state in sorted(OPEN))})"
_OURS = "actor = 'officer' AND move IN ('answer', 'decline')"
"""What an agency told the citizen is its own act and stays with the petition."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Erases; `mask` hides numbers in words, `fold` makes of words what is searched. Belongs in one transaction."""

    db: Database
    mask: Callable[[str], str]
    fold: Callable[[str], str]

    def petitions_of(self, person_id: int) -> tuple[list[int], list[int]]:
        """The person's open petitions, and those that have ended."""
        rows = self.db.execute(
            f"SELECT id, {_OPEN} FROM petitions WHERE person_id = ? ORDER BY id", [person_id]
        ).fetchall()
        return [number for number, still in rows if still], [number for number, still in rows if not still]

    def person(self, person_id: int, now: datetime) -> None:
        """Erases the person: all that is theirs goes; petitions stay without them, open ones with their words."""
        still_open, ended = self.petitions_of(person_id)
        with self._for_good():
            for petition_id in (*still_open, *ended):
                self.sender(petition_id, now)
            for petition_id in ended:
                self.words(petition_id)
            self._messages(person_id)
            self.db.execute("DELETE FROM topics WHERE chat_id = ?", [person_id])
            self.db.execute("DELETE FROM blocks WHERE person_id = ? AND until <= ?", [person_id, utc_text(now)])
            FormerOfficials(self.db).erase(person_id)
            # Questions, drafts with their files, searches and former roles go with the person.
            self.db.execute("DELETE FROM people WHERE id = ?", [person_id])

    def sender(self, petition_id: int, now: datetime) -> None:
        """Takes the sender out of a petition, and numbers out of its words."""
        words = self.db.execute("SELECT words FROM petitions WHERE id = ?", [petition_id]).fetchone()[0]
        masked = self.mask(words)
        self.db.execute(
            "UPDATE petitions SET person_id = NULL, chat_id = NULL, sender_name = NULL, contact_phone = NULL,"
            " rating_words = NULL, erased_at = ifnull(erased_at, ?), words = ? WHERE id = ?",
            [utc_text(now), masked, petition_id],
        )
        if masked != words:
            self.db.execute("UPDATE petitions SET folded = ? WHERE id = ?", [self.fold(masked), petition_id])
        self.db.execute(
            "UPDATE petition_events SET actor_id = NULL WHERE petition_id = ? AND actor = 'citizen'", [petition_id]
        )
        self._forget_words(petition_id, lambda text: self.mask(text) != text)
        self.db.execute("UPDATE attachments SET chat_id = ? WHERE petition_id = ?", [NOBODY, petition_id])
        self.db.execute("DELETE FROM petition_messages WHERE petition_id = ?", [petition_id])
        self._cards(petition_id)

    def words(self, petition_id: int) -> None:
        """Takes the words, files and the spot out of a petition that has ended; what the agency answered stays."""
        self.db.execute(
            "UPDATE petitions SET words = '', folded = '', latitude = NULL, longitude = NULL WHERE id = ?",
            [petition_id],
        )
        self._forget_words(petition_id, lambda _text: True, f"NOT ({_OURS})")
        self.db.execute("DELETE FROM attachments WHERE petition_id = ?", [petition_id])
        self.db.execute("DELETE FROM staff_drafts WHERE petition_id = ?", [petition_id])

    def ended_before(self, moment: datetime) -> list[int]:
        """The petitions that ended before then and still name their sender."""
        return self._ids(f"ended_at < ? AND NOT {_OPEN} AND erased_at IS NULL", utc_text(moment))

    def ended_since_erased(self) -> list[int]:
        """The petitions whose sender is gone, and which have ended with their words still there."""
        return self._ids(f"erased_at IS NOT NULL AND NOT {_OPEN} AND words <> ''")

    def forget(self, petition_id: int, now: datetime) -> None:
        """Takes sender and words out of a petition that has ended."""
        with self._for_good():
            self.sender(petition_id, now)
            self.words(petition_id)

    def tidy_index(self) -> None:
        """Writes the search index anew, without what was taken out of it. With 100,000 petitions it takes a second."""
        with self._for_good():
            self.db.execute("INSERT INTO petitions_search(petitions_search) VALUES ('optimize')")

    def _forget_words(self, petition_id: int, which: Callable[[str], bool], condition: str = "1") -> None:
        rows = self.db.execute(
            f"SELECT id, words FROM petition_events WHERE petition_id = ? AND words IS NOT NULL AND {condition}",
            [petition_id],
        ).fetchall()
        for event_id, words in rows:
            if which(words):
                self.db.execute("UPDATE petition_events SET words = NULL WHERE id = ?", [event_id])

    def _cards(self, petition_id: int) -> None:
        """What was said about the petition, as far as it is still kept here: the keys begin with "petition:12:".

        A card that waits is not sent any more: it names the sender.
        """
        keys = [f"petition:{petition_id}:", f"petition:{petition_id};"]
        self.db.execute(
            "UPDATE outbox SET payload = '' WHERE status IN ('sent', 'failed') AND payload <> ''"
            " AND key >= ? AND key < ?",
            keys,
        )
        self.db.execute(
            "UPDATE outbox SET payload = json_set(payload, '$.secret', json('true'))"
            " WHERE status = 'sending' AND key >= ? AND key < ?",
            keys,
        )
        self.db.execute(
            "DELETE FROM outbox WHERE status = 'pending' AND about = ? AND key >= ? AND key < ?",
            [f"card:{petition_id}", *keys],
        )

    def _messages(self, person_id: int) -> None:
        """What the person wrote and was told. Telegram: a private chat has the number of the person."""
        self.db.execute("UPDATE inbox SET raw = '' WHERE chat_id = ? AND status <> 'waiting'", [person_id])
        self.db.execute(
            "UPDATE inbox SET raw = '' WHERE status = 'set_aside' AND raw <> '' AND :person IN ("
            " json_extract(raw, '$.message.from.id'), json_extract(raw, '$.edited_message.from.id'),"
            " json_extract(raw, '$.callback_query.from.id'))",
            {"person": person_id},
        )
        self.db.execute("DELETE FROM outbox WHERE chat_id = ? AND status <> 'sending'", [person_id])
        self.db.execute("DELETE FROM sent_messages WHERE chat_id = ?", [person_id])

    def _ids(self, where: str, *values: str) -> list[int]:
        rows: Sequence[Sequence[int]] = self.db.execute(
            f"SELECT id FROM petitions WHERE {where} ORDER BY id", values
        ).fetchall()
        return [row[0] for row in rows]

    @contextmanager
    def _for_good(self) -> Iterator[None]:
        self.db.execute("PRAGMA secure_delete = ON").fetchone()
        try:
            yield
        finally:
            self.db.execute("PRAGMA secure_delete = OFF").fetchone()
