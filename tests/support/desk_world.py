"""A desk for tests: petitions that came in, officers who handle them, and what everybody is then told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.outgoing import Outgoing, unpack
from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import new_code
from bot.petitions.desk import Officer
from bot.petitions.model import Event, Kind, Law, NewPetition, Petition
from bot.petitions.pressing import Pressed
from bot.petitions.promising import Promising
from bot.petitions.staff import Staff
from bot.petitions.states import Actor, Move
from bot.petitions.writing import Prompt, Written
from bot.settings import Settings
from bot.store import Store
from bot.store.desks import Desk
from bot.working_days import WorkingDays
from knowledge import Knowledge
from knowledge.text import clean, folded_words
from tests.support.officials import OWNER

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 9 o'clock in Trà Vinh."""
LAN, BINH = 1001, 1002
DESK, OTHER_DESK = -500, -600
ROADS = "ha-tang-moi-truong"
HOLE = "Đường trước chợ Phước Hưng có ổ gà lớn, xe ngã hoài"


@dataclass
class DeskWorld:
    """The officials' side over a store; `now` is moved by the test."""

    store: Store
    staff: Staff
    calendar: WorkingDays
    catalogue: Catalogue
    now: datetime = NOW
    _message: int = 5000

    def has_desk(self, chat_id: int = DESK, agency: str | None = None, *, forum: bool = False) -> None:
        """Makes the group a desk."""
        self.store.desks.set(Desk(chat_id, agency, "Tổ xử lý", forum), OWNER, self.now)

    def petition(
        self,
        words: str = HOLE,
        person: int = LAN,
        *,
        place: str | None = None,
        category: str = ROADS,
        law: Law | None = None,
        phone: str | None = None,
        agency: str = "so-noi-vu",
    ) -> Petition:
        """A petition that comes in now."""
        self.store.people.seen(person, self.now)
        promise = Promising(lambda: self.calendar, self.catalogue.working_days).promise(category, self.now)
        new = NewPetition(
            code=new_code(),
            person_id=person,
            chat_id=person,
            kind=Kind.REPORT,
            category=category,
            place=place,
            location=None,
            words=words,
            folded=" ".join(folded_words(clean(words))),
            sender_name=None,
            contact_phone=phone,
            law=law,
            confidential=law is Law.DENUNCIATION,
            urgent=False,
            agency=agency,
            received_at=self.now,
            due_at=promise.due_at,
        )
        with self.store.db.atomic():
            petition = self.store.petitions.add(new)
            self.staff.cards.on_submitted(petition, self.now)
        return petition

    def citizen(self, petition: Petition, move: Move, words: str | None = None) -> Event:
        """The sender does something."""
        with self.store.db.atomic():
            event = self.store.petitions.move(petition, move, Actor.CITIZEN, self.now, petition.person_id, words)
            self.staff.cards.on_changed(self.again(petition), event, self.now)
        return event

    def press(self, officer: Officer | int, data: str) -> Pressed:
        """An officer presses a button, in the group unless told."""
        who = officer if isinstance(officer, Officer) else Officer(officer, DESK)
        return self.staff.pressing.press(who, data, self.now)

    def press_card(self, officer: Officer | int, petition: Petition, label: str) -> Pressed:
        """An officer presses a button of the card as it is now."""
        chat_id = officer.chat_id if isinstance(officer, Officer) else DESK
        buttons = {button.label: button.data for row in self.card(petition, chat_id).reply.buttons for button in row}
        return self.press(officer, buttons[label].removeprefix("s:"))

    def write(self, officer: Officer | int, petition: Petition, words: str, use: str = "card") -> tuple[Prompt, int]:
        """An officer replies to the card; the prompt and the number of the message."""
        who = officer if isinstance(officer, Officer) else Officer(officer, DESK)
        self._message += 1
        prompt = self.staff.writing.keep(who, petition.id, use, Written(self._message, words), self.now)
        return prompt, self._message

    def send(self, officer: Officer | int, petition: Petition, words: str, use: Move) -> Pressed:
        """An officer writes and confirms."""
        prompt, _message = self.write(officer, petition, words)
        return self.press(officer, f"send:{prompt.about.rpartition(':')[2]}:{use}")

    def again(self, petition: Petition) -> Petition:
        """The petition as it is now."""
        return self.store.petitions.get(petition.id)

    def card(self, petition: Petition, chat_id: int = DESK) -> Outgoing:
        """The newest form of the card in the chat."""
        return [one for one in self.out(chat_id) if one.about == f"card:{petition.id}"][-1]

    def out(self, chat_id: int) -> list[Outgoing]:
        """Everything that was put into the outbox for the chat, unless its words are erased."""
        kept = "SELECT kind, payload, about FROM outbox WHERE chat_id = ? AND payload <> '' ORDER BY id"
        rows = self.store.db.execute(kept, [chat_id])
        return [unpack(chat_id, kind, payload) for kind, payload, _about in rows]

    def told(self, chat_id: int) -> list[str]:
        """What the chat is told besides cards."""
        return [
            one.reply.plain()
            for one in self.out(chat_id)
            if not (one.about or "").startswith("card:") or ":" in (one.about or "").removeprefix("card:")
        ]

    def deliver(self) -> None:
        """Everything that waits counts as sent."""
        rows = list(self.store.db.execute("SELECT id FROM outbox WHERE status = 'pending'"))
        for (number,) in rows:
            self._message += 1
            self.store.outbox.sent(number, [self._message], self.now)


def desk_world(store: Store, knowledge: Knowledge, tmp_path: Path, staff_chat_id: int | None = None) -> DeskWorld:
    """A desk without any group yet, and with the owner alone."""
    settings = Settings(data_dir=tmp_path / "data", owner_ids=(OWNER,), staff_chat_id=staff_chat_id)
    staff = Staff.over(store, knowledge, settings)
    return DeskWorld(store, staff, WorkingDays(ZoneInfo(settings.timezone)), staff.cards.pages.names)
