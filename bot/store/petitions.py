"""Petitions and all that happened to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.petitions.model import Event, Kind, Law, Location, NewPetition, Petition
from bot.petitions.states import Actor, Move, State, after
from bot.store.database import utc_text

_COLUMNS = (
    "id, code, person_id, chat_id, kind, category, place, latitude, longitude, words, sender_name, contact_phone, law,"
    " confidential, urgent, agency, state, received_at, due_at, answered_at, ended_at, handler_id, joined_to, rating,"
    f" EXISTS (SELECT 1 FROM petition_events WHERE petition_id = petitions.id AND move = '{Move.REOPEN}')"
)
_EVENT_COLUMNS = "id, petition_id, at, move, actor, actor_id, from_state, to_state, words, details"


@dataclass(frozen=True, slots=True)
class Petitions:
    """The tables `petitions` and `petition_events`. Writes belong in the transaction of their cause."""

    db: Database

    def add(self, new: NewPetition) -> Petition:
        """Keeps a petition with its first event, and returns it."""
        values: dict[str, Any] = {**asdict(new)}
        location = values.pop("location")
        values |= {"latitude": location and location["latitude"], "longitude": location and location["longitude"]}
        values |= {"received_at": utc_text(new.received_at), "due_at": utc_text(new.due_at)}
        names = ", ".join(values)
        with self.db.atomic():
            cursor = self.db.execute(
                f"INSERT INTO petitions ({names}) VALUES ({', '.join(f':{name}' for name in values)})", values
            )
            assert cursor.lastrowid is not None
            self._add_event(
                cursor.lastrowid, Move.SUBMIT, Actor.CITIZEN, new.received_at, new.person_id, (None, State.RECEIVED)
            )
        return self.get(cursor.lastrowid)

    def get(self, petition_id: int) -> Petition:
        """The petition. Raises KeyError when there is none of that number."""
        found = self._select("id = ?", [petition_id])
        if not found:
            raise KeyError(petition_id)
        return found[0]

    def by_code(self, code: str) -> Petition | None:
        """The petition with that code as `codes.parse` gives it, or None."""
        found = self._select("code = ?", [code])
        return found[0] if found else None

    def of_draft(self, draft_id: int) -> Petition | None:
        """The petition that was written as that draft, or None when it was not sent."""
        found = self._select("draft_id = ?", [draft_id])
        return found[0] if found else None

    def keep_messages(self, petition: Petition, draft_id: int) -> None:
        """Notes in which messages the draft was written, so that their edits are recognised."""
        self.db.execute(
            "INSERT OR REPLACE INTO petition_messages (chat_id, message_id, petition_id)"
            " SELECT chat_id, message_id, :petition FROM"
            " (SELECT message_id FROM draft_words WHERE draft_id = :draft"
            " UNION SELECT message_id FROM attachments WHERE draft_id = :draft)"
            " JOIN (SELECT chat_id FROM drafts WHERE id = :draft)",
            {"petition": petition.id, "draft": draft_id},
        )

    def of_message(self, chat_id: int, message_id: int) -> Petition | None:
        """The petition that the citizen's message went into, or None."""
        found = self._select(
            "id = (SELECT petition_id FROM petition_messages WHERE chat_id = ? AND message_id = ?)",
            [chat_id, message_id],
        )
        return found[0] if found else None

    def of_person(self, person_id: int, limit: int = -1) -> list[Petition]:
        """The petitions of the person, the newest first."""
        return self._select("person_id = ? ORDER BY id DESC LIMIT ?", [person_id, limit])

    def joined_to(self, petition_id: int) -> list[Petition]:
        """The petitions that are answered together with this one, itself left out."""
        return self._select("joined_to = ? ORDER BY id", [petition_id])

    def sent_since(self, person_id: int, since: datetime) -> list[datetime]:
        """When the person sent petitions since then, in their order."""
        rows = self.db.execute(
            "SELECT received_at FROM petitions WHERE person_id = ? AND received_at >= ? ORDER BY id",
            [person_id, utc_text(since)],
        )
        return [datetime.fromisoformat(row[0]) for row in rows]

    def move(
        self,
        petition: Petition,
        move: Move,
        actor: Actor,
        now: datetime,
        actor_id: int | None,
        words: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> Event:
        """Adds what happened, and with it changes the state as `states.after` says.

        The state is read anew, so that of two who act on the same sight of it only the first succeeds.
        Raises IllegalMove when that cannot happen now.
        """
        with self.db.atomic():
            state = State(self.db.execute("SELECT state FROM petitions WHERE id = ?", [petition.id]).fetchone()[0])
            new = after(state, move, actor)
            changed = (state, new) if new is not state or move is Move.ANSWER else (state, None)
            event = self._add_event(petition.id, move, actor, now, actor_id, changed, words, details)
            self._note_times(petition.id, new, now, changed[1] is not None)
        return event

    def update(self, petition_id: int, **columns: Any) -> None:
        """Writes columns that are no state: agency, handler_id, due_at (as text), joined_to, category, rating …"""
        self.db.table("petitions").update(petition_id, columns)

    def events(self, petition_id: int) -> list[Event]:
        """All that happened to it, in order."""
        rows = self.db.execute(
            f"SELECT {_EVENT_COLUMNS} FROM petition_events WHERE petition_id = ? ORDER BY id", [petition_id]
        )
        return [_event(row) for row in rows]

    def event(self, event_id: int) -> Event:
        """One event. Raises KeyError."""
        row = self.db.execute(f"SELECT {_EVENT_COLUMNS} FROM petition_events WHERE id = ?", [event_id]).fetchone()
        if row is None:
            raise KeyError(event_id)
        return _event(row)

    def select(self, where: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Petition]:
        """The petitions for which the condition holds; `where` comes from code, never from people."""
        return self._select(where, values)

    def _select(self, where: str, values: Sequence[Any] | dict[str, Any]) -> list[Petition]:
        return [_petition(row) for row in self.db.execute(f"SELECT {_COLUMNS} FROM petitions WHERE {where}", values)]

    def _add_event(
        self,
        petition_id: int,
        move: Move,
        actor: Actor,
        now: datetime,
        actor_id: int | None,
        states: tuple[State | None, State | None],
        words: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> Event:
        cursor = self.db.execute(
            "INSERT INTO petition_events (petition_id, at, move, actor, actor_id, from_state, to_state, words, details)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                petition_id,
                utc_text(now),
                move,
                actor,
                actor_id,
                *states,
                words,
                json.dumps(details or {}, ensure_ascii=False),
            ],
        )
        assert cursor.lastrowid is not None
        return self.event(cursor.lastrowid)

    def _note_times(self, petition_id: int, state: State, now: datetime, changed: bool) -> None:
        if not changed:
            return
        at = utc_text(now)
        match state:
            case State.ANSWERED:
                self.db.execute(
                    "UPDATE petitions SET answered_at = ifnull(answered_at, ?) WHERE id = ?", [at, petition_id]
                )
            case State.REOPENED | State.ACCEPTED:
                self.db.execute("UPDATE petitions SET ended_at = NULL WHERE id = ?", [petition_id])
            case State.CLOSED | State.DECLINED | State.WITHDRAWN | State.EXPIRED:
                self.db.execute("UPDATE petitions SET ended_at = ? WHERE id = ?", [at, petition_id])
            case _:
                pass


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _petition(row: Sequence[Any]) -> Petition:
    (id_, code, person, chat, kind, category, place, latitude, longitude, words, name, phone, law, *rest) = row
    (confidential, urgent, agency, state, received, due, answered, ended, handler, joined, rating, reopened) = rest
    return Petition(
        id=id_,
        code=code,
        person_id=person,
        chat_id=chat,
        kind=Kind(kind),
        category=category,
        place=place,
        location=None if latitude is None else Location(latitude, longitude),
        words=words,
        sender_name=name,
        contact_phone=phone,
        law=Law(law) if law else None,
        confidential=bool(confidential),
        urgent=bool(urgent),
        agency=agency,
        state=State(state),
        received_at=datetime.fromisoformat(received),
        due_at=datetime.fromisoformat(due),
        answered_at=_time(answered),
        ended_at=_time(ended),
        handler_id=handler,
        joined_to=joined,
        rating=rating,
        reopened=bool(reopened),
    )


def _event(row: Sequence[Any]) -> Event:
    (id_, petition_id, at, move, actor, actor_id, before, behind, words, details) = row
    return Event(
        id=id_,
        petition_id=petition_id,
        at=datetime.fromisoformat(at),
        move=Move(move),
        actor=Actor(actor),
        actor_id=actor_id,
        from_state=State(before) if before else None,
        to_state=State(behind) if behind else None,
        words=words,
        details=json.loads(details),
    )
