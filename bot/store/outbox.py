"""What has to be said: written together with its cause, kept until the messenger has taken it.

Every row is sent at least once. What was on its way when the process died may come twice, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.outgoing import Kind, Outgoing, Parcel, unpack
from bot.store.database import unhurried, utc_text
from bot.store.sent_messages import SentMessages

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 30))
"""The pauses after the first failures; then it is tried every LATER until MOST_ATTEMPTS."""
LATER = timedelta(hours=1)
MOST_ATTEMPTS = len(BACK_OFF) + 24
REPLY_WORTH = timedelta(hours=1)
"""After that an answer in a conversation is old news."""
PAYLOAD_KEPT = timedelta(hours=48)
"""Telegram lets people edit a message for 48 hours after it was sent."""

_KEPT_WORDS = "CASE WHEN json_extract(payload, '$.secret') THEN '' ELSE payload END"
_DUE = "status = 'pending' AND due_at <= :now"
_EXPIRED = "expires_at < :now"
_REPLACED = """
    collapse_key IS NOT NULL AND EXISTS (
        SELECT 1 FROM outbox AS newer
        WHERE newer.chat_id = outbox.chat_id AND newer.collapse_key = outbox.collapse_key AND newer.id > outbox.id
        AND (newer.due_at <= :now OR newer.attempts > 0 OR newer.status IN ('sending', 'sent')))
