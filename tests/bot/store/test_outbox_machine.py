"""Whatever happens to the rows of the outbox, in any order, beside a model of the rules.

The model knows no SQL: it says which row a claim must give, and in which states a row can be.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.outgoing import Kind, Outgoing, Parcel
from bot.replies import Reply
from bot.store import open_store
from bot.store.outbox import BACK_OFF, LATER, MOST_ATTEMPTS, REPLY_WORTH
from tests.bot.conftest import NOW
from tests.support.databases import fresh

CHATS = st.sampled_from((1, 2))
KINDS = st.sampled_from(Kind)
STEPS = st.sampled_from([timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=2)])
LATENESS = st.none() | STEPS


@dataclass
class Row:
    """A row as the model sees it."""

    key: str
    chat: int
    kind: Kind
    collapse: str | None
    due: datetime
    expires: datetime | None
    secret: bool
    status: str = "pending"
    attempts: int = 0


class Machine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(fresh(self.folder))
        self.store.db.execute("PRAGMA synchronous = OFF")
        self.outbox = self.store.outbox
        self.now = NOW
        self.rows: dict[int, Row] = {}
        self.hands: dict[int, Parcel] = {}
        """What was claimed and not settled."""

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    # ---- the rules, as the model has them

    def is_due(self, row: Row) -> bool:
        return row.status == "pending" and row.due <= self.now

    def replaced(self, number: int) -> bool:
        row = self.rows[number]
        later = [other for at, other in self.rows.items() if at > number and other.chat == row.chat]
        same = [other for other in later if row.collapse is not None and other.collapse == row.collapse]
        return any(other.due <= self.now or other.attempts > 0 or other.status in ("sending", "sent") for other in same)

    def expired(self, row: Row) -> bool:
        return row.expires is not None and row.expires < self.now

    def sendable(self, number: int) -> bool:
        return self.is_due(self.rows[number]) and not self.replaced(number) and not self.expired(self.rows[number])

    def took(self, parcel: Parcel | None, candidates: list[int]) -> None:
        assert (parcel.id if parcel else None) == next(iter(candidates), None)
        if parcel:
            assert parcel.content.reply.plain() == self.rows[parcel.id].key
            self.rows[parcel.id].status = "sending"
            self.hands[parcel.id] = parcel

    # ---- what happens

    @rule(step=STEPS)
    def time_passes(self, step: timedelta) -> None:
        self.now += step

    @rule(
        chat=CHATS,
        kind=KINDS,
        collapse=st.none() | st.just("hạn"),
        later=LATENESS,
        worth=LATENESS,
        secret=st.booleans(),
    )
    def something_is_to_be_said(
        self,
        chat: int,
        kind: Kind,
        collapse: str | None,
        later: timedelta | None,
        worth: timedelta | None,
        secret: bool,
    ) -> None:
        key = f"k{len(self.rows)}"
        due = self.now + later if later else None
        expires = self.now + worth if worth else None
        content = Outgoing(
            chat, Reply.of(key), kind, collapse_key=collapse, due_at=due, expires_at=expires, secret=secret
        )
        parcel = self.outbox.add(key, content, self.now)
        assert parcel is not None
        assert self.outbox.add(key, content, self.now) is None, "a key is said once"
        if expires is None and kind is Kind.REPLY:
            expires = self.now + REPLY_WORTH
        self.rows[parcel.id] = Row(key, chat, kind, collapse, due or self.now, expires, secret)

    @rule(chat=CHATS)
    def the_next_is_claimed(self, chat: int) -> None:
        mine = [n for n, row in self.rows.items() if row.chat == chat and row.kind is not Kind.BROADCAST]
        self.took(self.outbox.claim(chat, self.now), [n for n in mine if self.sendable(n)])

    @rule()
    def a_broadcast_is_claimed(self) -> None:
        all_of_them = [n for n, row in self.rows.items() if row.kind is Kind.BROADCAST and self.sendable(n)]
        self.took(self.outbox.claim_broadcast(self.now), sorted(all_of_them, key=lambda n: (self.rows[n].due, n)))

    @precondition(lambda self: self.hands)
    @rule(data=st.data(), how=st.sampled_from(("sent", "failed", "again", "postponed")))
    def one_is_settled(self, data: st.DataObject, how: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.hands)))
        del self.hands[number]
        row = self.rows[number]
        match how:
            case "sent":
                self.outbox.sent(number, [number], self.now)
                row.status = "sent"
            case "failed":
                self.outbox.failed(number, "Forbidden")
                row.status = "failed"
            case "again":
                self.outbox.again(number, "TimedOut", self.now)
                row.attempts += 1
                row.due = self.now + (BACK_OFF[row.attempts - 1] if row.attempts <= len(BACK_OFF) else LATER)
                row.status = "pending" if row.attempts <= MOST_ATTEMPTS else "failed"
            case _:
                row.due = self.now + timedelta(seconds=30)
                self.outbox.postpone(number, row.due)
                row.status = "pending"

    @rule()
    def the_process_dies_and_begins_anew(self) -> None:
        assert self.outbox.recover(self.now) == len(self.hands)
        for number in self.hands:
            self.rows[number].status, self.rows[number].due = "pending", self.now
        self.hands.clear()

    @rule()
    def the_line_is_back(self) -> None:
        self.outbox.hasten(self.now)
        for row in self.rows.values():
            if row.status == "pending" and row.attempts > 0:
                row.due = min(row.due, self.now)

    @rule()
    def what_is_worth_nothing_is_weeded(self) -> None:
        gone = [n for n, row in self.rows.items() if self.is_due(row) and (self.replaced(n) or self.expired(row))]
        self.outbox.weed(self.now)
        for number in gone:
            self.rows[number].status = "failed"

    # ---- what always holds

    @invariant()
    def every_row_is_as_the_model_says(self) -> None:
        kept = list(self.store.db.query("SELECT * FROM outbox ORDER BY id"))
        assert [(row["id"], row["status"], row["attempts"]) for row in kept] == [
            (number, row.status, row.attempts) for number, row in self.rows.items()
        ]
        for row in kept:
            settled = row["status"] in ("sent", "failed")
            assert bool(row["payload"]) is not (settled and self.rows[row["id"]].secret)
            assert (row["sent_at"] is not None) is (row["status"] == "sent")

    @invariant()
    def whoever_can_be_told_something_is_found(self) -> None:
        found = self.outbox.chats_due(self.now, 10)
        assert len(set(found)) == len(found)
        sendable = {row.chat for n, row in self.rows.items() if row.kind is not Kind.BROADCAST and self.sendable(n)}
        assert sendable <= set(found)


TestOutbox = Machine.TestCase
TestOutbox.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
