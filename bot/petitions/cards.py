"""Showing petitions to the officials: the card in each chat where it is handled, and what citizens do later."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.administrators import WORTH, administrators, notices
from bot.i18n import DEFAULT, use_locale
from bot.i18n import gettext as _
from bot.outgoing import Deed, File, Kind, Outgoing
from bot.petitions.codes import shown
from bot.petitions.likeness import Likeness
from bot.petitions.model import Event, Petition
from bot.petitions.notices import as_sent
from bot.petitions.routing import Reader, Routing
from bot.petitions.staff_pages import CardView, StaffPages
from bot.petitions.states import Move
from bot.replies import Reply
from bot.settings import Settings
from bot.store import Store


def card_mark(petition_id: int) -> str:
    """How messages that are the card of a petition are marked.

    What follows a colon behind it tells other messages to officials about it: `:staff:<use>`, `:reply:<draft>`.
    """
    return f"card:{petition_id}"


@dataclass(frozen=True, slots=True)
class Cards:
    """The officials' side of what citizens do (see `StaffSide`); to be called in the transaction of the cause."""

    store: Store
    routing: Routing
    likeness: Likeness
    pages: StaffPages
    settings: Settings

    def on_submitted(self, petition: Petition, now: datetime) -> None:
        """Shows a new petition to those who handle it; when there is nobody, the administrators are told."""
        self.refresh(petition, now)
        if not self.routing.is_handled(petition):
            self._alarm(petition, nobody, now)

    def on_passed_on(self, petition: Petition, now: datetime) -> None:
        """Shows a petition to those of another agency; with officers of the former one, only where it went stays."""
        self.on_submitted(petition, now)
        version = self.store.worklist.last_event(petition.id)
        for chat_id in self.store.worklist.chats_with_card(petition.id):
            if self.routing.is_left_behind(chat_id, petition):
                with self._language(Reader(chat_id, chat_id)):
                    self._put(petition, chat_id, self.pages.gone(petition), f"{version}", (), now)

    def show_again(self, petition: Petition, now: datetime) -> None:
        """Shows a petition that nobody can see; when nobody ever could, the administrators are told."""
        self.refresh(petition, now, f":again:{now.date()}")
        if not self.routing.is_handled(petition):
            self._alarm(petition, nobody, now)
        elif not self.store.worklist.ever_shown(petition.id):
            self._alarm(petition, unreached, now)

    def on_changed(self, petition: Petition, event: Event, now: datetime) -> None:
        """Shows what the citizen did. A reopened petition is answered by itself, no longer with others."""
        if event.move is Move.REOPEN and petition.joined_to is not None:
            self.store.petitions.update(petition.id, joined_to=None)
            petition = self.store.petitions.get(petition.id)
        self.refresh(petition, now)
        files = (*as_sent(self.store.attachments.of_event(event.id)), *_place(event))
        for reader in self.routing.readers(petition):
            with self._language(reader):
                reply = self.pages.told(petition, event)
            if reply is not None:
                self.say(petition, reader, f"event:{event.id}", reply, now, files)

    def say(
        self,
        petition: Petition,
        reader: Reader,
        what: str,
        reply: Reply,
        now: datetime,
        files: tuple[File, ...] = (),
    ) -> None:
        """Sends the reader something about the petition, tied to its card, once for each `what`."""
        content = Outgoing(
            reader.chat_id,
            reply,
            Kind.NOTICE,
            about=f"{card_mark(petition.id)}:staff:{what}",
            tied_to=card_mark(petition.id),
            topic=card_mark(petition.id),
            topic_title=self._topic(petition),
            files=files,
        )
        self.store.outbox.add(f"petition:{petition.id}:{what}:in:{reader.chat_id}", content, now)

    def refresh(self, petition: Petition, now: datetime, why: str = "") -> None:
        """Brings the card up to date wherever it is and may be, once for each thing that happened (or `why`)."""
        version = self.store.worklist.last_event(petition.id)
        readers = {reader.chat_id: reader for reader in self.routing.readers(petition)}
        former = [
            chat_id
            for chat_id in self.store.worklist.chats_with_card(petition.id)
            if chat_id not in readers and self.routing.may_see(chat_id, petition)
        ]
        view = self.view(petition, version, now)
        for reader in readers.values():
            self._show(view, reader, why, now)
        for chat_id in former:
            elsewhere = CardView(petition, version, root=view.root, joined=view.joined, in_charge=False)
            self._show(elsewhere, Reader(chat_id, chat_id if chat_id > 0 else None), why, now)

    def view(self, petition: Petition, version: int, now: datetime) -> CardView:
        """What the card shows of the petition."""
        petitions, person = self.store.petitions, petition.person_id
        return CardView(
            petition,
            version,
            alike=self.likeness.alike(petition, now) if petition.open else (),
            joined=tuple(petitions.joined_to(petition.id)),
            root=petitions.get(petition.joined_to) if petition.joined_to is not None else None,
            unreachable=person is not None and self.store.people.is_unreachable(person),
        )

    def _show(self, view: CardView, reader: Reader, why: str, now: datetime) -> None:
        petition, place = view.petition, view.petition.location
        alike = tuple(other for other in view.alike if self.routing.may_see(reader.chat_id, other))
        with self._language(reader):
            reply = self.pages.card(replace(view, alike=alike), now)
        files = as_sent(self.store.attachments.from_citizen(petition.id))
        spot = (File.at(place.latitude, place.longitude),) if place else ()
        self._put(petition, reader.chat_id, reply, f"{view.version}{why}", (*files, *spot), now)

    def _put(
        self, petition: Petition, chat_id: int, reply: Reply, version: str, files: tuple[File, ...], now: datetime
    ) -> None:
        content = Outgoing(
            chat_id,
            reply,
            Kind.NOTICE,
            Deed.REFRESH,
            collapse_key=card_mark(petition.id),
            about=card_mark(petition.id),
            topic=card_mark(petition.id),
            topic_title=self._topic(petition),
            files=files,
        )
        self.store.outbox.add(f"petition:{petition.id}:card:{version}:in:{chat_id}", content, now)

    def _topic(self, petition: Petition) -> str:
        with use_locale(DEFAULT):
            return f"{shown(petition.code)} · {self.pages.names.category(petition.category)}"

    def _language(self, reader: Reader) -> AbstractContextManager[None]:
        return use_locale(self.store.people.language(reader.person_id) if reader.person_id is not None else DEFAULT)

    def _alarm(self, petition: Petition, words: Callable[[str], Reply], now: datetime) -> None:
        """Tells the administrators, once a day, without the petition's words."""
        code = shown(petition.code)
        for person, reply in notices(self.store, administrators(self.store, self.settings), lambda: words(code)):
            content = Outgoing(person, reply, Kind.NOTICE, expires_at=now + WORTH)
            self.store.outbox.add(f"petition:{petition.id}:nobody:{now.date()}:{person}", content, now)


def _place(event: Event) -> tuple[File, ...]:
    """The point on the earth that came with what the citizen added."""
    latitude, longitude = event.details.get("latitude"), event.details.get("longitude")
    return () if latitude is None or longitude is None else (File.at(latitude, longitude),)


def unreached(code: str) -> Reply:
    """That the card of a petition does not arrive where it should."""
    return Reply.of(
        _(
            "Petition %(code)s has reached nobody: its group or its officers do not get my messages. Please see "
            "whether I may write in the group. /nhomxuly in private shows the groups.",
            code=code,
        )
    )


def nobody(code: str) -> Reply:
    """That a petition has come for which there is neither a group nor an officer."""
    return Reply.of(
        _(
            "Petition %(code)s has come, but no group and no officer is there to handle it. Please add me to a group "
            "and write /nhomxuly there, or invite officers with /moi.",
            code=code,
        )
    )