"""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The table `outbox`."""

    db: Database

    def add(self, key: str, content: Outgoing, now: datetime, *, claimed: bool = False) -> Parcel | None:
        """Keeps something to be said, once for each `key`; returns None when the key is there already.

        To be called in the transaction of its cause. With `claimed` the caller sends it itself.
        """
        expires = content.expires_at or (now + REPLY_WORTH if content.kind is Kind.REPLY else None)
        cursor = self.db.execute(
            "INSERT OR IGNORE INTO outbox"
            " (key, chat_id, kind, payload, in_reply_to, collapse_key, about, status, due_at, expires_at, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                key,
                content.chat_id,
                content.kind,
                content.payload(),
                content.in_reply_to,
                content.collapse_key,
                content.about,
                "sending" if claimed else "pending",
                utc_text(content.due_at or now),
                utc_text(expires) if expires else None,
                utc_text(now),
            ],
        )
        return Parcel(cursor.lastrowid, content) if cursor.rowcount == 1 and cursor.lastrowid else None

    def claim(self, chat_id: int, now: datetime, before: int | None = None) -> Parcel | None:
        """The next thing due to the chat, broadcasts left out, now marked as on its way; or None.

        With `before` only what was kept earlier than the parcel of that number.
        """
        which = "chat_id = :chat AND kind <> 'broadcast'" + ("" if before is None else " AND id < :before")
        return self._claim(which, {"chat": chat_id, "before": before}, now)

    def claim_broadcast(self, now: datetime, chat_id: int | None = None) -> Parcel | None:
        """The next broadcast that is due, of the chat if one is given, now marked as on its way; or None."""
        if chat_id is not None:
            return self._claim("kind = 'broadcast' AND chat_id = :chat", {"chat": chat_id}, now)
        # Of very many the first is found at once only in the order of the index `outbox_due`.
        return self._claim("kind = 'broadcast'", {}, now, order="due_at, id")

    def broadcast_to(self, now: datetime) -> Sequence[int]:
        """The chats to which a broadcast is due."""
        rows = self.db.execute(
            f"SELECT DISTINCT chat_id FROM outbox WHERE {_DUE} AND kind = 'broadcast' ORDER BY chat_id",
            {"now": utc_text(now)},
        )
        return [row[0] for row in rows]

    def _claim(self, which: str, values: dict[str, Any], now: datetime, *, order: str = "id") -> Parcel | None:
        values = {**values, "now": utc_text(now)}
        while True:
            row = self.db.execute(
                f"SELECT id, chat_id, kind, payload, message_ids FROM outbox WHERE {_DUE} AND {which}"
                f" AND ({_EXPIRED}) IS NOT TRUE AND NOT ({_REPLACED}) ORDER BY {order} LIMIT 1",
                values,
            ).fetchone()
            if row is None:
                return None
            with unhurried(self.db):
                taken = self.db.execute(
                    "UPDATE outbox SET status = 'sending' WHERE id = ? AND status = 'pending'", [row[0]]
                )
            if taken.rowcount == 1:
                return Parcel(row[0], unpack(row[1], row[2], row[3]), tuple(json.loads(row[4])))

    def chats_due(self, now: datetime, limit: int) -> Sequence[int]:
        """The chats to which something other than a broadcast is due, those that waited longest first."""
        rows = self.db.execute(
            f"SELECT chat_id FROM outbox INDEXED BY outbox_talk WHERE {_DUE} AND kind <> 'broadcast' GROUP BY chat_id"
            " ORDER BY MIN(kind = 'notice'), MIN(id) LIMIT :limit",
            {"now": utc_text(now), "limit": limit},
        )
        return [row[0] for row in rows]

    def weed(self, now: datetime) -> None:
        """Gives up on what is due but replaced by something newer, and on what is not worth sending any more.

        Neither is ever claimed, weeded or not.
        """
        self._weed("replaced", "outbox_collapsing", _REPLACED, now)
        self.weed_expired(now)

    def weed_expired(self, now: datetime) -> None:
        """As `weed`, but leaves what is replaced, which takes long where very much is due."""
        self._weed("expired", "outbox_expires_at", f"expires_at IS NOT NULL AND {_EXPIRED}", now)

    def _weed(self, error: str, index: str, which: str, now: datetime) -> None:
        values = {"now": utc_text(now)}
        found = f"outbox INDEXED BY {index} WHERE {_DUE} AND {which}"
        if self.db.execute(f"SELECT 1 FROM {found} LIMIT 1", values).fetchone() is None:
            return
        with self.db.atomic():
            self.db.execute(
                f"UPDATE outbox SET status = 'failed', error = '{error}', payload = {_KEPT_WORDS}"
                f" WHERE id IN (SELECT id FROM {found})",
                values,
            )

    def progress(self, parcel_id: int, message_ids: Sequence[int]) -> None:
        """Keeps which parts have been sent, so that after a crash only the missing ones are."""
        with unhurried(self.db):
            self.db.execute(
                "UPDATE outbox SET message_ids = ? WHERE id = ?", [json.dumps(list(message_ids)), parcel_id]
            )

    def sent(
        self, parcel_id: int, message_ids: Sequence[int], now: datetime, *, of_files: Collection[int] = ()
    ) -> None:
        """Marks it as said, in these messages; `of_files` are those among them that hold no words."""
        with unhurried(self.db):
            self.db.execute(
                "UPDATE outbox SET status = 'sent', message_ids = ?, sent_at = ?, error = NULL,"
                f" payload = {_KEPT_WORDS} WHERE id = ?",
                [json.dumps(list(message_ids)), utc_text(now), parcel_id],
            )
            SentMessages(self.db).keep(parcel_id, message_ids, now, of_files=of_files)

    def about(self, chat_id: int, message_id: int) -> str | None:
        """What a message of the bot is about, such as "petition:12", or None."""
        return SentMessages(self.db).about(chat_id, message_id)

    def messages_about(self, chat_id: int, about: str) -> tuple[int, ...]:
        """The messages in the chat that hold the words of what was last sent about it; none if nothing was."""
        return SentMessages(self.db).newest(chat_id, about)

    def again(self, parcel_id: int, error: str, now: datetime) -> None:
        """Puts it back after a failure, to be tried after a growing pause; gives up after MOST_ATTEMPTS."""
        with self.db.atomic():
            row = self.db.execute("SELECT attempts FROM outbox WHERE id = ?", [parcel_id]).fetchone()
            attempts = row[0] + 1
            pause = BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else LATER
            self.db.execute(
                "UPDATE outbox SET attempts = ?, due_at = ?, error = ?, status = 'pending' WHERE id = ?",
                [attempts, utc_text(now + pause), error, parcel_id],
            )
            if attempts > MOST_ATTEMPTS:
                self.failed(parcel_id, error)

    def postpone(self, parcel_id: int, until: datetime) -> None:
        """Puts it back unsent, to be sent at `until`; that does not count as a failure."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE outbox SET status = 'pending', due_at = ? WHERE id = ?", [utc_text(until), parcel_id]
            )

    def failed(self, parcel_id: int, error: str) -> None:
        """Gives up on it."""
        with self.db.atomic():
            self.db.execute(
                f"UPDATE outbox SET status = 'failed', error = ?, payload = {_KEPT_WORDS} WHERE id = ?",
                [error, parcel_id],
            )

    def recover(self, now: datetime) -> int:
        """Puts back what was on its way when the process died, and returns how many there are."""
        with self.db.atomic():
            return self.db.execute(
                "UPDATE outbox SET status = 'pending', due_at = ? WHERE status = 'sending'", [utc_text(now)]
            ).rowcount

    def hasten(self, now: datetime) -> None:
        """Makes due what waits after a failure: the messenger can be reached again."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE outbox SET due_at = :now WHERE status = 'pending' AND attempts > 0 AND due_at > :now",
                {"now": utc_text(now)},
            )

    def answers_to(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The messages that answer `message_id` now; none when it is not known."""
        row = self.db.execute(
            "SELECT message_ids FROM outbox WHERE chat_id = ? AND in_reply_to = ? AND message_ids <> '[]'"
            " ORDER BY id DESC LIMIT 1",
            [chat_id, message_id],
        ).fetchone()
        # A file that could not be sent stands there as 0.
        return tuple(number for number in json.loads(row[0]) if number) if row else ()

    def enclosures(self) -> set[str]:
        """The paths of the bot's own files that are still to be sent."""
        rows = self.db.execute(
            "SELECT json_extract(file.value, '$.path') AS path"
            " FROM outbox, json_each(outbox.payload, '$.files') AS file"
            " WHERE status IN ('pending', 'sending') AND path IS NOT NULL"
        )
        return {row[0] for row in rows}

    def withdraw(self, chat_id: int, message_id: int) -> None:
        """Takes back answers to `message_id` that were not sent yet: there is a newer one."""
        self.db.execute(
            f"UPDATE outbox SET status = 'failed', error = 'replaced', payload = {_KEPT_WORDS}"
            " WHERE chat_id = ? AND in_reply_to = ? AND status = 'pending' AND message_ids = '[]'",
            [chat_id, message_id],
        )

    def purge(self, now: datetime) -> None:
        """Forgets the words of what was settled long ago; the rows stay, as their keys guard against doubles."""
        before = utc_text(now - PAYLOAD_KEPT)
        with self.db.atomic():
            self.db.table("outbox").delete_where(
                "created_at < ? AND kind = 'reply' AND status IN ('sent', 'failed')", [before]
            )
            self.db.execute(
                "UPDATE outbox SET payload = ''"
                " WHERE created_at < ? AND payload <> '' AND status IN ('sent', 'failed')",
                [before],
            )
