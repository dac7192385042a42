"""Telling citizens, each in their own chat and language, what officials or the clock did with their petitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.i18n import use_locale
from bot.outgoing import Deed, File, Kind, Outgoing
from bot.petitions.citizen_pages import CitizenPages, question_about
from bot.petitions.model import Attachment, Event, Petition
from bot.petitions.states import Move
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Notices:
    """Puts into the outbox what senders are told; to be called in the transaction of the event."""

    store: Store
    pages: CitizenPages

    def tell(self, petition: Petition, event: Event, now: datetime, files: Iterable[Attachment] = ()) -> None:
        """Tells the sender of the event, once; nobody when the person is erased or the event is not for them."""
        if petition.person_id is None or petition.chat_id is None:
            return
        with use_locale(self.store.people.language(petition.person_id)):
            reply = self.pages.told(petition, event, now)
        if reply is None:
            return
        content = Outgoing(petition.chat_id, reply, Kind.NOTICE, about=_about(petition, event), files=as_sent(files))
        if event.move is Move.CHANGE:
            # Corrected again, it is the same message that says how it stands now.
            content = replace(content, deed=Deed.REFRESH, collapse_key=content.about)
        self.store.outbox.add(f"petition:{petition.id}:event:{event.id}:to:{petition.person_id}", content, now)


def _about(petition: Petition, event: Event) -> str:
    if event.move is Move.ASK:
        return question_about(petition.id, event.id)
    return f"petition:{petition.id}:" + ("category" if event.move is Move.CHANGE else f"event:{event.id}")


def as_sent(files: Iterable[Attachment]) -> tuple[File, ...]:
    """The files as the messenger can send them on."""
    return tuple(File(file.kind, file_id=file.file_id) for file in files)
