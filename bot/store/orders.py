"""What officials searched for last, so that pages can be turned, and the files that are still to be made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.store.database import utc_text

MOST_ATTEMPTS = 3


class What(StrEnum):
    """Which file is to be made."""

    CHART = "chart"
    TABLE = "table"
    PERSONAL_TABLE = "personal_table"
    REPORT = "report"
    PROGRESS_CHART = "progress_chart"
    PROGRESS_TABLE = "progress_table"


PROGRESS = (What.PROGRESS_CHART, What.PROGRESS_TABLE)
"""These are of a deadline: what they are searched by is its id and the period."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a person searched for, as it was typed."""

    id: int
    person_id: int
    words: str


@dataclass(frozen=True, slots=True)
class Order:
    """A file to be made of a search, and where it goes, in the language in which it was asked for."""

    id: int
    search: Search
    chat_id: int
    thread_id: int | None
    what: What
    language: str
    ordered_at: datetime
    attempts: int


_SELECT = (
    "SELECT file_orders.id, search_id, person_id, words, chat_id, thread_id, what, language, ordered_at, attempts"
    " FROM file_orders JOIN searches ON searches.id = search_id"
)


@dataclass(frozen=True, slots=True)
class Orders:
    """The tables `searches` and `file_orders`."""

    db: Database

    def keep_search(self, person_id: int, words: str, now: datetime) -> Search:
        """Keeps what a person, who must be known, searches for."""
        cursor = self.db.execute(
            "INSERT INTO searches (person_id, words, at) VALUES (?, ?, ?)", [person_id, words, utc_text(now)]
        )
        assert cursor.lastrowid is not None
        return Search(cursor.lastrowid, person_id, words)

    def search(self, search_id: int) -> Search | None:
        """The search of that number, or None when it is not kept any more."""
        row = self.db.execute("SELECT id, person_id, words FROM searches WHERE id = ?", [search_id]).fetchone()
        return Search(*row) if row else None

    def add(
        self, search: Search, chat_id: int, thread_id: int | None, what: What, language: str, now: datetime
    ) -> Order:
        """Orders a file."""
        cursor = self.db.execute(
            "INSERT INTO file_orders (search_id, chat_id, thread_id, what, language, ordered_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [search.id, chat_id, thread_id, what, language, utc_text(now)],
        )
        assert cursor.lastrowid is not None
        order = self.get(cursor.lastrowid)
        assert order is not None
        return order

    def get(self, order_id: int) -> Order | None:
        """The order of that number if its file is still to be made, or None."""
        return self._one("file_orders.id = ? AND done_at IS NULL", order_id)

    def next(self) -> Order | None:
        """The oldest order whose file is still to be made, or None."""
        return self._one("done_at IS NULL ORDER BY attempts, file_orders.id LIMIT 1")

    def done(self, order_id: int, now: datetime) -> None:
        """The file has been made; to be called in the transaction that puts it on its way."""
        self.db.execute("UPDATE file_orders SET done_at = ?, error = NULL WHERE id = ?", [utc_text(now), order_id])

    def failed(self, order_id: int, error: str, now: datetime) -> bool:
        """Counts a failure, and says whether that was the last attempt."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE file_orders SET attempts = attempts + 1, error = ?,"
                " done_at = CASE WHEN attempts + 1 >= ? THEN ? END WHERE id = ?",
                [error, MOST_ATTEMPTS, utc_text(now), order_id],
            )
            return self.get(order_id) is None

    def _one(self, where: str, *values: int) -> Order | None:
        row = self.db.execute(f"{_SELECT} WHERE {where}", values).fetchone()
        if row is None:
            return None
        (id_, search_id, person, words, chat, thread, what, language, ordered, attempts) = row
        at = datetime.fromisoformat(ordered)
        return Order(id_, Search(search_id, person, words), chat, thread, What(what), language, at, attempts)
